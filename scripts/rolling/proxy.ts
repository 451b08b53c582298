import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export type ProxyName = "caddy" | "nginx";

/** @property log the proxy's own words */
export type Proxy = { log: () => string; stop: () => Promise<void> };

type Where = {
  folder: string;
  port: number;
  webs: number[];
  certificate: { file: string; key: string };
};

const START_TRIES = 100;

/** A certificate for this machine, of its own making. Loads trust it by its file. */
export function makeCertificate(folder: string): Where["certificate"] {
  const certificate = { file: join(folder, "trivium.pem"), key: join(folder, "trivium.key") };
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...[
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        certificate.key,
        "-out",
        certificate.file,
      ],
    ],
    { stdio: "ignore" },
  );
  return certificate;
}

/**
 * Runs Caddy or nginx with the file of `deploy/`, TLS included.
 *
 * @throws Error when it is not installed (`apt-get install caddy nginx`) or does not start
 */
export async function startProxy(name: ProxyName, where: Where): Promise<Proxy> {
  mkdirSync(where.folder, { recursive: true });
  const { command, args, env } = name === "caddy" ? caddy(where) : nginx(where);
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-20_000);
    });
  const failed = new Promise<never>((_, refuse) => {
    child.once("error", () => refuse(new Error(`${command} is not here: apt-get install ${name}`)));
    child.once("exit", (code) => refuse(new Error(`${name} ended with ${code}\n${said}`)));
  });
  failed.catch(() => {});
  await Promise.race([failed, listens(where.port)]);
  return {
    log: () => said,
    stop: () =>
      new Promise((stopped) => {
        child.once("exit", () => stopped());
        child.kill("SIGTERM");
      }),
  };
}

/**
 * The documented file as it stands: what it takes from the environment is set, and its certificate
 * is the given one.
 */
function caddy({ folder, port, webs, certificate }: Where) {
  const documented = resolve("deploy/Caddyfile");
  const around = join(folder, "Caddyfile");
  // Options of the whole server and the certificate of a machine without a name; everything else is
  // the documented file.
  const site = readFileSync(documented, "utf8").replace(
    "\treverse_proxy ",
    `\ttls ${certificate.file} ${certificate.key}\n\treverse_proxy `,
  );
  writeFileSync(
    around,
    `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n${site}`,
  );
  return {
    command: "caddy",
    args: ["run", "--config", around, "--adapter", "caddyfile"],
    env: {
      TRIVIUM_SITE: `https://localhost:${port}`,
      TRIVIUM_WEBS: webs.map((web) => `127.0.0.1:${web}`).join(" "),
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    },
  };
}

/**
 * The documented file with this machine's name, ports and certificate written in, as it asks for.
 */
function nginx({ folder, port, webs, certificate }: Where) {
  const [first, second] = webs;
  const site = readFileSync(resolve("deploy/nginx.conf"), "utf8")
    .replaceAll("trivium.example", "localhost")
    .replace("listen 443 ssl", `listen ${port} ssl`)
    .replace("listen 80;", `listen unix:${join(folder, "plain.sock")};`)
    .replace("127.0.0.1:3000", `127.0.0.1:${first}`)
    .replace("127.0.0.1:3001", `127.0.0.1:${second}`)
    .replace("/etc/ssl/certs/trivium.pem", certificate.file)
    .replace("/etc/ssl/private/trivium.key", certificate.key);
  writeFileSync(join(folder, "site.conf"), site);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const main = join(folder, "nginx.conf");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  writeFileSync(
    main,
    `${user} daemon off; pid ${join(folder, "nginx.pid")}; error_log stderr warn; worker_processes 1; events { worker_connections 2048; }
http { access_log off; ${paths.join(" ")} include ${join(folder, "site.conf")}; }\n`,
  );
  return { command: "/usr/sbin/nginx", args: ["-p", folder, "-c", main], env: {} };
}

async function listens(port: number): Promise<void> {
  for (let attempt = 1; attempt <= START_TRIES; attempt += 1) {
    const { promise, resolve: answered } = Promise.withResolvers<boolean>();
    const { connect } = await import("node:net");
    const socket = connect(port, "127.0.0.1", () => answered(true));
    socket.on("error", () => answered(false));
    const isThere = await promise;
    socket.destroy();
    if (isThere) return;
    await wait(100);
  }
  throw new Error("the proxy does not listen");
}

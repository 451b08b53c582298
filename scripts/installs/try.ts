import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { processesOf } from "#testing/service.ts";
import type { Person } from "./user.ts";

/** A sentence for whoever reads the table at the end. */
export type Fault = string;
/** @property seconds until the first start and the second one served, and until it had stopped */
export type Install = { seconds: number[]; log: string };

type Try = {
  person: Person;
  checkout: string;
  dataDir: string;
  env: Record<string, string>;
  port: number;
  /** The token with which /metrics must answer; null: it must not be there. */
  metrics?: string | null;
  /** Without the demonstration. */
  isBare: boolean;
  /** Started once, where it was started before. */
  isBrief?: boolean;
};

/** An install with all that it downloads and builds. */
const READY_MS = 900_000;
const STOP_MS = 60_000;
const LAST_LINES = 15;
const MOST_LOOKED_AT_BYTES = 100_000;

export async function tryInstall(
  wanted: Try,
): Promise<{ faults: Fault[]; install: Install | null }> {
  const { checkout, dataDir } = wanted;
  const folders = () => modesAbove([checkout, dataDir]);
  const before = folders();
  const temporary = new Set(readdirSync(tmpdir()));
  const faults: Fault[] = [];
  const seconds: number[] = [];
  let log = "";
  try {
    for (const start of wanted.isBrief ? ["start"] : ["first start", "second start"]) {
      const began = performance.now();
      const started = run(wanted, ["start"]);
      const fault = await answers(wanted, started);
      seconds.push(secondsSince(began));
      if (fault) faults.push(`${start}: ${fault}`);
      else faults.push(...(await wrongWhileItRuns(wanted)));
      const stopping = performance.now();
      faults.push(...(await stopped(started, dataDir)));
      if (start !== "first start") seconds.push(secondsSince(stopping));
      log += started.log();
      if (fault) return { faults, install: { seconds, log } };
    }
  } finally {
    const after = folders();
    for (const [folder, mode] of before)
      if (after.get(folder) !== mode)
        faults.push(`${folder} was ${mode} and is ${after.get(folder)}`);
    faults.push(...readableSecrets(dataDir));
    const fresh = readdirSync(tmpdir()).filter((name) => !temporary.has(name));
    const left = withSecrets(fresh, dataDir);
    if (left.length > 0) faults.push(`secrets are left in ${tmpdir()}: ${left.join(", ")}`);
  }
  return { faults, install: { seconds, log } };
}

/** `npm start` that must end by itself with these words. */
export async function tryRefusal({
  person,
  checkout,
  expected,
}: {
  person: Person;
  checkout: string;
  expected: string;
}): Promise<Fault[]> {
  const { child, log } = run({ person, checkout, env: {} }, ["start"]);
  const code = await Promise.race([ended(child), wait(STOP_MS, "none")]);
  if (code === "none") child.kill("SIGTERM");
  const isSaid = log().includes(expected) && !log().includes("    at ");
  return [
    ...(code === 1 ? [] : [`a wrong line of .env ended with ${code}`]),
    ...(isSaid ? [] : [`a wrong line of .env was said as: ${lastOf(log())}`]),
  ];
}

type Running = { child: ChildProcess; log: () => string };
const running = new Set<ChildProcess>();

/** Ends what was started, for when this process itself is told to end. */
export async function endAll(): Promise<void> {
  for (const child of running) child.kill("SIGTERM");
  await Promise.race([Promise.all([...running].map(ended)), wait(STOP_MS)]);
}

function run(
  { person, checkout, env }: Pick<Try, "person" | "checkout" | "env">,
  args: string[],
): Running {
  const child = spawn("npm", args, {
    cwd: checkout,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...signedIn(person), ...env } as Record<string, string> as NodeJS.ProcessEnv,
    ...(person.ids ?? {}),
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      process.stdout.write(chunk);
    });
  return { child, log: () => text };
}

/**
 * The environment after signing in: the machine's Node, and nothing of what this process was told.
 */
function signedIn({ home, name }: Person): Record<string, string> {
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: home,
    USER: name,
    LANG: "C.UTF-8",
    ...(authorities ? { NODE_EXTRA_CA_CERTS: authorities } : {}),
  };
}

function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(child.exitCode ?? child.signalCode ?? 0);
  return new Promise((end) => child.once("exit", (code, signal) => end(signal ?? code ?? 0)));
}

/** @returns why it does not serve the demonstration, or the bare network, or null */
async function answers({ port, isBare }: Try, { child, log }: Running): Promise<Fault | null> {
  for (const until = performance.now() + READY_MS; performance.now() < until; await wait(200)) {
    if (child.exitCode !== null || child.signalCode !== null) return `it ended: ${lastOf(log())}`;
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (!ready?.ok) continue;
    const page = await fetch(`http://127.0.0.1:${port}/en/sign-in`);
    if (!page.ok) return `/en/sign-in answered ${page.status}`;
    const isThere = (await page.text()).includes("/api/demo/sign-in");
    return isThere !== isBare ? null : `the demonstration is ${isThere ? "there" : "not there"}`;
  }
  return `it does not get ready: ${lastOf(log())}`;
}

async function wrongWhileItRuns(wanted: Try): Promise<Fault[]> {
  const faults: Fault[] = [];
  const doctor = run(wanted, ["run", "--silent", "cli", "--", "doctor"]);
  if ((await ended(doctor.child)) !== 0) faults.push(`doctor: ${lastOf(doctor.log())}`);
  if (wanted.metrics === undefined) return faults;
  const { status } = await fetch(`http://127.0.0.1:${wanted.port}/metrics`, {
    headers: { authorization: `Bearer ${wanted.metrics ?? "a token of 'any' signs # $HOME"}` },
  });
  const expected = wanted.metrics === null ? 404 : 200;
  if (status !== expected) faults.push(`/metrics answered ${status} instead of ${expected}`);
  return faults;
}

/** Tells npm to stop, as a service manager would, and looks at who is left. */
async function stopped({ child, log }: Running, dataDir: string): Promise<Fault[]> {
  child.kill("SIGTERM");
  const end = await Promise.race([ended(child), wait(STOP_MS, "none")]);
  for (const until = performance.now() + STOP_MS; performance.now() < until; await wait(200))
    if (processesOf(dataDir).length === 0) break;
  const left = processesOf(dataDir);
  for (const { pid } of left) process.kill(pid, "SIGKILL");
  return [
    ...(end === "none" ? [`it did not stop within a minute: ${lastOf(log())}`] : []),
    ...(left.length > 0 ? [`left running: ${left.map(({ command }) => command).join("; ")}`] : []),
  ];
}

/** Who owns each folder above these, and who may do what in it, as far as it is there. */
function modesAbove(paths: string[]): Map<string, string> {
  const folders = new Map<string, string>();
  for (const path of paths)
    for (let at = dirname(path); ; at = dirname(at)) {
      const stat = statSync(at, { throwIfNoEntry: false });
      if (stat) folders.set(at, `${(stat.mode & 0o7777).toString(8)} of ${stat.uid}:${stat.gid}`);
      if (at === dirname(at)) break;
    }
  return folders;
}

/** Files with secrets that anybody but their owner could read, were they to reach the folder. */
function readableSecrets(dataDir: string): Fault[] {
  if (!statSync(dataDir, { throwIfNoEntry: false })) return [];
  return readdirSync(dataDir)
    .filter((name) => /password|secret|url/.test(name))
    .flatMap((name) => {
      const mode = statSync(join(dataDir, name)).mode & 0o777;
      return mode & 0o077 ? [`${name} may be read by others (${mode.toString(8)})`] : [];
    });
}

/**
 * Files in the temporary folder that hold a secret of DATA_DIR; what others of this machine leave
 * there is not ours to judge.
 */
function withSecrets(names: string[], dataDir: string): string[] {
  if (!statSync(dataDir, { throwIfNoEntry: false })) return [];
  const secrets = readdirSync(dataDir)
    .filter((name) => /password|secret/.test(name))
    .map((name) => readFileSync(join(dataDir, name), "utf8").trim());
  return names.filter((name) => {
    const text = textOf(join(tmpdir(), name));
    return secrets.some((secret) => secret && text.includes(secret));
  });
}

/** @returns nothing for a folder, for what is long, and for what has gone meanwhile */
function textOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size <= MOST_LOOKED_AT_BYTES ? readFileSync(path, "utf8") : "";
}

function lastOf(log: string): string {
  return log.trim().split("\n").slice(-LAST_LINES).join(" / ");
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}

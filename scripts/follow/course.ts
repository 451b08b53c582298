import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { borrow } from "../borrow.ts";
import { type RunningDatabase, startDatabase } from "../embedded-database.ts";
import { type Block, FIRST_COURSE } from "./document.ts";

/** An install with all that it downloads and builds. */
const READY_MS = 900_000;
const RUN_MS = 900_000;
const STOP_MS = 90_000;
const LAST_LINES = 12;

type Where = { root: string; scratch: string; port: number; isQuick: boolean };

/**
 * What somebody does who reads the document and types what it says, in one terminal after another.
 */
export class Course {
  readonly #where: Where;
  #folder: string;
  #running: { child: ChildProcess; log: () => string } | null = null;
  /** Where the document fetches the program from: a copy of this checkout's history. */
  readonly #origin: string;
  #own: { server: RunningDatabase; url: URL } | null = null;

  constructor(where: Where) {
    this.#where = where;
    chmodSync(where.scratch, 0o755);
    this.#folder = join(where.scratch, "home");
    for (const folder of ["home", "machine", "stand-ins", "temporary"])
      mkdirSync(join(where.scratch, folder));
    chmodSync(join(where.scratch, "temporary"), 0o1777);
    this.#origin = join(where.scratch, "origin.git");
    makeOrigin(where.root, this.#origin);
    // `sudo -u postgres psql` and `sudo cp …` are done by whoever runs this, in the scratch folder.
    const sudo = join(where.scratch, "stand-ins/sudo");
    writeFileSync(sudo, '#!/bin/sh\nif [ "$1" = "-u" ]; then shift 2; fi\nexec "$@"\n', {
      mode: 0o755,
    });
  }

  /** @returns why it could not be followed, or null */
  async follow({ text, does, course }: Block): Promise<string | null> {
    if (course !== FIRST_COURSE) await this.#ownDatabase();
    const typed = this.#standIn(text);
    console.log(`\n${this.#folder} $ ${typed}`);
    if ("isStopped" in does && does.isStopped) await this.stop();
    if (text.includes("git pull")) this.#release();
    if (does.kind === "left") return null;
    if (does.kind === "file") {
      const path = resolve(this.#folder, this.#standIn(does.path));
      if (does.isAdded) appendFileSync(path, `${typed}\n`);
      else writeFileSync(path, `${typed}\n`);
      return null;
    }
    return does.kind === "run" ? this.#run(typed) : this.#start(typed, this.#standIn(does.address));
  }

  /** Ctrl-C in the terminal where something runs. */
  async stop(): Promise<void> {
    const { child } = this.#running ?? {};
    this.#running = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((end) => child.once("exit", end));
    process.kill(-child.pid, "SIGINT");
    if (await Promise.race([ended.then(() => false), wait(STOP_MS, true)]))
      process.kill(-child.pid, "SIGKILL");
    await ended;
  }

  async end(): Promise<void> {
    await this.stop();
    await this.#own?.server.stop();
  }

  /** What the document gives as an example of somebody's own, and what it is here. */
  #standIn(text: string): string {
    const { scratch, port } = this.#where;
    const machine = join(scratch, "machine");
    const standIns: [RegExp, string][] = [
      [/https:\/\/code\.example\/trivium\.git/g, this.#origin],
      [/(?<![\w.])\/(?=(?:etc|srv|opt|var)\/)/g, `${machine}/`],
      [/\b3000\b/g, `${port}`],
      [/\b5432\b/g, this.#own?.url.port ?? "5432"],
    ];
    return standIns.reduce((known, [pattern, own]) => known.replace(pattern, own), text);
  }

  #environment(): NodeJS.ProcessEnv {
    const { scratch } = this.#where;
    const { NODE_EXTRA_CA_CERTS } = process.env;
    const own = this.#own?.url;
    const env: Record<string, string> = {
      PATH: `${join(scratch, "stand-ins")}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: join(scratch, "home"),
      // A port of its own also before `.env` says one: what the environment says wins.
      PORT: `${this.#where.port}`,
      // What is left behind is seen, and gone at the end.
      TMPDIR: join(scratch, "temporary"),
      npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? "/root", ".npm"),
      LANG: "C.UTF-8",
      ...(NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS } : {}),
      ...(own
        ? { PGHOST: own.hostname, PGPORT: own.port, PGUSER: own.username, PGPASSWORD: own.password }
        : {}),
    };
    return env as NodeJS.ProcessEnv;
  }

  #spawn(script: string): { child: ChildProcess; log: () => string } {
    const child = spawn("bash", ["-c", script], {
      cwd: this.#folder,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, as a terminal makes for each command.
      detached: true,
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        process.stdout.write(chunk);
      });
    return { child, log: () => text };
  }

  /** A new version where the program is fetched from, with pages that are not those of before. */
  #release(): void {
    const work = mkdtempSync(join(this.#where.scratch, "release-"));
    const git = (...words: string[]) =>
      execFileSync(
        "git",
        ["-c", "user.name=follow", "-c", "user.email=follow@trivium.test", ...words],
        {
          cwd: work,
        },
      );
    git("clone", "--quiet", this.#origin, ".");
    appendFileSync(join(work, "app/globals.css"), "\n:root {\n  --version: 2;\n}\n");
    // What it depends on is then installed anew.
    if (!this.#where.isQuick)
      execFileSync("npm", ["version", "--no-git-tag-version", "patch"], {
        cwd: work,
        stdio: "ignore",
      });
    git("commit", "--quiet", "--all", "--message", "release: the next version");
    git("push", "--quiet", "origin", "HEAD");
    rmSync(work, { recursive: true });
  }

  async #run(typed: string): Promise<string | null> {
    const place = join(mkdtempSync(join(this.#where.scratch, "place-")), "folder");
    const { child, log } = this.#spawn(`set -euo pipefail\n${typed}\npwd > '${place}'`);
    const late = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), RUN_MS);
    const end = await new Promise((ended) =>
      child.once("exit", (code, signal) => ended(signal ?? code)),
    );
    clearTimeout(late);
    if (end !== 0) return `ended with ${end}: ${lastOf(log())}`;
    this.#folder = readFileSync(place, "utf8").trim();
    if (this.#where.isQuick && typed.includes("git clone")) borrow(this.#where.root, this.#folder);
    return null;
  }

  async #start(typed: string, address: string): Promise<string | null> {
    this.#running = this.#spawn(typed);
    const { child, log } = this.#running;
    for (const until = performance.now() + READY_MS; performance.now() < until; await wait(200)) {
      if (child.exitCode !== null || child.signalCode !== null) return `it ended: ${lastOf(log())}`;
      if ((await fetch(address).catch(() => null))?.ok) return null;
    }
    return `${address} does not answer: ${lastOf(log())}`;
  }

  /** A PostgreSQL as its administrator has it: with a superuser `postgres`, and nothing of ours. */
  async #ownDatabase(): Promise<void> {
    if (this.#own) return;
    const server = await startDatabase({ dataDir: join(this.#where.scratch, "own-postgresql") });
    const url = new URL(server.url);
    const run = async (...statements: string[]) => {
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    };
    url.pathname = "/postgres";
    const { password } = url;
    await run(`CREATE ROLE postgres SUPERUSER LOGIN PASSWORD '${password}'`);
    url.username = "postgres";
    await run("DROP DATABASE trivium", "ALTER ROLE trivium RENAME TO installer");
    this.#own = { server, url };
  }
}

/**
 * A bare copy of what is checked out, on a branch of its own: a clone of a commit without a branch
 * could not be pulled later.
 */
export function makeOrigin(root: string, origin: string): void {
  const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8" }).trim();
  const commit = git("-C", root, "rev-parse", "HEAD");
  git("clone", "--quiet", "--bare", "--no-tags", root, origin);
  git("-C", origin, "update-ref", "refs/heads/followed", commit);
  git("-C", origin, "symbolic-ref", "HEAD", "refs/heads/followed");
}

function lastOf(log: string): string {
  return log.trim().split("\n").slice(-LAST_LINES).join(" / ");
}

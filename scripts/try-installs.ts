// Five ways to install it: `npm run try-installs -- [--only root,env] [--quick]`.
//
// A fresh clone of what is committed is started with `npm start` as an ordinary user, as root, as
// root inside /root, with DATA_DIR in a private folder elsewhere, and with a `.env`. Each must
// serve the demonstration, be found well by `doctor`, start a second time, stop when npm is told
// to, and leave nothing running, no readable secret, nothing in the temporary folder, and every
// folder above it as it was. Half an hour on two busy cores: each clone installs and builds for
// itself, unless `--quick` gives it the dependencies and the build of this checkout, and leaves the
// demonstration out. All but the first and the last need root; the user that root makes for those
// is removed at the end.
import "./without-env-file.ts";
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { borrow } from "./borrow.ts";
import { freePort } from "./embedded-database.ts";
import { endAll, type Fault, type Install, tryInstall, tryRefusal } from "./installs/try.ts";
import { type Person, removeUser, someUser } from "./installs/user.ts";

const CASES = ["user", "root", "in-root", "data-elsewhere", "env"] as const;
type Case = (typeof CASES)[number];

const { values } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean" } } });
const isRoot = process.getuid?.() === 0;
const wanted = values.only ? values.only.split(",") : CASES;
const unknown = wanted.filter((name) => !(CASES as readonly string[]).includes(name));
if (unknown.length > 0)
  throw new Error(`Unknown: ${unknown.join(", ")}. Known: ${CASES.join(", ")}`);

const user = isRoot ? someUser() : null;
const root: Person = { name: "root", home: "/root", ids: null };
const scratch: string[] = [];
const results: { name: Case; faults: Fault[]; install: Install | null }[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, async () => {
    await endAll();
    forget();
    process.exit(1);
  });
try {
  for (const name of CASES.filter((one) => wanted.includes(one))) {
    if (!isRoot && name !== "user" && name !== "env") {
      console.log(`${name}: left out, as it needs root.`);
      continue;
    }
    console.log(`\n— ${name}`);
    const { install, faults } = await tried(name);
    results.push({ name, faults, install });
    for (const fault of faults) console.log(`FAULT ${fault}`);
  }
} finally {
  forget();
}

console.log("\n| install | first start | second start | stopped in | what was wrong |");
console.log("| --- | --- | --- | --- | --- |");
for (const { name, install, faults } of results)
  console.log(
    `| ${[name, ...(install?.seconds ?? ["", "", ""]).map((s) => `${s} s`), faults.join("; ") || "nothing"].join(" | ")} |`,
  );
const failed = results.filter(({ faults }) => faults.length > 0).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function forget(): void {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
  if (user) removeUser(user);
}

async function tried(name: Case): Promise<{ faults: Fault[]; install: Install | null }> {
  const person = (name === "user" || name === "env" ? user : null) ?? (isRoot ? root : ordinary());
  const above = folderFor(name, person);
  const checkout = clone(join(above, "trivium"), person);
  const port = await freePort();
  const isBare = values.quick ?? false;
  const env: Record<string, string> = { PORT: `${port}`, ...(isBare ? { DEMO: "0" } : {}) };
  let dataDir = join(checkout, ".data");
  if (name === "data-elsewhere") {
    // A folder of one's own beside others, as a home or a mounted disk is.
    dataDir = join(above, "private", "deeper", "data");
    mkdirSync(join(above, "private"), { mode: 0o700 });
    env.DATA_DIR = dataDir;
  }
  if (name !== "env") return tryInstall({ person, checkout, dataDir, env, port, isBare });

  dataDir = join(checkout, ".data-of-env");
  const token = "a token of 'any' signs # $HOME";
  writeFileSync(
    join(checkout, ".env"),
    `# As .env.example says.\nPORT=${port}\nDATA_DIR=.data-of-env\nMETRICS_TOKEN="${token}"\n${isBare ? "DEMO=0\n" : "LOG_LEVEL=info\n"}`,
    { mode: 0o644 },
  );
  if (person.ids) execFileSync("chown", [person.name, join(checkout, ".env")]);
  const done = await tryInstall({
    person,
    checkout,
    dataDir,
    env: {},
    port,
    metrics: token,
    isBare,
  });
  if (!done.install?.log.includes("chmod 600 .env"))
    done.faults.push("nobody said that everybody can read the secrets in .env");
  const other = await freePort();
  const without = await tryInstall({
    person,
    checkout,
    dataDir,
    env: { ...env, ENV_FILE: "", PORT: `${other}`, DATA_DIR: dataDir },
    port: other,
    metrics: null,
    isBare,
    isBrief: true,
  });
  done.faults.push(...without.faults.map((fault) => `with ENV_FILE= and another PORT: ${fault}`));
  appendFileSync(join(checkout, ".env"), "PORT 3100\n");
  const refusal = await tryRefusal({ person, checkout, expected: "line 6: it is no NAME=value" });
  return { ...done, faults: [...done.faults, ...refusal] };
}

/** Where the clone goes: a home, or a folder that everybody may enter, or root's own. */
function folderFor(name: Case, person: Person): string {
  const base = person.ids ? person.home : name === "in-root" || !isRoot ? person.home : "/srv";
  const folder = mkdtempSync(join(base, "trivium-try-"));
  scratch.push(folder);
  if (base === "/srv") chmodSync(folder, 0o755);
  return folder;
}

function clone(to: string, person: Person): string {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", join(import.meta.dirname, ".."), to]);
  if (values.quick) borrow(join(import.meta.dirname, ".."), to);
  if (person.ids) execFileSync("chown", ["-R", `${person.name}:`, join(to, "..")]);
  return to;
}

function ordinary(): Person {
  return { name: process.env.USER ?? "", home: process.env.HOME ?? "/tmp", ids: null };
}

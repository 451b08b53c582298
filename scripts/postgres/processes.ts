import { readdirSync, readFileSync, statSync } from "node:fs";

/** Whether a process lives; one that has ended and waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat !== null) return !["Z", "X"].includes(fieldsOf(stat)[0] ?? "");
  if (hasProc()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Names a process for as long as the machine runs: its number is given to another one day, its
 * number with the moment of its start is not.
 */
export function identityOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  const boot = textOf("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return [pid, stat === null ? "" : fieldsOf(stat)[19], boot].join(" ").trim();
}

/** Whether the process that was named so still lives. */
export function isRunningAs(identity: string): boolean {
  const pid = Number(identity.split(" ")[0]);
  return Number.isInteger(pid) && pid > 0 && isRunning(pid) && identityOf(pid) === identity;
}

/** The processes of PostgreSQL on a cluster: each of them works in its folder. */
export function serversOf(cluster: string): number[] {
  const wanted = identityOfFolder(cluster);
  if (!wanted || !hasProc()) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => textOf(`/proc/${pid}/comm`)?.trim() === "postgres")
    .filter((pid) => identityOfFolder(`/proc/${pid}/cwd`) === wanted && isRunning(pid));
}

/** @returns null when it is gone already */
export function parentOf(pid: number): number | null {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === null ? null : Number(fieldsOf(stat)[1]);
}

/** The words with which a process was started. */
export function commandOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim() ?? "";
}

/** What follows the name, which may itself hold spaces and brackets: the state first. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/**
 * The same folder under another name, or seen from another view of the file system, has the same.
 */
function identityOfFolder(path: string): string | null {
  try {
    const { dev, ino } = statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function hasProc(): boolean {
  return textOf("/proc/self/stat") !== null;
}

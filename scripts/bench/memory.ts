import { readdirSync, readFileSync } from "node:fs";

/**
 * Peak memory of a process that runs, in megabytes; null where the system does not say (Linux
 * does).
 */
export function peakMegabytes(pid: number): number | null {
  return fieldOf(pid, "VmHWM");
}

/**
 * Memory of the PostgreSQL process that holds most for itself, in megabytes: what all of them share
 * is not counted.
 *
 * @param server its main process, of which the others are children
 */
export function largestBackendMegabytes(server: number): number | null {
  try {
    const own = readdirSync("/proc")
      .map(Number)
      .filter((pid) => fieldOf(pid, "PPid", 1) === server)
      .map((pid) => fieldOf(pid, "RssAnon") ?? 0);
    return Math.max(...own);
  } catch {
    return null;
  }
}

function fieldOf(pid: number, name: string, kilobytes = 1024): number | null {
  try {
    const [, value] =
      new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8")) ??
      [];
    return value === undefined ? null : Math.round(Number(value) / kilobytes);
  } catch {
    return null;
  }
}

import { readFileSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";

const MEGABYTE = 1024 * 1024;

/**
 * What went wrong while the service was started, in words for whoever runs the machine, innermost cause first.
 *
 * @param dataDir where the service keeps its files
 * @param database address of the separate server that is used, null for the embedded one; its password is not shown
 * @param lines what the embedded PostgreSQL said last
 */
export function wordsFor(
  error: unknown,
  { dataDir, database, lines = [] }: { dataDir: string; database: string | null; lines?: string[] },
): string {
  const causes = causesOf(error);
  const codes = causes.map(codeOf);
  const isFull = isDiskFull(error, lines);
  if (isFull && database && codes.includes("53100"))
    return `The disk of the database server is full (${serverOf(database)}). Make room there and start again: it goes on where it stopped.`;
  if (isFull) {
    const folder = causes.map(pathOf).find(Boolean) ?? dataDir;
    return `The disk is full: ${diskOf(folder)}. It holds ${folder}${folder === dataDir ? " (DATA_DIR)" : ""}. Make room and start again: it goes on where it stopped.`;
  }
  if (codes.includes("EROFS"))
    return `The disk of ${causes.map(pathOf).find(Boolean) ?? dataDir} is read-only: ${diskOf(dataDir)}.`;
  const denied = causes.find((cause) => ["EACCES", "EPERM"].includes(codeOf(cause)) && pathOf(cause));
  if (denied)
    return `This user may not use ${pathOf(denied)}. It belongs to somebody else: start as that user, or choose another folder with DATA_DIR.`;
  if (database) {
    const server = serverOf(database);
    if (codes.some((code) => UNREACHED.includes(code)))
      return `The database is not reached at ${server}. Does PostgreSQL run there, and is DATABASE_URL right?`;
    if (codes.some((code) => ["28P01", "28000"].includes(code)))
      return `The database at ${server} refuses the name or password of DATABASE_URL or DATABASE_OWNER_URL.`;
    if (causes.some(({ message }) => CLOSED.test(message)))
      return `What answers at ${server} closes the connection at once: it is no PostgreSQL, or one that takes nobody now.`;
    if (codes.includes("3D000"))
      return `The server at ${server} has no such database: make it, or mend DATABASE_URL.`;
  }
  const innermost = causes.findLast(({ message }) => message);
  return innermost?.message ?? String(error);
}

/** Whether something could not be written for want of room, by the program or by the database. */
export function isDiskFull(error: unknown, lines: string[] = []): boolean {
  const causes = causesOf(error);
  const said = [...causes.map(({ message }) => message), ...lines].join("\n");
  return causes.some((cause) => ["ENOSPC", "EDQUOT", "53100"].includes(codeOf(cause))) || FULL.test(said);
}

const CLOSED = /^Connection terminated unexpectedly$/;
const FULL = /No space left on device|Disk quota exceeded/;
const UNREACHED = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ECONNRESET",
];

/** An error, what caused it, what caused that, and where several were tried, each of them. */
function causesOf(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const several = error instanceof AggregateError ? error.errors : [];
  return [error, ...[...several, error.cause].flatMap(causesOf)];
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

function pathOf(error: Error): string | null {
  return "path" in error && typeof error.path === "string" ? resolve(error.path) : null;
}

function serverOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

/** Which disk a folder lies on, and how much of it is left. */
function diskOf(folder: string): string {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    const size = `${Math.floor((bavail * bsize) / MEGABYTE)} MB left of ${Math.ceil((blocks * bsize) / MEGABYTE)} MB`;
    const mount = mountOf(folder);
    return mount ? `${mount.device}, mounted on ${mount.at}, has ${size}` : size;
  } catch {
    return folder === dirname(folder) ? folder : diskOf(dirname(folder));
  }
}

function mountOf(folder: string): { device: string; at: string } | null {
  try {
    return (
      readFileSync("/proc/self/mounts", "utf8")
        .split("\n")
        .map((line) => line.split(" ").map((word) => word.replaceAll("\\040", " ")))
        .map(([device = "", at = ""]) => ({ device, at }))
        .filter(({ at }) => at && `${folder}/`.startsWith(at === "/" ? "/" : `${at}/`))
        .sort((one, other) => other.at.length - one.at.length || 1)[0] ?? null
    );
  } catch {
    return null;
  }
}

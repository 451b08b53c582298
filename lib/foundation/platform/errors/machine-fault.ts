import { readFileSync, statfsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, resolve } from "node:path";

const MEGABYTE = 1024 * 1024;

/**
 * What somebody does after a disk had no room: a start goes on where it stopped, a command begins
 * anew.
 */
type Next = "start" | "command";

/**
 * @property dataDir where the service keeps its files; database: address of the server in use, null
 *   for an embedded one
 */
type Known = { dataDir: string; database: string | null; next: Next };

/**
 * What the machine refused to whoever runs it, in words, innermost cause first.
 *
 * @param dataDir where the service keeps its files
 * @param database address of the server that is used, null for an embedded one that is being
 *   started; its password is not shown
 * @param lines what the embedded PostgreSQL said last
 * @returns the words of the error itself where nothing better is known
 */
export function machineFault(
  error: unknown,
  { dataDir, database, lines = [], next }: Known & { lines?: string[] },
): string {
  const causes = causesOf(error);
  const innermost = causes.findLast(({ message }) => message);
  return (
    fullFault(error, { dataDir, database, lines, next }) ??
    refusedFile(causes, next) ??
    refusedSocket(causes) ??
    databaseFault(causes, { dataDir, database, next }) ??
    innermost?.message ??
    String(error)
  );
}

/** Which disk has no room left, and what to do then; null where one has. */
function fullFault(
  error: unknown,
  { dataDir, database, lines, next }: Known & { lines: string[] },
): string | null {
  if (!isDiskFull(error, lines)) return null;
  const causes = causesOf(error);
  const goOn =
    next === "start"
      ? "Make room and start again: it goes on where it stopped."
      : "Make room and run it again.";
  if (database && causes.map(codeOf).includes("53100"))
    return `The disk of the database server is full (${serverOf(database)}). ${goOn}`;
  const folder = causes.map(pathOf).find(Boolean) ?? dataDir;
  return `The disk is full: ${diskOf(folder)}. It holds ${folder}${folder === dataDir ? " (DATA_DIR)" : ""}. ${goOn}`;
}

/** Which file is refused; null for what is no matter of files. */
function refusedFile(causes: Error[], next: Next): string | null {
  const file = causes.map(fileFault).find(Boolean) ?? null;
  const isDenied = causes.map(codeOf).some((code) => DENIED.includes(code));
  return file && next === "start" && isDenied
    ? `${file} Start as that user, or choose another folder with DATA_DIR.`
    : file;
}

/** Whose folder holds the socket that is refused; null where none is. */
function refusedSocket(causes: Error[]): string | null {
  const socket = socketRefusedIn(causes);
  if (!socket) return null;
  const there = nearest(socket);
  return `${userName()} may not use ${there}, which belongs to ${ownerOf(there)}: run this as that user, or leave \`?host=…\` out of DATABASE_URL, so that the database is met at its port.`;
}

/** Whether the socket of a database lies where this user may not come. */
export function isRefusedSocket(error: unknown): boolean {
  return socketRefusedIn(causesOf(error)) !== null;
}

/** The path of the socket that is refused; null where none is. */
function socketRefusedIn(causes: Error[]): string | null {
  const refused = causes.find((cause) => isOfConnecting(cause) && DENIED.includes(codeOf(cause)));
  return refused && "address" in refused && typeof refused.address === "string"
    ? refused.address
    : null;
}

/** Why the database does not answer; null where that is not what went wrong. */
function databaseFault(causes: Error[], { dataDir, database, next }: Known): string | null {
  const codes = causes.map(codeOf);
  const isBetween = codes.some((code) => BETWEEN.includes(code)) || causes.some(isCutOff);
  if (isBetween && next === "command")
    return `The database ${database ? `at ${serverOf(database)}` : `in ${dataDir}`} starts, stops or mends itself after a fault: try again in a moment, and look at its log if it stays so.`;
  const isUnreached = causes.some(isNotMet);
  if (database) return serverFault(causes, { server: serverOf(database), isUnreached });
  if (isUnreached && next === "command")
    return `The database in ${dataDir} does not answer: run \`npm start\` in another terminal first.`;
  return null;
}

/**
 * What a database server of one's own said; null where it is not known.
 *
 * @param server its address without the password
 */
function serverFault(
  causes: Error[],
  { server, isUnreached }: { server: string; isUnreached: boolean },
): string | null {
  const codes = causes.map(codeOf);
  if (isUnreached)
    return `The database is not reached at ${server}. Does PostgreSQL run there, and is DATABASE_URL right?`;
  if (codes.some((code) => ["28P01", "28000"].includes(code)))
    return `The database at ${server} refuses the name or password of DATABASE_URL or DATABASE_OWNER_URL.`;
  if (causes.some(isCutOff))
    return `What answers at ${server} closes the connection at once: it is no PostgreSQL, or one that takes nobody now.`;
  if (codes.includes("3D000"))
    return `The server at ${server} has no such database: make it, or mend DATABASE_URL.`;
  return null;
}

/**
 * What the file system refused, with the file or folder that it is about; null for what is no
 * matter of files.
 */
function fileFault(error: Error): string | null {
  const path = pathOf(error);
  const code = codeOf(error);
  // Reading one says not which it was.
  if (code === "EISDIR") return `${path ?? "What was named"} is a folder, where a file is needed.`;
  if (!path) return null;
  const there = nearest(path);
  if (DENIED.includes(code))
    return `${userName()} may not use ${there}, which belongs to ${ownerOf(there)}.`;
  switch (code) {
    case "EROFS":
      return `The disk of ${path} is read-only: ${diskOf(path)}.`;
    case "ENOENT":
      return `${firstAbsent(path)} is not there.`;
    case "ENOTDIR":
      return `${there} is a file, where a folder is needed.`;
    default:
      return null;
  }
}

/** Whether something could not be written for want of room, by the program or by the database. */
export function isDiskFull(error: unknown, lines: string[] = []): boolean {
  const causes = causesOf(error);
  const said = [...causes.map(({ message }) => message), ...lines].join("\n");
  return (
    causes.some((cause) => ["ENOSPC", "EDQUOT", "53100"].includes(codeOf(cause))) || FULL.test(said)
  );
}

/** Whether the driver says of a connection, without any code, that the other side closed it. */
export function isCutOff(error: Error): boolean {
  return CLOSED.test(error.message);
}

const DENIED = ["EACCES", "EPERM"];
const CLOSED = /^Connection terminated/;
/** PostgreSQL is stopping, has crashed, or takes no connections yet. */
const BETWEEN = ["57P01", "57P02", "57P03"];
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

/**
 * Whether nobody was met at a port, or at a socket: the file of a socket goes with its server.
 */
function isNotMet(error: Error): boolean {
  const code = codeOf(error);
  return UNREACHED.includes(code) || (code === "ENOENT" && isOfConnecting(error));
}

function isOfConnecting(error: Error): boolean {
  return "syscall" in error && error.syscall === "connect";
}

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

/** What exists of a path, as far as this user may look. */
function nearest(path: string): string {
  return dirname(path) === path || isThere(path) ? path : nearest(dirname(path));
}

/** The first part of a path that is missing: what was asked for may lie far below it. */
function firstAbsent(path: string): string {
  const above = dirname(path);
  return above === path || isThere(above) ? path : firstAbsent(above);
}

function isThere(path: string): boolean {
  try {
    return statSync(path) !== undefined;
  } catch {
    return false;
  }
}

function userName(): string {
  try {
    return `The user ${userInfo().username}`;
  } catch {
    // In a container, a number without a name.
    return `The user ${process.getuid?.()}`;
  }
}

/**
 * The name of whoever a file or folder belongs to; the number, where the machine has no name for
 * it.
 */
function ownerOf(path: string): string {
  const uid = statSync(path, { throwIfNoEntry: false })?.uid;
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.split(":")[2] === `${uid}`);
    return line?.split(":", 1)[0] ?? `user ${uid}`;
  } catch {
    return `user ${uid}`;
  }
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

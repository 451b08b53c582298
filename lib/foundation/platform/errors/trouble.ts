import { NoConnection } from "#db/pool.ts";
import { log } from "../logs/log.ts";
import { metrics } from "../logs/metrics.ts";
import { currentAsker } from "../logs/security-log.ts";
import { DomainError, databaseFault } from "./errors.ts";

/** What the program stands on and was not well. The log and the metrics name it so. */
export type Trouble =
  | "statement_timeout"
  | "lock_timeout"
  | "idle_in_transaction"
  | "pool_full"
  | "too_many_connections"
  | "out_of_memory"
  | "database_away"
  | "database_stopping"
  | "disk_full"
  | "read_only"
  | "not_writable"
  | "disk_error"
  | "too_many_files";

/** By SQLSTATE; where the whole code is not listed, its class is. */
const BY_SQLSTATE: Record<string, Trouble> = {
  "57014": "statement_timeout",
  "55P03": "lock_timeout",
  "25P03": "idle_in_transaction",
  "25P04": "statement_timeout",
  "25006": "read_only",
  "53100": "disk_full",
  "53200": "out_of_memory",
  "53300": "too_many_connections",
  "53": "too_many_connections",
  "57P": "database_stopping",
  "58": "disk_error",
  "08": "database_away",
  "28": "database_away",
  "3D": "database_away",
};

/** By the system's error code, of a file. */
const BY_ERRNO: Record<string, Trouble> = {
  ENOSPC: "disk_full",
  EDQUOT: "disk_full",
  EROFS: "read_only",
  EACCES: "not_writable",
  EPERM: "not_writable",
  EIO: "disk_error",
  EMFILE: "too_many_files",
  ENFILE: "too_many_files",
};

/** What is said of it, and after how many seconds it is worth trying again. */
const SAID: Record<Trouble, { code: string; retryAfter: number }> = {
  statement_timeout: { code: "common.too_slow", retryAfter: 10 },
  lock_timeout: { code: "common.in_use", retryAfter: 5 },
  idle_in_transaction: { code: "common.too_slow", retryAfter: 5 },
  pool_full: { code: "common.busy", retryAfter: 5 },
  too_many_connections: { code: "common.busy", retryAfter: 5 },
  too_many_files: { code: "common.busy", retryAfter: 5 },
  out_of_memory: { code: "common.busy", retryAfter: 30 },
  database_away: { code: "common.no_database", retryAfter: 10 },
  database_stopping: { code: "common.no_database", retryAfter: 10 },
  disk_full: { code: "common.cannot_save", retryAfter: 60 },
  read_only: { code: "common.cannot_save", retryAfter: 60 },
  not_writable: { code: "common.cannot_save", retryAfter: 60 },
  disk_error: { code: "common.cannot_save", retryAfter: 60 },
};

/** What the driver says, without a code, of a connection that broke while it was used. */
const BROKEN_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after)/;

/**
 * Why something could not be done that is nobody's mistake and may soon be done; null for what is a
 * bug, or a refusal.
 */
export function troubleOf(error: unknown): Trouble | null {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    const trouble = troubleIn(fault);
    if (trouble) return trouble;
  }
  return null;
}

function troubleIn(fault: Error): Trouble | null {
  if (fault instanceof DomainError) return null;
  // By its name as well: the pages' bundle has a class of its own.
  if (fault instanceof NoConnection || fault.name === "NoConnection") {
    // The server's own word, when it had one, says more.
    const said = databaseFault(fault.cause)?.code;
    const isFull = (fault as NoConnection).why === "full";
    return (said && bySqlState(said)) || (isFull ? "pool_full" : "database_away");
  }
  const sqlState = "severity" in fault ? databaseFault(fault)?.code : undefined;
  if (sqlState) return bySqlState(sqlState);
  if (BROKEN_CONNECTION.test(fault.message)) return "database_away";
  const { code, syscall } = fault as NodeJS.ErrnoException;
  // Statements fail so when their connection breaks; other addresses are asked by other code, which
  // says so itself.
  if (fault.cause === undefined && isReset(fault)) return "database_away";
  return code && syscall !== "connect" ? (BY_ERRNO[code] ?? null) : null;
}

function bySqlState(code: string): Trouble | null {
  return (
    BY_SQLSTATE[code] ?? BY_SQLSTATE[code.slice(0, 3)] ?? BY_SQLSTATE[code.slice(0, 2)] ?? null
  );
}

function isReset({ code, syscall }: NodeJS.ErrnoException): boolean {
  return (code === "ECONNRESET" || code === "EPIPE") && (syscall === "read" || syscall === "write");
}

/**
 * A trouble as a refusal in words, for programs and people alike: 503, and when to come back.
 *
 * @returns null for what is a bug, or a refusal already
 */
export function unavailable(error: unknown): DomainError | null {
  const trouble = troubleOf(error);
  if (!trouble) return null;
  const { code, retryAfter } = SAID[trouble];
  return new DomainError("unavailable", { code }, { cause: error, details: { retryAfter } });
}

const noted = new WeakSet<object>();

/**
 * Writes down once what was not well, at the door where it was met, and remembers it for the answer
 * of this request.
 *
 * @returns the refusal; null for what is a bug, of which nothing is written here
 */
export function noteTrouble(
  error: unknown,
  where: Record<string, unknown> = {},
): DomainError | null {
  const refusal = unavailable(error);
  if (!refusal) return null;
  const asker = currentAsker();
  if (asker) asker.fault ??= refusal;
  const trouble = troubleOf(error);
  if (!trouble || noted.has(error as object)) return refusal;
  noted.add(error as object);
  metrics().trouble.inc({ trouble });
  const { requestId = null, door = null } = asker ?? {};
  log.error({ trouble, door, requestId, ...where, err: error }, "not well");
  return refusal;
}

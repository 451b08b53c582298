import pino from "pino";
import { logLevel } from "../settings/settings.ts";
import { isSecretName, withoutSecrets } from "./redact.ts";

/** How deep things inside things are written. */
const DEEPEST = 5;

/** Of an error that has more to say than its sentence: codes and names of ours, never values. */
const LOGGED = [
  "code",
  "severity",
  "constraint",
  "schema",
  "table",
  "column",
  "routine",
  "errno",
  "syscall",
  "address",
  "port",
  "path",
  "digest",
  "kind",
  "why",
  "responseCode",
] as const;

/**
 * SQLSTATE classes whose sentence quotes what was sent: data that does not fit, constraints, and
 * what our triggers raise.
 */
const QUOTING = /^(22|23|P0)/;

/**
 * What the log says of an error, and of what caused it: its kind, its sentence, where it happened,
 * codes. Whatever else hangs on it stays out (the connection it came from, with its password and
 * the key that cancels statements; the answer of a server; the request). A failed statement carries
 * what it was asked with, in its message as well: those are people's words, and stay out too.
 */
export function withoutValues(error: Error, depth = 0): object {
  const { name, message, stack = "", cause } = error;
  const given = error as Error & {
    query?: unknown;
    params?: unknown;
    errors?: unknown;
    code?: unknown;
  };
  const isStatement = "params" in given && "query" in given;
  const isQuoting = "severity" in given && QUOTING.test(String(given.code));
  const errors = Array.isArray(given.errors) ? given.errors : [];
  const listed = LOGGED.filter((key) => key in given).map((key) => [
    key,
    plain(given[key as never], DEEPEST),
  ]);
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  const type = error.constructor.name === "Object" ? name : error.constructor.name;
  return {
    type,
    ...(isStatement ? { query: given.query } : {}),
    ...(isStatement || isQuoting ? {} : { message }),
    ...Object.fromEntries(listed),
    stack: frames.join("\n"),
    ...(cause === undefined || depth >= DEEPEST ? {} : { cause: plain(cause, depth + 1) }),
    ...(errors.length === 0 || depth >= DEEPEST
      ? {}
      : { errors: errors.slice(0, DEEPEST).map((each) => plain(each, depth + 1)) }),
  };
}

/**
 * Anything as plain data: secrets by their name, and whatever is no data (a connection, a request),
 * are left out.
 */
function plain(value: unknown, depth: number): unknown {
  if (value instanceof Error) return withoutValues(value, depth);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null)
    return typeof value === "function" ? undefined : value;
  if ("toJSON" in value && typeof value.toJSON === "function")
    return plain(value.toJSON(), depth + 1);
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  const kind = Object.getPrototypeOf(value);
  if (kind !== null && Object.getPrototypeOf(kind) !== null) return `[${kind.constructor?.name}]`;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecretName(name) ? "…" : plain(each, depth + 1),
    ]),
  );
}

/**
 * A log whose lines leave without secrets, wherever in them they stood: in a message, a field, a
 * stack or a cause.
 */
export function logTo(write: (line: string) => void, level: string) {
  return pino(
    {
      level,
      base: null,
      formatters: { log: (fields) => plain(fields, 0) as Record<string, unknown> },
      serializers: { err: (value) => plain(value, 0) },
    },
    { write: (line) => write(withoutSecrets(line)) },
  );
}

const out = pino.destination({ fd: 1, sync: true });
// Whoever reads it may be gone, a terminal that was closed: what runs is finished all the same.
out.on("error", () => {});

/** Identifiers only, never names or addresses. */
export const log = logTo(
  (line) => out.write(line),
  process.env.NODE_ENV === "test" ? "silent" : logLevel(),
);

/**
 * Has this process write down here what ends it: by itself, Node would print the error with all
 * that hangs on it.
 */
export function logWhatEndsUs(): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "ended by a fault");
    process.exit(1);
  });
}

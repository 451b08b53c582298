import pino from "pino";
import { databaseFault } from "./errors.ts";
import { withoutSecrets } from "./redact.ts";
import { logLevel } from "./settings.ts";

/** A failed statement carries what it was asked with, in its message as well: those are people's words, and stay out of the log. */
export function withoutValues(error: Error): object {
  if (!("params" in error && "query" in error)) return pino.stdSerializers.err(error);
  const { name, query, stack = "", cause } = error;
  return {
    type: name,
    query,
    fault: databaseFault(error) ?? (cause instanceof Error ? cause.message : null),
    stack: stack
      .split("\n")
      .filter((line) => line.startsWith("    at "))
      .join("\n"),
  };
}

/** A log whose lines leave without secrets, wherever in them an address stood: in a message, a field or a stack. */
export function logTo(write: (line: string) => void, level: string) {
  return pino(
    { level, base: null, serializers: { err: withoutValues } },
    { write: (line) => write(withoutSecrets(line)) },
  );
}

const out = pino.destination({ fd: 1, sync: true });

/** Identifiers only, never names or addresses. */
export const log = logTo((line) => out.write(line), process.env.NODE_ENV === "test" ? "silent" : logLevel());

import pino from "pino";
import { databaseFault } from "./errors.ts";
import { settings } from "./settings.ts";

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

/** Identifiers only, never names or addresses. */
export const log = pino({
  level: process.env.NODE_ENV === "test" ? "silent" : settings().logLevel,
  base: null,
  serializers: { err: withoutValues },
});

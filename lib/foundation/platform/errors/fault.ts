import { withoutSecrets } from "../logs/redact.ts";

const HIDDEN = "…";
const LONGEST = 300;
/** Data exceptions, and what our own triggers raise: the value that did not fit is quoted. */
const DATA_EXCEPTION = /^(22|P0)/;
/** An address of somebody, or one with a password in it; a telephone number. */
const PERSONAL = /[^\s<"']+@[^\s>"']+|\+\d[\d ]{5,}\d/g;
const QUOTED = /"[^"]*"|“[^”]*”|«[^»]*»|`[^`]*`|(?<!\w)'[^']{2,}'(?!\w)/g;

/**
 * Why something failed, in one line that may be stored, logged and shown: the innermost cause,
 * without addresses, secrets, or what somebody typed. Names of tables and constraints stay, values
 * go.
 */
export function faultOf(error: unknown): string {
  const cause = innermost(error);
  const code = codeOf(cause);
  const isDatabase = code !== null && /^[0-9A-Z]{5}$/.test(code) && "severity" in (cause as object);
  const message = isError(cause) ? cause.message || cause.name || "" : String(cause);
  const [line = ""] = message.trim().split("\n");
  // The database quotes names of its own, but for data exceptions; everybody else quotes what they
  // were given.
  const unquoted = isDatabase && !DATA_EXCEPTION.test(code) ? line : line.replace(QUOTED, HIDDEN);
  const said = withoutSecrets(unquoted).replace(PERSONAL, HIDDEN);
  return (code && !said.includes(code) ? `${said} (${code})` : said).slice(0, LONGEST);
}

/** Where in our code it happened: the frames of its stack, which hold no words. */
export function framesOf(error: unknown): string {
  const { stack } = isError(error) ? error : {};
  return (stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .join("\n");
}

type ErrorLike = { message: string; name?: string; stack?: string; cause?: unknown };

/**
 * An error, or what was made of one by copying it, as libraries do that hand it on with more about
 * it.
 */
function isError(thrown: unknown): thrown is ErrorLike {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    "message" in thrown &&
    typeof thrown.message === "string"
  );
}

/** A failed query or fetch says little; what it was caused by says why. */
function innermost(error: unknown): unknown {
  let cause = error;
  while (isError(cause) && isError(cause.cause)) cause = cause.cause;
  // Several attempts that failed alike: the first stands for all.
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0];
  return cause;
}

function codeOf(error: unknown): string | null {
  return isError(error) && "code" in error && typeof error.code === "string" ? error.code : null;
}

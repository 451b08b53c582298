import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { distance } from "fastest-levenshtein";
import { INTERNAL, SETTING_NAMES, SETTINGS, type Setting, secretNames } from "./setting-list.ts";

/**
 * In the environment: another file than `.env`; empty for none, as in tests and in whatever our own
 * processes start.
 */
export const ENV_FILE = "ENV_FILE";

const OTHERS_MAY_READ = 0o004;
const CLOSE = 2;

/**
 * Adds to the environment what `.env` says, once. What the environment says already wins, an empty
 * value too.
 *
 * @param env changed in place; its ENV_FILE is empty afterwards, so that processes started with it
 *   read no file again
 * @param warn told, in one sentence, of what is odd and does not stop anything
 * @throws Error with one line for each line of the file that is wrong, and no value of any
 */
export function readEnvFile(env: NodeJS.ProcessEnv, warn: (sentence: string) => void): void {
  const name = env[ENV_FILE] ?? ".env";
  if (name === "") return;
  const file = resolve(name);
  const text = textOf(file, name, env[ENV_FILE] !== undefined) ?? "";

  const faults = faultsOf(text);
  if (faults.length > 0) throw new Error(`Wrong lines in ${name}.\n${faults.join("\n")}`);
  const values = parseEnv(text);
  for (const sentence of oddities(values)) warn(`${name}: ${sentence}`);
  const kept = secretNames().filter((secret) => values[secret]);
  for (const secret of kept)
    if (
      values[secret] === (SETTINGS as Record<string, Setting>)[secret]?.example &&
      !secret.endsWith("_URL")
    )
      warn(
        `${name}: ${secret} is the example of .env.example, which everybody knows: make one of your own`,
      );
  if (kept.length > 0 && process.platform !== "win32" && statSync(file).mode & OTHERS_MAY_READ)
    warn(`${name}: everybody on this machine can read ${kept.join(", ")}: chmod 600 ${name}`);
  for (const [key, value] of Object.entries(values)) env[key] ??= value;
  env[ENV_FILE] = "";
}

/** @returns null when there is no such file and nobody asked for it by name */
function textOf(file: string, name: string, isAskedFor: boolean): string | null {
  try {
    // Editors of some systems begin a file with a mark of its encoding.
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" && !isAskedFor) return null;
    const why =
      {
        ENOENT: "it is not there",
        EACCES: "this user may not read it",
        EISDIR: "it is a folder",
        ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8 text",
      }[String(code)] ?? (error instanceof Error ? error.message : String(error));
    throw new Error(`${name} cannot be read: ${why}.`);
  }
}

/**
 * What is wrong in it, line by line. Stricter than what Node takes, which passes over lines that it
 * does not know, ends a value at any `#`, and lets a forgotten quote swallow the lines after it.
 * What is accepted means the same to Node and to docker compose, except that compose fills in what
 * follows a `$` outside single quotes.
 *
 * @returns sentences that begin with "line" and the number, and hold no value
 */
export function faultsOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const fault = faultOf(line.trim());
    return fault ? [`line ${index + 1}: ${fault}`] : [];
  });
}

function faultOf(line: string): string | null {
  if (line === "" || line.startsWith("#")) return null;
  const found = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line);
  if (!found) return "it is no NAME=value, nor a # with words behind it";
  const [, name = "", value = ""] = found;
  if (name in INTERNAL) return `${name} is for the program to set, and for nobody else`;

  const quote = /^["'`]/.exec(value)?.[0];
  if (quote) {
    const end = value.indexOf(quote, 1);
    if (end === -1) return `the quote that opens the value of ${name} is not closed on its line`;
    const rest = value.slice(end + 1).trim();
    if (rest !== "" && !rest.startsWith("#"))
      return `something stands behind the quoted value of ${name}`;
    return null;
  }
  return /[^\s]#/.test(value.split(/\s#/)[0] ?? "")
    ? `a # would end the value of ${name}: put the value between single quotes`
    : null;
}

/**
 * Names that look like a setting spelled wrongly. Other names are left alone: they may be meant for
 * somebody else.
 */
function oddities(values: NodeJS.Dict<string>): string[] {
  const known: readonly string[] = SETTING_NAMES;
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((setting) => distance(name.toUpperCase(), setting) <= CLOSE);
      return meant ? [`${name} is no setting, and is left aside. Is ${meant} meant?`] : [];
    });
}

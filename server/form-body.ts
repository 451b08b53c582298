import { IncomingMessage } from "node:http";

/*
 * What a form of a page sends. It is looked at before Next sees it, because Next answers what it cannot read as if the program had
 * failed.
 */

/**
 * Reads a request's body whole. What goes on with the request is given `unread`.
 *
 * @throws Error when the sender breaks off
 */
export async function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * The same request with its body still to be read: Next refuses a stream that somebody has read
 * from.
 */
export function unread(incoming: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(incoming.socket);
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor } = incoming;
  Object.assign(copy, {
    method,
    url,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
    complete: true,
  });
  copy.rawHeaders = incoming.rawHeaders;
  copy.headers = incoming.headers;
  copy.push(body);
  copy.push(null);
  return copy;
}

/**
 * Whether a page can make something of it: a form whose parts are all there, or no form at all.
 * Fields that React writes itself (`$ACTION_…` without scripts, the arguments in field 0 with them)
 * hold the state of the form and its fields, and nothing else.
 */
export async function isReadable(
  body: Buffer<ArrayBuffer>,
  header: (name: string) => string | undefined,
): Promise<boolean> {
  const isByScript = header("next-action") !== undefined;
  if (isByScript && !isStateTree(header("next-router-state-tree"))) return false;
  const type = header("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return !isByScript;
  const form = await new Response(body, { headers: { "content-type": type } })
    .formData()
    .catch(() => null);
  if (!form) return false;
  return isByScript
    ? areArguments(form.get("0"))
    : [...form.keys()].every((name) => isWhole(form, name));
}

/**
 * The texts of a form that a browser sent without scripts, to be sent again.
 *
 * @returns null for anything else, and where a secret or a file is among them: those are chosen
 *   again
 */
export async function fieldsOf(
  body: Buffer<ArrayBuffer>,
  type: string,
): Promise<[string, string][] | null> {
  const form = await new Response(body, { headers: { "content-type": type } })
    .formData()
    .catch(() => null);
  if (!form) return null;
  const fields = [...form.entries()];
  const isWritten = fields.every(
    (field): field is [string, string] =>
      typeof field[1] === "string" && !SECRET_FIELD.test(field[0]),
  );
  const isPlain = fields.some(([name]) => name.startsWith("$ACTION_"));
  return isWritten && isPlain ? (fields as [string, string][]) : null;
}

/** Names of fields whose text is shown to nobody again. */
export const SECRET_FIELD = /password|code|card|secret|token|totp/i;

function areArguments(field: unknown): boolean {
  const given = plain(field);
  return Array.isArray(given) && given.length === 2 && /^\$K[\da-f]+$/.test(String(given[1]));
}

/** Of a field that React wrote: that what it refers to is there. */
function isWhole(form: FormData, name: string): boolean {
  // An action without a state: none of our forms has such a one.
  if (name.startsWith("$ACTION_ID_")) return false;
  const [, number, part] = /^\$ACTION_(?:REF_)?(\d+)(?::(\d+))?$/.exec(name) ?? [];
  if (number === undefined) return true;
  const field = (at: string) => form.get(`$ACTION_${number}:${at}`);
  if (part === undefined) return field("0") !== null;
  const value = plain(form.get(name));
  if (part !== "0") return Array.isArray(value);
  const { id, bound } = (value ?? {}) as { id?: unknown; bound?: unknown };
  if (!/^[\da-f]+$/.test(String(id))) return false;
  return bound === null || field(/^\$@(\d+)$/.exec(String(bound))?.[1] ?? "") !== null;
}

/** JSON whose texts refer to nothing but fields of the form. Undefined when it is none. */
function plain(text: unknown): unknown {
  try {
    return JSON.parse(String(text), (_, value) => {
      if (typeof value === "string" && /^\$(?!\$|undefined$|K[\da-f]+$|@\d+$)/.test(value))
        throw new Error("a reference");
      return value;
    });
  } catch {
    return undefined;
  }
}

/** Where in the site a script says it is. */
function isStateTree(header: string | undefined): boolean {
  if (header === undefined) return true;
  try {
    return Array.isArray(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

import { DomainError } from "../errors/errors.ts";
import { BYTES_PER_MEGABYTE, piecesOf } from "./body.ts";
import { refuseOtherFields } from "./respond.ts";

const HEADERS_BYTES = 16_384;
const FIELD_BYTES = 10_000;

export type SentFile = { fileName: string; content: AsyncIterable<Uint8Array> };

/**
 * A form whose last field is a file, read as it arrives: its other fields as text, then the file in
 * pieces. Never more of it is held than one piece of the connection.
 *
 * @param megabytes of the whole form. What is larger is read to its end, within reason, and
 *   forgotten: a browser hears no answer while it sends
 * @param fields all that it may have beside the file
 * @param take is handed the fields and the file, and reads the file to its end
 * @throws DomainError too_large, malformed when it is no such form, or invalid with another field
 */
export async function streamedForm<T>(
  request: Request,
  { megabytes, fileField, fields }: FormShape & { fileField: string },
  take: (sent: Record<string, string>, file: SentFile) => Promise<T>,
): Promise<T> {
  const parts = partsIn(request, megabytes);
  const sent: Record<string, string> = {};
  for (;;) {
    const { value, done } = await parts.next();
    if (done) throw notAForm();
    const { name, fileName, content } = value;
    if (name === fileField) {
      const whole = asLast(content, parts, (other) => refuseOtherFields(request, [other], fields));
      return take(sent, { fileName, content: whole });
    }
    refuseOtherFields(request, [name], fields);
    sent[name] = (await textOf(content)).toWellFormed();
  }
}

/** Whoever takes the file hears of a field behind it before they are done. */
async function* asLast(
  content: AsyncIterable<Uint8Array>,
  parts: AsyncIterator<Part>,
  refuse: (name: string) => void,
): AsyncGenerator<Uint8Array> {
  yield* content;
  const { value, done } = await parts.next();
  if (done) return;
  refuse(value.name);
  throw notAForm();
}

type FormShape = { megabytes: number; fields: readonly string[] };

/**
 * What was typed in a form, of whoever may not send it: its file is read past, and nothing of it
 * kept. Of one that breaks off, is too large or is no form, what came before.
 */
export async function typedBeside(
  request: Request,
  { megabytes, fields }: FormShape,
): Promise<Record<string, string>> {
  const typed: Record<string, string> = {};
  try {
    for await (const { name, content } of partsIn(request, megabytes))
      if (fields.includes(name)) typed[name] = (await textOf(content)).toWellFormed();
      else for await (const _ of content);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return typed;
}

/** @throws DomainError malformed when it is no form with a file */
function partsIn(request: Request, megabytes: number): AsyncGenerator<Part> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(
    request.headers.get("content-type") ?? "",
  )?.[1];
  if (!boundary || !request.body) throw notAForm();
  return partsOf(bounded(piecesOf(request), megabytes), boundary);
}

const FIELDS_BYTES = 50_000;

async function* bounded(
  body: AsyncIterable<Uint8Array>,
  megabytes: number,
): AsyncGenerator<Uint8Array> {
  const most = megabytes * BYTES_PER_MEGABYTE + FIELDS_BYTES;
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes <= most) yield chunk;
    else if (bytes > 2 * most) break;
  }
  if (bytes > most) throw new DomainError("too_large", { code: "common.too_large", megabytes });
}

type Part = { name: string; fileName: string; content: AsyncGenerator<Uint8Array> };

/** @see RFC 7578 */
async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const chunks = body[Symbol.asyncIterator]();
  // The first boundary has no line before it: with one, it is as the others.
  let waiting = Buffer.from("\r\n");
  async function* until(mark: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = waiting.indexOf(mark);
      if (at >= 0) {
        const piece = waiting.subarray(0, at);
        waiting = waiting.subarray(at + mark.length);
        if (at > 0) yield piece;
        return;
      }
      // The end may be the beginning of the mark.
      const sure = Math.max(0, waiting.length - mark.length + 1);
      const piece = waiting.subarray(0, sure);
      waiting = waiting.subarray(sure);
      if (sure > 0) yield piece;
      const { value, done } = await chunks.next();
      if (done) throw notAForm();
      waiting = Buffer.concat([waiting, value]);
    }
  }
  const delimiter = `\r\n--${boundary}`;
  await textOf(until(delimiter));
  for (;;) {
    const after = await textOf(until("\r\n"));
    if (after.startsWith("--")) return;
    const headers = await textOf(until("\r\n\r\n"), HEADERS_BYTES);
    const named = (what: string) =>
      new RegExp(`^content-disposition:.*;\\s*${what}="([^"]*)"`, "im").exec(headers)?.[1] ?? "";
    yield { name: named("name"), fileName: named("filename"), content: until(delimiter) };
  }
}

async function textOf(pieces: AsyncIterable<Uint8Array>, most = FIELD_BYTES): Promise<string> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > most) throw notAForm();
    kept.push(piece);
  }
  return Buffer.concat(kept).toString("utf8");
}

function notAForm(): DomainError {
  return new DomainError("malformed", { code: "common.not_a_form" });
}

import { DomainError } from "../errors/errors.ts";

const HEADERS_BYTES = 16_384;
const FIELD_BYTES = 10_000;

export type SentFile = { fileName: string; content: AsyncIterable<Uint8Array> };

/**
 * A form whose last field is a file, read as it arrives: its other fields as text, then the file in
 * pieces. Never more of it is held than one piece of the connection.
 *
 * @param most bytes of the whole form. What is larger is read to its end, within reason, and
 *   forgotten: a browser hears no answer while it sends
 * @param take is handed the fields and the file, and reads the file to its end
 * @throws DomainError too_large, or malformed when it is no such form
 */
export async function streamedForm<T>(
  request: Request,
  { megabytes, fileField }: { megabytes: number; fileField: string },
  take: (fields: Record<string, string>, file: SentFile) => Promise<T>,
): Promise<T> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(
    request.headers.get("content-type") ?? "",
  )?.[1];
  if (!boundary || !request.body) throw notAForm();
  const parts = partsOf(bounded(request.body, megabytes), boundary);
  const fields: Record<string, string> = {};
  for await (const { name, fileName, content } of parts) {
    if (name === fileField) return take(fields, { fileName, content });
    fields[name] = (await textOf(content)).toWellFormed();
  }
  throw notAForm();
}

const BYTES_PER_MEGABYTE = 1_000_000;
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

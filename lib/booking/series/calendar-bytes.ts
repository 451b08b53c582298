import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { LARGEST_FILE_BYTES } from "./schema.ts";

/**
 * The text of a calendar file. Its lines are unfolded as bytes, for a fold may stand inside a
 * character (RFC 5545, 3.1). What is no UTF-8 is read as Windows-1252, of which Latin-1 is a part;
 * what is neither is refused.
 *
 * @throws DomainError too_large, invalid
 */
export function calendarTextOf(bytes: Uint8Array): string {
  if (bytes.length > LARGEST_FILE_BYTES)
    throw new DomainError("too_large", { code: "series.file_too_large" });
  const text = decoded(
    Buffer.from(
      Buffer.from(bytes)
        .toString("latin1")
        .replaceAll(/\r?\n[ \t]/g, ""),
      "latin1",
    ),
  );
  // A sign for what could not be read, or a control character: it was damaged before, or is written
  // otherwise.
  if (/[\ufffd\0\x80-\x9f]/.test(text))
    throw new DomainError("invalid", { code: "series.file_charset" });
  return text;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

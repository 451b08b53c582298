import { DomainError } from "../errors/errors.ts";

export const BYTES_PER_MEGABYTE = 1_000_000;

/**
 * A body as text. HTTP keeps a body to the length it names: it is read at once. One that names none
 * is counted as it comes.
 *
 * @throws DomainError too_large, or malformed when its sender breaks off
 */
export async function limitedText(request: Request, megabytes: number): Promise<string> {
  const tooLarge = () => new DomainError("too_large", { code: "common.too_large", megabytes });
  const most = megabytes * BYTES_PER_MEGABYTE;
  const named = Number(request.headers.get("content-length") ?? Number.NaN);
  if (named > most) throw tooLarge();
  if (named <= most) return request.text().catch((cause) => Promise.reject(brokenOff(cause)));
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const piece of piecesOf(request)) {
    bytes += piece.byteLength;
    if (bytes > most) throw tooLarge();
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

/** A body as it comes. @throws DomainError malformed when its sender breaks off */
export async function* piecesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body ?? []) yield piece;
  } catch (cause) {
    throw brokenOff(cause);
  }
}

/** Nobody hears it any more: it is for the log and the figures, where it is no fault of ours. */
function brokenOff(cause: unknown): DomainError {
  return new DomainError("malformed", { code: "common.broken_off" }, { cause });
}

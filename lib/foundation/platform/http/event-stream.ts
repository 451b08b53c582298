import { DomainError } from "../errors/errors.ts";

/** A stream ends after this time: the client asks again, and its permission is checked anew. */
const LONGEST_MS = 15 * 60_000;
/**
 * What waits for a reader who does not read. More, and the stream ends: asked for anew, it begins
 * with how things are.
 */
const MOST_WAITING_BYTES = 64 * 1024;

/**
 * Streams that are open at once in one process: what a patient stranger could hold open has an end.
 */
export const MOST_OPEN = 5_000;
/**
 * Of these, what is left for staff: whoever runs a space sees it also when strangers hold all they
 * may.
 */
export const FOR_STAFF = 500;
/** What one block of addresses may hold: everybody in a building, and no more. */
export const MOST_FROM_ONE = 500;

let open = 0;
const openFrom = new Map<string, number>();

/** How many this process serves now. */
export function openStreams(): number {
  return open;
}

/** @property from the block of addresses they come from */
export type Reader = { from: string; isStaff: boolean };

function isFull({ from, isStaff }: Reader): boolean {
  if (isStaff) return open >= MOST_OPEN;
  return open >= MOST_OPEN - FOR_STAFF || (openFrom.get(from) ?? 0) >= MOST_FROM_ONE;
}

function count({ from, isStaff }: Reader, change: 1 | -1): void {
  open += change;
  if (isStaff) return;
  const held = (openFrom.get(from) ?? 0) + change;
  if (held > 0) openFrom.set(from, held);
  else openFrom.delete(from);
}

/** Between these a reader who is sent away asks again: not all of them at the same moment. */
const COME_BACK_MS = { least: 1_000, most: 5_000 };

// Next evaluates a module once per bundle; the process ends once.
const shared = globalThis as { triviumStreams?: { isEnding: boolean; open: Set<() => void> } };
shared.triviumStreams ??= { isEnding: false, open: new Set() };
const streams = shared.triviumStreams;

/**
 * Tells every reader to come back in a few seconds, and ends their streams: this process stops. New
 * ones are told the same.
 */
export function endStreams(): void {
  streams.isEnding = true;
  for (const end of [...streams.open]) end();
}

function comeBack(): string {
  const { least, most } = COME_BACK_MS;
  return `retry: ${Math.round(least + Math.random() * (most - least))}\n\n`;
}

/** Sends text to whoever reads the stream; nothing once it is over. */
type Say = (text: string) => void;

/**
 * A stream of Server-Sent Events that ends when its reader goes or no longer reads, and after a
 * quarter of an hour.
 *
 * @param gone the request's own signal
 * @param begin starts telling, and returns what stops it
 * @param reader who holds it open
 * @throws DomainError rate_limited when too many are open
 */
export function notifyEvents(
  gone: AbortSignal,
  begin: (say: Say) => () => void,
  reader: Reader = { from: "", isStaff: true },
): ReadableStream<Uint8Array> {
  if (isFull(reader)) throw new DomainError("rate_limited", { code: "common.too_many_watch" });
  count(reader, 1);
  const bytes = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = gone.aborted;
        let quiet = () => {};
        const end = setTimeout(() => stop(), LONGEST_MS);
        let isCounted = true;
        stop = () => {
          isOver = true;
          if (isCounted) count(reader, -1);
          isCounted = false;
          streams.open.delete(sendAway);
          clearTimeout(end);
          quiet();
          quiet = () => {};
          try {
            controller.close();
          } catch {
            // The reader closed it first.
          }
        };
        const sendAway = () => {
          if (isOver) return;
          controller.enqueue(bytes.encode(comeBack()));
          stop();
        };
        gone.addEventListener("abort", () => stop(), { once: true });
        if (streams.isEnding) return sendAway();
        streams.open.add(sendAway);
        quiet = begin((text) => {
          if (isOver) return;
          if ((controller.desiredSize ?? 0) <= 0) stop();
          else controller.enqueue(bytes.encode(text));
        });
        if (isOver) stop();
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }),
  );
}

/** As an answer that nothing on the way may keep or gather. */
export function eventAnswer(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

import { roomsOf } from "./answer.ts";
import type { BookingRequest } from "./schema.ts";

/** For how long a request makes the next one for the same room and start a contested one. */
const CONTESTED_MS = 2_000;

/** When each room and start was asked for last, in milliseconds; the oldest comes first. */
const askedAt = new Map<string, number>();

/**
 * Notes that somebody asks for rooms. Where many want the same hour at once, all but one come too
 * late: from the second on it pays to look whether the rooms are taken before trying to take them.
 * It is a hint of this process alone: who was first is decided by the database.
 *
 * @param now in milliseconds, from any beginning
 * @returns whether one of these rooms was asked for with the same start a moment ago
 */
export function noteRequest(
  request: Pick<BookingRequest, "roomId" | "resources" | "start">,
  now: number = performance.now(),
): boolean {
  for (const [key, at] of askedAt) {
    if (now - at < CONTESTED_MS) break;
    askedAt.delete(key);
  }
  const keys = roomsOf(request).map((roomId) => `${roomId} ${request.start}`);
  const isContested = keys.some((key) => askedAt.has(key));
  for (const key of keys) {
    askedAt.delete(key);
    askedAt.set(key, now);
  }
  return isContested;
}

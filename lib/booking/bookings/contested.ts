import { inTime } from "#lib/foundation/platform/process/patience.ts";
import { roomsOf } from "./answer.ts";
import type { BookingRequest } from "./schema.ts";

/** For how long a request makes the next one for the same room and start a contested one. */
const CONTESTED_MS = 2_000;

/** How long a contested request waits at most for the one that came first. */
const WAIT_MS = 250;

/**
 * @property at when it was asked for last, in milliseconds
 * @property answered resolves when the request that came first has its answer, whatever it is
 */
type Asked = { at: number; answered: Promise<void> };

/** By room and start; the oldest comes first. */
const lately = new Map<string, Asked>();

/**
 * Answers a request for rooms. Where many want the same hour at once, all but one come too late:
 * from the second on they wait until the first is answered, and look whether the rooms are taken
 * before trying to take them. That costs a part of what it costs to be refused by the database, and
 * nobody waits with one of its connections in hand. It is a hint of this process alone: who was
 * first is decided by the database.
 *
 * @param answer told whether one of these rooms was asked for with the same start a moment ago
 */
export async function answerInTurn<Answer>(
  request: Pick<BookingRequest, "roomId" | "resources" | "start">,
  answer: (turn: { isContested: boolean }) => Promise<Answer>,
): Promise<Answer> {
  const now = performance.now();
  for (const [key, { at }] of lately) {
    if (now - at < CONTESTED_MS) break;
    lately.delete(key);
  }
  const keys = roomsOf(request).map((roomId) => `${roomId} ${request.start}`);
  const before = keys.flatMap((key) => lately.get(key) ?? []);
  const isContested = before.length > 0;
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  for (const key of keys) {
    // Whoever comes third waits for the first as well, not for the second.
    const first = lately.get(key)?.answered ?? answered;
    lately.delete(key);
    lately.set(key, { at: now, answered: first });
  }
  try {
    const others = Promise.all(before.map((asked) => asked.answered));
    // Whoever waited long enough asks all the same: the database decides.
    if (isContested) await inTime(others, WAIT_MS).catch(() => {});
    return await answer({ isContested });
  } finally {
    resolve();
  }
}

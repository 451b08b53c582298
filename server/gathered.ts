import type { ServerResponse } from "node:http";

/**
 * How long what is written may wait for more: too short to be noticed, long enough for a page that
 * is all there.
 */
const GATHER_MS = 20;

/**
 * Lets a compressed answer leave in a few large pieces. Next flushes its compressor after every
 * piece of a page, of which a page of the desk has fifty, and each flush costs a turn of the
 * compressor and of the socket: 15 ms of a page that took 50. A page that is still being drawn is
 * sent as far as it is, {@link GATHER_MS} after its first piece.
 *
 * @param outgoing before Next gets it: its compressor puts `flush` on it
 */
export function gatherPieces(outgoing: ServerResponse): void {
  let flush = () => {};
  let waiting: NodeJS.Timeout | null = null;
  const flushSoon = () => {
    waiting ??= setTimeout(() => {
      waiting = null;
      flush();
    }, GATHER_MS);
  };
  Object.defineProperty(outgoing, "flush", {
    get: () => flushSoon,
    set: (given: () => void) => {
      flush = given.bind(outgoing);
    },
  });
  outgoing.once("close", () => {
    if (waiting) clearTimeout(waiting);
  });
}

/** Whoever stays longer asks again, as somebody who may still be told. */
const LONGEST_MS = 15 * 60_000;

/** Sends text to whoever reads the stream; nothing once it is over. */
type Say = (text: string) => void;

/**
 * A stream of Server-Sent Events that ends when its reader goes, and after a quarter of an hour.
 *
 * @param gone the request's own signal
 * @param begin starts telling, and returns what stops it
 */
export function tellEvents(gone: AbortSignal, begin: (say: Say) => () => void): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const quiet = begin((text) => {
        if (!isOver) controller.enqueue(bytes.encode(text));
      });
      const end = setTimeout(() => stop(), LONGEST_MS);
      stop = () => {
        if (isOver) return;
        isOver = true;
        quiet();
        clearTimeout(end);
        try {
          controller.close();
        } catch {
          // The reader closed it first.
        }
      };
      gone.addEventListener("abort", stop);
    },
    cancel: () => stop(),
  });
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

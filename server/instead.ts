import type { ServerResponse } from "node:http";

/** What is sent in place of an answer; a HEAD gets no body. */
export type Instead = { headers: Record<string, string>; status: number; body: Buffer | null };

/**
 * Takes back an answer that says "failed" before its first byte leaves, when there is something
 * better to say.
 *
 * @param better asked once, at that moment, with the status that would be sent. A promise stands
 *   for the whole answer; headers alone are added to it, and its status is 503; null leaves it as
 *   it is.
 */
export function insteadOfFailure(
  outgoing: ServerResponse,
  better: (status: number) => Promise<Instead> | Record<string, string> | null,
): void {
  const whole = {
    writeHead: outgoing.writeHead.bind(outgoing),
    flushHeaders: outgoing.flushHeaders.bind(outgoing),
    write: outgoing.write.bind(outgoing) as (...args: unknown[]) => boolean,
    end: outgoing.end.bind(outgoing) as (...args: unknown[]) => ServerResponse,
  };
  let isTakenBack = false;
  let isBegun = false;
  let isNotNow = false;

  const begin = (status: number): boolean => {
    if (isBegun) return isTakenBack;
    isBegun = true;
    const instead = better(status);
    if (!instead) return false;
    if (!(instead instanceof Promise)) {
      for (const [name, value] of Object.entries(instead)) outgoing.setHeader(name, value);
      outgoing.statusCode = 503;
      isNotNow = true;
      return false;
    }
    isTakenBack = true;
    void instead.then(
      ({ status: shown, headers, body }) => {
        for (const name of [
          "content-encoding",
          "content-length",
          "transfer-encoding",
          "link",
          "etag",
        ])
          outgoing.removeHeader(name);
        whole.writeHead(shown, { ...headers, "cache-control": "no-store" });
        whole.end(body ?? undefined);
      },
      () => outgoing.destroy(),
    );
    return true;
  };

  Object.assign(outgoing, {
    writeHead: (status: number, ...rest: unknown[]) => {
      if (begin(status)) return outgoing;
      const shown = isNotNow ? 503 : status;
      return (whole.writeHead as (...args: unknown[]) => ServerResponse)(shown, ...rest);
    },
    write: (...args: unknown[]) => {
      if (!begin(outgoing.statusCode)) return whole.write(...args);
      call(args);
      return true;
    },
    end: (...args: unknown[]) => {
      if (!begin(outgoing.statusCode)) return whole.end(...args);
      call(args);
      return outgoing;
    },
    flushHeaders: () => {
      // The original goes by `writeHead` as it is by then: others hang on it as well.
      if (!begin(outgoing.statusCode)) whole.flushHeaders();
    },
  });
}

/** Whoever waits for what they wrote goes on. */
function call(args: unknown[]): void {
  const last = args.at(-1);
  if (typeof last === "function") process.nextTick(last);
}

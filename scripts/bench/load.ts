import { Agent, request } from "node:http";

export type Answer = { status: number; body: string };

/** Times in milliseconds. */
export type Figures = { perSecond: number; p50: number; p95: number; p99: number; errors: number };

/** Connections that stay open, as a browser or a client library keeps them. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export type Call = {
  url: string;
  method?: string;
  token?: string;
  json?: unknown;
  headers?: Record<string, string>;
};

export function call({
  url,
  method = "GET",
  token,
  json,
  headers: more = {},
}: Call): Promise<Answer> {
  const payload = json === undefined ? undefined : JSON.stringify(json);
  const headers = {
    ...more,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(payload
      ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }
      : {}),
  };
  return new Promise((answered, failed) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", failed);
      response.on("end", () => answered({ status: response.statusCode ?? 0, body }));
    });
    sent.on("error", failed);
    sent.end(payload);
  });
}

/**
 * Runs `task` over and over, so many at once, each starting when one before it ends, for so long or
 * so often.
 *
 * @param task gets a number of its own, counted from 0; returns whether it went well
 */
export async function measure(
  {
    atOnce,
    seconds,
    times: most = Number.POSITIVE_INFINITY,
  }: { atOnce: number; seconds: number; times?: number },
  task: (index: number) => Promise<boolean>,
): Promise<Figures> {
  const times: number[] = [];
  let next = 0;
  let errors = 0;
  const began = performance.now();
  const deadline = began + seconds * 1000;
  const lane = async () => {
    while (performance.now() < deadline && next < most) {
      const start = performance.now();
      const well = await task(next++);
      times.push(performance.now() - start);
      if (!well) errors += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return {
    ...timesOf(times),
    perSecond: round((times.length - errors) / ((performance.now() - began) / 1000)),
    errors,
  };
}

export function timesOf(times: number[]): Pick<Figures, "p50" | "p95" | "p99"> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

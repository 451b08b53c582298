import { createServer, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { insteadOfFailure } from "./instead.ts";

// As Next itself does: what it sends goes through this.
const compression = createRequire(import.meta.url)("next/dist/compiled/compression") as () => (
  ...args: unknown[]
) => void;

const MEGABYTE = "x".repeat(1_000_000);
const servers: Server[] = [];
afterEach(() => void servers.pop()?.close());

type Better = Parameters<typeof insteadOfFailure>[1];

async function asked(
  better: Better,
  answer: (outgoing: ServerResponse) => Promise<void>,
  method = "GET",
) {
  const server = createServer((incoming, outgoing) => {
    insteadOfFailure(outgoing, better);
    compression()(incoming, outgoing, () => void answer(outgoing));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method,
    signal: AbortSignal.timeout(5_000),
  });
  return {
    status: response.status,
    retry: response.headers.get("retry-after"),
    text: await response.text(),
  };
}

/** Writes as Next writes: headers first, and after what does not go at once it waits. */
async function write(outgoing: ServerResponse, status: number, text: string): Promise<void> {
  outgoing.statusCode = status;
  outgoing.setHeader("content-type", "text/html");
  const drained = new Promise<void>((go) => outgoing.on("drain", () => go()));
  outgoing.flushHeaders();
  if (!outgoing.write(text)) await drained;
  outgoing.end("end");
}

const page = async () => ({
  status: 503,
  headers: { "retry-after": "5" },
  body: Buffer.from("not now"),
});

test.each([
  ["an answer that is well", 200, null, { status: 200, text: `${MEGABYTE}end` }],
  [
    "a failure of which nothing better is known",
    500,
    null,
    { status: 500, text: `${MEGABYTE}end` },
  ],
  [
    "a failure in whose place something else is said",
    500,
    page,
    { status: 503, retry: "5", text: "not now" },
  ],
  [
    "a page that says itself what was refused",
    200,
    () => ({ "retry-after": "60" }),
    { status: 503, retry: "60", text: `${MEGABYTE}end` },
  ],
])("%s arrives whole, however long it is", async (_, status, better, expected) => {
  const told = await asked(
    () => better?.() ?? null,
    (outgoing) => write(outgoing, status, MEGABYTE),
  );
  expect(told).toMatchObject(expected);
});

test("an answer that is begun in one step is taken back as well", async () => {
  const told = await asked(page, async (outgoing) => {
    outgoing.writeHead(500, { "content-length": "6" });
    outgoing.end("failed");
  });
  expect(told).toEqual({ status: 503, retry: "5", text: "not now" });
});

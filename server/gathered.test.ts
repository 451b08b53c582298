import { createServer, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, createConnection } from "node:net";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { gatherPieces } from "./gathered.ts";

// As Next itself does: what it sends goes through this.
const compression = createRequire(import.meta.url)("next/dist/compiled/compression") as () => (
  ...args: unknown[]
) => void;

const servers: Server[] = [];
afterEach(() => void servers.pop()?.close());

type Compressed = ServerResponse & { flush: () => void };

/**
 * What comes back from an answer, piece by piece as the socket gives them.
 *
 * @param answer is shown what has come so far
 */
async function piecesOf(
  answer: (outgoing: Compressed, come: readonly Buffer[]) => Promise<void>,
): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  const server = createServer((incoming, outgoing) => {
    gatherPieces(outgoing);
    outgoing.setHeader("content-type", "text/html");
    compression()(incoming, outgoing, () => void answer(outgoing as Compressed, pieces));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((ended) => {
    const socket = createConnection(port, "127.0.0.1", () =>
      socket.write(
        "GET / HTTP/1.1\r\nhost: here\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n",
      ),
    );
    socket.on("data", (piece) => pieces.push(piece as Buffer));
    socket.on("close", () => ended());
  });
  return pieces;
}

/** The body of an answer in chunks, unpacked. */
function textOf(pieces: Buffer[]): string {
  const all = Buffer.concat(pieces);
  let at = all.indexOf("\r\n\r\n") + 4;
  const body: Buffer[] = [];
  for (;;) {
    const end = all.indexOf("\r\n", at);
    const size = Number.parseInt(all.subarray(at, end).toString(), 16);
    if (!size) return gunzipSync(Buffer.concat(body)).toString();
    body.push(all.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

const lines = Array.from({ length: 50 }, (_, at) => `<p>${"line ".repeat(50)}${at}</p>`);

test("fifty pieces that follow one another leave in a few, with nothing lost", async () => {
  const pieces = await piecesOf(async (outgoing) => {
    for (const line of lines) {
      outgoing.write(line);
      outgoing.flush();
      await turn();
    }
    outgoing.end();
  });
  expect(textOf(pieces)).toBe(lines.join(""));
  expect(pieces.length).toBeLessThan(10);
});

test("what is there is sent while the rest is still being made", async () => {
  let come = 0;
  const pieces = await piecesOf(async (outgoing, sofar) => {
    outgoing.write(lines[0]);
    outgoing.flush();
    while (sofar.length === 0) await wait(5);
    come = sofar.length;
    outgoing.end(lines[1]);
  });
  expect(come).toBeGreaterThan(0);
  expect(textOf(pieces)).toBe(`${lines[0]}${lines[1]}`);
});

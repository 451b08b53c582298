import { createServer, type OutgoingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { expectNothingMoved, watchMoves } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

/** A page comes in pieces of so many bytes, and a browser could draw each before the next. */
const PIECE = 600;
const PAUSE_MS = 20;

/** Wide tables and pages whose width what stands lower down decides: they moved most. */
const PAGES = ["/fr/practices", "/fr/sessions", "/fr/admin/actors", "/fr/admin/audit"];

let line: Server;

test.beforeAll(async ({ baseURL }) => {
  line = createServer((asked, reply) => {
    const { method, headers, url } = asked;
    const there = request(
      new URL(url ?? "", baseURL),
      { method, headers: { ...headers, "accept-encoding": "identity" } },
      async (answer) => {
        const page: Buffer[] = await answer.toArray();
        const { "content-length": _, ...known }: OutgoingHttpHeaders = answer.headers;
        reply.writeHead(answer.statusCode ?? 502, known);
        const isPage = String(known["content-type"]).includes("html");
        await send(reply, Buffer.concat(page), isPage ? PIECE : Number.POSITIVE_INFINITY);
      },
    );
    asked.pipe(there);
  });
  await new Promise<void>((resolve) => line.listen(0, resolve));
});

test.afterAll(() => line.close());

async function send(reply: NodeJS.WritableStream, body: Buffer, piece: number) {
  for (let at = 0; at < body.length; at += piece) {
    reply.write(body.subarray(at, at + piece));
    if (at + piece < body.length) await setTimeout(PAUSE_MS);
  }
  reply.end();
}

test("a page that comes slowly is drawn once all of it is there", ONCE, async ({ page }) => {
  test.setTimeout(120_000);
  await signInAs(page, "admin", "fr");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  const slow = `http://localhost:${(line.address() as AddressInfo).port}`;
  await page
    .context()
    .addCookies(cookies.map(({ name, value }) => ({ name, value, url: slow, httpOnly: true })));
  await watchMoves(page);
  for (const path of PAGES) {
    const answer = await page.goto(`${slow}${path}`);
    expect(answer?.status(), path).toBe(200);
    await expectNothingMoved(page, path);
  }
});

import { randomBytes } from "node:crypto";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { keptPages } from "./kept-pages.ts";

// As Next itself does: what it sends goes through this.
const compression = createRequire(import.meta.url)("next/dist/compiled/compression") as () => (
  ...args: unknown[]
) => void;

const servers: Server[] = [];
afterEach(() => void servers.pop()?.close());

type World = {
  state: string | Error;
  now: number;
  /** How often a page was drawn. */
  drawn: number;
  /** How often the state was asked for. */
  asked: number;
  /** What happens while a page is drawn. */
  meanwhile: () => unknown;
  begin: (outgoing: ServerResponse) => unknown;
  finish: (outgoing: ServerResponse, html: string) => unknown;
};

const MINUTE = 60_000;

/** A service that draws each page with its number and its nonce. */
async function service(change: Partial<World> = {}) {
  const world: World = {
    state: "7:7:",
    now: 100 * MINUTE,
    drawn: 0,
    asked: 0,
    meanwhile: () => {},
    begin: () => {},
    finish: (outgoing, html) => outgoing.end(html),
    ...change,
  };
  const kept = keptPages({
    clock: () => world.now,
    stateOf: async () => {
      world.asked += 1;
      if (world.state instanceof Error) throw world.state;
      return world.state;
    },
  });
  const server = createServer(async (incoming, outgoing) => {
    const nonce = randomBytes(16).toString("base64");
    outgoing.setHeader("x-request-id", nonce);
    const asked = { incoming, outgoing, nonce, target: incoming.url ?? "/" };
    if (await kept.answer(asked)) return;
    world.drawn += 1;
    outgoing.setHeader("content-type", "text/html");
    world.begin(outgoing);
    outgoing.setHeader("link", `</a.css>; nonce="${nonce}"`);
    compression()(incoming, outgoing, async () => {
      outgoing.write(`<p>page ${world.drawn}</p><script nonce="${nonce}">é</script>`);
      await world.meanwhile();
      world.finish(outgoing, `<script nonce="${nonce}"></script>`);
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  const ask = (path = "/nl", headers = {}, method = "GET") =>
    new Promise<{ html: string; nonce: string; link: string; encoding: string }>((resolve) => {
      request({ port, host: "127.0.0.1", path, method, headers }, (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on("data", (piece) => pieces.push(piece));
        incoming.on("error", () => {});
        incoming.on("close", () => {
          const body = Buffer.concat(pieces);
          const encoding = incoming.headers["content-encoding"] ?? "";
          resolve({
            html: (encoding === "gzip" && body.length > 0 ? gunzipSync(body) : body).toString(),
            nonce: String(incoming.headers["x-request-id"]),
            link: String(incoming.headers.link),
            encoding,
          });
        });
      })
        .on("error", () => resolve({ html: "", nonce: "", link: "", encoding: "" }))
        .end();
    });
  return { world, ask };
}

const PACKED = { "accept-encoding": "gzip, br" };

test("a page is drawn once for all who ask for the same, each with a nonce of their own", async () => {
  const { world, ask } = await service();
  const first = await ask("/nl", PACKED);
  const second = await ask("/nl", PACKED);
  expect(world.drawn).toBe(1);
  expect(second.nonce).not.toBe(first.nonce);
  for (const { html, nonce, link, encoding } of [first, second]) {
    expect(encoding).toBe("gzip");
    expect(html).toBe(
      `<p>page 1</p><script nonce="${nonce}">é</script><script nonce="${nonce}"></script>`,
    );
    expect(link).toBe(`</a.css>; nonce="${nonce}"`);
  }
  const third = await ask("/nl");
  expect(third.encoding).toBe("");
  expect(third.html).toContain(`nonce="${third.nonce}">é`);
  expect(world.drawn).toBe(1);
});

test("sixteen who ask at once wait for one drawing", async () => {
  const { world, ask } = await service({ meanwhile: () => wait(50) });
  const answers = await Promise.all(Array.from({ length: 16 }, () => ask()));
  expect(world.drawn).toBe(1);
  expect(new Set(answers.map(({ nonce }) => nonce)).size).toBe(16);
  for (const { html, nonce } of answers)
    expect(html).toContain(`page 1</p><script nonce="${nonce}`);
});

test("who waits for a drawing that hangs goes on without it", async () => {
  const freed = Promise.withResolvers<void>();
  const { world, ask } = await service();
  world.meanwhile = () => (world.drawn === 1 ? freed.promise : undefined);
  const hanging = ask();
  await expect.poll(() => world.drawn).toBe(1);
  expect((await ask()).html).toContain("page 2");
  freed.resolve();
  expect((await hanging).html).toContain("page");
});

test.for<[what: string, path: string, headers: Record<string, string>, method: string]>([
  ["another address", "/fr", {}, "GET"],
  ["another question", "/nl?people=8", {}, "GET"],
  ["another reader", "/nl", { cookie: "trivium=other" }, "GET"],
  ["another language of theirs", "/nl", { "accept-language": "fr" }, "GET"],
  ["a header that asks Next for something else", "/nl", { "x-middleware-prefetch": "1" }, "GET"],
  ["another host", "/nl", { "x-forwarded-host": "elsewhere.test" }, "GET"],
])("%s is another page, and is kept as well", async ([, path, headers, method]) => {
  const { world, ask } = await service();
  await ask();
  await ask(path, headers, method);
  await ask(path, headers, method);
  expect(world.drawn).toBe(2);
});

test.for<[what: string, path: string, headers: Record<string, string>, method: string]>([
  ["a page with a form that is sent once", "/nl/book/check?room=1", {}, "GET"],
  ["a page of one's own", "/nl/me", {}, "GET"],
  ["a page below a space", "/nl/spaces/a/door/b", {}, "GET"],
  ["a form that was sent", "/nl", {}, "POST"],
  ["headers alone", "/nl", {}, "HEAD"],
  ["a part that a script asks for", "/nl", { rsc: "1" }, "GET"],
  ["who shows a token", "/nl", { authorization: "Bearer x" }, "GET"],
])("%s is drawn each time", async ([, path, headers, method]) => {
  const { world, ask } = await service();
  await ask(path, headers, method);
  await ask(path, headers, method);
  expect(world.drawn).toBe(2);
});

test.for<[what: string, change: (world: World) => void]>([
  ["something was committed", (world) => (world.state = "7:8:")],
  ["ten seconds have passed", (world) => (world.now += 10_000)],
  ["the database gives no answer", (world) => (world.state = new Error("gone"))],
])("when %s, it is drawn anew", async ([, change]) => {
  const { world, ask } = await service();
  await ask();
  change(world);
  expect((await ask()).html).toContain("page 2");
});

test("who comes with another browser, from another page, gets the same", async () => {
  const { world, ask } = await service();
  await ask("/nl", { "user-agent": "one", referer: "https://a.test/", "sec-fetch-site": "none" });
  await ask("/nl", { "user-agent": "other", "x-forwarded-for": "192.0.2.1", pragma: "no-cache" });
  expect(world.drawn).toBe(1);
});

test("a page of one minute is not that of the next", async () => {
  const { world, ask } = await service({ now: 101 * MINUTE - 1 });
  await ask();
  world.now += 1;
  expect((await ask()).html).toContain("page 2");
});

test.for<[what: string, change: Partial<World>]>([
  ["is not there", { begin: (outgoing) => Object.assign(outgoing, { statusCode: 404 }) }],
  ["sets a cookie", { begin: (outgoing) => outgoing.setHeader("set-cookie", "a=b") }],
  ["breaks off", { finish: (outgoing) => outgoing.destroy() }],
  ["weighs more than a megabyte", { finish: (outgoing) => outgoing.end("x".repeat(1_000_001)) }],
])("what %s is not kept", async ([, change]) => {
  const { world, ask } = await service(change);
  await ask();
  await ask();
  expect(world.drawn).toBe(2);
});

test("who came after a change waits for one more drawing, and shares it", async () => {
  const first = Promise.withResolvers<void>();
  const { world, ask } = await service();
  world.meanwhile = async () => {
    await (world.drawn === 1 ? first.promise : wait(50));
    // What changes after they came is no fault of the page that they wait for.
    world.state = `9:${world.drawn}:`;
  };
  const early = ask();
  await expect.poll(() => world.drawn).toBe(1);
  world.state = "8:8:";
  const late = Array.from({ length: 15 }, () => ask());
  // They have come when the service has asked for its state.
  await expect.poll(() => world.asked).toBe(16);
  first.resolve();
  expect((await early).html).toContain("page 1");
  for (const { html } of await Promise.all(late)) expect(html).toContain("page 2");
  expect(world.drawn).toBe(2);
});

test("what changes while a page is drawn does not count for who came before the change", async () => {
  const first = Promise.withResolvers<void>();
  const { world, ask } = await service();
  world.meanwhile = () => first.promise;
  const asked = [ask(), ask()];
  await expect.poll(() => world.asked).toBe(2);
  world.state = "8:8:";
  first.resolve();
  for (const { html } of await Promise.all(asked)) expect(html).toContain("page 1");
  expect((await ask()).html).toContain("page 2");
});

test("the page that was drawn after a change is kept for whoever comes next", async () => {
  const { world, ask } = await service();
  const first = Promise.withResolvers<void>();
  world.meanwhile = () => (world.drawn === 1 ? first.promise : undefined);
  const early = ask();
  await expect.poll(() => world.drawn).toBe(1);
  world.state = "8:8:";
  const late = ask();
  await expect.poll(() => world.asked).toBe(2);
  first.resolve();
  expect((await early).html).toContain("page 1");
  expect((await late).html).toContain("page 2");
  expect((await ask()).html).toContain("page 2");
});

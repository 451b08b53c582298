import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPublicAddress } from "#lib/foundation/platform/http/public-address.ts";
import { type Guard, PUBLIC_ONLY } from "#lib/foundation/platform/http/signed-post.ts";
import { guardedFetch } from "./fetching.ts";

let server: Server;
let base: string;
const asked: string[] = [];

/** This machine as if it were on the internet; every other inner address stays closed. */
const OWN_MACHINE: Guard = {
  protocols: ["http:", "https:"],
  isAllowed: (address) => address === "127.0.0.1" || isPublicAddress(address),
  resolve: async () => ["127.0.0.1"],
};

beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    asked.push(url);
    if (url === "/silent") return;
    if (url === "/slow") {
      response.writeHead(200);
      response.write("{");
      return;
    }
    const to: Record<string, string> = {
      "/inside": "http://169.254.169.254/latest/meta-data",
      "/plain": "file:///etc/passwd",
      "/round": "/round",
      "/once": "/badge",
    };
    if (to[url]) return void response.writeHead(302, { location: to[url] }).end();
    if (url === "/large") return void response.end("x".repeat(100_000));
    if (url === "/packed")
      return void response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    if (url === "/badge")
      return void response.writeHead(200, { "content-type": "application/json" }).end("{}");
    response.writeHead(url === "/broken" ? 500 : 404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://badges.example:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetched = (path: string, redirects = 2, milliseconds = 3_000) =>
  guardedFetch(AbortSignal.timeout(milliseconds), OWN_MACHINE)(base + path, {
    mostBytes: 10_000,
    redirects,
  });

describe("a document of others", () => {
  test.each([
    ["/badge", { is: "found", type: "application/json" }],
    ["/once", { is: "found" }],
    ["/inside", { is: "refused", why: "not_public" }],
    ["/plain", { is: "refused", why: "not_https" }],
    ["/round", { is: "refused", why: "redirects" }],
    ["/large", { is: "refused", why: "too_large" }],
    ["/gone", { is: "refused", why: "no_document" }],
    ["/packed", { is: "unreachable" }],
    ["/broken", { is: "unreachable" }],
  ])("%s", async (path, answer) => {
    expect(await fetched(path)).toMatchObject(answer);
  });

  test("is not followed where nobody may send us on", async () => {
    asked.length = 0;
    expect(await fetched("/once", 0)).toEqual({ is: "refused", why: "redirects" });
    expect(asked).toEqual(["/once"]);
  });

  test.each(["/silent", "/slow"])("%s is given up in time", async (path) => {
    const began = performance.now();
    expect(await fetched(path, 0, 300)).toEqual({ is: "unreachable" });
    expect(performance.now() - began).toBeLessThan(2_500);
  });
});

test.each([
  "http://example.org/did.json",
  "https://127.0.0.1/did.json",
  "https://[::1]/did.json",
  "https://10.0.0.8/did.json",
  "https://169.254.169.254/latest",
  "https://user:pass@example.org/",
  "file:///etc/passwd",
  "",
])("%s is never asked", async (url) => {
  const guard = { ...PUBLIC_ONLY, resolve: async () => [] };
  const answer = await guardedFetch(AbortSignal.timeout(1_000), guard)(url, {
    mostBytes: 10,
    redirects: 2,
  });
  expect(answer).toMatchObject({ is: "refused" });
});

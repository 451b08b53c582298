import { expect, test } from "@playwright/test";
import { type RawAnswer, sendRaw } from "./raw.ts";

test.beforeEach(() => {
  test.skip(test.info().project.name !== "desktop", "the width of a window does not matter here");
});

const ALWAYS = {
  "content-security-policy": /frame-ancestors 'none'/,
  "x-frame-options": /^DENY$/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "permissions-policy": /geolocation=\(self\)/,
  "cache-control": /./,
};

function missingIn({ headers }: RawAnswer): string[] {
  return Object.entries(ALWAYS)
    .filter(([name, value]) => !value.test(headers[name] ?? ""))
    .map(([name]) => `${name}: ${headers[name]}`);
}

test("every answer has the same headers, whatever was asked", async ({ baseURL: address }) => {
  const baseURL = address ?? "";
  const lines: [string, number, Record<string, string>?][] = [
    ["GET /", 307],
    ["GET /nl", 200],
    ["HEAD /fr/sessions", 200],
    ["GET /nl/", 308],
    ["GET /en/nothing/here", 404],
    ["GET /en/spaces/no-such-space", 404],
    ["GET /map/nl/sign-in", 404],
    ["GET /robots.txt/en/desk", 404],
    ["GET /icon.svg/en", 404],
    ["GET /icon.svg", 200],
    ["GET /map/base.json", 200],
    ["GET /_next/static/nothing.js", 404],
    ["GET /en/%E0%A4%A", 400],
    ["GET //evil.example", 404],
    ["OPTIONS *", 204],
    ["OPTIONS /en", 204],
    ["DELETE /en", 405],
    ["GET /kiosk/sw.js", 200],
    ["GET /kiosk/no-such-space", 404],
    ["GET /api/openapi.json", 200],
    ["POST /api/sign-out", 403, { origin: "https://evil.example" }],
    ["POST /en/sign-in", 403, { origin: "https://evil.example" }],
    ["POST /en/sign-in", 403, { origin: "this is no origin" }],
    ["GET /api/v1/spaces", 200],
    ["GET /api/v1/nothing", 404],
    ["PUT /api/v1/spaces", 405],
    ["OPTIONS /api/v1/spaces", 204],
    ["GET /api/v1/me/data", 401],
    ["GET /calendar/programme.ics", 200],
    ["GET /calendar/no-such-token-at-all-00.ics", 404],
    ["GET /healthz", 200],
    ["GET /metrics", 404],
    ["GET /en", 401, { authorization: "Bearer x" }],
    ["GET /en", 400, { host: "a b" }],
    ["GARBAGE", 400],
    ["GET /en", 431, { "x-long": "x".repeat(40_000) }],
  ];
  const faults: string[] = [];
  for (const [line, status, headers] of lines) {
    const answer = await sendRaw(baseURL, line, headers);
    const missing = missingIn(answer);
    if (answer.status !== status || missing.length > 0)
      faults.push(`${line}: ${answer.status} instead of ${status}; ${missing.join(", ")}`);
  }
  expect(faults).toEqual([]);
});

test("a first word that is no language is a page that is not there, in the reader's language", async ({
  page,
  baseURL: address,
}) => {
  const baseURL = address ?? "";
  const answer = await sendRaw(baseURL, "GET /map/en/sign-in", { "accept-language": "fr-BE" });
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('<html lang="fr">');
  expect(answer.text).not.toContain("self.__next");
  expect((await page.goto("/xx/sign-in"))?.status()).toBe(404);
  await expect(page.locator("html")).toHaveAttribute("lang", /^(nl|fr|en)$/);
});

test("what is sent askew is refused in words, never with a broken page", async ({ baseURL: address }) => {
  const baseURL = address ?? "";
  const form = { "content-type": "multipart/form-data; boundary=x", origin: baseURL };
  const lines: [string, Record<string, string>, string?][] = [
    ["GET /en/%E0%A4%A", {}],
    ["GET /en/spaces/%E0%A4%A", {}],
    ["GET /api/v1/spaces/%E0%A4%A", {}],
    ["GET /calendar/%E0%A4%A.ics", {}],
    ["GET /en?q=%E0%A4%A", {}],
    ["GET /en", { cookie: "trivium=%E0%A4%A" }],
    ["GET /api/v1/bookings", { cookie: "trivium=%E0%A4%A" }],
    ["GET /en", { rsc: "1", "next-router-state-tree": "%E0%A4%A" }],
    ["GET /en", { rsc: "1", "next-router-state-tree": "{}" }],
    ["GET /en", { "next-router-prefetch": "9", rsc: "x", "next-url": "\\\\" }],
    ["GET /en", { "accept-language": ";;q=,*;q=x" }],
    ["GET /en", { "if-none-match": "x", "if-modified-since": "yesterday", range: "bytes=9-1" }],
    ["GET /icon.svg", { range: "bytes=999999-" }],
    ["POST /en/sign-in", { ...form, "next-action": "x".repeat(40), "content-length": "7" }, "garbage"],
    ["POST /en/sign-in", { ...form, "next-action": "0".repeat(42), "content-length": "2" }, "[]"],
    [
      "POST /en/sign-in",
      { origin: baseURL, "content-type": "text/plain", "next-action": "0".repeat(42), "content-length": "3" },
      "[[[",
    ],
    ["POST /en/sign-in", { origin: baseURL, "content-length": "0" }],
    ["POST /api/sign-out", { origin: baseURL, "content-length": "0" }],
  ];
  const faults: string[] = [];
  for (const [line, headers, body] of lines) {
    const { status, text } = await sendRaw(baseURL, line, headers, body);
    if (status >= 500) faults.push(`${line} ${JSON.stringify(headers)}: ${status}`);
    if (status >= 400 && text.length < 20) faults.push(`${line}: ${status} without a word`);
  }
  expect(faults).toEqual([]);
});

import { join } from "node:path";
import { expect, test } from "vitest";
import { type Asked, doorsOf, passageOf } from "./gate.ts";

const found = doorsOf(join(import.meta.dirname, ".."));
const doors = { ...found, files: new Set([...found.files, "/icons.svg"]) };

function asked(line: string, headers: Record<string, string> = {}): Asked {
  const [method = "", ...target] = line.split(" ");
  const all: Record<string, string> = { host: "localhost:3000", ...headers };
  return { method, target: target.join(" "), header: (name) => all[name] };
}

function outcomeOf(line: string, headers?: Record<string, string>): string {
  const passage = passageOf(asked(line, headers), doors);
  return passage.to === "refusal" ? String(passage.error.status) : passage.to;
}

/** Whatever is put before an address of the application, or done to how it is written. */
const VARIANTS = [
  "/nl",
  "/nl/sign-in",
  "/en/admin/people",
  "/api/sign-in",
  "/api/desk",
  "/en/spaces/de-krook",
]
  .flatMap((path) => [
    `/map${path}`,
    `/icons.svg${path}`,
    `/robots.txt${path}`,
    `/icon.svg${path}`,
    `/favicon.ico${path}`,
    `/xx${path}`,
    `/%6Dap${path}`,
    `/%2e%2e${path}`,
    `/..${path}`,
    `/map/..${path}`,
    `/map/%2E%2e${path}`,
    `//${path}`,
    `/${path}`,
    `/\\${path}`,
    `/_next${path}`,
    `/_next/image${path}`,
    `/_next/data/x${path}`,
    `/healthz2${path}`,
  ])
  .concat(
    [
      "/NL",
      "/Nl/sign-in",
      "/%6el/sign-in",
      "/n%6C",
      "/API/v1/spaces",
      "/Calendar/x.ics",
      "/KIOSK/krook",
    ],
    [
      "/kiosk",
      "/kiosk/krook/desk",
      "/kiosk/sw.js/x",
      "/api",
      "/api/",
      "/api/sign-in",
      "/api/v2/spaces",
    ],
    [
      "/nl//sign-in",
      "/nl/../api/v1/spaces",
      "/nl/%2e%2e/api/v1/me/data",
      "/nl/./sign-in",
      "/nl\\..\\api",
    ],
    ["/map", "/map/", "/map/other.json", "/sign-in", "/spaces", "/nlx", "/nl%2Fx"],
  );

test.each(VARIANTS)("GET %s is nobody's address", (path) => {
  expect(outcomeOf(`GET ${path}`)).toBe("404");
});

test.each([
  ["GET /", "elsewhere"],
  ["GET /?q=1", "elsewhere"],
  ["GET /nl", "page"],
  ["GET /nl/", "page"],
  ["GET /fr?q=caf%C3%A9", "page"],
  ["GET /en/spaces/de-krook?day=2026-03-02", "page"],
  ["HEAD /en", "page"],
  ["POST /en/sign-in", "page"],
  ["GET /kiosk/de-krook", "page"],
  ["POST /kiosk/de-krook/open", "page"],
  ["GET /kiosk/sw.js", "page"],
  ["GET /api/openapi.json", "page"],
  ["POST /api/sign-out", "page"],
  ["GET /api/auth/oidc/callback?code=1", "page"],
  ["GET /api/v1/spaces", "program"],
  ["GET /api/v1/nothing", "program"],
  ["PATCH /api/v1/series/1", "program"],
  ["GET /calendar/programme.ics", "program"],
  ["GET /healthz", "program"],
  ["GET /metrics", "program"],
  ["GET /icon.svg", "file"],
  ["GET /favicon.ico", "file"],
  ["GET /shared-nl.png", "file"],
  ["GET /robots.txt", "page"],
  ["GET /sitemap.xml", "page"],
  ["GET /manifest.webmanifest?in=nl", "page"],
  ["GET /icon.svg?x", "file"],
  ["GET /icons.svg", "file"],
  ["GET /_next/static/chunks/a.js", "file"],
  ["OPTIONS *", "options"],
  ["OPTIONS /nl", "options"],
  ["GET http://localhost:3000/nl?q=1", "page"],
  ["GET http://localhost:3000", "elsewhere"],
  ["GET http://localhost:3000/map/nl", "404"],
  ["GET *", "404"],
  ["GET nl", "404"],
  ["GET /en/%E0%A4%A", "400"],
  ["GET /%", "400"],
  ["GET /api/v1/spaces/%ff", "400"],
  ["GET /nl?q=%E0%A4%A", "page"],
  ["GET /nl?q=%00", "400"],
  ["GET /fr/spaces/%00", "400"],
  ["GET /api/v1/spaces?q=a%00b", "400"],
  ["GET /icons.svg?%00", "400"],
  ["DELETE /nl", "405"],
  ["PROPFIND /nl", "405"],
  ["TRACE /api/v1/spaces", "405"],
  ["POST /icons.svg", "405"],
  ["POST /", "405"],
])("%s: %s", (line, outcome) => {
  expect(outcomeOf(line)).toBe(outcome);
});

test.each([
  ["GET /nl", { authorization: "Bearer x" }, "401"],
  ["GET /nl", { authorization: "bearer" }, "401"],
  ["GET /kiosk/krook", { authorization: "Bearer kiosk_x" }, "401"],
  ["POST /api/sign-out", { authorization: "Bearer x" }, "401"],
  ["GET /icons.svg", { authorization: "Bearer x" }, "401"],
  ["GET /api/v1/spaces", { authorization: "Bearer x" }, "program"],
  ["GET /api/openapi.json", { authorization: "Bearer x" }, "page"],
  ["GET /nl", { authorization: "Basic eDp5" }, "page"],
  ["POST /nl", { "content-length": "4000001" }, "413"],
  ["POST /kiosk/krook/open", { "content-length": "4000001" }, "413"],
  ["POST /nl", { "content-length": "4000000" }, "page"],
  ["POST /nl", { "transfer-encoding": "chunked" }, "411"],
  ["POST /nl", { origin: "https://evil.example" }, "403"],
  ["POST /nl", { origin: "null", cookie: "trivium=x" }, "403"],
  ["POST /nl", { origin: "no address at all" }, "403"],
  ["POST /nl", { origin: "http://localhost:3000" }, "page"],
  ["POST /nl", { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" }, "403"],
  ["POST /nl", { "sec-fetch-site": "same-site" }, "403"],
  ["POST /nl", { "sec-fetch-site": "same-origin" }, "page"],
  ["POST /nl", { cookie: "trivium=x" }, "403"],
  ["GET /nl", { "sec-fetch-site": "cross-site" }, "page"],
  ["GET /nl", { host: "a b" }, "400"],
  ["GET /nl", { host: "evil/../x" }, "400"],
  ["GET /nl", { host: "[::1]:3000" }, "page"],
])("%s with %j: %s", (line, headers, outcome) => {
  expect(outcomeOf(line, headers as unknown as Record<string, string>)).toBe(outcome);
});

test("a refusal speaks the language of the address, else that of the reader", () => {
  const languageOf = (line: string) =>
    passageOf(asked(line, { "accept-language": "nl-BE" }), doors).locale;
  expect([languageOf("GET /fr/%"), languageOf("GET /map/fr"), languageOf("GET /")]).toEqual([
    "fr",
    "nl",
    "nl",
  ]);
});

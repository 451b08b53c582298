import { expect, test } from "vitest";
import { isFromThisMachine } from "./demonstration.ts";

test.each([
  ["localhost", { host: "localhost:3000" }, true],
  ["an address of this machine", { host: "127.0.0.1:3000" }, true],
  ["IPv6", { host: "[::1]:3000" }, true],
  ["no host", {}, false],
  ["another name", { host: "trivium.example" }, false],
  ["a name that begins like this machine", { host: "localhost.example:3000" }, false],
  [
    "a proxy that keeps this machine's name",
    { host: "localhost:3000", "x-forwarded-for": "203.0.113.4" },
    false,
  ],
  [
    "a proxy that names the scheme only",
    { host: "localhost", "X-Forwarded-Proto": "https" },
    false,
  ],
  ["RFC 7239", { host: "localhost", forwarded: "for=203.0.113.4" }, false],
  ["a tunnel", { host: "localhost", "cf-connecting-ip": "203.0.113.4" }, false],
  [
    "Next, which adds a proxy's headers",
    { host: "localhost:3000", "x-forwarded-host": "localhost:3000", "x-arrived": "host,accept" },
    true,
  ],
  [
    "a proxy before Next",
    {
      host: "localhost:3000",
      "x-forwarded-for": "203.0.113.4",
      "x-arrived": "host,x-forwarded-for",
    },
    false,
  ],
  ["another name before Next", { host: "trivium.example", "x-arrived": "host" }, false],
  ["a cache", { host: "localhost", via: "1.1 cache" }, false],
])("a request by %s is from this machine: %#", (_, headers, expected) => {
  expect(isFromThisMachine(new Headers(headers as Record<string, string>))).toBe(expected);
});

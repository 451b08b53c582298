import { expect, test } from "vitest";
import { addressBlock, clientFrom, deviceFamily } from "./client.ts";

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Firefox, Windows",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
    "Chrome, Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari, iOS",
  ],
  ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"],
  ["curl/8.5.0", ""],
  [null, ""],
])("%s is %j", (userAgent, family) => {
  expect(deviceFamily(userAgent)).toBe(family);
});

test.each([
  ["10.0.0.9, 192.0.2.7", true, "192.0.2.7"],
  ["10.0.0.9, 192.0.2.7", false, "direct"],
  [null, true, "direct"],
  ["", true, "direct"],
])("forwarded for %j, proxy trusted: %s, is %s", (forwarded, trusted, address) => {
  const headers = new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded });
  expect(clientFrom(headers, trusted).address).toBe(address);
});

test.each([
  ["10.0.0.9", false, "127.0.0.1", "127.0.0.1"],
  ["10.0.0.9", true, "127.0.0.1", "10.0.0.9"],
  [null, true, "127.0.0.1", "127.0.0.1"],
])(
  "forwarded for %j, proxy trusted: %s, connected from %j, is %s",
  (forwarded, trusted, connected, address) => {
    const headers = new Headers({ "x-client-address": connected });
    if (forwarded !== null) headers.set("x-forwarded-for", forwarded);
    expect(clientFrom(headers, trusted).address).toBe(address);
  },
);

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2:ffff::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["64:ff9b::192.0.2.7", "64:ff9b:0:0::/64"],
  ["direct", "direct"],
])("%s is counted with %s", (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

import { expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";

test.each([
  "93.184.215.14",
  "8.8.8.8",
  "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
  "172.15.0.1",
  "100.128.0.1",
])("%s is of the internet", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ["one's own machine", "127.0.0.1"],
  ["one's own machine", "127.9.9.9"],
  ["one's own machine", "::1"],
  ["any", "0.0.0.0"],
  ["any", "::"],
  ["a private network", "10.1.2.3"],
  ["a private network", "172.31.255.255"],
  ["a private network", "192.168.1.1"],
  ["a private network", "fd00:ec2::254"],
  ["a carrier's network", "100.100.100.200"],
  ["the link", "169.254.169.254"],
  ["the link", "fe80::1"],
  ["the link", "fe80::1%eth0"],
  ["a cloud's own service", "168.63.129.16"],
  ["IPv4 in IPv6", "::ffff:127.0.0.1"],
  ["IPv4 in IPv6", "::ffff:8.8.8.8"],
  ["a tunnel", "64:ff9b::7f00:1"],
  ["a tunnel", "2002:7f00:1::"],
  ["a tunnel", "2001:0:53aa:64c::1"],
  ["multicast", "224.0.0.1"],
  ["multicast", "ff02::1"],
  ["everybody", "255.255.255.255"],
  ["no address", "localhost"],
  ["no address", ""],
])("%s is not: %s", (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

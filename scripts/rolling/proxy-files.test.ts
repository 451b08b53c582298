import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { LIMITS } from "#db/limits.ts";

const nginx = readFileSync(resolve("deploy/nginx.conf"), "utf8");
const caddy = readFileSync(resolve("deploy/Caddyfile"), "utf8");

test("nginx waits longer for an answer than the slowest one may take to begin", () => {
  const [, seconds] = /proxy_read_timeout (\d+)s;/.exec(nginx) ?? [];
  expect(Number(seconds) * 1_000).toBeGreaterThan(LIMITS.report.statementMs + LIMITS.report.lockMs);
  expect(caddy).not.toMatch(/response_header_timeout|read_timeout|write_timeout/);
});

test("one request that breaks off takes no process away from everybody, and no body is refused by Caddy as a fault of the process", () => {
  const fails = [...nginx.matchAll(/max_fails=(\d+)/g), ...caddy.matchAll(/max_fails (\d+)/g)];
  expect(fails).toHaveLength(3);
  for (const [, count] of fails) expect(Number(count)).toBeGreaterThan(2);
  expect(caddy).not.toContain("max_size");
});

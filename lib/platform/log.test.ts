import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { logTo, withoutValues } from "./log.ts";

test("a failed statement is logged without the words it was asked with", () => {
  const fault = new DrizzleQueryError(
    "select from person where display_name = $1",
    ["Ann\nPeeters"],
    new Error("connect ECONNREFUSED"),
  );
  const logged = JSON.stringify(withoutValues(fault));
  expect(logged).not.toMatch(/Ann|Peeters/);
  expect(logged).toContain("display_name = $1");
  expect(logged).toContain("ECONNREFUSED");
});

test("no line of the log holds what opens something, wherever it stood", () => {
  const secret = "q7Yb0Zk3_mT9wX2vR5uP8sL1";
  const lines: string[] = [];
  const log = logTo((line) => lines.push(line), "info");
  const address = `/nl/guest/${secret}`;
  log.warn({ path: `/calendar/${secret}.ics`, deep: { list: [address] } }, `failed at ${address}`);
  log.error({ err: new Error(`GET ${address}`, { cause: new Error(`?token=${secret}`) }) }, "route failed");
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain(secret);
  for (const line of lines) JSON.parse(line);
});

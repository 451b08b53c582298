import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { withoutValues } from "./log.ts";

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

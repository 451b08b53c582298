import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { picturePages } from "./pages.ts";

test("the database understands each question for an example", async ({ ctx }) => {
  const examples = [...new Set(picturePages().map(({ example }) => example))];
  expect(examples.length).toBeGreaterThan(10);
  for (const example of examples) if (example) await ctx.db.execute(sql.raw(`explain ${example}`));
});

import { expect, test } from "vitest";
import type { z } from "zod";
import { everyOperation } from "#lib/modules.ts";

/** Too long for words, and no code, number, day, moment or part of a map. */
const UNREADABLE = "☃".repeat(3000);

/** A query is an object, or what is made of one. */
function namesOf(query: z.ZodType): string[] {
  const { shape } = ("shape" in query ? query : (query as z.ZodPipe).in) as z.ZodObject;
  return Object.keys(shape);
}

test("what cannot be read is refused under its name, in each query of the API", async () => {
  const passedOver: string[] = [];
  for (const { method, path, query } of await everyOperation()) {
    if (!query) continue;
    for (const name of namesOf(query)) {
      const read = query.safeParse({ [name]: UNREADABLE });
      const isNamed = read.error?.issues.some((issue) => issue.path[0] === name) ?? false;
      if (!isNamed) passedOver.push(`${method} ${path} ${name}`);
    }
  }
  expect(passedOver).toEqual([]);
});

import { expect, test } from "vitest";
import { z } from "zod";
import { inputSchema, unknownFields } from "./unknown-fields.ts";

const one = z.object({ kind: z.literal("one"), count: z.int() });
const other = z.looseObject({ kind: z.literal("other") });
const schema = z
  .object({
    name: z.string().optional(),
    part: z.object({ id: z.string() }).nullable().default(null),
    list: z.array(z.discriminatedUnion("kind", [one, other])).optional(),
    either: z.union([z.string(), z.object({ id: z.string() })]).optional(),
    open: z.record(z.string(), z.string()).optional(),
    anything: z.unknown(),
  })
  .transform(({ name }) => name);

test.each([
  ["nothing", {}, []],
  ["all that is known", { name: "a", part: { id: "1" }, either: { id: "2" } }, []],
  ["at the top", { nam: "a" }, ["nam"]],
  ["in a part that may be left out", { part: { id: "1", ID: "2" } }, ["part.ID"]],
  ["in one of several shapes", { either: { id: "1", x: 1 } }, ["either.x"]],
  ["in a list", { list: [{ kind: "one", count: 1, x: 1 }] }, ["list.0.x"]],
  ["in what says that it is open", { list: [{ kind: "other", x: 1 }] }, []],
  ["in a list of names", { open: { x: "1" } }, []],
  ["in what is read by itself", { anything: { x: 1 } }, []],
  ["where a list belongs", { list: { x: 1 } }, []],
  [
    "more than are worth saying",
    Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((x) => [x, x])),
    20,
  ],
])("what nobody knows, %s", (_, value, expected) => {
  const found = unknownFields(schema, value);
  expect(typeof expected === "number" ? found.length : found).toEqual(expected);
});

test("the document says which objects take no other fields", () => {
  const { properties = {}, additionalProperties } = inputSchema(schema);
  expect(additionalProperties).toBe(false);
  expect(properties.open).toMatchObject({ additionalProperties: { type: "string" } });
  expect(JSON.stringify(properties.list)).toContain('"additionalProperties":{}');
});

import { expect, test } from "vitest";
import { sources } from "./source-text.ts";

/**
 * A field for a moment of the browser: its order and its clock are those of the device, not of the
 * reader.
 */
const NATIVE = /\btype(?:=|: ?)\{?["'`](?:date|time|datetime-local|month|week)["'`]/g;

test("days, months and times are typed in the reader's order, never in that of the device", () => {
  const drawn = sources().filter(({ path }) => /^(?:app|components)\//.test(path));
  expect(drawn.length).toBeGreaterThan(200);
  const found = drawn.flatMap(({ path, text }) =>
    [...text.matchAll(NATIVE)].map(([field]) => `${path}: ${field}`),
  );
  expect(found).toEqual([]);
});

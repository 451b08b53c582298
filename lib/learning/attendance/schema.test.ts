import { expect, test } from "vitest";
import { sheetSave } from "./schema.ts";

const save = (people: unknown) => ({
  saveId: "0b9f6f0e-4f0a-4a53-9f0e-2f6d0e3c1a11",
  sheetVersion: 0,
  present: [],
  lines: [],
  tally: [{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", people }],
});

test.each([
  ["nobody", 0, true],
  ["as many as may be", 999, true],
  ["fewer than nobody", -1, false],
  ["absurdly many", 1000, false],
  ["half a person", 1.5, false],
  ["a word", "many", false],
])("a cell that counts %s", (_, people, fits) => {
  const parsed = sheetSave.safeParse(save(people));
  expect(parsed.success).toBe(fits);
  if (!parsed.success)
    expect(parsed.error.issues[0]?.message).toBe("attendance.count_out_of_range");
});

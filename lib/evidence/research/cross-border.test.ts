import { expect, test } from "vitest";
import { type SchemeCounts, totalOf } from "./cross-border.ts";

const scheme = (counts: Partial<SchemeCounts>): SchemeCounts => ({
  code: "TEX",
  name: null,
  project: null,
  indicators: ["RCO81"],
  sessions: 2,
  RCO81: 0,
  RCO85: 0,
  ...counts,
});

test.each([
  ["of no scheme", [], 0],
  ["of what two report", [{ RCO81: 4 }, { RCO81: 3 }], 7],
  ["of what one reports and another leaves to others", [{ RCO81: 4 }, { indicators: [] }], 4],
  ["of what may be told, beside what may not", [{ RCO81: 4 }, { RCO81: null }], 4],
  ["of nobody, beside what may not be told", [{ RCO81: 0 }, { RCO81: null }], 0],
  ["of what may not be told alone", [{ RCO81: null }, { indicators: [] }], "withheld"],
  ["of schemes that report something else", [{ indicators: [], RCO81: null }], 0],
])("a total %s", (_, schemes, expected) => {
  expect(totalOf(schemes.map(scheme), "RCO81")).toBe(expected);
});

import { expect, test } from "vitest";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { periodLabel, periodWithin } from "./period-label.ts";

test.each([
  ["nl", "2026-Q1", "Januari tot maart 2026", "januari tot maart 2026"],
  ["fr", "2026-Q1", "Janvier à mars 2026", "janvier à mars 2026"],
  ["en", "2026-Q1", "January to March 2026", "January to March 2026"],
] as const)("a quarter by itself, and in a sentence (%s)", (locale, name, alone, within) => {
  const t = translator(locale, "research");
  expect(periodLabel(t, name)).toBe(alone);
  expect(periodWithin(locale, t, name)).toBe(within);
});

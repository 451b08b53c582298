import { expect, test } from "vitest";
import { inFours, inHalves, newCardCode, newRecoveryCodes, newSixDigits } from "./codes.ts";
import { bare, CARD_ALPHABET, cardCodeFrom } from "./rules.ts";

test.each([
  ["as printed", "K7QM 3TXW", "K7QM3TXW"],
  ["in small letters", "k7qm3txw", "K7QM3TXW"],
  ["with a dash", " K7QM-3TXW ", "K7QM3TXW"],
  ["with a long dash", "K7QM–3TXW", "K7QM3TXW"],
  ["of the longer kind", "k7qm 3txw-9hra", "K7QM3TXW9HRA"],
  ["between the two lengths", "K7QM3TXW9H", null],
  ["of thirteen signs", "K7QM3TXW9HRAB", null],
  ["too short", "K7QM3TX", null],
  ["too long", "K7QM3TXWW", null],
  ["with a zero", "K7QM3TX0", null],
  ["with an I", "K7QM3TXI", null],
  ["of nothing", "", null],
  ["of another script", "Κ7QM3TXW", null],
])("a card's code %s", (_, typed, code) => {
  expect(cardCodeFrom(typed)).toBe(code);
});

test("codes are of the alphabet, of their length, and not the same", () => {
  expect(CARD_ALPHABET).not.toMatch(/[01OIL]/);
  const codes = Array.from({ length: 200 }, newCardCode);
  for (const code of codes) expect(cardCodeFrom(inFours(code))).toBe(code);
  expect(codes[0]).toHaveLength(12);
  expect(new Set(codes).size).toBe(200);
  for (const code of newRecoveryCodes()) expect(bare(inHalves(code).toLowerCase())).toBe(code);
  expect(newSixDigits()).toMatch(/^\d{6}$/);
});

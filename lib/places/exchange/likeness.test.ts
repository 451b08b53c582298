import { expect, test } from "vitest";
import { duplicateEvidence, likenessOf } from "./likeness.ts";

const here = { lat: 50.6287, lon: 3.057 };
/** So many metres to the north. */
const north = (metres: number) => ({ lat: here.lat + metres / 111_195, lon: here.lon });

test.each([
  [
    "the same name at the same point",
    "La Fabrique",
    "La Fabrique",
    0,
    {},
    { metres: 0, likeness: 100 },
  ],
  [
    "accents, capitals and the order of words",
    "Médiathèque Jean Lévy",
    "JEAN LEVY mediatheque",
    40,
    {},
    { likeness: 100 },
  ],
  [
    "a name with a slip, next door",
    "Centre social Mosaique",
    "Centre social Mosaïqe",
    30,
    {},
    { metres: 30 },
  ],
  ["another name at the same point", "La Fabrique", "Bibliothèque du Centre", 0, {}, null],
  ["half of the name, next door", "La Fabrique", "La Fabrique Nord", 45, {}, { likeness: 69 }],
  ["half of the name, a street further", "La Fabrique", "La Fabrique Nord", 200, {}, null],
  ["the same name a street further", "La Fabrique", "La Fabrique", 200, {}, { metres: 200 }],
  ["the same name across the town", "La Fabrique", "La Fabrique", 900, {}, { metres: 900 }],
  ["the same name in the next town", "La Fabrique", "La Fabrique", 1_100, {}, null],
  [
    "two names of one organisation's telephone",
    "CCAS de Lille",
    "CCAS Lille Moulins",
    100,
    { phone: "+33320" },
    { same: "phone" },
  ],
  [
    "one telephone in two places",
    "CCAS de Lille",
    "CCAS Lille Moulins",
    600,
    { phone: "+33320" },
    null,
  ],
] as const)("%s", (_, one, other, metres, more, expected) => {
  const found = duplicateEvidence(
    { name: one, ...here, ...more },
    { name: other, ...north(metres), ...more },
  );
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject(expected);
});

test("names without letters are alike to nothing", () => {
  expect(likenessOf("?!", "…")).toBe(0);
});

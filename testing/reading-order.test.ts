import { expect, test } from "vitest";
import { type Source, sources } from "./source-text.ts";

/** A column or property that people read, as the whole of what a list is ordered by. */
const READ = /^(?:\w+\.)?(?:name|display_?name|city|title)(?: (?:asc|desc))?$/i;

/** What stands in each `order by` and `orderBy` of a source, one by one. */
function orderedBy(text: string): string[] {
  return [...text.matchAll(/\border by\s|\borderBy\(/gi)].flatMap((found) =>
    parts(text.slice(found.index + found[0].length)),
  );
}

/** Splits at commas until the clause ends: at a closing bracket, the end of the text, a limit. */
function parts(text: string): string[] {
  const found = [""];
  let depth = 0;
  for (const sign of text) {
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (depth < 0 || (depth === 0 && (sign === "`" || sign === ";"))) break;
    if (depth === 0 && sign === ",") found.push("");
    else found[found.length - 1] += sign;
  }
  return found.map((one) =>
    one
      .trim()
      .replace(/\s+(?:limit|offset)\s.*$/s, "")
      .replace(/^(?:asc|desc)\((.*)\)$/, "$1")
      // What is made of it has no order of the alphabet either.
      .replace(/^(?:sql`)?(?:lower|searched_text)\((?:\$\{)?([\w.]+)\}?\)`?$/, "$1"),
  );
}

function inBytes({ text }: Source): string[] {
  const compared = text.match(/\.(?:name|displayName|label|title|city)\.localeCompare\(/g) ?? [];
  return [...orderedBy(text).filter((one) => READ.test(one)), ...compared];
}

test("what a list is ordered by is found in SQL and in the builder", () => {
  const faulty = `sql\`select from a order by state, a.name limit 3\`; (array(select order by name)); x
    .orderBy(asc(people.displayName), people.id); sql\`order by \${first ? a : b}, space.city desc, id\`;
    y.orderBy(asc(sql\`lower(\${people.displayName})\`), a.id)`;
  expect(orderedBy(faulty).filter((one) => READ.test(one))).toEqual([
    "a.name",
    "name",
    "people.displayName",
    "space.city desc",
    "people.displayName",
  ]);
  const right = `order by room.name collate reading_order\`; x.orderBy(inReadingOrder(a.name), asc(a.slug))`;
  expect(orderedBy(right).filter((one) => READ.test(one))).toEqual([]);
});

test("lists of names are in the order in which people look for one (docs/decisions/0035-reading-order.md)", () => {
  const found = sources()
    .filter(({ path }) => /^(?:app|components|lib|server)\//.test(path))
    // The demonstration is made in one order on every machine.
    .filter(({ path }) => !path.startsWith("lib/demonstration/"))
    .flatMap((source) => inBytes(source).map((one) => `${source.path}: ${one}`));
  // In whose order figures are withheld, before they are put in order for a reader.
  expect(found).toEqual(["lib/places/occupancy/use.ts: .name.localeCompare("]);
});

import { describe, expect, test } from "vitest";
import { classesGiven, classesOf, GAP, type Said, stylesheets } from "./classes.ts";
import { literalsOf, type Source, sources } from "./source-text.ts";

const drawn = sources().filter(({ path }) => /^(?:app|components)\//.test(path));
const styled = stylesheets().flatMap(classesOf);

/** What the libraries of the map make: our stylesheets dress it, and no source of ours names it. */
const OTHERS = /^leaflet-/;

/** A name with `*` for its gaps, as what it may say; gaps alone say nothing. */
const shapeOf = (name: string) =>
  new RegExp(`^${name.split("*").map(RegExp.escape).join("[\\w-]*")}$`);

const worded = ({ name, path }: Said) => `${name} (${path})`;

/** Classes that are given and that no stylesheet of ours dresses. */
function undressed(given: readonly Said[], known: readonly Said[]): string[] {
  const names = new Set(known.map(({ name }) => name));
  return given
    .filter(({ name }) => {
      if (!name.includes("*")) return !names.has(name);
      const shape = shapeOf(name);
      return !names.values().some((one) => shape.test(one));
    })
    .map(worded);
}

/** Classes that a stylesheet dresses and that no string of a source says. */
function unworn(known: readonly Said[], of: readonly Source[]): string[] {
  const words = new Set(
    of.flatMap(({ text }) =>
      literalsOf(text).flatMap(({ text: literal }) =>
        literal.replaceAll(GAP, "*").split(/[\s"'=<>]+/),
      ),
    ),
  );
  const shapes = [...words].filter((word) => /^[\w*-]*[a-z][\w*-]*$/i.test(word));
  const made = shapes.filter((word) => /\*$|^\*-/.test(word)).map(shapeOf);
  return known
    .filter(({ name }) => !words.has(name) && !OTHERS.test(name))
    .filter(({ name }) => !made.some((shape) => shape.test(name)))
    .map(worded);
}

describe("what a page wears", () => {
  test("every class that an element has is dressed by a stylesheet", () => {
    const given = drawn.flatMap(classesGiven);
    expect(given.length).toBeGreaterThan(1_000);
    expect(undressed(given, styled)).toEqual([]);
  });

  test("every class that a stylesheet dresses is worn", () => {
    expect(styled.length).toBeGreaterThan(500);
    expect(unworn(styled, drawn)).toEqual([]);
  });

  test.each([
    ["a name that no stylesheet has", 'className="card ghost"', ["ghost (x.tsx)"]],
    ["one of two", 'className={on ? "card" : "ghost"}', ["ghost (x.tsx)"]],
    ["beside a gap", "className={`ghost $<kind>`}", ["ghost (x.tsx)"]],
    ["made with a gap", "className={`ghost-$<kind>`}", ["ghost-* (x.tsx)"]],
    ["of a library's option", 'L.divIcon({ className: "ghost" })', ["ghost (x.tsx)"]],
    ["not one that is dressed", 'className="card"', []],
    ["not one that is made so", "className={`plan-$<kind>`}", []],
    ["not what is compared", 'className={kind === "ghost" ? "card" : undefined}', []],
  ])("an undressed class is found: %s", (_, written, found) => {
    const text = written.replaceAll(/\$<(.*?)>/g, (_whole, gap) => `$\{${gap}}`);
    const known = classesOf({ path: "x.css", text: ".card, .plan-door { color: red; }" });
    expect(undressed(classesGiven({ path: "x.tsx", text }), known)).toEqual(found);
  });

  test("a class that is worn by nobody is found", () => {
    const text = '.card { } @media (width > 1.5rem) { .map > .ghost:hover, [href="a.b"] { } }';
    const worn = { path: "x.tsx", text: 'className={`card $<kind>`}; const kind = "map";' };
    expect(unworn(classesOf({ path: "x.css", text }), [worn])).toEqual(["ghost (x.css)"]);
  });
});

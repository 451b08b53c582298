import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { literalsOf, sources } from "./source-text.ts";

/** What stands for a part of an address that is known only when it is made. */
const GAP = "\0";

/**
 * The addresses of the pages and routes, each as its parts: "/[locale]/badges/[slug]". The one that
 * says "not found" for all others is none.
 */
const ROUTES = globSync("app/**/{page.tsx,route.ts}")
  .map((file) => file.replaceAll("\\", "/").split("/").slice(1, -1))
  .map((parts) => parts.filter((part) => !part.startsWith("(")))
  .filter((parts) => !parts.some((part) => part.startsWith("[...")));

/** A file that stands in `public/` or that Next makes from one in `app/`. */
const FILES = [
  ...globSync("public/**/*.*").map((file) => file.replaceAll("\\", "/").split("/").slice(1)),
  ["manifest.webmanifest"],
];

/** What addresses begin with, and leads nowhere by itself. */
const BEGINNINGS = [
  // Each booking that a room no longer fits (components/desk/unfit-bookings.tsx): its id follows.
  `/${GAP}/me/bookings`,
  // The doors of the library that signs people in.
  "/api/auth",
];

/**
 * The inner addresses that a source says: those below a language, and those of the API. A query and
 * an anchor are left out.
 */
function addressesOf(text: string): string[] {
  return literalsOf(text)
    .map(({ text: literal }) => withGaps(literal).split(/[?#]/)[0] ?? "")
    .filter((address) => /^\/(?:\0(?:\/[\w[\0]|$)|api\/)/.test(address) && !/\s/.test(address))
    .map((address) => address.replace(/\/$/, ""));
}

/** A template with a mark for each `${…}`, and the `{id}` of an OpenAPI path as one as well. */
function withGaps(literal: string): string {
  let text = literal;
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/\$\{[^{}]*\}|\{[^{}$]*\}/g, (found) =>
      found.startsWith("$") || /^\{\w+\}$/.test(found) ? GAP : "",
    );
  }
  return text;
}

/** Whether a page or a route answers at an address. A gap at the end of a part may be a query. */
function leadsSomewhere(address: string): boolean {
  const parts = address.split("/").slice(1);
  return [...ROUTES, ...FILES].some((route) => {
    if (route.length !== parts.length) return false;
    if (parts[0] === GAP && route[0] !== "[locale]") return false;
    return route.every((name, at) => fits(parts[at] ?? "", name));
  });
}

function fits(part: string, name: string): boolean {
  if (name.startsWith("[")) return true;
  return new RegExp(`^${part.split(GAP).map(RegExp.escape).join(".*")}$`).test(name);
}

test("every address that a source says leads to a page, a route or a file", () => {
  const said = sources()
    .filter(({ path }) => /^(?:app|components|lib|server)\//.test(path))
    .flatMap(({ path, text }) => addressesOf(text).map((address) => ({ path, address })));
  expect(said.length).toBeGreaterThan(500);
  const lost = said
    .filter(({ address }) => !leadsSomewhere(address) && !BEGINNINGS.includes(address))
    .map(({ path, address }) => `${path}: ${address.replaceAll(GAP, "…")}`);
  expect(lost).toEqual([]);
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: templates, as a source has them
test.each([
  ["a page", "/${locale}/badges", true],
  ["a page of one thing", "/${locale}/badges/${slug}", true],
  ["one with a query", "/${locale}/sessions${queryOf(filters)}", true],
  ["a route of the API", "/api/v1/bookings/${id}", true],
  ["a page that is not there", "/${locale}/bages", false],
  ["a page below one that has none", "/${locale}/about/nothing/${slug}", false],
  ["a route that is not there", "/api/v1/bookigs", false],
])("%s is told apart", (_, address, leads) => {
  expect(addressesOf(`const a = \`${address}\`;`).map(leadsSomewhere)).toEqual([leads]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above

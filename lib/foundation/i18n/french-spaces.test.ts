import { expect, test } from "vitest";
import { literalsOf, sources } from "#testing/source-text.ts";
import { withFrenchSpaces } from "./french-spaces.ts";
import { MESSAGES } from "./messages.ts";

test("a mark stays beside its word", () => {
  expect(
    withFrenchSpaces({
      one: { two: "Prêt ? Oui : « bien » !" },
      part: "{n} % à 3 €",
      three: "{n, plural, one {# place} other {# places}}",
    }),
  ).toEqual({
    one: { two: "Prêt\u202f? Oui\u202f: «\u202fbien\u202f»\u202f!" },
    part: "{n}\u202f% à 3\u202f€",
    three: "{n, plural, one {# place} other {# places}}",
  });
});

test("no French message lets a line begin with a mark", () => {
  const all = JSON.stringify(MESSAGES.fr);
  expect(all.match(/[ \u00a0][:;?!»%€]|«[ \u00a0]/g)).toBeNull();
  expect(all).toContain("\u202f?");
});

/** What is written in French outside the messages: the demonstration, names and sentences of data. */
const LOOSE = /[\p{L}\d)’»][ \u00a0][:;?!»](?: |$)|«[ \u00a0]/u;

test("no French in the sources does either", () => {
  const loose = sources().flatMap(({ path, text }) =>
    literalsOf(text)
      // A template is an address, a query, a line of a log.
      .filter(({ kind, text: said }) => kind === "string" && LOOSE.test(said))
      .map((literal) => `${path}: ${literal.text}`),
  );
  expect(loose).toEqual([]);
});

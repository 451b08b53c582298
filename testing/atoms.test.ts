import { expect, test } from "vitest";
import { literalsOf, sources } from "./source-text.ts";

/**
 * Where a fact of the whole network is declared; elsewhere it is imported. Examples and the
 * invented network say their own.
 */
const DECLARED: Record<string, string> = {
  "Europe/Brussels": "lib/foundation/platform/atoms.ts",
};
const OWN = ["lib/demonstration/", "app/[locale]/about/components/"];

test.each(Object.entries(DECLARED))("%s is said in one place", (value, home) => {
  const places = sources().filter(
    ({ path, text }) =>
      /^(?:lib|app|components)\//.test(path) &&
      !OWN.some((begins) => path.startsWith(begins)) &&
      literalsOf(text).some(({ text: said }) => said === value),
  );
  expect(places.map(({ path }) => path)).toEqual([home]);
});

test("locks have a name of their list: a name that is typed anew would lock something else", () => {
  const free = sources().filter(
    ({ path, text }) =>
      path !== "lib/foundation/platform/locks.ts" &&
      /advisory_xact_lock(?:_shared)?\(hashtext\('/.test(text),
  );
  expect(free.map(({ path }) => path)).toEqual([]);
});

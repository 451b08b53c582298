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

/** Where a lock is taken by hand all the same, and why. */
const OWN_LOCKS: Record<string, string> = {
  "db/migrate.ts":
    "takes its turn on a bare connection, before there is a schema; db asks no domain",
};

test("locks are taken by their list: a key that is typed anew would lock something else", () => {
  const taken = sources()
    .filter(({ text }) => /pg_(?:try_)?advisory/.test(text))
    .map(({ path }) => path);
  const home = "lib/foundation/platform/database/locks.ts";
  expect(taken.toSorted()).toEqual([home, ...Object.keys(OWN_LOCKS)].toSorted());
});

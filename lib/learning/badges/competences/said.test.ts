import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { bundledFrameworks } from "./bundled.ts";
import { saidIn } from "./said.ts";

test("where the maps of the product come from is said in three languages, until somebody changes it", () => {
  const untold = bundledFrameworks()
    .filter(({ kind }) => kind === "map")
    .flatMap(({ slug, items, source }) => [
      { key: `map.sources.${slug}`, text: source },
      ...items.map(({ code, origin }) => ({ key: `map.origins.${slug}.${code}`, text: origin })),
    ])
    .filter(({ text }) => /[a-z]{4}/.test(text.replaceAll(/DigComp|GreenComp/g, "")))
    .filter(({ key, text }) =>
      LOCALES.some((one) => one !== "en" && saidIn(one, key, text) === text),
    );
  expect(untold).toEqual([]);
  expect(saidIn("nl", "map.sources.sustainable-it", "Ourselves")).toBe("Ourselves");
});

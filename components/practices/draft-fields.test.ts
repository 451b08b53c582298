import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { practiceDraft, TEXT_NAMES, type Texts } from "#lib/practice/practices/schema.ts";
import { DraftFields } from "./draft-fields.tsx";

const NONE = { badges: [], sessions: [], spaces: [], releases: [] };

test.each(LOCALES)(
  "no field of a practice is called as another, nor as its part (%s)",
  (locale) => {
    const markup = renderToStaticMarkup(
      createElement(DraftFields, {
        locale,
        language: locale,
        texts: Object.fromEntries(TEXT_NAMES.map((name) => [name, ""])) as Texts,
        facts: practiceDraft.parse({}),
        links: NONE,
        choices: NONE,
      }),
    );
    const names = [...markup.matchAll(/<(?:legend|label)[^>]*>(?:<input[^>]*>)?([^<]+)/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  },
);

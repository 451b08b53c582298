import { expect, test } from "vitest";
import { sources } from "./source-text.ts";

/** What ends a paragraph where it begins, also inside of one of our own components. */
const ENDS =
  /<(?:p|div|ul|ol|dl|table|section|form|h[1-6]|details|ActionForm|DataTable|Empty|Facts|Pages|PrintButton)\b/;

test("a paragraph holds words alone: what a browser moves out of it, the page draws twice", () => {
  const torn = sources().flatMap(({ path, text }) =>
    path.endsWith(".tsx")
      ? [...text.matchAll(/<p(?:\s[^>]*)?>((?:(?!<\/p>)[\s\S])*)<\/p>/g)]
          .filter(([, inside = ""]) => ENDS.test(inside))
          .map(([, inside]) => `${path}: ${inside?.trim().slice(0, 60)}`)
      : [],
  );
  expect(torn).toEqual([]);
});

import { expect, test } from "vitest";
import { addressOf, picturePages } from "./pages.ts";

/** Their addresses are secrets, or what they show is not in the demonstration. */
const WITHOUT_EXAMPLE = [
  "/admin/spaces/import/[id]",
  "/desk/tasks/[id]",
  "/guest/[token]",
  "/guest/[token]/change",
];

test("each page that names something has an example that knows all of its words", () => {
  const without = picturePages()
    .filter(({ path, query, example }) =>
      [...`${path}${query}`.matchAll(/\[(?:\.\.\.)?(\w+)\]|:(\w+)/g)].some(
        ([, ofPath, ofQuery]) => !new RegExp(`\\b${ofPath ?? ofQuery}\\b`).test(example ?? ""),
      ),
    )
    .map(({ name }) => name);
  expect(without).toEqual(WITHOUT_EXAMPLE);
});

test("a page is not shown without what it is about", () => {
  const page = picturePages().find(({ path }) => path === "/check-in/[space]");
  expect(page && addressOf(page, {})).toBeNull();
  expect(page && addressOf(page, { space: "be-square" })).toBe("/check-in/be-square");
});

import { expect, test } from "vitest";
import { sources } from "./source-text.ts";

test("rows of a statement written by hand are read in one place: elsewhere their columns would keep their names", () => {
  const others = sources()
    .filter(({ path }) => /^(?:app|lib|server)\//.test(path))
    .filter(({ text }) => /\.execute</.test(text))
    .map(({ path }) => path);
  expect(others).toEqual([]);
});

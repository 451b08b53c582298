import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ImportRows, type ShownRow } from "./import-rows.tsx";

const words = { line: "Line", name: "Name", what: "What", comesIn: "It comes in" };
const plain: ShownRow = { number: 1, line: 2, name: "Atelier", sayings: [], comesIn: false };
const said: ShownRow = { ...plain, number: 2, sayings: [{ field: "Town", text: "was mended" }] };

test.each<[string, ShownRow[], boolean, number]>([
  ["one of the rows says something", [plain, said], false, 3],
  ["each can be ticked", [plain], true, 3],
  ["no row says anything", [plain], false, 2],
])("where %s, the rows have as many columns as they need", (_, rows, canChoose, columns) => {
  const page = renderToStaticMarkup(
    createElement(ImportRows, { label: "New", rows, words, canChoose }),
  );
  expect(page.match(/scope="col"/g)).toHaveLength(columns);
  expect(page.match(/<t[dh][ >]/g)).toHaveLength(columns * (rows.length + 1));
});

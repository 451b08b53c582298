import { expect, test } from "vitest";
import { fileName } from "./files.ts";

const ID = "0190b3c4-0000-4000-8000-000000000000";

test.each([
  ["Réparer", "reparer-0190b3c4.png"],
  ["  Cœur & âme / 2 ", "c-ur-ame-2-0190b3c4.png"],
  ["../../etc/passwd", "etc-passwd-0190b3c4.png"],
  ['a"\r\nset-cookie: x', "a-set-cookie-x-0190b3c4.png"],
  ["日本", "badge-0190b3c4.png"],
  ["", "badge-0190b3c4.png"],
  ["x".repeat(500), `${"x".repeat(60)}-0190b3c4.png`],
])("the file of %j is called %s", (name, file) => {
  expect(fileName(name, ID, "png")).toBe(file);
});

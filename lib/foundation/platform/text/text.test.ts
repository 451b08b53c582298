import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { submit } from "../forms/forms.ts";
import { parsed } from "../http/respond.ts";
import { cleanText } from "./text.ts";

const named = z.looseObject({ name: z.string() });

test.each([
  ["an override", "Jan \u202Egro.live\u202C"],
  ["an embedding", "Jan \u202Agro.live\u202B\u202D"],
  ["an isolate", "\u2066Jan\u2067 gro\u2068.live\u2069"],
  ["a bell and an escape", "Ja\u0007n\u001B gro.live"],
  ["where a line may end, and where it may not", "\uFEFFJan\u2060 gro\u200B.li\u00ADve"],
  ["a control character of the upper half", "Jan\u009B gro.live\u0085"],
])("%s is taken out of a name at every door", async (_, name) => {
  const clean = cleanText(name);
  expect(clean).toBe("Jan gro.live");
  expect(parsed(named, { name, more: [{ name }] })).toEqual({
    name: clean,
    more: [{ name: clean }],
  });
  const form = new FormData();
  form.set("name", name);
  let read: unknown;
  await submit(form, named, async (request) => {
    read = request;
    return undefined;
  });
  expect(read).toEqual({ name: clean });
});

test("what people write stays: lines, tabs, accents, Arabic, Hebrew and joined emoji", () => {
  for (const text of ["één\r\ntwee\tdrie", "سميرة", "שרה", "👩‍👩‍👧", "नमस्ते", "a\u200Fb"])
    expect(cleanText(text)).toBe(text);
});

test.each([
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
])("%s that lie in each other without end are refused", (_, open, close) => {
  for (const depth of [40, 20_000]) {
    const sent = JSON.parse(`{"name":"Jan","more":${open.repeat(depth)}1${close.repeat(depth)}}`);
    expect(() => parsed(named, sent)).toThrow(
      expect.objectContaining({ reason: { code: "common.too_deep" } }),
    );
  }
  const shallow = { name: "Jan", more: [[[{ a: [1] }]]] };
  expect(parsed(named, shallow)).toEqual(shallow);
});

test("nothing that was sent is read past these doors", () => {
  const files = ["app", "lib", "server"].flatMap((folder) =>
    readdirSync(join(import.meta.dirname, "../../../..", folder), {
      recursive: true,
      encoding: "utf8",
    })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const atTheDoor = files.filter((file) =>
    /\brequest\.(?:json|text|formData)\(|\blimitedText\(/.test(
      readFileSync(join(import.meta.dirname, "../../../..", file), "utf8"),
    ),
  );
  // As it came, and cleaned.
  expect(atTheDoor.sort()).toEqual([
    "lib/foundation/platform/http/body.ts",
    "lib/foundation/platform/http/respond.ts",
  ]);
  const actions = files.filter((file) => /(?:^|\/)actions(?:-\w+)?\.ts$/.test(file));
  const unread = actions.filter(
    (file) =>
      !/\bsubmit\(/.test(readFileSync(join(import.meta.dirname, "../../../..", file), "utf8")),
  );
  expect(unread).toEqual([]);
});

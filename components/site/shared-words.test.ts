import { expect, test } from "vitest";
import { linkedData } from "./shared-words.tsx";

test.each([
  "</script><script>alert(1)</script>",
  "</SCRIPT/x>",
  "<!--<script>",
  "]]>",
  '"}</script>',
  "\\u003c/script>",
  "a\u2028b\u2029c",
])("%j ends no script that machines read, and stays what it is", (name) => {
  const said = linkedData({ name, inner: [{ [name]: name }] });
  expect(said).not.toContain("<");
  expect(JSON.parse(said)).toMatchObject({ name, inner: [{ [name]: name }] });
});

import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { proxy } from "./proxy.ts";

test.each([
  ["/nl?q=%00", 400],
  ["/fr/spaces/%00", 400],
  ["/en/sessions?town=a%00b", 400],
  ["/en/sessions?town=a%20b", 200],
])("%s is answered with %d: nothing keeps a zero character", (path, status) => {
  expect(proxy(new NextRequest(`http://localhost:3000${path}`)).status).toBe(status);
});

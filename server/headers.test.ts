import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { completeWhenSent } from "./headers.ts";

/** The cookies that an answer sets, when it sets these itself and `wanted` is to be set besides. */
async function cookiesOf(own: string[], wanted: string | null): Promise<string[]> {
  const server = createServer((_, outgoing) => {
    completeWhenSent(outgoing, () => wanted);
    if (own.length > 0) outgoing.setHeader("set-cookie", own);
    outgoing.writeHead(200, { "content-type": "text/plain" }).end("x");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return answer.headers.getSetCookie();
  } finally {
    server.close();
  }
}

test.each([
  { own: [], wanted: null, sent: [] },
  { own: ["a=1"], wanted: null, sent: ["a=1"] },
  { own: [], wanted: "session=; Max-Age=0", sent: ["session=; Max-Age=0"] },
  { own: ["a=1"], wanted: "session=; Max-Age=0", sent: ["a=1", "session=; Max-Age=0"] },
  // Somebody signs in with this answer: theirs stays.
  { own: ["session=new; Path=/"], wanted: "session=; Max-Age=0", sent: ["session=new; Path=/"] },
  {
    own: ["session-of=1"],
    wanted: "session=; Max-Age=0",
    sent: ["session-of=1", "session=; Max-Age=0"],
  },
])("an answer with $own, to which $wanted is added, sends $sent", async ({ own, wanted, sent }) => {
  expect(await cookiesOf(own, wanted)).toEqual(sent);
});

import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { bodyOf, isReadable, unread } from "./form-body.ts";

const FORM = "multipart/form-data; boundary=x";
const STATE = '{"message":null,"errors":{},"values":{}}';
const ID = '{"id":"60b231e0c9","bound":"$@1"}';

const parts = (fields: Record<string, string>, end = "--x--\r\n") =>
  Object.entries(fields)
    .map(
      ([name, value]) =>
        `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join("") + end;
const byForm = (fields: Record<string, string>) =>
  parts({ $ACTION_REF_1: "", ...fields, locale: "nl" });
const byScript = (arguments_: string) => parts({ "1_locale": "nl", "0": arguments_ });

const CASES: [what: string, headers: Record<string, string>, body: string, isReadable: boolean][] =
  [
    ["no form", { "content-type": "text/plain" }, "x", true],
    ["nothing", {}, "", true],
    ["a plain form", { "content-type": FORM }, parts({ name: "Lien" }), true],
    [
      "a form without scripts",
      { "content-type": FORM },
      byForm({ "$ACTION_1:0": ID, "$ACTION_1:1": `[${STATE}]` }),
      true,
    ],
    ["a form that is cut off", { "content-type": FORM }, parts({ name: "Lien" }, ""), false],
    [
      "a form with another boundary",
      { "content-type": "multipart/form-data; boundary=y" },
      parts({ a: "b" }),
      false,
    ],
    [
      "a form without a boundary",
      { "content-type": "multipart/form-data" },
      parts({ a: "b" }),
      false,
    ],
    ["garbage for a form", { "content-type": FORM }, "garbage", false],
    ["nothing for a form", { "content-type": FORM }, "", false],
    ["an action without a name", { "content-type": FORM }, byForm({}), false],
    [
      "an action with an odd name",
      { "content-type": FORM },
      byForm({ "$ACTION_1:0": '{"id":"../x"}' }),
      false,
    ],
    ["an action that is no JSON", { "content-type": FORM }, byForm({ "$ACTION_1:0": "{" }), false],
    ["an action without a state", { "content-type": FORM }, parts({ $ACTION_ID_60ab: "" }), false],
    ["a state that is missing", { "content-type": FORM }, byForm({ "$ACTION_1:0": ID }), false],
    [
      "a state that is no JSON",
      { "content-type": FORM },
      byForm({ "$ACTION_1:0": ID, "$ACTION_1:1": "[" }),
      false,
    ],
    [
      "a state that is no list",
      { "content-type": FORM },
      byForm({ "$ACTION_1:0": ID, "$ACTION_1:1": STATE }),
      false,
    ],
    [
      "a state that refers",
      { "content-type": FORM },
      byForm({ "$ACTION_1:0": ID, "$ACTION_1:1": '["$Fdead"]' }),
      false,
    ],
    [
      "by script",
      { "content-type": FORM, "next-action": "60" },
      byScript(`[${STATE},"$K1"]`),
      true,
    ],
    [
      "by script, with a sign",
      { "content-type": FORM, "next-action": "60" },
      byScript('[{"a":"$$5","b":"$undefined"},"$K1"]'),
      true,
    ],
    [
      "by script, cut off",
      { "content-type": FORM, "next-action": "60" },
      parts({ "0": '[1,"$K1"]' }, ""),
      false,
    ],
    [
      "by script, without arguments",
      { "content-type": FORM, "next-action": "60" },
      parts({ a: "b" }),
      false,
    ],
    [
      "by script, without fields",
      { "content-type": FORM, "next-action": "60" },
      byScript("[]"),
      false,
    ],
    [
      "by script, with a reference",
      { "content-type": FORM, "next-action": "60" },
      byScript('["$Fdead","$K1"]'),
      false,
    ],
    [
      "by script, with one that is hidden",
      { "content-type": FORM, "next-action": "60" },
      byScript('["\\u0024Fdead","$K1"]'),
      false,
    ],
    [
      "by script, without a form",
      { "content-type": "text/plain", "next-action": "60" },
      "[]",
      false,
    ],
    [
      "by script, from nowhere",
      { "content-type": FORM, "next-action": "60", "next-router-state-tree": "%zz" },
      byScript(`[${STATE},"$K1"]`),
      false,
    ],
  ];

test.for(CASES)("%s", async ([, headers, body, expected]) => {
  expect(await isReadable(Buffer.from(body), (name) => headers[name])).toBe(expected);
});

test("a body that was looked at is a request that nobody has read, however it arrives", async () => {
  const server = createServer(async (incoming, outgoing) => {
    const seen = await bodyOf(incoming);
    const again = unread(incoming, seen);
    const isFresh = !Readable.isDisturbed(again);
    const read = Buffer.concat(await again.toArray());
    outgoing.end(
      JSON.stringify([
        seen.length,
        isFresh,
        read.equals(seen),
        again.headers.host === incoming.headers.host,
      ]),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    for (const sizes of [[0], [1], [10], [70_000, 1], [300_000, 300_000, 7]]) {
      const length = sizes.reduce((sum, size) => sum + size, 0);
      const sending = request({ port, method: "POST", headers: { "content-length": length } });
      for (const size of sizes) {
        sending.write(Buffer.alloc(size, "x"));
        await new Promise((turn) => setImmediate(turn));
      }
      sending.end();
      const [answer] = await once(sending, "response");
      expect(JSON.parse(String(await answer.toArray()))).toEqual([length, true, true, true]);
    }
  } finally {
    server.close();
  }
});

test("a sender who breaks off is not waited for", async () => {
  const broken = Promise.withResolvers<unknown>();
  const server = createServer((incoming) => {
    bodyOf(incoming).then(broken.reject, broken.resolve);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc", () =>
      socket.destroy(),
    );
    expect(String(await broken.promise)).toMatch(/aborted|premature/i);
  } finally {
    server.close();
  }
});

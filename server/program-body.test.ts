import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { streamedForm } from "#lib/foundation/platform/http/form-stream.ts";
import {
  formBody,
  jsonBody,
  multipartBody,
  respond,
} from "#lib/foundation/platform/http/respond.ts";

type Read = (request: Request) => Promise<unknown>;

const readJson: Read = (request) => jsonBody(request, z.object({ name: z.string().optional() }));

/** Programs are answered as `main.ts` answers them, by one door that says what it has read. */
async function atDoor(
  read: Read,
  use: (port: number) => Promise<unknown>,
  ended = (_outcome: number | Error) => {},
): Promise<void> {
  const answer = getRequestListener(
    async (request) => {
      const answered = respond(request, async () => Response.json(await read(request)));
      answered.then(({ status }) => ended(status), ended);
      return answered;
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

type Sent = { headers: string[]; pieces: Buffer[] };

function opened(port: number, headers: string[]) {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  // What is refused may be answered and closed before all of it is sent.
  socket.on("error", () => {});
  socket.write(
    ["POST / HTTP/1.1", "host: x", "connection: close", ...headers, "", ""].join("\r\n"),
  );
  return socket;
}

/** The first answer to a request that comes in pieces. */
async function answerTo(port: number, { headers, pieces }: Sent) {
  const socket = opened(port, headers);
  let said = "";
  socket.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((turn) => setImmediate(turn));
  }
  if (!socket.closed) await once(socket, "close");
  const [head = "", body = ""] = said.split("\r\n\r\n", 2);
  return { status: Number(head.split(" ")[1]), body };
}

const json = (name: string | number[]) =>
  Buffer.concat([Buffer.from('{"name":"'), Buffer.from(name as string), Buffer.from('"}')]);

const named = (pieces: Buffer[]): Sent => ({
  headers: [`content-length: ${Buffer.concat(pieces).length}`],
  pieces,
});

const inChunks = (pieces: Buffer[]): Sent => ({
  headers: ["transfer-encoding: chunked"],
  pieces: [
    ...pieces.map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]),
    ),
    Buffer.from("0\r\n\r\n"),
  ],
});

const MARK = [0xef, 0xbb, 0xbf];

test.each<[string, Buffer, number, string | undefined]>([
  ["text", json("Zoë 💡"), 200, "Zoë 💡"],
  ["nothing", Buffer.alloc(0), 400, undefined],
  ["text after a byte order mark", Buffer.concat([Buffer.from(MARK), json("a")]), 200, "a"],
  ["a byte order mark alone", Buffer.from(MARK), 400, undefined],
  ["bytes that are no text", json([0x61, 0xff, 0x62]), 200, "a\ufffdb"],
  ["a character that is not whole", json([0xf0, 0x9f]), 200, "\ufffd"],
  ["half of it", json("abc").subarray(0, 8), 400, undefined],
])(
  "%s is read alike with and without a length, and however it comes",
  async (_, body, ...wanted) => {
    const [status, name] = wanted;
    const byteByByte = [...body].map((byte) => Buffer.from([byte]));
    await atDoor(readJson, async (port) => {
      for (const sent of [named([body]), named(byteByByte), inChunks(byteByByte)]) {
        const answer = await answerTo(port, sent);
        expect(answer.status).toBe(status);
        expect(JSON.parse(answer.body)).toMatchObject(
          status === 200 ? { name } : { code: "common.not_json" },
        );
      }
    });
  },
);

const MEGABYTE = 1_000_000;
const megabyte = json("x".repeat(MEGABYTE - json("").length));
const more = Buffer.concat([megabyte, Buffer.from(" ")]);
const lengths = (...values: (string | number)[]): Sent => ({
  headers: values.map((value) => `content-length: ${value}`),
  pieces: [json("abc")],
});

test.each<[string, Sent, number]>([
  ["a megabyte that names its length", named([megabyte]), 200],
  ["a megabyte that does not", inChunks([megabyte]), 200],
  ["more", named([more]), 413],
  ["more that is only announced", { ...named([more]), pieces: [] }, 413],
  ["more that names no length", inChunks([more]), 413],
  ["more than it names", lengths(5), 400],
  ["a body without a length, which is none", lengths(), 400],
  ["a length in words", lengths("fourteen"), 400],
  ["no length where one is named", lengths(""), 400],
  ["less than nothing", lengths(-1), 400],
  ["a length beyond all", lengths("9".repeat(30)), 400],
  ["two lengths", lengths(14, 15), 400],
  ["a list of lengths", lengths("14, 14"), 400],
  [
    "a length beside chunks",
    { ...inChunks([json("abc")]), headers: ["content-length: 14", "transfer-encoding: chunked"] },
    400,
  ],
  ["a chunk without its length", { ...inChunks([]), pieces: [Buffer.from("zz\r\nabc")] }, 400],
])("%s is answered", async (_, sent, status) => {
  await atDoor(readJson, async (port) => {
    expect((await answerTo(port, sent)).status).toBe(status);
    // Whoever comes next is answered as if nothing had been.
    expect((await answerTo(port, named([json("a")]))).status).toBe(200);
  });
});

test("a length that is no number, which no server of ours lets through, is not believed", async () => {
  const request = new Request("http://localhost:3000/api", {
    method: "POST",
    body: more,
    headers: { "content-length": "fourteen" },
  });
  expect((await respond(request, async () => Response.json(await readJson(request)))).status).toBe(
    413,
  );
});

const FORM = "application/x-www-form-urlencoded";
const FILE = "multipart/form-data; boundary=x";

test.each<[string, string, Read]>([
  ["JSON", "application/json", readJson],
  ["a form", FORM, formBody],
  ["a form with a file", FILE, (request) => multipartBody(request, 1, [])],
  [
    "a form whose file is read as it comes",
    FILE,
    (request) => streamedForm(request, { megabytes: 1, fileField: "a", fields: [] }, async () => 0),
  ],
])("%s that breaks off is the sender's fault", async (_, type, read) => {
  for (const length of ["content-length: 100", "transfer-encoding: chunked"]) {
    const ended = vi.fn();
    await atDoor(
      read,
      async (port) => {
        const socket = opened(port, [`content-type: ${type}`, length]);
        socket.write("5\r\n--x\r\n", () => socket.destroy());
        await expect.poll(() => ended.mock.calls).toEqual([[400]]);
      },
      ended,
    );
  }
});

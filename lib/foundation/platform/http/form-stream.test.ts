import { expect, test } from "vitest";
import { streamedForm, typedBeside } from "./form-stream.ts";

/** A form as a browser writes it, in pieces of so many bytes. */
async function sent(form: FormData, size: number): Promise<Request> {
  const whole = new Response(form);
  const type = whole.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size)
        controller.enqueue(bytes.subarray(at, at + size));
      controller.close();
    },
  });
  return new Request("http://localhost:3000/api/v1/place-files", {
    method: "POST",
    body,
    headers: { "content-type": type },
    duplex: "half",
  } as RequestInit);
}

const FIELDS = ["source", "empty"];
const read = (request: Request, megabytes = 1) =>
  streamedForm(
    request,
    { megabytes, fileField: "file", fields: FIELDS },
    async (fields, { fileName, content }) => {
      const kept: Uint8Array[] = [];
      for await (const piece of content) kept.push(piece);
      return { fields, fileName, bytes: Buffer.concat(kept) };
    },
  );

function formWith(bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append("source", "Médiathèque");
  form.append("empty", "");
  form.append("file", new Blob([bytes]), "lieux été.csv");
  return form;
}

test.each([1, 2, 7, 64, 100_000])(
  "a form in pieces of %i bytes is read as it was sent",
  async (size) => {
    // What looks like the beginning of a boundary is part of the file.
    const bytes = new Uint8Array(Buffer.from("a;b\r\n--\r\n----WebKit\r\n\0ÿé\r\n-"));
    const { fields, fileName, bytes: kept } = await read(await sent(formWith(bytes), size));
    expect(fields).toEqual({ source: "Médiathèque", empty: "" });
    expect(fileName).toBe("lieux été.csv");
    expect(kept.equals(Buffer.from(bytes))).toBe(true);
  },
);

test("an empty file has no pieces", async () => {
  expect((await read(await sent(formWith(new Uint8Array()), 50))).bytes.length).toBe(0);
});

test("what is too large is refused, and so is what breaks off or is no form", async () => {
  await expect(read(await sent(formWith(new Uint8Array(1_200_000)), 10_000))).rejects.toMatchObject(
    {
      kind: "too_large",
    },
  );
  const whole = await sent(formWith(new Uint8Array(10_000)), 1_000_000);
  const type = whole.headers.get("content-type") ?? "";
  const half = (await whole.text()).slice(0, 5_000);
  for (const [body, contentType] of [
    [half, type],
    ["a=b", "application/x-www-form-urlencoded"],
    ["x", "multipart/form-data"],
  ] as const)
    await expect(
      read(
        new Request("http://localhost/", {
          method: "POST",
          body,
          headers: { "content-type": contentType },
        }),
      ),
    ).rejects.toMatchObject({ kind: "malformed" });
});

test("a field that is not known is refused, before the file and behind it, and one out of its turn", async () => {
  const before = new FormData();
  before.append("colour", "red");
  before.append("file", new Blob(["a"]), "a.csv");
  const [behind, late] = ["colour", "source"].map((name) => {
    const form = formWith(new Uint8Array(10));
    form.append(name, "red");
    return form;
  });
  for (const form of [before, behind ?? before])
    await expect(read(await sent(form, 50))).rejects.toMatchObject({
      kind: "invalid",
      reason: { code: "common.unknown_field", name: "colour" },
    });
  await expect(read(await sent(late ?? before, 50))).rejects.toMatchObject({ kind: "malformed" });
});

test("what was typed beside a file is read without it, as far as it came", async () => {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(500_000)]), "photo.jpg");
  form.append("nl", "Een zaal");
  form.append("other", "x");
  const typed = async (megabytes: number, request?: Request) =>
    typedBeside(request ?? (await sent(form, 10_000)), { megabytes, fields: ["nl", "fr"] });
  expect(await typed(1)).toEqual({ nl: "Een zaal" });
  expect(await typed(0.1)).toEqual({});
  const noForm = { method: "POST", body: "nl=x", headers: { "content-type": "text/plain" } };
  expect(await typed(1, new Request("http://localhost/", noForm))).toEqual({});
});

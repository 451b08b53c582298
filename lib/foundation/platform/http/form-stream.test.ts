import { expect, test } from "vitest";
import { streamedForm } from "./form-stream.ts";

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
  return new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { "content-type": type },
    duplex: "half",
  } as RequestInit);
}

const read = (request: Request, megabytes = 1) =>
  streamedForm(request, { megabytes, fileField: "file" }, async (fields, { fileName, content }) => {
    const kept: Uint8Array[] = [];
    for await (const piece of content) kept.push(piece);
    return { fields, fileName, bytes: Buffer.concat(kept) };
  });

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

import { expect, test } from "vitest";
import { z } from "zod";
import { formBody, jsonBody, respond } from "./respond.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/api", { method: "POST", body, headers });
const readForm = (request: Request) =>
  respond(request, async () => Response.json([...(await formBody(request))]));
const readJson = (request: Request) =>
  respond(request, async () =>
    Response.json(await jsonBody(request, z.object({ people: z.int() }))),
  );

test.each([
  ["a form", readForm, post("a=1", FORM), 200],
  ["JSON where a form belongs", readForm, post("{}", { "content-type": "application/json" }), 400],
  ["a form of more than a megabyte", readForm, post(`a=${"x".repeat(1_000_001)}`, FORM), 413],
  ["JSON", readJson, post('{"people":4}'), 200],
  ["broken JSON", readJson, post('{"people":'), 400],
  ["JSON of another shape", readJson, post('{"people":"four"}'), 422],
  ["JSON with half a character", readJson, post('{"people":4,"name":"\\ud800"}'), 400],
  ["JSON with a zero character", readJson, post('{"people":4,"name":"a\\u0000b"}'), 400],
  ["JSON with a backslash and a u", readJson, post('{"people":4,"name":"a\\\\u0000b"}'), 200],
  ["no body", readJson, post(""), 400],
  [
    "a form of another site",
    readForm,
    post("a=1", { ...FORM, origin: "https://evil.example" }),
    403,
  ],
  [
    "a form sent without origin, with a cookie",
    readForm,
    post("a=1", { ...FORM, cookie: "trivium=x" }),
    403,
  ],
])("%s is answered", async (_, read, request, status) => {
  expect((await read(request)).status).toBe(status);
});

test("a refusal is told in the asker's language, as a problem with a code", async () => {
  const answer = await readJson(post("{", { "accept-language": "fr" }));
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({
    status: 400,
    code: "common.not_json",
    title: expect.stringContaining("valide"),
  });
});

test("a text that was signed stays as it came; any other loses what turns text round", async () => {
  const schema = z.object({ badge: z.string() });
  const badge = "\u2067Trivium\u2069 \u202E1";
  const read = (isSigned: boolean) =>
    jsonBody(post(JSON.stringify({ badge })), schema, { isSigned });
  expect(await read(true)).toEqual({ badge });
  expect(await read(false)).toEqual({ badge: "Trivium 1" });
});

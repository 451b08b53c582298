import { expect, test } from "vitest";
import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { DomainError } from "../errors/errors.ts";
import {
  formBody,
  jsonBody,
  multipartBody,
  nothingSent,
  problem,
  respond,
  searchParams,
} from "./respond.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/api", { method: "POST", body, headers });
const readForm = (request: Request) =>
  respond(request, async () => Response.json([...(await formBody(request))]));
const readJson = (request: Request) =>
  respond(request, async () =>
    Response.json(
      await jsonBody(request, z.object({ people: z.int(), name: z.string().optional() })),
    ),
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
  ["a zero character in the name of a field", readJson, post('{"people":4,"a\\u0000b":1}'), 400],
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

/** A form of the product, with words of its own and words of zod. */
const asked = z.object({ name: z.string().min(1, "badges.needs_words"), hours: z.int().max(24) });

test.each([
  ["nl-BE", "nl", "Vul dit in.", "Te groot: verwacht dat number <=24 is"],
  ["fr;q=0.9, de", "fr", "Remplissez ce champ.", "Trop grand : nombre doit être <=24"],
  ["en", "en", "Fill this in.", "Too big: expected number to be <=24"],
  ["de", "en", "Fill this in.", "Too big: expected number to be <=24"],
] as const)(
  "asked in %s, each field at fault is told in %s",
  async (language, locale, ownWords, zodWords) => {
    const request = post('{"name":"","hours":25}', { "accept-language": language });
    const refused = await respond(request, async () =>
      Response.json(await jsonBody(request, asked)),
    );
    expect(refused.headers.get("content-language")).toBe(locale);
    expect(await refused.json()).toMatchObject({
      title: MESSAGES[locale].common.check_fields,
      errors: [
        { field: "name", message: ownWords },
        { field: "hours", message: zodWords },
      ],
    });
  },
);

test.each(["conflict", "invalid", "not_found", "forbidden"] as const)(
  "a refusal of any domain is told in the language of whoever asks: %s",
  async (kind) => {
    const reasons = [
      ["badges", "on_the_way"],
      ["badges", "unknown_framework"],
      ["places", "not_a_table"],
      ["endorsements", "asked_already"],
    ] as const;
    for (const locale of LOCALES)
      for (const [domain, key] of reasons) {
        const answer = problem(new DomainError(kind, { code: `${domain}.${key}` }), locale);
        const said: unknown = await answer.json();
        expect(said).toMatchObject({
          title: (MESSAGES[locale][domain] as Record<string, unknown>)[key],
        });
      }
  },
);

test("where nothing of a list could be taken, each part says why in the same language", async () => {
  const refused = [{ part: "lines", id: "1", code: "attendance.not_asked_here" }];
  const error = new DomainError(
    "invalid",
    { code: "attendance.not_asked_here" },
    { details: { refused } },
  );
  expect(await problem(error, "fr").json()).toMatchObject({
    title: MESSAGES.fr.attendance.not_asked_here,
    refused: [{ ...refused[0], message: MESSAGES.fr.attendance.not_asked_here }],
  });
});

const places = z.object({ town: z.string().default("") }).transform(({ town }) => town);
const readPlaces = (request: Request) =>
  respond(request, async () => Response.json(searchParams(request, places)));
const readNothing = (request: Request) => respond(request, async () => Response.json([]));
const ask = (path: string) => new Request(`http://localhost:3000${path}`);

test.each([
  ["what is known", readPlaces, "/api/v1/places?town=Menen", 200],
  ["nothing", readPlaces, "/api/v1/places", 200],
  ["what is not known", readPlaces, "/api/v1/places?town=Menen&city=Menen", 422],
  ["a name that every object has", readPlaces, "/api/v1/places?constructor=1", 422],
  ["what nobody reads", readNothing, "/api/v1/badge-classes?q=scrum", 422],
  ["nothing of what reads nothing", readNothing, "/api/v1/badge-classes", 200],
  ["more than a shared badge knows", readPlaces, "/badges/1?fbclid=1", 200],
  ["what leads back", readNothing, "/api/auth/oidc/callback?code=1", 200],
])("an address that asks for %s is answered", async (_, read, path, status) => {
  expect((await read(ask(path))).status).toBe(status);
});

test("the part of an address that nobody knows is named", async () => {
  const answer = await readPlaces(ask("/api/v1/places?city=Menen&land=BE"));
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({
    status: 422,
    code: "common.unknown_parameter",
    name: "city",
    errors: [
      { field: "city", message: expect.stringMatching(/not know here: city\.$/) },
      { field: "land", message: expect.stringMatching(/not know here: land\.$/) },
    ],
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

const needs = z.object({
  people: z.int("common.check_fields").default(1),
  rooms: z.array(z.object({ id: z.string() })).optional(),
});
const readNeeds = (request: Request) =>
  respond(request, async () => Response.json(await jsonBody(request, needs, { mayBeEmpty: true })));
const readNothingSent = (request: Request) =>
  respond(request, async () => {
    await nothingSent(request);
    return new Response(null, { status: 204 });
  });
const send = (path: string, body?: string) =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { body }),
    headers: { "accept-language": "nl" },
  });

test.each([
  [[], 204],
  [["nl"], 204],
  [["nl", "colour"], 422],
])("a form with a file and %j is answered with %i", async (names, status) => {
  const form = new FormData();
  for (const name of names) form.append(name, "x");
  form.append("photo", new Blob(["x"]), "photo.jpg");
  const sent = new Request("http://localhost:3000/api/v1/photos", { method: "POST", body: form });
  const answer = await respond(sent, async () => {
    await multipartBody(sent, 1, ["nl", "photo"]);
    return new Response(null, { status: 204 });
  });
  expect(answer.status).toBe(status);
  if (status === 422)
    expect(await answer.json()).toMatchObject({ code: "common.unknown_field", name: "colour" });
});

test.each([
  ["nothing", readNeeds, send("/api/v1/needs"), 200],
  ["what is known", readNeeds, send("/api/v1/needs", '{"people":2}'), 200],
  ["what is not known", readNeeds, send("/api/v1/needs", '{"personId":"x"}'), 422],
  [
    "what is not known, inside",
    readNeeds,
    send("/api/v1/needs", '{"rooms":[{"id":"1","x":1}]}'),
    422,
  ],
  ["a name that every object has", readNeeds, send("/api/v1/needs", '{"constructor":1}'), 422],
  ["a name that is no field", readNeeds, send("/api/v1/needs", '{"__proto__":{"people":9}}'), 422],
  ["something in its address", readNeeds, send("/api/v1/needs?personId=x", '{"people":2}'), 422],
  ["nothing, where nothing is read", readNothingSent, send("/api/v1/nothing"), 204],
  ["no field, where nothing is read", readNothingSent, send("/api/v1/nothing", "{}"), 204],
  ["a field where nothing is read", readNothingSent, send("/api/v1/nothing", '{"at":"now"}'), 422],
  ["something in an address that is not read", readNothingSent, send("/api/v1/nothing?at=1"), 422],
])("a request with %s is answered", async (_, read, request, status) => {
  expect((await read(request)).status).toBe(status);
});

test("each field that nobody knows is named, beside what is wrong with the others", async () => {
  const body = '{"people":"two","personId":"x","rooms":[{"id":"1","colour":"blue"}]}';
  expect(await (await readNeeds(send("/api/v1/needs", body))).json()).toMatchObject({
    status: 422,
    code: "common.unknown_field",
    name: "personId",
    title: "De aanvraag heeft een veld dat we hier niet kennen: personId.",
    errors: [
      { field: "personId" },
      { field: "rooms.0.colour", message: expect.stringMatching(/: rooms\.0\.colour\.$/) },
      { field: "people", message: MESSAGES.nl.common.check_fields },
    ],
  });
});

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { AT, givenIssuer } from "#testing/badges.ts";
import { verifyBadge } from "./verify.ts";

let issuer: Awaited<ReturnType<typeof givenIssuer>>;
let document: Buffer;
let token: Buffer;

beforeAll(async () => {
  issuer = await givenIssuer();
  document = Buffer.from(JSON.stringify(await issuer.badge()));
  token = Buffer.from(await issuer.token());
});

const check = (bytes: Uint8Array) => verifyBadge(bytes, { now: AT, fetch: issuer.fetch });

/** What a file says, however it is written; null for what says nothing. */
function saidBy(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}

const changes = (length: number) =>
  fc.record({
    at: fc.nat(length - 1),
    kind: fc.constantFrom("put", "insert", "remove"),
    byte: fc.integer({ min: 0x20, max: 0x7e }),
  });

type Change = { at: number; kind: string; byte: number };

function changed(bytes: Buffer, { at, kind, byte }: Change): Buffer {
  const rest = bytes.subarray(kind === "insert" ? at : at + 1);
  return Buffer.concat([
    bytes.subarray(0, at),
    ...(kind === "remove" ? [] : [Buffer.from([byte])]),
    rest,
  ]);
}

test("no change of a signed badge that says something else is genuine", async () => {
  expect((await check(document)).verdict).toBe("genuine");
  await fc.assert(
    fc.asyncProperty(changes(document.length), async (change) => {
      const tampered = changed(document, change);
      if (isDeepStrictEqual(saidBy(tampered), saidBy(document))) return;
      expect((await check(tampered)).verdict).not.toBe("genuine");
    }),
    { numRuns: 150 },
  );
}, 120_000);

test("no part of a badge can be taken out, doubled or swapped for another", async () => {
  const badge = JSON.parse(document.toString()) as JsonObject;
  const places = placesIn(badge);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(places.length - 1),
      fc.constantFrom("remove", "null", "text", "number", "list", "double"),
      async (at, kind) => {
        const copy = structuredClone(badge);
        alter(copy, places[at] as string[], kind);
        // A set of one is the same as the one; nothing else is.
        if (isDeepStrictEqual(unwrapped(copy), unwrapped(badge))) return;
        expect((await check(Buffer.from(JSON.stringify(copy)))).verdict).not.toBe("genuine");
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

/** What a program may read over, and somebody may hide something in. */
const ODD = [
  ...["__proto__", "constructor", "toString", "", " name", "salary", "http:salary", "_:salary"],
  ...["@index", "@included", "@graph", "@reverse", "@nest", "@language", "@direction", "@json"],
  ...["@none", "@vocab", "@base", "@protected", "@version", "@value", "@type", "@id", "@other"],
  "https://other.example/salary",
];

test("no word can be added to a badge, wherever, however it is called", async () => {
  const badge = JSON.parse(document.toString()) as JsonObject;
  const places = holdersIn(badge);
  expect(places.length).toBeGreaterThan(10);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.oneof(fc.constantFrom(...ODD), fc.string()),
      fc.constantFrom(null, "Master", [], {}, { name: "Master" }, true, 7),
      async (path, key, value) => {
        const copy = structuredClone(badge);
        const holder = path.reduce<JsonObject>((each, name) => each[name] as JsonObject, copy);
        if (Object.hasOwn(holder, key)) return;
        Object.defineProperty(holder, key, { value, enumerable: true });
        expect((await check(Buffer.from(JSON.stringify(copy)))).verdict).not.toBe("genuine");
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);

/** Where each object stands, the badge itself first. */
function holdersIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, each]) => holdersIn(each, [...path, name]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

/**
 * Where each value stands, but for the list of contexts: whoever puts one in twice says the same.
 */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value)
    .filter(([name]) => name !== "@context")
    .flatMap(([name, each]) => placesIn(each, [...path, name]));
  return path.length > 0 ? [path, ...inner] : inner;
}

function alter(root: JsonObject, path: string[], kind: string): void {
  const holder = path
    .slice(0, -1)
    .reduce<JsonObject>((value, name) => value[name] as JsonObject, root);
  const name = path.at(-1) ?? "";
  const value = holder[name];
  if (kind === "remove") delete holder[name];
  else if (kind === "null") holder[name] = null;
  else if (kind === "text") holder[name] = "https://other.example/1";
  else if (kind === "number") holder[name] = 7;
  else if (kind === "list") holder[name] = [value];
  else holder[name] = [value, value];
}

/**
 * As JSON-LD reads it: a list is a set, so that one in a list is one, and the same twice is one.
 */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value
      .flat()
      .map(unwrapped)
      .filter((each) => each !== null);
    const once = all.filter(
      (each, at) => all.findIndex((other) => isDeepStrictEqual(other, each)) === at,
    );
    return once.length === 1 ? once[0] : once;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, unwrapped(each)])
      .filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0)),
  );
}

test("no change of a token is genuine", async () => {
  expect((await check(token)).verdict).toBe("genuine");
  const decoded = (bytes: Buffer) =>
    bytes
      .toString()
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("hex"))
      .join(".");
  await fc.assert(
    fc.asyncProperty(changes(token.length), async (change) => {
      const tampered = changed(token, change);
      // The last sign of base64url has bits to spare, and space around the whole says nothing.
      if (decoded(tampered) === decoded(token) || tampered.toString().trim() === token.toString())
        return;
      expect((await check(tampered)).verdict).not.toBe("genuine");
    }),
    { numRuns: 150 },
  );
}, 120_000);

import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApiDocument } from "#app/api/openapi.json/document.ts";
import type { Connection } from "#db/client.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { makeWorld, type World } from "./doors/world.ts";
import { routesOf } from "./routes.ts";

const shared = globalThis as { triviumConnection?: Connection };

/**
 * Of the kinds that broke a program before: moments out of reach, numbers too large, signs that
 * cannot be kept.
 */
const ODD = [
  "+010000-01-01T00:00:00Z",
  "-000001-01-01T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "0001-01-01T00:00:00+14:00",
  "+275760-09-13",
  "-271821-04-20",
  "9999-12-31",
  "2026-02-30",
  "2026-12-02[u-ca=hebrew]",
  "2026-12-02T10:00[u-ca=hebrew]",
  "2026-12-02T10:00:00+05:00[Europe/Brussels]",
  "2026-03-02T10:00",
  "2147483648",
  "9223372036854775808",
  "1e400",
  "-1",
  "NaN",
  "91,181",
  "projector:99999999999",
  "a\u0000b",
  "a\ud800b",
  "9".repeat(300),
  "'",
  "{}",
  "",
];

/** What is right beside the odd one, so that it alone is at fault. */
const RIGHT: Record<string, string> = {
  start: "2026-12-02T10:00:00Z",
  end: "2026-12-02T11:00:00Z",
  people: "2",
  from: "2026-12-01",
  to: "2026-12-20",
};

type Get = { parameters?: { in: string; name: string }[] };
type Writing = { requestBody?: { content: Record<string, { schema: Schema }> } };
type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  additionalProperties?: unknown;
};

let fresh: FreshDatabase;
let world: World;
let routes: Awaited<ReturnType<typeof routesOf>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL ??= fresh.url;
  shared.triviumConnection = fresh.connect(4);
  world = await makeWorld(shared.triviumConnection.db);
  routes = await routesOf(join(import.meta.dirname, "../app"));
}, 120_000);
afterAll(async () => {
  delete shared.triviumConnection;
  await fresh.drop();
});

/** Every address that programs read, with a thing that is there. */
async function addresses(): Promise<{ path: string; names: string[]; places: string[] }[]> {
  const { paths } = (await openApiDocument("https://trivium.test")) as unknown as {
    paths: Record<string, { get?: Get }>;
  };
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get && !path.endsWith("/stream")
      ? [
          {
            path,
            names: (get.parameters ?? [])
              .filter((each) => each.in === "query")
              .map(({ name }) => name),
            places: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
          },
        ]
      : [],
  );
}

const broken: string[] = [];
const answered = new Map<number, number>();

async function ask(address: string): Promise<void> {
  const headers = { cookie: world.cookies.administrator ?? "" };
  const answer = await routes.fetch(new Request(`http://localhost:3000${address}`, { headers }));
  await answer.body?.cancel();
  answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
  if (answer.status >= 500) broken.push(`${answer.status} ${address}`);
}

/** As it travels, also what no encoder makes: half of a pair. */
const encoded = (text: string) =>
  [...text].map((sign) => (sign === "\ud800" ? "%ED%A0%80" : encodeURIComponent(sign))).join("");

test("whatever stands in an address of the API, it is answered in words and not by a fault", async () => {
  const space = world.spaces.same;
  const placed = (path: string, odd?: { name: string; value: string }) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      if (odd?.name === name) return encoded(odd.value) || "-";
      return name === "slug" ? String(space.slug) : "6f1f5f0e-8a4e-4c63-9a52-6a9d1f0f2b11";
    });
  for (const { path, names, places } of await addresses()) {
    const query = (odd: string, value: string) =>
      [
        ...Object.entries(RIGHT).filter(([name]) => names.includes(name) && name !== odd),
        [odd, value] as const,
      ]
        .map(([name, text]) => `${name}=${encoded(text ?? "")}`)
        .join("&");
    await Promise.all([
      ...names.flatMap((name) => ODD.map((value) => ask(`${placed(path)}?${query(name, value)}`))),
      ...places.flatMap((name) => ODD.map((value) => ask(placed(path, { name, value })))),
    ]);
  }
  expect(broken).toEqual([]);
  // All of it was looked at: some is found, some is no such thing, most does not fit.
  for (const status of [200, 404, 422]) expect(answered.get(status)).toBeGreaterThan(10);
}, 120_000);

test.each([
  ...["0", "-1", "1.5", "1e9", "1000000000", "two", ""].flatMap((page) => [
    [`/api/v1/spaces?page=${page}`, "page"],
    [`/api/v1/sessions?page=${page}`, "page"],
    [`/api/v1/practices?page=${page}`, "page"],
    [`/api/v1/research/releases?page=${page}`, "page"],
  ]),
  ["/api/v1/sessions?page=1&page=2", "page"],
  ["/api/v1/sessions?from=2026-12-20&until=2026-12-01", "until"],
  [
    "/api/v1/availability?when=tomorrow&start=2026-12-02T10:00:00Z&end=2026-12-02T11:00:00Z",
    "when",
  ],
  ["/api/v1/indicators.csv?from=2026-05&to=2026-01", "to"],
  ["/api/v1/spaces?open_at=2026-12-02T10:00", "open_at"],
  ["/api/v1/sessions?from=2026-02-30", "from"],
])("%s is refused for its %s", async (address, field) => {
  const headers = { cookie: world.cookies.administrator ?? "" };
  const answer = await routes.fetch(new Request(`http://localhost:3000${address}`, { headers }));
  expect(answer.status).toBe(422);
  expect((await answer.json()).errors).toContainEqual(expect.objectContaining({ field }));
});

test.each(["spaces", "sessions", "practices", "research/releases"])(
  "the last page of %s, and what would come after it, end the list",
  async (list) => {
    const headers = { cookie: world.cookies.administrator ?? "" };
    const read = async (page: string) => {
      const address = `http://localhost:3000/api/v1/${list}?page=${page}`;
      return (await routes.fetch(new Request(address, { headers }))).json();
    };
    expect(await read("1000")).toMatchObject({ items: [], next: null });
    let page = "1";
    for (let turn = 0; turn < 50 && page; turn += 1) {
      const { items, next } = await read(page);
      expect(next === null || items.length > 0).toBe(true);
      page = next;
    }
    expect(page).toBeNull();
  },
);

const ID = "6f1f5f0e-8a4e-4c63-9a52-6a9d1f0f2b11";
const MOMENT = "2026-12-02T10:00:00Z";

/** A value that a schema of the document takes, or nearly: what is text of a form is guessed. */
function rightFor(schema: Schema, name = ""): unknown {
  const [option] = schema.anyOf ?? schema.oneOf ?? [];
  if (option) return rightFor(option, name);
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([inner, part]) => [inner, rightFor(part, inner)]),
    );
  if (schema.type === "object") return {};
  if (schema.type === "array") return schema.items ? [rightFor(schema.items, name)] : [];
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return false;
  if (schema.format === "uuid") return ID;
  if (/slug|space/i.test(name)) return String(world.spaces.same.slug);
  if (/rule/.test(name)) return "FREQ=WEEKLY;COUNT=2";
  if (/first|extra|excluded|start/i.test(name) && /firstStart|firstEnd|Starts/.test(name))
    return "2026-12-02T10:00";
  return /start|end|at$|now/i.test(name) ? MOMENT : "a text";
}

/** The same with something else at each place in it, one at a time. */
function* withOdd(value: unknown, odd: unknown): Generator<unknown> {
  yield odd;
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value))
    for (const changed of withOdd(inner, odd)) {
      if (Array.isArray(value)) yield value.with(Number(name), changed);
      else yield { ...value, [name]: changed };
    }
}

const WRITES = ["post", "patch", "put", "delete"] as const;

async function writing(): Promise<{ method: string; path: string; schema: Schema | null }[]> {
  const { paths } = (await openApiDocument("https://trivium.test")) as unknown as {
    paths: Record<string, Partial<Record<(typeof WRITES)[number], Writing>>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    WRITES.flatMap((method) => {
      const operation = methods[method];
      if (!operation) return [];
      const schema = operation.requestBody?.content["application/json"]?.schema ?? null;
      return [{ method: method.toUpperCase(), path, schema }];
    }),
  );
}

/** Files come as forms, whose fields the document does not name. */
const TAKES_A_FILE = /\/(photos|files|place-files)$/;

/** Who may ask: a device by its token, anybody else as an administrator. */
function askerOf(path: string): Record<string, string> {
  const { same } = world.spaces;
  if (path.startsWith("/api/v1/occupancy/"))
    return { authorization: `Bearer ${String(same.counterToken)}` };
  if (path === "/api/v1/pulse") return { authorization: `Bearer ${String(same.kioskToken)}` };
  return { cookie: world.cookies.administrator ?? "", origin: "http://localhost:3000" };
}

async function send(method: string, path: string, body: string | null, query = "") {
  const place = path.replaceAll(/\{\w+\}/g, ID);
  return routes.fetch(
    new Request(`http://localhost:3000${place}${query}`, {
      method,
      body,
      headers: { ...askerOf(path), "content-type": "application/json", "accept-language": "fr" },
    }),
  );
}

const problemOf = async (answer: Response) => ({
  ...(await answer.json()),
  status: answer.status,
  type: answer.headers.get("content-type"),
});

/** Formats of others, which may say more than is read. */
const OPEN = /\/occupancy\//;

test("an operation that changes something takes no field and no name that it does not know", async () => {
  const operations = (await writing()).filter(({ path }) => !TAKES_A_FILE.test(path));
  expect(operations.length).toBeGreaterThan(20);
  for (const { method, path, schema } of operations) {
    const right = schema ? (rightFor(schema) as object) : {};
    const field = { colour: "blue" };
    if (!OPEN.test(path)) {
      const body = JSON.stringify({ ...field, ...right });
      expect(await problemOf(await send(method, path, body)), `${method} ${path}`).toMatchObject({
        status: 422,
        type: "application/problem+json",
        code: "common.unknown_field",
        name: "colour",
        title: expect.stringMatching(/ne connaissons pas ici.: colour\.$/),
      });
    }
    const asked = await send(method, path, schema && JSON.stringify(right), "?colour=blue");
    expect(await problemOf(asked), `${method} ${path}`).toMatchObject({
      status: 422,
      code: "common.unknown_parameter",
      name: "colour",
    });
  }
});

const ODD_BODIES = ["{", "[]", "null", "1", '"a"', "[".repeat(100_000), '{"a":'.repeat(5_000)];
const EACH_PLACE_SKIPS = 3;
const ODD_VALUES = [null, {}, [], [[]], 1e308, -1, 0.5, 2 ** 53, true, { a: { b: 1 } }];

test("whatever stands in what is sent to the API, it is answered in words and not by a fault", async () => {
  const faults: string[] = [];
  const said = new Map<number, number>();
  const check = async (method: string, path: string, body: string) => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    said.set(answer.status, (said.get(answer.status) ?? 0) + 1);
    if (answer.status >= 500) faults.push(`${method} ${path} ${body.slice(0, 300)} → ${text}`);
  };
  for (const { method, path, schema } of await writing()) {
    if (!schema) continue;
    const right = rightFor(schema);
    // Each place gets some of what is odd, and the next place others.
    const bodies = [...ODD, ...ODD_VALUES]
      .flatMap((odd, nth) =>
        [...withOdd(right, odd)].filter((_, place) => (nth + place) % EACH_PLACE_SKIPS === 0),
      )
      .map((each) => JSON.stringify(each));
    for (let at = 0; at < bodies.length; at += 8)
      await Promise.all(bodies.slice(at, at + 8).map((body) => check(method, path, body)));
    for (const body of ODD_BODIES) await check(method, path, body);
  }
  expect(faults).toEqual([]);
  for (const status of [400, 404, 422]) expect(said.get(status)).toBeGreaterThan(10);
}, 120_000);

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

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { checkFile, takeFile } from "./import-task.ts";
import { sendFile } from "./imports.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const quiet = async () => {};

/** Somebody with a connection of their own. */
const somebody = (): Context => ({
  actor: { kind: "system", name: "test" },
  now: Temporal.Instant.from("2026-03-02T06:00:00Z"),
  db: database.connect(1).db,
  requestId: crypto.randomUUID(),
});

const numberOf = async ({ db }: Context) =>
  (await rowsOf<{ count: number }>(db, sql`select count(*)::int as count from listed_place`))[0]
    ?.count;

/** A file of places, looked at. */
async function looked(ctx: Context, source: string, north: number) {
  const rows = Array.from(
    { length: 240 },
    (_, at) =>
      `${at},Huis ${source} ${at},Kortrijk,8500,${(north + (at % 80) / 1_000).toFixed(4)},${(3.2 + Math.floor(at / 80) / 1_000).toFixed(4)}`,
  );
  async function* bytes() {
    yield Buffer.from(["id,nom,commune,code_postal,latitude,longitude", ...rows].join("\n"));
  }
  const facts = { source, licence: "CC0-1.0", fileName: "huizen.csv" };
  const { id } = await sendFile(ctx, facts, bytes());
  await checkFile(ctx, id, quiet);
  return { importId: id, publish: true, withDuplicates: true, withoutRefused: true };
}

test("an import that is killed half way has brought nothing, and comes in whole the next time", async () => {
  const [killed, other] = [somebody(), somebody()];
  const file = await looked(killed, "een", 50.8);
  const [own] = await rowsOf<{ pid: number }>(killed.db, sql`select pg_backend_pid() as pid`);
  const seen: unknown[] = [];
  const cut = takeFile(killed, file, async () => {
    seen.push(await numberOf(other));
    await other.db.execute(sql`select pg_terminate_backend(${own?.pid})`);
  });
  await expect(cut).rejects.toThrow();
  expect(seen).toEqual([0]);
  expect(await numberOf(other)).toBe(0);

  expect(await takeFile(other, file, quiet)).toEqual({ added: 240, changed: 0 });
  expect(await numberOf(other)).toBe(240);
});

test("while one import comes in, another is told to wait and brings nothing", async () => {
  const [first, second] = [somebody(), somebody()];
  const before = (await numberOf(first)) ?? 0;
  const one = await looked(first, "twee", 50.9);
  const other = await looked(second, "drie", 51);
  const refusals: unknown[] = [];
  await takeFile(first, one, async () => {
    refusals.push(await takeFile(second, other, quiet).catch((error: unknown) => error));
  });
  expect(refusals.length).toBeGreaterThan(0);
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ reason: { code: "places.another_runs" } });
  expect(await numberOf(second)).toBe(before + 240);
});

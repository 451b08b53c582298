import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { runNextTask, type TaskHandler } from "#lib/foundation/platform/queues/tasks.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { untilWaiting } from "#testing/until-waiting.ts";
import {
  askForTake,
  checkFile,
  importWithTask,
  runTake,
  TAKE_TASK,
  takeFile,
} from "./import-task.ts";
import {
  agreeMapping,
  decideDuplicates,
  findImport,
  importRows,
  sendFile,
  suggestedMapping,
} from "./imports.ts";

const FACTS = { source: "Ville de Lille", licence: "Licence Ouverte 2.0", fileName: "lieux.csv" };
const HEAD = "id,nom,commune,code_postal,latitude,longitude";
const quiet = async () => {};
const all = { publish: true, withDuplicates: false, withoutRefused: false };

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function looked(ctx: Context, rows: string[], facts = FACTS) {
  const { id } = await sendFile(ctx, facts, bytesOf([HEAD, ...rows].join("\n")));
  return { id, counts: await checkFile(ctx, id, quiet) };
}

const take = (ctx: Context, importId: string, change = {}) =>
  takeFile(ctx, { importId, ...all, ...change }, quiet);

const takingAs = (ctx: Context): Record<string, TaskHandler> => ({
  [TAKE_TASK]: (db, { payload }) => runTake({ ...ctx, db }, payload, quiet),
});

const importTest = test.extend("admin", async ({ ctx, given }): Promise<Context> => {
  return { ...ctx, actor: await given.person([{ role: "administrator", spaceId: null }]) };
});

const places = async ({ db }: Context) =>
  (
    await db.execute<{ name: string; published: boolean }>(
      sql`select name, published from listed_place order by name`,
    )
  ).rows;

importTest("a file comes in once, and again only with what is new in it", async ({ admin }) => {
  const first = await looked(admin, [
    "1,Fabrique,Lille,59000,50.6287,3.057",
    "2,Atelier,Roubaix,59100,50.6942,3.1746",
  ]);
  expect(first.counts).toEqual({ new: 2, changed: 0, same: 0, duplicate: 0, refused: 0 });
  expect(await places(admin)).toEqual([]);
  expect(await take(admin, first.id)).toEqual({ added: 2, changed: 0 });
  const second = await looked(admin, [
    "1,Fabrique,Lille,59000,50.6287,3.057",
    "2,Atelier neuf,Roubaix,59100,50.6942,3.1746",
    "3,Labo,Tourcoing,59200,50.7234,3.1612",
  ]);
  expect(second.counts).toEqual({ new: 1, changed: 1, same: 1, duplicate: 0, refused: 0 });
  expect((await importRows(admin, second.id, { outcome: "changed", page: 1 }))[0]).toMatchObject({
    before: { nom: "Atelier" },
    record: { nom: "Atelier neuf" },
  });
  await take(admin, second.id, { publish: false });
  expect(await places(admin)).toEqual([
    { name: "Atelier neuf", published: true },
    { name: "Fabrique", published: true },
    { name: "Labo", published: false },
  ]);
});

importTest(
  "duplicates are found in the file, among listed places and among spaces, each with the evidence",
  async ({ admin, given }) => {
    const space = await given.space({ name: "La Fabrique", lat: 50.8279, lon: 3.2646 });
    const known = await looked(admin, ["1,Médiathèque Jean Lévy,Lille,59000,50.6346,3.0689"]);
    await take(admin, known.id);
    const { id, counts } = await looked(
      admin,
      [
        "a,Mediatheque Jean-Levy,Lille,59000,50.6347,3.0690",
        "b,la fabrique,Kortrijk,8500,50.8281,3.2646",
        "c,Maison de quartier,Croix,59170,50.6780,3.1510",
        "d,Maison de quartier,Croix,59170,50.6781,3.1511",
        "e,Bibliothèque,Croix,59170,50.6781,3.1511",
      ],
      { ...FACTS, source: "Autre" },
    );
    expect(counts).toEqual({ new: 2, changed: 0, same: 0, duplicate: 3, refused: 0 });
    const found = await importRows(admin, id, { outcome: "duplicate", page: 1 });
    expect(found.map(({ twin }) => twin)).toMatchObject([
      { kind: "listed", name: "Médiathèque Jean Lévy", likeness: 100, metres: 13 },
      { kind: "space", id: space.slug, likeness: 100, metres: 22 },
      { kind: "row", id: "4", likeness: 100 },
    ]);
    const [, , third] = found;
    await decideDuplicates(admin, id, {
      shown: found.map(({ number }) => number),
      comesIn: [third?.number ?? -1],
    });
    expect(
      (await importRows(admin, id, { outcome: "duplicate", page: 1 })).map(
        ({ comesIn }) => comesIn,
      ),
    ).toEqual([false, false, true]);
    expect(await take(admin, id)).toEqual({ added: 3, changed: 0 });
    expect(await places(admin)).toContainEqual({ name: third?.name, published: true });
  },
);

importTest(
  "a file with refused rows comes in when somebody says to leave them out, and not before",
  async ({ admin }) => {
    const { id, counts } = await looked(admin, [
      "1,Fabrique,Lille,59000,50.6287,3.057",
      "2,,Lille,59000,50.6287,3.057",
      "1,Double,Lille,59000,50.7,3.1",
      "3,En mer,Lille,59000,51.6,2.2",
    ]);
    expect(counts).toMatchObject({ new: 1, refused: 3 });
    const refused = await importRows(admin, id, { outcome: "refused", page: 1 });
    expect(
      refused.map(({ line, name, said }) => [line, name, said[0]?.field, said[0]?.code]),
    ).toEqual([
      [3, null, "nom", "missing"],
      [4, "Double", "id", "twice"],
      [5, "En mer", "latitude", "not_on_land"],
    ]);
    await expect(take(admin, id)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "places.refused_left", count: 3 },
    });
    expect(await places(admin)).toEqual([]);
    expect(await take(admin, id, { withoutRefused: true })).toEqual({ added: 1, changed: 0 });
    await expect(take(admin, id)).rejects.toMatchObject({
      reason: { code: "places.taken_already" },
    });
  },
);

importTest("of two who take a file at once, both read what came in", async ({ admin, given }) => {
  const other = {
    ...admin,
    actor: await given.person([{ role: "administrator", spaceId: null }]),
  };
  const { id } = await looked(admin, ["1,Fabrique,Lille,59000,50.6287,3.057"]);
  for (const one of [admin, other]) await askForTake(one, { importId: id, ...all }, "key");
  while (await runNextTask(admin.db, takingAs(admin)));
  for (const one of [admin, other])
    expect(await importWithTask(one, id)).toMatchObject({
      file: { state: "taken" },
      task: { state: "done", result: { added: 1, changed: 0 } },
    });
  expect(await places(admin)).toHaveLength(1);
});

importTest("a file read while the worker ends its taking is taken, or still at work", async () => {
  const database = await freshDatabase();
  const { db } = database.connect();
  const given = givenOn(db);
  const actor = await given.person([{ role: "administrator", spaceId: null }]);
  const admin: Context = { actor, now: NOW, db, requestId: "r" };
  const { id } = await looked(admin, ["1,Fabrique,Lille,59000,50.6287,3.057"]);
  await askForTake(admin, { importId: id, ...all }, "key");

  // Whoever opens the page meanwhile has to wait before the task can be read.
  const read = await db.transaction(async (worker) => {
    await worker.execute(sql`lock table background_task in access exclusive mode`);
    const reading = importWithTask(admin, id);
    await untilWaiting(db);
    await runTake({ ...admin, db: worker }, { importId: id, ...all }, quiet);
    await worker.execute(sql`update background_task
      set state = 'done', result = '{"added": 1}', started_at = now(), ended_at = now()`);
    return { reading };
  });

  expect(await read.reading).toMatchObject({
    file: { state: "taken" },
    task: { state: "done", result: { added: 1 } },
  });
  await database.drop();
});

importTest(
  "what was looked at before another file came in is looked at again",
  async ({ admin }) => {
    const early = await looked(admin, ["1,Fabrique,Lille,59000,50.6287,3.057"]);
    const late = await looked(admin, ["1,Fabrique,Lille,59000,50.6287,3.057"], {
      ...FACTS,
      source: "Autre",
    });
    await take(admin, late.id);
    await expect(take(admin, early.id)).rejects.toMatchObject({
      reason: { code: "places.look_again" },
    });
    await expect(askForTake(admin, { importId: early.id, ...all }, "key")).rejects.toMatchObject({
      reason: { code: "places.look_again" },
    });
    expect(await checkFile(admin, early.id, quiet)).toMatchObject({ duplicate: 1 });
  },
);

importTest(
  "a table of another kind waits for a mapping, which its next file brings along",
  async ({ admin }) => {
    const table = "Naam;Gemeente;Y;X;Uitleg\nDe Werkplek;Kortrijk;50,8279;3,2646;mooi";
    const { id, needsMapping } = await sendFile(admin, FACTS, bytesOf(table));
    expect(needsMapping).toBe(true);
    await expect(checkFile(admin, id, quiet)).rejects.toMatchObject({
      reason: { code: "places.mapping_first" },
    });
    expect(await suggestedMapping(admin, await findImport(admin, id))).toEqual([
      "nom",
      "commune",
      "latitude",
      "longitude",
      null,
    ]);
    await expect(
      agreeMapping(admin, id, ["nom", "commune", "latitude", null, null]),
    ).rejects.toMatchObject({
      reason: { code: "places.mapping_missing", field: "longitude" },
    });
    await agreeMapping(admin, id, [
      "nom",
      "commune",
      "latitude",
      "longitude",
      "presentation_detail",
    ]);
    expect(await checkFile(admin, id, quiet)).toMatchObject({ new: 1 });
    const next = await sendFile(admin, FACTS, bytesOf(`${table}\nBibliotheek;Menen;50,79;3,11;x`));
    expect((await suggestedMapping(admin, await findImport(admin, next.id))).at(-1)).toBe(
      "presentation_detail",
    );
  },
);

importTest(
  "somebody who is no administrator of the network brings no file",
  async ({ ctx, given }) => {
    const space = await given.space();
    const manager = { ...ctx, actor: await given.staff(space.id) };
    await expect(sendFile(manager, FACTS, bytesOf(HEAD))).rejects.toMatchObject({
      kind: "forbidden",
    });
  },
);

// Comparing each with all others would not end within the time that a test has.
importTest("a heap of places at one point is looked at whole", async ({ admin }) => {
  const rows = Array.from(
    { length: 3_000 },
    (_, at) => `${at},Lieu ${(at * 7_919).toString(36)},Lille,59000,50.6287,3.057`,
  );
  const { counts } = await looked(admin, rows);
  expect(counts.new + counts.duplicate).toBe(3_000);
});

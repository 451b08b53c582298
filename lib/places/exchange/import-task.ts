import { and, count, eq, gt, max, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { placeImportParts, placeImportRows, placeImports } from "#db/schema/places.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { tryLockOne } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  askForTask,
  lastTaskAbout,
  type Progress,
  type Task,
} from "#lib/foundation/platform/queues/tasks.ts";
import { spacesNear } from "#lib/places/spaces/queries.ts";
import { AROUND_CELL, cellOf } from "./cells.ts";
import {
  findImport,
  NETWORK,
  noteTaken,
  type PlaceImport,
  readingOf,
  type Twin,
} from "./imports.ts";
import { type Compared, duplicateEvidence } from "./likeness.ts";
import { type ReadRow, readRows } from "./read.ts";
import { OUTCOMES, type Outcome } from "./schema.ts";

export const CHECK_TASK = "places-check";
export const TAKE_TASK = "places-take";

const ROWS_AT_ONCE = 500;
/**
 * Neighbours of one row whose names are compared with its own, the nearest first, beside those of
 * the very same name.
 */
const MOST_NEIGHBOURS = 60;
/**
 * Neighbours whose distance is looked at. Squares with more are a heap, of which not every pair is
 * compared.
 */
const MOST_MEASURED = 400;
const MOST_NAMESAKES = 5;
/** Names that share less than this of their groups of three letters are not compared. */
const LEAST_SHARED = 0.25;
/** How much of the work reading is, in hundredths; the rest is the search for duplicates. */
const READING = 60;

export type Counts = Record<Outcome, number>;

const oneImport = z.object({ importId: z.uuid() });
const taking = oneImport.extend({
  publish: z.boolean(),
  /**
   * Rows that look like a place that is there already come in as well: all of them, beside those
   * decided one by one.
   */
  withDuplicates: z.boolean(),
  /** What is refused stays out, and the rest comes in. */
  withoutRefused: z.boolean(),
});
export type Taking = z.output<typeof taking>;

/** Leaves the look at a file to the worker. */
export async function askForCheck(ctx: Context, importId: string): Promise<string> {
  const { personId } = authenticated(ctx.actor, "place.import");
  const file = await findImport(ctx, importId);
  readingOf(file);
  const key = `check:${importId}:${JSON.stringify(file.mapping)}:${file.checkedAt ?? ""}`;
  return askForTask(ctx.db, {
    kind: CHECK_TASK,
    key,
    askedBy: personId,
    spaceId: null,
    payload: { importId },
  });
}

/**
 * Leaves the taking of a looked-at file to the worker.
 *
 * @param key of the form: pressed twice, it is one task
 * @throws DomainError conflict as {@link takeFile} does
 */
export async function askForTake(ctx: Context, request: Taking, key: string): Promise<string> {
  const { personId } = authenticated(ctx.actor, "place.import");
  await refuseTaking(ctx, request);
  return askForTask(ctx.db, {
    kind: TAKE_TASK,
    key: `take:${request.importId}:${key}`,
    askedBy: personId,
    spaceId: null,
    payload: request,
  });
}

/**
 * A file with what the worker does, or last did, with it; no task before anything was asked. Of a
 * file that is taken, it is the taking: whoever pressed a moment later reads what came in as well.
 *
 * The task is read first. It ends in the transaction that changes the file: a file that was read
 * before it would stand beside the end of a task that it does not show yet, and a page that waits
 * for the worker would stop waiting.
 *
 * @throws DomainError not_found
 */
export async function importWithTask(
  ctx: Context,
  importId: string,
): Promise<{ file: PlaceImport; task: Task | null }> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  const task = await lastTaskAbout(ctx.db, [CHECK_TASK, TAKE_TASK], { importId });
  const file = await findImport(ctx, importId);
  const took =
    file.state === "taken" ? await lastTaskAbout(ctx.db, [TAKE_TASK], { importId }, "done") : null;
  return { file, task: took ?? task };
}

/** The worker's part of the look. */
export async function runCheck(ctx: Context, payload: Record<string, unknown>, progress: Progress) {
  return checkFile(ctx, oneImport.parse(payload).importId, progress);
}

/** The worker's part of the taking. */
export async function runTake(ctx: Context, payload: Record<string, unknown>, progress: Progress) {
  return takeFile(ctx, taking.parse(payload), progress);
}

/**
 * Looks at every row of a file: new, changed, the same, a duplicate, or refused. Only what was seen
 * is written, beside the file; no place changes. Holds one piece of the file and a few hundred rows
 * at a time.
 */
export async function checkFile(
  ctx: Context,
  importId: string,
  progress: Progress,
): Promise<Counts> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  return transaction(ctx.db, async (db) => {
    const file = await findImport({ ...ctx, db }, importId);
    const reading = readingOf(file);
    await db
      .select({ id: placeImports.id })
      .from(placeImports)
      .where(eq(placeImports.id, importId))
      .for("update");
    if (file.state === "taken") throw new DomainError("conflict", { code: "places.taken_already" });
    await db.delete(placeImportRows).where(eq(placeImportRows.importId, importId));
    let read = 0;
    const count = async (piece: number) => {
      read += piece;
      await progress(Math.floor((READING * read) / Math.max(1, file.bytes)), 100);
    };
    let batch: ReadRow[] = [];
    let number = 0;
    const keep = async () => {
      await keepRows(db, importId, number, batch);
      number += batch.length;
      batch = [];
    };
    for await (const row of readRows(partsOf(db, importId, count), reading)) {
      batch.push(row);
      if (batch.length >= ROWS_AT_ONCE) await keep();
    }
    await keep();
    await db.execute(JOINS.whole);
    await compareWithListed(db, importId, file.source);
    await db.execute(JOINS.byIndex);
    for (let from = 0; from < number; from += ROWS_AT_ONCE) {
      await findDuplicates({ ...ctx, db }, importId, from);
      await progress(READING + Math.floor(((100 - READING) * from) / number), 100);
    }
    const counts = await countOutcomes(db, importId);
    await db
      .update(placeImports)
      .set({ state: "checked", counts, checkedAt: sql`clock_timestamp()` })
      .where(eq(placeImports.id, importId));
    return counts;
  });
}

/**
 * Rows that came in this transaction are in no statistics: the planner takes the table for an empty
 * one, and would walk all of it once for each row. It is told which way to go, until the
 * transaction ends.
 */
const JOINS = {
  whole: sql`set local enable_nestloop = off`,
  byIndex: sql`select set_config('enable_nestloop', 'on', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
};

async function* partsOf(
  db: Database,
  importId: string,
  count: (bytes: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const [part] = await db
      .select({ content: placeImportParts.content })
      .from(placeImportParts)
      .where(and(eq(placeImportParts.importId, importId), eq(placeImportParts.number, number)));
    if (!part) return;
    yield part.content;
    await count(part.content.byteLength);
  }
}

async function keepRows(
  db: Database,
  importId: string,
  first: number,
  batch: ReadRow[],
): Promise<void> {
  if (batch.length === 0) return;
  const rows = batch.map(({ line, record, name, notes, refusals }, at) => ({
    number: first + at,
    line,
    outcome: record ? "new" : "refused",
    source_id: record?.id ?? null,
    name,
    city: record?.commune ?? null,
    lat: record?.latitude ?? null,
    lon: record?.longitude ?? null,
    cell: record ? cellOf(record.latitude, record.longitude) : null,
    record,
    said: record ? notes : refusals,
  }));
  await db.execute(sql`
    insert into place_import_row (import_id, number, line, outcome, source_id, name, lat, lon, cell,
      search, record, said)
    select ${importId}::uuid, number, line, outcome, source_id, name, lat, lon, cell,
      case when record is not null then searched_text(concat_ws(' ', name, city)) end, record, said
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (number int, line int,
    outcome text, source_id text, name text,
      city text, lat float8, lon float8, cell int, record jsonb, said jsonb)`);
}

/**
 * Rows that name a number twice are refused after the first; those that the source named before are
 * the same, or changed.
 */
async function compareWithListed(db: Database, importId: string, source: string): Promise<void> {
  await db.execute(sql`
    update place_import_row row set outcome = 'refused',
      said = jsonb_build_array(jsonb_build_object('field', 'id', 'code', 'twice', 'value',
      row.source_id))
    from (select source_id, min(number) as first from place_import_row where import_id = ${importId}
      and record is not null
      group by source_id having count(*) > 1) twice
    where row.import_id = ${importId} and row.source_id = twice.source_id and row.number > twice.first`);
  await db.execute(sql`
    update place_import_row row set place_id = place.id,
      outcome = case when place.record = row.record then 'same' else 'changed' end
    from listed_place place
    where row.import_id = ${importId} and row.outcome = 'new' and place.source = ${source} and place.source_id = row.source_id`);
}

type Candidate = Compared & {
  number: number;
  own: Compared;
  kind: Twin["kind"];
  id: string;
};

/**
 * Compares each new row of a batch with what stands around it: listed places, spaces, and rows
 * further up in the file.
 */
async function findDuplicates(ctx: Context, importId: string, from: number): Promise<void> {
  const { db } = ctx;
  const own = await rowsOf<{ number: number; own: Compared }>(
    db,
    sql`
      select number, jsonb_build_object('name', name, 'lat', lat, 'lon', lon, 'pivot',
        record ->> 'pivot', 'phone', record ->> 'telephone')
        as own
      from place_import_row where import_id = ${importId} and outcome = 'new' and number >= ${from} and number < ${from + ROWS_AT_ONCE}`,
  );
  if (own.length === 0) return;
  const neighbours = await rowsOf<Candidate>(
    db,
    sql`
      with own as materialized (
        select number, cell, search, name, lat, lon, record ->> 'pivot' as pivot,
          record ->> 'telephone' as phone
        from place_import_row
        where import_id = ${importId} and outcome = 'new' and number >= ${from}
          and number < ${from + ROWS_AT_ONCE}
      )
      select own.number, jsonb_build_object('name', own.name, 'lat', own.lat, 'lon', own.lon,
        'pivot', own.pivot, 'phone', own.phone) as own,
        other.kind, other.id, other.name, other.lat, other.lon, other.pivot, other.phone
      from own cross join lateral (
        ${besideOwn("listed", sql`listed_place`, sql`true`)}
        union all
        ${besideOwn("row", sql`place_import_row`, sql`other.import_id = ${importId} and other.number < own.number and other.record is not null`)}
      ) other
      where similarity(own.search, other.search) >= ${LEAST_SHARED} or own.pivot = other.pivot or own.phone = other.phone`,
  );
  const candidates = [...neighbours, ...(await spacesAround(ctx, own))];
  const best = new Map<number, Twin>();
  for (const { number, own: row, kind, id, ...other } of candidates) {
    const evidence = duplicateEvidence(row, other);
    const known = best.get(number);
    if (evidence && (!known || evidence.likeness > known.likeness))
      best.set(number, { kind, id, name: other.name, ...evidence });
  }
  if (best.size === 0) return;
  const found = [...best].map(([number, twin]) => ({ number, twin }));
  await db.execute(sql`
    update place_import_row row set outcome = 'duplicate', twin = found.twin
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as found (number int, twin jsonb)
    where row.import_id = ${importId} and row.number = found.number`);
}

/**
 * Rows of a table that may be the same place as `own`: those with its very name within a kilometre,
 * and whatever is called otherwise within some 280 metres, the nearest first. Found by their
 * squares, so that names are compared only where the distance says so.
 */
function besideOwn(kind: Twin["kind"], table: SQL, mayBe: SQL): SQL {
  const id = sql.raw(kind === "listed" ? "found.id::text" : "found.line::text");
  const facts = sql`${sql.raw(`'${kind}'`)} as kind, ${id} as id, found.name, found.lat, found.lon, found.search,
    found.record ->> 'pivot' as pivot, found.record ->> 'telephone' as phone`;
  return sql`(select ${facts} from (
      select * from ${table} other where ${mayBe} and other.search = own.search
        and abs(other.lat - own.lat) < ${NEAR_DEGREES}
          and abs(other.lon - own.lon) < ${NEAR_DEGREES}
      limit ${MOST_NAMESAKES}) found)
    union all
    (select ${facts} from (
      select * from unnest(${sql.param(AROUND_CELL)}::int[]) step join ${table} other
        on other.cell = own.cell + step
      where ${mayBe} limit ${MOST_MEASURED}) found
    order by (found.lat - own.lat) ^ 2 + ((found.lon - own.lon) * cos(radians(own.lat))) ^ 2
    limit ${MOST_NEIGHBOURS})`;
}

async function spacesAround(
  ctx: Context,
  own: { number: number; own: Compared }[],
): Promise<Candidate[]> {
  const lats = own.map((row) => row.own.lat);
  const lons = own.map((row) => row.own.lon);
  const spaces = await spacesNear(ctx, {
    south: Math.min(...lats) - NEAR_DEGREES,
    north: Math.max(...lats) + NEAR_DEGREES,
    west: Math.min(...lons) - NEAR_DEGREES,
    east: Math.max(...lons) + NEAR_DEGREES,
  });
  return own.flatMap((row) =>
    spaces
      .filter(
        ({ lat, lon }) =>
          Math.abs(lat - row.own.lat) < NEAR_DEGREES && Math.abs(lon - row.own.lon) < NEAR_DEGREES,
      )
      .map(({ slug, ...space }) => ({ ...row, kind: "space" as const, id: slug, ...space })),
  );
}

/** A kilometre and a little more. */
const NEAR_DEGREES = 0.015;

async function countOutcomes(db: Database, importId: string): Promise<Counts> {
  const rows = await db
    .select({ outcome: placeImportRows.outcome, count: count() })
    .from(placeImportRows)
    .where(eq(placeImportRows.importId, importId))
    .groupBy(placeImportRows.outcome);
  const counts = Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Counts;
}

/**
 * Takes a looked-at file: all that may come in comes in, in one transaction, or nothing does.
 *
 * @throws DomainError conflict when another file is being taken or was taken since the look, when
 *   it was not looked at or was taken already, or when rows are refused and nobody said to leave
 *   them out
 */
export async function takeFile(
  ctx: Context,
  request: Taking,
  progress: Progress,
): Promise<Record<string, number>> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  const { importId, publish, withDuplicates } = request;
  return transaction(ctx.db, async (db) => {
    const lock = await rowsOf<{ free: boolean }>(
      db,
      sql`select ${tryLockOne("place-import")} as free`,
    );
    if (!lock[0]?.free) throw new DomainError("conflict", { code: "places.another_runs" });
    await refuseTaking({ ...ctx, db }, request);
    const file = await findImport({ ...ctx, db }, importId);
    const [last] = await db
      .select({ number: max(placeImportRows.number) })
      .from(placeImportRows)
      .where(eq(placeImportRows.importId, importId));
    const most = last?.number ?? -1;
    let added = 0;
    let changed = 0;
    for (let from = 0; from <= most; from += TAKEN_AT_ONCE) {
      const taken = await takeRows({ ...ctx, db }, file, from, { publish, withDuplicates });
      added += taken.added;
      changed += taken.changed;
      await progress(Math.min(from + TAKEN_AT_ONCE, most), Math.max(1, most));
    }
    await db
      .update(placeImports)
      .set({ state: "taken", takenAt: sql`clock_timestamp()` })
      .where(eq(placeImports.id, importId));
    await db.delete(placeImportParts).where(eq(placeImportParts.importId, importId));
    await noteTaken({ ...ctx, db }, importId, {
      source: file.source,
      added,
      changed,
      published: publish,
    });
    return { added, changed };
  });
}

const TAKEN_AT_ONCE = 5_000;

/**
 * Lists the new places among the next rows of a file, and writes the changed ones anew.
 *
 * @param from the number of the first of these rows, of which there are at most `TAKEN_AT_ONCE`
 */
async function takeRows(
  { db, now }: Context,
  { id, source, licence }: PlaceImport,
  from: number,
  { publish, withDuplicates }: Pick<Taking, "publish" | "withDuplicates">,
): Promise<{ added: number; changed: number }> {
  const at = sql`${now.toString()}::timestamptz`;
  const range = sql`row.import_id = ${id} and row.number >= ${from} and row.number < ${from + TAKEN_AT_ONCE}`;
  const columns = sql`row.name, row.record ->> 'commune', row.record ->> 'pays', row.lat, row.lon, row.cell, row.search, row.record`;
  const comesIn = sql`(row.outcome = 'new' or (row.outcome = 'duplicate' and (${withDuplicates} or row.comes_in)))`;
  const inserted = await db.execute(sql`
    insert into listed_place (source, source_id, licence, name, city, country, lat, lon, cell,
      search, record, published,
      created_at, changed_at)
    select ${source}, row.source_id, ${licence}, ${columns}, ${publish}, ${at}, ${at}
    from place_import_row row where ${range} and ${comesIn}`);
  const updated = await db.execute(sql`
    update listed_place place
    set (name, city, country, lat, lon, cell, search, record) = (select ${columns}),
      licence = ${licence}, changed_at = ${at}
    from place_import_row row where ${range} and row.outcome = 'changed' and place.id = row.place_id`);
  return { added: inserted.rowCount ?? 0, changed: updated.rowCount ?? 0 };
}

async function refuseTaking(ctx: Context, { importId, withoutRefused }: Taking): Promise<void> {
  const file = await findImport(ctx, importId);
  if (file.state === "taken") throw new DomainError("conflict", { code: "places.taken_already" });
  if (file.state !== "checked") throw new DomainError("conflict", { code: "places.look_first" });
  const refused = file.counts?.refused ?? 0;
  if (refused > 0 && !withoutRefused)
    throw new DomainError("conflict", { code: "places.refused_left", count: refused });
  const own = alias(placeImports, "own");
  const [late] = await ctx.db
    .select({ id: placeImports.id })
    .from(placeImports)
    .innerJoin(own, and(eq(own.id, importId), gt(placeImports.takenAt, own.checkedAt)))
    .limit(1);
  if (late) throw new DomainError("conflict", { code: "places.look_again" });
}

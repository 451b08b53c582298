import { createHash, randomUUID } from "node:crypto";
import { stringify } from "csv-stringify/sync";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { releaseBlocks, releaseChunks, releaseDownloads, releases } from "#db/schema/research.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { type Recoding, recodingFor, WITHHELD } from "./anonymity.ts";
import { columnsOf, dataPackage } from "./codebook.ts";
import { type CountedBlock, countedBlocks, keyClasses, talliedPeople } from "./heads.ts";
import { findRelease, type Release } from "./queries.ts";
import { lineRows, type Row, tableRows } from "./rows.ts";
import type { Dataset, ReleaseWish } from "./schema.ts";

/** The zone in which a month is over: that of the whole network. */
const NETWORK_ZONE = "Europe/Brussels";
const PREVIEW_ROWS = 12;
const CHUNK_BYTES = 512 * 1024;
const CSV_ROWS = 500;

export type Preview = {
  people: number;
  /** People who were counted in a tally: a file of lines leaves them out. */
  leftOut: number;
  steps: string[];
  withheld: number;
  columns: string[];
  rows: Row[];
  /** The release that answers this question already. */
  existing: string | null;
};

/** What a release would hold, and what it would cost to protect people in it. Nothing leaves. */
export async function previewRelease(ctx: Context, wish: ReleaseWish): Promise<Preview> {
  authorise(ctx.actor, "research.release");
  return snapshot(ctx.db, async (db) => {
    const { blocks, recoding, existing } = await examined({ ...ctx, db }, wish);
    const rows: Row[] = [];
    for await (const row of rowsOf(db, wish, recoding)) if (rows.push(row) === PREVIEW_ROWS) break;
    return {
      people: blocks.reduce((sum, { lines }) => sum + lines, 0),
      leftOut: recoding ? await talliedPeople(db, wish) : 0,
      steps: recoding?.steps ?? [],
      withheld: recoding?.withheld ?? 0,
      columns: columnsOf(wish.dataset),
      rows,
      existing,
    };
  });
}

/**
 * Makes a release: protected, frozen, hashed and in the register. The same question gets the release it got before.
 * Rows are streamed from a cursor into pieces of the release; the set is never held whole.
 *
 * @throws DomainError conflict when these people cannot be protected, or left already in another form
 */
export async function makeRelease(ctx: Context, wish: ReleaseWish, purpose: string): Promise<Release> {
  authorise(ctx.actor, "research.release");
  const { personId } = authenticated(ctx.actor);
  const id = await snapshot(ctx.db, async (db) => {
    // Two releases made at once could together tell what neither tells alone. A lock of the table, and no function that
    // locks: what a transaction sees is settled with its first query, and whoever waited must see what the other made.
    await db.execute(sql`lock table release in share row exclusive mode`);
    const { blocks, recoding, existing } = await examined({ ...ctx, db }, wish);
    if (existing) return existing;

    const id = randomUUID();
    const written = await write(db, id, wish.dataset, rowsOf(db, wish, recoding));
    await db.insert(releases).values({
      id,
      dataset: wish.dataset,
      parameters: parametersOf(wish),
      purpose,
      madeBy: personId,
      rows: written.rows,
      sha256: written.sha256,
      protection: { steps: recoding?.steps ?? [], withheld: recoding?.withheld ?? written.withheld },
      createdAt: ctx.now,
    });
    for (const { spaceId, month, fingerprint } of blocks)
      await db.insert(releaseBlocks).values({ releaseId: id, spaceId, month, fingerprint });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "research.released",
      spaceId: null,
      subject: id,
      data: { sha256: written.sha256, rows: written.rows },
    });
    return id;
  });
  return findRelease(ctx, id);
}

/** Puts a download into the register, then hands out what the package holds besides the data. */
export async function registerDownload(ctx: Context, id: string) {
  authorise(ctx.actor, "research.release");
  const { personId } = authenticated(ctx.actor);
  const release = await findRelease(ctx, id);
  await ctx.db.insert(releaseDownloads).values({
    releaseId: id,
    personId,
    sha256: release.sha256,
    at: ctx.now,
  });
  return dataPackage(release);
}

/** One state of the data from the first count to the last row, whoever saves a sheet meanwhile. */
function snapshot<T>(db: Database, run: (db: Database) => Promise<T>): Promise<T> {
  return transaction(db, run, { isolationLevel: "repeatable read" });
}

type Examined = { blocks: CountedBlock[]; recoding: Recoding | null; existing: string | null };

/** The refusals, and how the lines are made alike. @throws DomainError conflict, invalid */
async function examined(ctx: Context, wish: ReleaseWish): Promise<Examined> {
  const thisMonth = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toPlainYearMonth();
  if (Temporal.PlainYearMonth.compare(wish.to, thisMonth) >= 0)
    throw new DomainError("invalid", { code: "research.month_not_over" });
  const known = await sameQuestion(ctx.db, wish);
  const blocks = await countedBlocks(ctx.db, wish);
  const recoding = wish.dataset === "person_lines" ? recodingFor(await keyClasses(ctx.db, wish)) : null;
  if (known) return { blocks, recoding, existing: known };

  if (blocks.length === 0) throw new DomainError("conflict", { code: "research.nobody" });
  if (wish.dataset === "person_lines" && !recoding)
    throw new DomainError("conflict", { code: "research.cannot_protect" });
  await refuseOverlap(ctx.db, wish.dataset, blocks);
  return { blocks, recoding, existing: null };
}

async function sameQuestion(db: Database, wish: ReleaseWish): Promise<string | null> {
  const [same] = await db
    .select({ id: releases.id })
    .from(releases)
    .where(
      and(
        eq(releases.dataset, wish.dataset),
        sql`${releases.parameters} = ${JSON.stringify(parametersOf(wish))}::jsonb`,
      ),
    );
  return same?.id ?? null;
}

/**
 * A space and month leave in one form only. Lines that overlap an earlier release, or a table beside lines, could be
 * subtracted from each other; two tables may overlap where they say the same.
 * @see docs/decisions/0005-each-person-leaves-once.md
 */
async function refuseOverlap(db: Database, dataset: Dataset, blocks: CountedBlock[]): Promise<void> {
  const wanted = JSON.stringify(
    blocks.map(({ spaceId, month, fingerprint }) => ({ spaceId, month, fingerprint })),
  );
  const { rows } = await db.execute<{ id: string }>(sql`
    select earlier.id from release_block block join release earlier on earlier.id = block.release_id
      join jsonb_to_recordset(${wanted}::jsonb) as wanted ("spaceId" uuid, month date, fingerprint text)
        on wanted."spaceId" = block.space_id and wanted.month = block.month
    where earlier.dataset <> ${dataset} or ${dataset} = 'person_lines' or wanted.fingerprint <> block.fingerprint
    limit 1`);
  const [earlier] = rows;
  if (earlier)
    throw new DomainError(
      "conflict",
      { code: "research.released_before" },
      { details: { releaseId: earlier.id } },
    );
}

function parametersOf({ from, to, spaces }: ReleaseWish) {
  return { from: from.toString(), to: to.toString(), spaces: [...new Set(spaces)].sort() };
}

function rowsOf(db: Database, wish: ReleaseWish, recoding: Recoding | null): AsyncGenerator<Row> {
  return recoding ? lineRows(db, wish, recoding) : tableRows(db, wish);
}

type Written = { rows: number; withheld: number; sha256: string };

async function write(
  db: Database,
  releaseId: string,
  dataset: Dataset,
  source: AsyncGenerator<Row>,
): Promise<Written> {
  const hash = createHash("sha256");
  let position = 0;
  let pending: Buffer[] = [Buffer.from(stringify([columnsOf(dataset)]))];
  let batch: Row[] = [];
  let rows = 0;
  let withheld = 0;

  const flush = async (atLeast: number) => {
    if (batch.length > 0) pending.push(Buffer.from(stringify(batch)));
    batch = [];
    const content = Buffer.concat(pending);
    if (content.length < atLeast) {
      pending = [content];
      return;
    }
    hash.update(content);
    await db.insert(releaseChunks).values({ releaseId, position, content });
    position += 1;
    pending = [];
  };
  for await (const row of source) {
    rows += 1;
    if (row.at(-1) === WITHHELD) withheld += 1;
    batch.push(row);
    if (batch.length === CSV_ROWS) await flush(CHUNK_BYTES);
  }
  await flush(1);
  return { rows, withheld, sha256: hash.digest("hex") };
}

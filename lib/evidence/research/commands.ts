import { createHash, randomUUID } from "node:crypto";
import { stringify } from "csv-stringify/sync";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { releaseBlocks, releaseChunks, releaseDownloads, releases } from "#db/schema/research.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { recodingFor, STEPS, WITHHELD } from "./anonymity.ts";
import { type CountedBlock, countedBlocks, keyClasses } from "./attendees.ts";
import { columnsOf, dataPackage } from "./codebook.ts";
import { closedQuarters, isClosed, OPEN_DAYS } from "./periods.ts";
import { figuresLeft, publishCells } from "./published.ts";
import { findRelease, firstLines, type Release } from "./queries.ts";
import { figureRows, lineRows, type Row } from "./rows.ts";
import type { Dataset, ReleaseInput } from "./schema.ts";

const PREVIEW_ROWS = 12;
const CHUNK_BYTES = 512 * 1024;
const CSV_ROWS = 500;

export type Preview = {
  columns: string[];
  /** What may be given up to protect people in lines, in this order, as far as is needed. */
  steps: string[];
  /** The release that answers this question already, with its first rows as they left. */
  existing: { id: string; rows: Row[] } | null;
};

/**
 * What a release would hold, and what may be lost to protect people in it. Nothing that was counted
 * is looked at: a preview that moved with the data would be a release of its own. One that exists
 * is shown from its frozen bytes. In the audit log.
 *
 * @throws DomainError invalid for what no release can be made of
 */
export async function previewRelease(ctx: Context, input: ReleaseInput): Promise<Preview> {
  authorise(ctx.actor, "research.release");
  await isAskable(ctx, input);
  return ctx.db.transaction(async (db) => {
    const known = await sameQuestion(db, input);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "research.previewed",
      spaceId: null,
      subject: known ?? input.dataset,
      data: {
        dataset: input.dataset,
        from: input.from.toString(),
        to: input.to.toString(),
        spaces: input.spaces.join(" "),
      },
    });
    const frozen = known ? await firstRows({ ...ctx, db }, known) : null;
    return {
      columns: frozen?.columns ?? columnsOf(input.dataset),
      steps: input.dataset === "person_lines" ? STEPS : [],
      existing: known && frozen ? { id: known, rows: frozen.rows } : null,
    };
  });
}

/** The columns of a release and its first rows, as they left. */
async function firstRows(ctx: Context, id: string): Promise<{ columns: string[]; rows: Row[] }> {
  const [columns = [], ...rows] = (await firstLines(ctx, id, PREVIEW_ROWS + 1)).map((line) =>
    line.split(","),
  );
  return { columns, rows };
}

/**
 * Makes a release: protected, frozen, hashed and in the register. The same question gets the
 * release it got before. Rows are streamed from a cursor into pieces of the release; the set is
 * never held whole.
 *
 * @throws DomainError conflict when these people cannot be protected, or left already in another
 *   form
 */
export async function makeRelease(
  ctx: Context,
  input: ReleaseInput,
  purpose: string,
): Promise<Release> {
  authorise(ctx.actor, "research.release");
  const { personId } = authenticated(ctx.actor, "research.release");
  const regions = await isAskable(ctx, input);
  const id = await snapshot(ctx.db, async (db) => {
    // Two releases made at once could together tell what neither tells alone. A lock of the table,
    // and no function that locks: what a transaction sees is settled with its first query, and
    // whoever waited must see what the other made.
    await db.execute(sql`lock table release in share row exclusive mode`);
    const existing = await sameQuestion(db, input);
    if (existing) return existing;

    const id = randomUUID();
    const contents =
      input.dataset === "person_lines"
        ? await linesFor(db, input)
        : await figuresFor({ ...ctx, db }, input, regions);
    const written = await write(db, id, input.dataset, contents.rows);
    await db.insert(releases).values({
      id,
      dataset: input.dataset,
      parameters: parametersOf(input),
      purpose,
      madeBy: personId,
      rows: written.rows,
      sha256: written.sha256,
      protection: { steps: contents.steps, withheld: contents.withheld ?? written.withheld },
      createdAt: ctx.now,
    });
    for (const { spaceId, month, fingerprint } of contents.blocks)
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
  const { personId } = authenticated(ctx.actor, "research.release");
  const release = await findRelease(ctx, id);
  await ctx.db.insert(releaseDownloads).values({
    releaseId: id,
    personId,
    sha256: release.sha256,
    at: ctx.now,
  });
  const [header = ""] = await firstLines(ctx, id, 1);
  return dataPackage(release, header.split(","));
}

/** One state of the data from the first count to the last row, whoever saves a sheet meanwhile. */
function snapshot<T>(db: Database, run: (db: Database) => Promise<T>): Promise<T> {
  return transaction(db, run, { isolationLevel: "repeatable read" });
}

/**
 * Whether the months are closed, and for figures the regions that are asked for.
 * @throws DomainError invalid
 */
async function isAskable(ctx: Context, input: ReleaseInput): Promise<string[]> {
  if (input.dataset === "person_lines") {
    if (!isClosed(input.to, ctx.now))
      throw new DomainError("invalid", { code: "research.not_closed", days: OPEN_DAYS });
    return [];
  }
  closedQuarters(input, ctx.now);
  const spaces = await spacesByName(ctx);
  const named =
    input.spaces.length > 0 ? spaces.filter(({ slug }) => input.spaces.includes(slug)) : spaces;
  const regions = [...new Set(named.map(({ region }) => region))].sort();
  const all = spaces.filter(({ region }) => regions.includes(region));
  if (named.length === 0 || all.length !== named.length)
    throw new DomainError("invalid", { code: "research.no_single_space" });
  return regions;
}

type Contents = {
  rows: AsyncGenerator<Row> | Row[];
  steps: string[];
  withheld: number | null;
  blocks: CountedBlock[];
};

/**
 * @throws DomainError conflict when these people cannot be protected, or left already in another
 *   form
 */
async function linesFor(db: Database, input: ReleaseInput): Promise<Contents> {
  const blocks = await countedBlocks(db, input);
  if (blocks.length === 0) throw new DomainError("conflict", { code: "research.nobody" });
  const recoding = recodingFor(await keyClasses(db, input));
  if (!recoding) throw new DomainError("conflict", { code: "research.cannot_protect" });
  await refuseOverlap(db, blocks);
  return {
    rows: lineRows(db, input, recoding),
    steps: recoding.steps,
    withheld: recoding.withheld,
    blocks,
  };
}

/**
 * Publishes the figures of these quarters and regions where that was not done before: what the
 * report shows from then on, and nothing more.
 * @throws DomainError conflict
 */
async function figuresFor(ctx: Context, input: ReleaseInput, regions: string[]): Promise<Contents> {
  const blocks = await publishCells(ctx, closedQuarters(input, ctx.now), regions);
  if (blocks.some(({ cells }) => !cells))
    throw new DomainError("conflict", { code: "research.released_before" });
  const figures = blocks.flatMap(({ cells, ...block }) =>
    cells ? [{ ...block, figures: cells.report }] : [],
  );
  if (figures.every((block) => Object.values(block.figures).every((figure) => figure === null)))
    throw new DomainError("conflict", { code: "research.cannot_protect" });
  return { rows: figures.flatMap(figureRows), steps: [], withheld: null, blocks: [] };
}

async function sameQuestion(db: Database, input: ReleaseInput): Promise<string | null> {
  const [same] = await db
    .select({ id: releases.id })
    .from(releases)
    .where(
      and(
        eq(releases.dataset, input.dataset),
        sql`${releases.parameters} = ${JSON.stringify(parametersOf(input))}::jsonb`,
      ),
    );
  return same?.id ?? null;
}

/**
 * A space and month leave in one form only. Lines that overlap an earlier release or stand beside
 * published figures could be subtracted from them.
 * @see docs/decisions/0005-each-person-leaves-once.md
 */
async function refuseOverlap(db: Database, blocks: CountedBlock[]): Promise<void> {
  const wanted = JSON.stringify(blocks.map(({ spaceId, month }) => ({ spaceId, month })));
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select block.release_id as id from release_block block
        join jsonb_to_recordset(${wanted}::jsonb) as wanted ("spaceId" uuid, month date)
          on wanted."spaceId" = block.space_id and wanted.month = block.month
      limit 1`,
  );
  const [earlier] = rows;
  if (earlier)
    throw new DomainError(
      "conflict",
      { code: "research.released_before" },
      { details: { releaseId: earlier.id } },
    );
  if (await figuresLeft(db, blocks))
    throw new DomainError("conflict", { code: "research.figures_left" });
}

function parametersOf({ from, to, spaces }: ReleaseInput) {
  return { from: from.toString(), to: to.toString(), spaces: [...new Set(spaces)].sort() };
}

type Written = { rows: number; withheld: number; sha256: string };

async function write(
  db: Database,
  releaseId: string,
  dataset: Dataset,
  source: AsyncGenerator<Row> | Row[],
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

import { and, desc, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import {
  listedPlaces,
  placeImportParts,
  placeImportRows,
  placeImports,
} from "#db/schema/places.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { HEAD_BYTES } from "./bytes.ts";
import type { Note } from "./check.ts";
import { type Mapping, mappingFaults } from "./mapping.ts";
import { type FileHead, fileHead, type Reading } from "./read.ts";
import type { Outcome } from "./schema.ts";

const PART_BYTES = 262_144;

export type PlaceImport = Omit<typeof placeImports.$inferSelect, "head" | "mapping" | "counts"> & {
  head: FileHead;
  mapping: Mapping | null;
  counts: Record<Outcome, number> | null;
};

/**
 * Keeps a file of places, a piece at a time. A table in the standard needs no mapping, nor does
 * JSON; any other waits for somebody to say which column is which.
 *
 * @throws DomainError invalid where it is neither a table nor JSON
 */
export async function sendFile(
  ctx: Context,
  facts: { source: string; licence: string; fileName: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ id: string; needsMapping: boolean }> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  return transaction(ctx.db, async (db) => {
    const pieces = piecesOf(bytes);
    const first = (await pieces.next()).value ?? new Uint8Array();
    const head = fileHead(first.subarray(0, HEAD_BYTES));
    const needsMapping = head.kind === "table" && !head.isStandard;
    const [made] = await db
      .insert(placeImports)
      .values({
        ...facts,
        fileName: facts.fileName.slice(0, 200),
        askedBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
        bytes: 0,
        head,
        columnsHash: sha256(head.kind === "table" ? JSON.stringify(head.columns) : "json"),
        mapping: head.kind === "table" && head.isStandard ? head.mapping : null,
      })
      .returning({ id: placeImports.id });
    const importId = made?.id ?? "";
    let total = 0;
    let number = 0;
    for (let piece: Uint8Array | undefined = first; piece; piece = (await pieces.next()).value) {
      await db.insert(placeImportParts).values({ importId, number, content: Buffer.from(piece) });
      total += piece.byteLength;
      number += 1;
    }
    await db.update(placeImports).set({ bytes: total }).where(eq(placeImports.id, importId));
    return { id: importId, needsMapping };
  });
}

/** No space has it: only who may do something everywhere may do it there. */
export const NETWORK = "";

/** The same bytes in pieces of one size, the last one shorter. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    length += chunk.byteLength;
    while (length >= PART_BYTES) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, PART_BYTES);
      waiting = [all.subarray(PART_BYTES)];
      length -= PART_BYTES;
    }
  }
  if (length > 0) yield Buffer.concat(waiting);
  return undefined;
}

/** @throws DomainError not_found */
export async function findImport(ctx: Context, id: string): Promise<PlaceImport> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  const [found] = await ctx.db.select().from(placeImports).where(eq(placeImports.id, id));
  if (!found) throw new DomainError("not_found", { code: "places.import_unknown" });
  return found as PlaceImport;
}

/** The last files, the newest first. */
export async function lastImports(ctx: Context): Promise<PlaceImport[]> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  const rows = await ctx.db
    .select()
    .from(placeImports)
    .orderBy(desc(placeImports.createdAt))
    .limit(10);
  return rows as PlaceImport[];
}

/**
 * What was agreed for the last file with the same columns, of the same source first; else what the
 * names of the columns say.
 */
export async function suggestedMapping(ctx: Context, file: PlaceImport): Promise<Mapping> {
  if (file.mapping) return file.mapping;
  const [agreed] = await ctx.db
    .select({ mapping: sql<Mapping>`${placeImports.mapping}` })
    .from(placeImports)
    .where(
      and(
        eq(placeImports.columnsHash, file.columnsHash),
        isNotNull(placeImports.mapping),
        ne(placeImports.id, file.id),
      ),
    )
    .orderBy(desc(eq(placeImports.source, file.source)), desc(placeImports.createdAt))
    .limit(1);
  return agreed?.mapping ?? (file.head.kind === "table" ? file.head.mapping : []);
}

/**
 * Notes which column is which.
 *
 * @throws DomainError invalid when a needed field has no column, or one has two; conflict once it
 *   is taken
 */
export async function agreeMapping(ctx: Context, id: string, mapping: Mapping): Promise<void> {
  const file = await findImport(ctx, id);
  const { missing, twice } = mappingFaults(mapping);
  if (missing[0])
    throw new DomainError("invalid", { code: "places.mapping_missing", field: missing[0] });
  if (twice[0]) throw new DomainError("invalid", { code: "places.mapping_twice", field: twice[0] });
  if (file.state === "taken") throw new DomainError("conflict", { code: "places.taken_already" });
  await ctx.db.update(placeImports).set({ mapping, state: "sent" }).where(eq(placeImports.id, id));
}

/**
 * How a kept file is to be read.
 *
 * @throws DomainError conflict while nobody has said which column is which
 */
export function readingOf({ head, mapping }: PlaceImport): Reading {
  if (head.kind === "json") return head;
  if (!mapping) throw new DomainError("conflict", { code: "places.mapping_first" });
  return { ...head, mapping };
}

export type ImportRow = {
  number: number;
  line: number;
  outcome: Outcome;
  name: string | null;
  said: Note[];
  twin: Twin | null;
  /** A duplicate that somebody decided is a place of its own. */
  comesIn: boolean;
  /** For a place that changes: what it is now, and what it becomes. */
  before: Record<string, string | number> | null;
  record: Record<string, string | number> | null;
};

/**
 * What a row is a duplicate of. `kind` is where it stands: among the listed places, the spaces, or
 * further up in the file.
 */
export type Twin = {
  kind: "listed" | "space" | "row";
  id: string;
  name: string;
  metres: number;
  likeness: number;
  same: string | null;
};

export const ROWS_ON_A_PAGE = 50;

/**
 * The rows of a looked-at file with one outcome, in the order of the file. Pages are counted from
 * 1.
 */
export async function importRows(
  ctx: Context,
  id: string,
  { outcome, page }: { outcome: Outcome; page: number },
): Promise<ImportRow[]> {
  authorise(ctx.actor, "place.import", { spaceId: NETWORK });
  return ctx.db
    .select({
      number: placeImportRows.number,
      line: placeImportRows.line,
      outcome: sql<Outcome>`${placeImportRows.outcome}`,
      name: placeImportRows.name,
      said: sql<Note[]>`${placeImportRows.said}`,
      twin: sql<Twin | null>`${placeImportRows.twin}`,
      comesIn: placeImportRows.comesIn,
      record: sql<ImportRow["record"]>`${placeImportRows.record}`,
      before: sql<ImportRow["before"]>`${listedPlaces.record}`,
    })
    .from(placeImportRows)
    .leftJoin(listedPlaces, eq(listedPlaces.id, placeImportRows.placeId))
    .where(and(eq(placeImportRows.importId, id), eq(placeImportRows.outcome, outcome)))
    .orderBy(placeImportRows.number)
    .limit(ROWS_ON_A_PAGE)
    .offset((page - 1) * ROWS_ON_A_PAGE);
}

/**
 * Notes which of the shown duplicates are places of their own.
 *
 * @throws DomainError conflict once the file is taken
 */
export async function decideDuplicates(
  ctx: Context,
  id: string,
  { shown, comesIn }: { shown: number[]; comesIn: number[] },
): Promise<void> {
  const file = await findImport(ctx, id);
  if (file.state === "taken") throw new DomainError("conflict", { code: "places.taken_already" });
  await ctx.db
    .update(placeImportRows)
    .set({ comesIn: inArray(placeImportRows.number, comesIn) })
    .where(
      and(
        eq(placeImportRows.importId, id),
        eq(placeImportRows.outcome, "duplicate"),
        inArray(placeImportRows.number, shown),
      ),
    );
}

/** Notes in the audit log what a file brought. */
export async function noteTaken(
  ctx: Context,
  id: string,
  data: Record<string, string | number | boolean>,
): Promise<void> {
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "place.imported",
    spaceId: null,
    subject: id,
    data,
  });
}

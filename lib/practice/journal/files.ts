import { and, eq, sql } from "drizzle-orm";
import { journalFiles, journals } from "#db/schema/journal.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, can } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { formatOf, redraw } from "#lib/places/spaces/picture.ts";
import { isPlanned, journalFor, touch } from "./journal-row.ts";
import { FILE_MEGABYTES, isAgreedBy, type JournalFile, MOST_FILES } from "./rules.ts";
import type { FileWords } from "./schema.ts";

const ADDED_AN_HOUR = 60;

/**
 * What a file is by its content, whatever it is called: a photo to draw anew, a PDF that is whole,
 * or nothing that is taken.
 */
export function fileKindOf(bytes: Buffer): JournalFile["kind"] | null {
  if (formatOf(bytes)) return "photo";
  const isPdf = bytes.subarray(0, 5).toString("latin1") === "%PDF-";
  return isPdf && bytes.subarray(-1_024).includes("%%EOF") ? "document" : null;
}

/**
 * Adds a photo, drawn anew, or a PDF to a phase. The same file twice in a phase is one.
 *
 * @throws DomainError not_found; forbidden; rate_limited; too_large; invalid for what is neither,
 *   for a phase that is not planned and for a day of agreement to come; conflict when there are
 *   enough; what `redraw` throws
 */
export async function addFile(
  ctx: Context,
  slug: string,
  bytes: Buffer,
  { agreedOn, ...said }: FileWords,
): Promise<{ id: string }> {
  const { id: journalId, spaceId } = await journalFor(ctx, slug, "journal.write");
  const { personId } = authenticated(ctx.actor, "journal.write");
  if (agreedOn !== null && !isAgreedBy(agreedOn, ctx.now))
    throw new DomainError("invalid", { code: "journal.needs_recognised" });
  await limit(ctx, { key: `journal-file:${personId}`, attempts: ADDED_AN_HOUR, windowMinutes: 60 });
  const drawn = await drawnFrom(bytes);
  return transaction(ctx.db, async (db) => {
    await db
      .select({ id: journals.id })
      .from(journals)
      .where(eq(journals.id, journalId))
      .for("update");
    if (!(await isPlanned(db, journalId, said.phase, "key share")))
      throw new DomainError("invalid", { code: "journal.unknown_phase" });
    const before = await db
      .select({
        id: journalFiles.id,
        isSame: sql<boolean>`${journalFiles.phase} = ${said.phase} and ${journalFiles.large} = ${drawn.large}`,
      })
      .from(journalFiles)
      .where(eq(journalFiles.journalId, journalId));
    const same = before.find(({ isSame }) => isSame);
    if (same) return { id: same.id };
    if (before.length >= MOST_FILES)
      throw new DomainError("conflict", { code: "journal.files_enough", most: MOST_FILES });
    const [added] = await db
      .insert(journalFiles)
      .values({ ...drawn, ...said, agreedOn, journalId, authorId: personId })
      .returning({ id: journalFiles.id });
    if (!added) throw new Error("no file came back");
    if (said.visible === "public") await touch({ ...ctx, db }, journalId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "journal.file_added",
      spaceId,
      subject: journalId,
    });
    return added;
  });
}

async function drawnFrom(bytes: Buffer) {
  if (bytes.byteLength > FILE_MEGABYTES * 1_000_000)
    throw new DomainError("too_large", {
      code: "journal.file_too_large",
      megabytes: FILE_MEGABYTES,
    });
  const kind = fileKindOf(bytes);
  if (kind === null) throw new DomainError("invalid", { code: "journal.file_unknown" });
  if (kind === "document") return { kind, small: null, large: bytes };
  const { small, large } = await redraw(bytes);
  return { kind, small, large };
}

/**
 * The bytes of a file, for everybody where its journal is published and it is for everybody, and
 * for the team of its space; null for everybody else. A document has one size.
 */
export async function fileBytes(
  { db, actor }: Context,
  id: string,
  size: "small" | "large",
): Promise<{ kind: JournalFile["kind"]; bytes: Buffer; isPublic: boolean } | null> {
  const [row] = await db
    .select({
      kind: journalFiles.kind,
      bytes:
        size === "small"
          ? sql<Buffer>`coalesce(${journalFiles.small}, ${journalFiles.large})`
          : journalFiles.large,
      visible: journalFiles.visible,
      state: journals.state,
      spaceId: journals.spaceId,
    })
    .from(journalFiles)
    .innerJoin(journals, eq(journals.id, journalFiles.journalId))
    .where(eq(journalFiles.id, id));
  if (!row) return null;
  const isPublic = row.visible === "public" && row.state === "published";
  if (!isPublic && !can(actor, "journal.write", { spaceId: row.spaceId })) return null;
  return { kind: row.kind as JournalFile["kind"], bytes: row.bytes, isPublic };
}

/** Takes a file away. @throws DomainError not_found; forbidden */
export async function removeFile(ctx: Context, slug: string, id: string): Promise<void> {
  const { id: journalId, spaceId } = await journalFor(ctx, slug, "journal.write");
  await transaction(ctx.db, async (db) => {
    const removed = await db
      .delete(journalFiles)
      .where(and(eq(journalFiles.id, id), eq(journalFiles.journalId, journalId)))
      .returning({ id: journalFiles.id });
    if (removed.length === 0) throw new DomainError("not_found", { code: "journal.unknown_file" });
    await touch({ ...ctx, db }, journalId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "journal.file_removed",
      spaceId,
      subject: journalId,
    });
  });
}

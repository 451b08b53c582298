import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { alignments, competences, frameworks } from "#db/schema/badges.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { cleaned, cleanText } from "#lib/foundation/platform/text/text.ts";
import { bundledFrameworks } from "./bundled.ts";
import { frameworkOfCase, isCase } from "./case.ts";
import { fileOf } from "./editing.ts";
import { faulty, frameworkOfJson, jsonOf, rowsOfCsv } from "./exchange.ts";
import { competencesAt, findFramework } from "./queries.ts";
import { differences, editingRefusal, faultsOf, type RowFault } from "./rules.ts";
import type { AlignmentItem, FrameworkFile, MapHead } from "./schema.ts";
import { refuseUnseen } from "./unseen.ts";

/**
 * Writes a framework as a file has it: what is new is added, what is there is changed, what the
 * file leaves out goes.
 *
 * @throws DomainError forbidden; invalid with every row at fault in its details; conflict when a
 *   badge stands for what would go
 */
export async function saveFramework(
  ctx: Context,
  file: FrameworkFile,
): Promise<{ id: string; competences: number }> {
  authorise(ctx.actor, "badge.design", NETWORK);
  refuseFaults(faultsOf(file));
  const saved = transaction(ctx.db, async (db) => {
    const { items, alignments: links, ...head } = file;
    const values = { ...head, changedAt: ctx.now };
    const [framework] = await db
      .insert(frameworks)
      .values(values)
      .onConflictDoUpdate({ target: frameworks.slug, set: values })
      .returning({ id: frameworks.id });
    const id = framework?.id ?? "";
    await writeItems(db, id, items);
    refuseFaults(await writeAlignments(db, id, { items, links }));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "framework.saved",
      spaceId: null,
      subject: id,
      data: { slug: file.slug, competences: items.length },
    });
    return { id, competences: items.filter(({ isGroup }) => !isGroup).length };
  });
  return saved.catch((error: unknown) => {
    if (!COMPETENCE_IN_USE.includes(databaseFault(error)?.constraint ?? "")) throw error;
    throw new DomainError("conflict", { code: "badges.competence_in_use" }, { cause: error });
  });
}

/**
 * The frameworks and maps that come with the product, as they are in it now. Whoever changed one of
 * them has it as it was.
 */
export async function loadBundledFrameworks(ctx: Context): Promise<number> {
  authorise(ctx.actor, "badge.design", NETWORK);
  const files = bundledFrameworks();
  await transaction(ctx.db, async (db) => {
    for (const file of files) await saveFramework({ ...ctx, db }, file);
  });
  return files.length;
}

/** What a file brings: competences and groups by how they are to what is there. */
export type Imported = {
  slug: string;
  added: number;
  changed: number;
  same: number;
  removed: number;
};

/**
 * Brings a framework from a file that somebody gives: JSON of CASE or of the product's own form, or
 * a table of rows for one that is there. All of it, or nothing.
 *
 * @param into which framework the rows of a table are for; a JSON file says so itself
 * @param isTrial says what would come of it, and writes nothing
 * @throws DomainError as `saveFramework`; not_found for a table that is for no framework; conflict
 *   for a list of others that has the name of a map of ours, and the other way round
 */
export async function importFramework(
  ctx: Context,
  text: string,
  { into, isTrial }: { into: string; isTrial: boolean },
): Promise<Imported> {
  authorise(ctx.actor, "badge.design", NETWORK);
  const file = await fileFromText(ctx, text, into);
  const run = transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const before = await findFramework(inner, file.slug);
    if (before && before.kind !== file.kind)
      throw new DomainError("conflict", { code: "badges.import_other_kind", slug: file.slug });
    await saveFramework(inner, file);
    const counts = { slug: file.slug, ...differences(before ? fileOf(before) : null, file) };
    if (isTrial) throw new Trial(counts);
    return counts;
  });
  return run.catch((error: unknown) => {
    if (error instanceof Trial) return error.counts;
    throw error;
  });
}

/** Ends the transaction of a trial, so that nothing of it stays. */
class Trial extends Error {
  readonly counts: Imported;
  constructor(counts: Imported) {
    super("only a trial");
    this.counts = counts;
  }
}

async function fileFromText(ctx: Context, text: string, into: string): Promise<FrameworkFile> {
  if (text.length > MOST_SIGNS)
    throw new DomainError("invalid", { code: "badges.import_too_large" });
  if (/^\uFEFF?\s*[{[]/.test(text)) {
    const value = cleaned(jsonOf(text.replace(/^\uFEFF/, "")));
    if (!isCase(value)) return frameworkOfJson(value);
    return frameworkOfCase(value, settings().publicUrl, (uris) => competencesAt(ctx, uris));
  }
  const rows = rowsOfCsv(cleanText(text));
  if ("faults" in rows) {
    refuseFaults(rows.faults);
    throw new Error("faults without a fault");
  }
  const framework = await findFramework(ctx, into);
  if (!framework) throw new DomainError("not_found", { code: "badges.import_into_none" });
  return { ...fileOf(framework), ...rows.rows };
}

/** Of a file that is imported: 2,000 competences in three languages take about a tenth of it. */
const MOST_SIGNS = 3_000_000;

/**
 * Begins a map of one's own, without competences yet.
 *
 * @throws DomainError forbidden, conflict when there is one of this name
 */
export async function addMap(ctx: Context, head: MapHead): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    if ((await db.$count(frameworks, eq(frameworks.slug, head.slug))) > 0)
      throw new DomainError(
        "conflict",
        { code: "badges.map_taken" },
        { details: { field: "slug" } },
      );
    await saveFramework(
      { ...ctx, db },
      { ...head, kind: "map", targetType: "CFItem", items: [], alignments: [] },
    );
  });
}

/**
 * Changes a map of one's own, as it is after `change`. Frameworks of others are what they publish:
 * a newer version is imported.
 *
 * @param seen when it was changed last, as whoever edits saw it
 * @throws DomainError not_found; conflict when somebody changed it meanwhile, or it is of others or
 *   retired; as `saveFramework`
 */
export async function editMap(
  ctx: Context,
  { slug, seen }: { slug: string; seen: string },
  change: (file: FrameworkFile) => FrameworkFile,
): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    await db.select().from(frameworks).where(eq(frameworks.slug, slug)).for("update");
    const framework = await findFramework(inner, slug);
    if (!framework) throw new DomainError("not_found", { code: "badges.unknown_framework" });
    const refusal = editingRefusal(framework);
    if (refusal) throw new DomainError("conflict", refusal);
    await refuseUnseen(db, framework, seen);
    await saveFramework(inner, change(fileOf(framework)));
  });
}

/** Belongs to no space: a role in one does not suffice. */
const NETWORK = { spaceId: "" };

/** What keeps a competence: a badge of ours, a badge of others or a course that stands for it. */
export const COMPETENCE_IN_USE = [
  "badge_class_competence_competence_id_competence_id_fk",
  "benchmark_competence_competence_id_competence_id_fk",
];

function refuseFaults(rows: RowFault[]): void {
  if (rows.length > 0) throw faulty(rows);
}

async function writeItems(
  db: Database,
  frameworkId: string,
  items: FrameworkFile["items"],
): Promise<void> {
  if (items.length === 0) {
    await db.delete(competences).where(eq(competences.frameworkId, frameworkId));
    return;
  }
  // In one statement, so that what stands in a group may be written with it.
  await db
    .insert(competences)
    .values(
      items.map(({ code, uri, parentCode, isGroup, labels, origin }, position) => ({
        frameworkId,
        code,
        uri: uri ?? null,
        parentCode: parentCode ?? null,
        isGroup,
        labels,
        origin,
        position,
      })),
    )
    .onConflictDoUpdate({
      target: [competences.frameworkId, competences.code],
      set: {
        uri: sql`excluded.uri`,
        parentCode: sql`excluded.parent_code`,
        isGroup: sql`excluded.is_group`,
        labels: sql`excluded.labels`,
        origin: sql`excluded.origin`,
        position: sql`excluded.position`,
      },
    });
  await db.delete(competences).where(
    and(
      eq(competences.frameworkId, frameworkId),
      notInArray(
        competences.code,
        items.map(({ code }) => code),
      ),
    ),
  );
}

/** @returns the rows whose other competence is not there */
async function writeAlignments(
  db: Database,
  frameworkId: string,
  { items, links }: { items: FrameworkFile["items"]; links: AlignmentItem[] },
): Promise<RowFault[]> {
  await db
    .delete(alignments)
    .where(
      sql`${alignments.competenceId} in (select id from competence where framework_id = ${frameworkId})`,
    );
  if (links.length === 0) return [];
  const rows = await rowsOf<{ code: string; framework: string; other: string }>(
    db,
    sql`
      with asked as (select * from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
          as asked(code text, framework text, other text, relation text)),
        found as (select asked.*, own.id as own_id, aligned.id as other_id from asked
          join competence own on own.framework_id = ${frameworkId} and own.code = asked.code
          left join framework on framework.slug = asked.framework
          left join competence aligned on aligned.framework_id = framework.id
            and aligned.code = asked.other and aligned.id <> own.id),
        written as (insert into competence_alignment (competence_id, other_id, relation)
          select own_id, other_id, relation from found where other_id is not null
            on conflict do nothing)
      select code, framework, other from found where other_id is null`,
  );
  const rowOf = new Map(items.map(({ code }, at) => [code, at + 1]));
  return rows.map(({ code, framework, other }) => ({
    row: rowOf.get(code) ?? 0,
    code: "badges.import.unknown_alignment",
    value: `${framework}:${other}`,
  }));
}

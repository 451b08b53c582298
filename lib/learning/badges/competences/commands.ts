import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { alignments, competences, frameworks } from "#db/schema/badges.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/policy.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { bundledFrameworks } from "./bundled.ts";
import { faultsOf, type RowFault } from "./rules.ts";
import type { AlignmentItem, FrameworkFile } from "./schema.ts";

/**
 * Writes a framework as a file has it: what is new is added, what is there is changed, what the file leaves out goes.
 *
 * @throws DomainError forbidden; invalid with every row at fault in its details; conflict when a badge stands for what would go
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

/** The frameworks and maps that come with the product, as they are in it now. Whoever changed one of them has it as it was. */
export async function loadBundledFrameworks(ctx: Context): Promise<number> {
  authorise(ctx.actor, "badge.design", NETWORK);
  const files = bundledFrameworks();
  await transaction(ctx.db, async (db) => {
    for (const file of files) await saveFramework({ ...ctx, db }, file);
  });
  return files.length;
}

/** Belongs to no space: a role in one does not suffice. */
const NETWORK = { spaceId: "" };

/** What keeps a competence: a badge of ours, a badge of others or a course that stands for it. */
const COMPETENCE_IN_USE = [
  "badge_class_competence_competence_id_competence_id_fk",
  "benchmark_competence_competence_id_competence_id_fk",
];

function refuseFaults(rows: RowFault[]): void {
  const [first] = rows;
  if (first)
    throw new DomainError(
      "invalid",
      { code: "badges.import_faults", count: rows.length, row: first.row, value: first.value },
      { details: { rows } },
    );
}

async function writeItems(db: Database, frameworkId: string, items: FrameworkFile["items"]): Promise<void> {
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
  const { rows } = await db.execute<{ code: string; framework: string; other: string }>(sql`
    with asked as (select * from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as asked(code text, framework text, other text, relation text)),
      found as (select asked.*, own.id as own_id, aligned.id as other_id from asked
        join competence own on own.framework_id = ${frameworkId} and own.code = asked.code
        left join framework on framework.slug = asked.framework
        left join competence aligned on aligned.framework_id = framework.id and aligned.code = asked.other and aligned.id <> own.id),
      written as (insert into competence_alignment (competence_id, other_id, relation)
        select own_id, other_id, relation from found where other_id is not null on conflict do nothing)
    select code, framework, other from found where other_id is null`);
  const rowOf = new Map(items.map(({ code }, at) => [code, at + 1]));
  return rows.map(({ code, framework, other }) => ({
    row: rowOf.get(code) ?? 0,
    code: "badges.import.unknown_alignment",
    value: `${framework}:${other}`,
  }));
}

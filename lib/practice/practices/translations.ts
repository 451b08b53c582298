import { and, eq } from "drizzle-orm";
import { practiceEditions, practices, practiceVersions } from "#db/schema/practices.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { learnWords } from "./reviewing.ts";
import { TEXT_NAMES, type Texts, type Translation } from "./schema.ts";

/**
 * Puts a published practice into another language, or betters its translation. It is shown with the
 * original beside it.
 *
 * @throws DomainError not_found; forbidden; invalid without a title and a summary, or for the
 *   language in which it was written
 */
export async function translatePractice(
  ctx: Context,
  { slug, language, ...words }: Translation,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  authorise(ctx.actor, "practice.write");
  const texts = Object.fromEntries(TEXT_NAMES.map((name) => [name, words[name]])) as Texts;
  if (texts.title === "") throw new DomainError("invalid", { code: "practices.needs_title" });
  if (texts.summary === "") throw new DomainError("invalid", { code: "practices.needs_summary" });
  await transaction(ctx.db, async (db) => {
    const [found] = await db
      .select({
        practice: practices,
        versionId: practiceVersions.id,
        number: practiceVersions.number,
      })
      .from(practices)
      .innerJoin(
        practiceVersions,
        and(eq(practiceVersions.practiceId, practices.id), eq(practiceVersions.state, "published")),
      )
      .where(eq(practices.slug, slug))
      .for("update");
    if (!found) throw new DomainError("not_found", { code: "practices.unknown" });
    const { practice, versionId, number } = found;
    const written = await db
      .insert(practiceEditions)
      .values({
        ...texts,
        versionId,
        language,
        isOriginal: false,
        translatorId: personId,
        changedAt: ctx.now,
      })
      .onConflictDoUpdate({
        target: [practiceEditions.versionId, practiceEditions.language],
        set: { ...texts, translatorId: personId, changedAt: ctx.now },
        setWhere: eq(practiceEditions.isOriginal, false),
      })
      .returning({ language: practiceEditions.language });
    if (written.length === 0)
      throw new DomainError("invalid", { code: "practices.original_language" });
    await learnWords(db, versionId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "practice.translated",
      spaceId: practice.spaceId,
      subject: practice.id,
      data: { version: number, language },
    });
  });
}

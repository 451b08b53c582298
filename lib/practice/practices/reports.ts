import { and, eq } from "drizzle-orm";
import { practiceReports, practices, practiceVersions } from "#db/schema/practices.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { spaceNamed } from "./drafts.ts";
import { reportRefusal } from "./rules.ts";
import type { ReportInput } from "./schema.ts";

/**
 * A space says that it tried a practice too, and how it went. Staff of the space that the practice
 * comes from let it through.
 *
 * @throws DomainError not_found; forbidden; invalid for one's own practice, a month to come or
 *   figures that point at a few people; conflict when the space said so already
 */
export async function reportTrial(
  ctx: Context,
  { slug, space: spaceSlug, month, ...report }: ReportInput,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  const space = await spaceNamed(ctx, spaceSlug);
  authorise(ctx.actor, "practice.write", { spaceId: space.id });
  const [practice] = await ctx.db
    .select({ id: practices.id, spaceId: practices.spaceId })
    .from(practices)
    .innerJoin(
      practiceVersions,
      and(eq(practiceVersions.practiceId, practices.id), eq(practiceVersions.state, "published")),
    )
    .where(eq(practices.slug, slug));
  if (!practice) throw new DomainError("not_found", { code: "practices.unknown" });
  const tried = Temporal.PlainYearMonth.from(month);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const refusal = reportRefusal({ ...report, spaceId: space.id, month: tried }, practice, today);
  if (refusal) throw new DomainError("invalid", refusal);
  await transaction(ctx.db, async (db) => {
    const [added] = await db
      .insert(practiceReports)
      .values({
        ...report,
        practiceId: practice.id,
        spaceId: space.id,
        personId,
        month: tried.toPlainDate({ day: 1 }).toString(),
        language: languageOf(ctx),
        createdAt: ctx.now,
      })
      .returning({ id: practiceReports.id })
      .catch(refuseSecond);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "practice.tried",
      spaceId: space.id,
      subject: practice.id,
      data: { report: added?.id ?? "" },
    });
  });
}

function refuseSecond(error: unknown): never {
  if (databaseFault(error)?.constraint === "practice_report_one_of_a_space")
    throw new DomainError("conflict", { code: "practices.reported_already" });
  throw error;
}

/**
 * Lets a report through, or refuses it with the reason; its writer hears of it. Never one's own; of
 * two who decide at once, one does.
 *
 * @throws DomainError not_found, forbidden, conflict
 */
export async function decideOnReport(
  ctx: Context,
  { id, what, note }: { id: string; what: "show" | "refuse"; note: string },
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "practice.moderate");
  await transaction(ctx.db, async (db) => {
    const [found] = await db
      .select({ report: practiceReports, spaceId: practices.spaceId })
      .from(practiceReports)
      .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
      .where(eq(practiceReports.id, id))
      .for("update");
    if (!found) throw new DomainError("not_found", { code: "practices.unknown_report" });
    const { report, spaceId } = found;
    authorise(ctx.actor, "practice.moderate", { spaceId });
    if (report.personId === personId)
      throw new DomainError("forbidden", { code: "practices.report_of_yours" });
    if (report.state !== "waiting")
      throw new DomainError("conflict", { code: "practices.decided_already" });
    await db
      .update(practiceReports)
      .set({
        state: what === "show" ? "shown" : "refused",
        note,
        decidedBy: personId,
        decidedAt: ctx.now,
      })
      .where(eq(practiceReports.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: what === "show" ? "practice.report_shown" : "practice.report_refused",
      spaceId,
      subject: report.practiceId,
      data: { report: id },
    });
    if (report.personId !== null)
      await enqueue(db, {
        template: "practice-report-decided",
        personId: report.personId,
        data: { reportId: id },
      });
  });
}

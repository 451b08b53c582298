import { and, eq, gte, lt, sql } from "drizzle-orm";
import { pulseCounts, pulseReceipts } from "#db/schema/presence.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { PULSE, PULSE_QUESTIONS, PULSE_THRESHOLD, type PulseQuestion } from "./rules.ts";
import type { PulseAnswer } from "./schema.ts";
import type { Place } from "./visits.ts";

const WEEKS_LATE = 9;
const WEEKS_SHOWN = 13;
const RECEIPT_DAYS = 60;

/**
 * Counts what somebody said at the door. Nothing of it leads back to them; sent twice, it counts
 * once.
 */
export async function countPulse(
  ctx: Context,
  { space }: Pick<Place, "space">,
  said: Omit<PulseAnswer, "week"> & { week?: string },
): Promise<void> {
  const weeks = Array.from({ length: WEEKS_LATE }, (_, back) =>
    weekOf(ctx.now, space.timeZone, back),
  );
  // A tablet whose clock is wrong counts in the week of ours.
  const week =
    said.week && weeks.includes(said.week) ? said.week : weekOf(ctx.now, space.timeZone, 0);
  const today = ctx.now.toZonedDateTimeISO("UTC").startOfDay();
  await ctx.db.transaction(async (db) => {
    const first = await db
      .insert(pulseReceipts)
      .values({ id: said.id, endsOn: today.add({ days: RECEIPT_DAYS }).toInstant() })
      .onConflictDoNothing()
      .returning({ id: pulseReceipts.id });
    if (first.length === 0) return;
    for (const question of PULSE_QUESTIONS) {
      const answer = said.answers[question];
      if (!answer) continue;
      await db
        .insert(pulseCounts)
        .values({ spaceId: space.id, week, language: said.language, question, answer, count: 1 })
        .onConflictDoUpdate({
          target: [
            pulseCounts.spaceId,
            pulseCounts.week,
            pulseCounts.language,
            pulseCounts.question,
            pulseCounts.answer,
          ],
          set: { count: sql`${pulseCounts.count} + 1` },
        });
    }
  });
}

export type PulseRow = { question: PulseQuestion; answer: string; count: number | null };

/**
 * What was said at a space in the last 13 whole weeks. The week that runs is left out, so that
 * nobody sees a count rise when somebody goes; a count under five is null.
 */
export async function pulseAt(ctx: Context, { space }: Place): Promise<PulseRow[]> {
  const rows = await ctx.db
    .select({
      question: pulseCounts.question,
      answer: pulseCounts.answer,
      count: sql<number>`sum(${pulseCounts.count})::int`,
    })
    .from(pulseCounts)
    .where(
      and(
        eq(pulseCounts.spaceId, space.id),
        gte(pulseCounts.week, weekOf(ctx.now, space.timeZone, WEEKS_SHOWN)),
        lt(pulseCounts.week, weekOf(ctx.now, space.timeZone, 0)),
      ),
    )
    .groupBy(pulseCounts.question, pulseCounts.answer);
  if (rows.length === 0) return [];
  return PULSE_QUESTIONS.flatMap((question) =>
    PULSE[question].map((answer) => {
      const count =
        rows.find((row) => row.question === question && row.answer === answer)?.count ?? 0;
      return { question, answer, count: count > 0 && count < PULSE_THRESHOLD ? null : count };
    }),
  );
}

/** ISO 8601's name of a week, some weeks ago: "2026-W48". Names of weeks sort as weeks do. */
function weekOf(now: Temporal.Instant, timeZone: string, back: number): string {
  const day = now.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ weeks: back });
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`;
}

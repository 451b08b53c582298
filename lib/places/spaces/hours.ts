import { and, asc, eq, gte } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { openingExceptions, spaces } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";
import { type DayHours, dayHoursText, openingHoursOf, skippedTimes } from "./day-hours.ts";
import { refreshSpace } from "./openings.ts";

/** @property hours "09:00-12:00,13:00-17:00"; empty when it is closed */
export type Exception = { day: string; hours: string; reason: string };

/** Days with other hours than usual from today on, in order: for everybody. */
export async function exceptionsOf(
  { db, now }: Context,
  { id, timeZone }: { id: string; timeZone: string },
): Promise<Exception[]> {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return db
    .select({
      day: openingExceptions.day,
      hours: openingExceptions.hours,
      reason: openingExceptions.reason,
    })
    .from(openingExceptions)
    .where(and(eq(openingExceptions.spaceId, id), gte(openingExceptions.day, today)))
    .orderBy(asc(openingExceptions.day));
}

/** The mark of the hours of one day, which a form shows. */
export function markOfException({ hours, reason }: Omit<Exception, "day">): string {
  return markOf({ hours, reason });
}

/** The marks of all the days that a form is drawn beside: which of them is typed is not known yet. */
export function marksOfDays(exceptions: Exception[]): string {
  return exceptions.map((exception) => `${exception.day} ${markOfException(exception)}`).join();
}

const SEEN_DAY = /^\d{4}-\d\d-\d\d [\w-]{16}$/;

/** What `marksOfDays` wrote: the mark of each day that had other hours. */
export const seenDays = z
  .string()
  .transform((text) => text.split(",").filter(Boolean))
  .refine((days) => days.every((each) => SEEN_DAY.test(each)))
  .transform((days) => new Map(days.map((each) => each.split(" ") as [string, string])));

/**
 * Other hours on one day, instead of what was said of it before. What is booked stays booked.
 *
 * @param seen the marks of the days that the actor saw: of one that is not among them they saw that
 *   it has its usual hours
 * @throws DomainError conflict when somebody said something else of that day since
 */
export async function setException(
  ctx: Context,
  spaceId: string,
  { day, hours, reason }: { day: Temporal.PlainDate; hours: DayHours; reason: string },
  seen?: Map<string, string>,
): Promise<void> {
  await changeHours(ctx, spaceId, "space.exception_set", async ({ db }, space) => {
    const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
    if (Temporal.PlainDate.compare(day, today) < 0 || day.since(today).total("days") > 3_650)
      throw new DomainError("invalid", { code: "spaces.day_not_ahead" });
    const [time] = skippedTimes(day, hours, space.timeZone);
    if (time) throw new DomainError("invalid", { code: "spaces.time_skipped", time });
    const there = await exceptionOn(db, spaceId, day.toString());
    refuseUnlessSeen(there, seen && (seen.get(day.toString()) ?? markOf(null)));
    const exception = { hours: dayHoursText(hours), reason };
    await db
      .insert(openingExceptions)
      .values({ spaceId, day: day.toString(), ...exception })
      .onConflictDoUpdate({
        target: [openingExceptions.spaceId, openingExceptions.day],
        set: exception,
      });
  });
}

/**
 * The usual hours again.
 *
 * @param seen the mark of the hours that the actor saw
 * @throws DomainError conflict when somebody set others since
 */
export async function removeException(
  ctx: Context,
  spaceId: string,
  day: string,
  seen?: string,
): Promise<void> {
  await changeHours(ctx, spaceId, "space.exception_removed", async ({ db }) => {
    const there = await exceptionOn(db, spaceId, day);
    if (there) refuseUnlessSeen(there, seen);
    await db
      .delete(openingExceptions)
      .where(and(eq(openingExceptions.spaceId, spaceId), eq(openingExceptions.day, day)));
  });
}

async function exceptionOn(
  db: Database,
  spaceId: string,
  day: string,
): Promise<Omit<Exception, "day"> | null> {
  const [there] = await db
    .select({ hours: openingExceptions.hours, reason: openingExceptions.reason })
    .from(openingExceptions)
    .where(and(eq(openingExceptions.spaceId, spaceId), eq(openingExceptions.day, day)));
  return there ?? null;
}

/** The mark of the usual hours, which a form shows. */
export function markOfHours({ openingHours }: { openingHours: string }): string {
  return markOf({ openingHours });
}

/**
 * The hours of every week, Monday first.
 *
 * @param seen the mark of those that the actor saw
 * @throws DomainError conflict when somebody set others since
 */
export async function setUsualHours(
  ctx: Context,
  spaceId: string,
  { week, closedOnHolidays }: { week: DayHours[]; closedOnHolidays: boolean },
  seen?: string,
): Promise<void> {
  await changeHours(ctx, spaceId, "space.hours_set", async ({ db }, { openingHours }) => {
    refuseUnlessSeen({ openingHours }, seen);
    await db
      .update(spaces)
      .set({ openingHours: openingHoursOf(week, closedOnHolidays) })
      .where(eq(spaces.id, spaceId));
  });
}

/** Search and booking know of it in the same transaction. */
async function changeHours(
  ctx: Context,
  spaceId: string,
  action: AuditAction,
  change: (ctx: Context, space: typeof spaces.$inferSelect) => Promise<void>,
): Promise<void> {
  authorise(ctx.actor, "space.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    const [space] = await db.select().from(spaces).where(eq(spaces.id, spaceId)).for("update");
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    await change({ ...ctx, db }, space);
    await refreshSpace(db, spaceId, ctx.now);
    await recordAudit(db, { actor: ctx.actor, action, spaceId, subject: spaceId });
  });
}

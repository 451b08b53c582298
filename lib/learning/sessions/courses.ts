import type { Database } from "#db/client.ts";
import { courses, sessions } from "#db/schema/sessions.ts";
import type { DateState } from "#lib/booking/series/choices.ts";
import { type BookedSeries, bookSeries } from "#lib/booking/series/commands.ts";
import { type Place, placeOf, previewSeries } from "#lib/booking/series/queries.ts";
import { fromFirstDate } from "#lib/booking/series/rules.ts";
import type { Choice, SeriesInput } from "#lib/booking/series/schema.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { onlyOnce } from "#lib/foundation/platform/database/idempotency.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import { detailsOf } from "./commands.ts";
import { titleIn } from "./rules.ts";
import type { CoursePlan } from "./schema.ts";

export type PlannedCourse = {
  /** Of the course; null where a place is taken for each date, and there is none. */
  id: string | null;
  sessions: { id: string; occurrence: string; start: string; end: string; roomId: string }[];
  /** Dates that were left out, and why they were not free. */
  skipped: BookedSeries["skipped"];
};

/**
 * Plans several dates at once: every date is looked at, and those that are kept are booked as a
 * series and become sessions, of one course or each by itself. All of it happens, or nothing.
 *
 * @param key idempotency key: the same key and plan get the first answer again, and one course
 * @throws DomainError conflict `series.clashes` with the dates nobody decided about; invalid with
 *   what is wrong with the rule
 */
export async function planCourse(
  ctx: Context,
  plan: CoursePlan,
  choice: Choice,
  key?: string,
): Promise<PlannedCourse> {
  const place = await placeFor(ctx, plan);
  const { spaceId } = place;
  const { personId: facilitatorId, locale } = authenticated(ctx.actor, "session.plan");
  const ask = key
    ? { actorKey: actorKey(ctx.actor), key, request: { course: plan, choice } }
    : null;
  return onlyOnce(ctx.db, ask, async (db) => {
    const purpose = titleIn(plan.title, locale).text;
    const booked = await bookSeries({ ...ctx, db }, inputOf(plan, purpose), choice);
    const courseId = plan.enrolment === "all" ? await writeCourse(db, plan, place) : null;
    const ids = await writeSessions(db, plan, booked.dates, { spaceId, courseId, facilitatorId });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "course.planned",
      spaceId,
      subject: courseId ?? ids[0] ?? "",
      data: { dates: ids.length, skipped: booked.skipped.length },
    });
    return {
      id: courseId,
      sessions: booked.dates.map(({ occurrence, start, end, roomId }, at) => ({
        id: ids[at] ?? "",
        occurrence,
        start,
        end,
        roomId,
      })),
      skipped: booked.skipped,
    };
  });
}

/** @returns its id */
async function writeCourse(
  db: Database,
  plan: CoursePlan,
  { spaceId, timeZone }: Place,
): Promise<string> {
  const { rule, firstStart, firstEnd } = fromFirstDate(plan, timeZone);
  const [course] = await db
    .insert(courses)
    .values({ spaceId, rule, firstStart, firstEnd, extraStarts: plan.extraStarts })
    .returning({ id: courses.id });
  if (!course) throw new Error("no course came back");
  return course.id;
}

/** @returns their ids, in the order of the dates */
async function writeSessions(
  db: Database,
  plan: CoursePlan,
  dates: BookedSeries["dates"],
  columns: { spaceId: string; courseId: string | null; facilitatorId: string },
): Promise<string[]> {
  const { title, topic, modality, language, places } = plan;
  const made = await db
    .insert(sessions)
    .values(
      dates.map(({ occurrence, bookingId, start, end }) => ({
        ...columns,
        occurrence: columns.courseId === null ? null : Temporal.PlainDateTime.from(occurrence),
        bookingId,
        title,
        topic,
        modality,
        language,
        places,
        during: { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) },
        ...detailsOf(plan),
      })),
    )
    .returning({ id: sessions.id });
  return made.map(({ id }) => id);
}

/** Each date of a course that somebody would plan, and whether its room is free then. */
export async function previewCourse(ctx: Context, plan: CoursePlan): Promise<DateState[]> {
  await placeFor(ctx, plan);
  return previewSeries(ctx, inputOf(plan, ""));
}

/**
 * Where its room is.
 *
 * @throws DomainError not_found when that is not in the space of the plan; forbidden
 */
async function placeFor(ctx: Context, { roomId, spaceSlug }: CoursePlan): Promise<Place> {
  const place = await placeOf(ctx, roomId);
  if (place.spaceSlug !== spaceSlug)
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  authorise(ctx.actor, "session.plan", { spaceId: place.spaceId });
  return place;
}

const TIMING = [
  "roomId",
  "rule",
  "firstStart",
  "firstEnd",
  "extraStarts",
  "excludedStarts",
  "equipment",
] as const;

function inputOf(plan: CoursePlan, purpose: string): SeriesInput {
  return { ...picked(plan, TIMING), people: plan.places, purpose };
}

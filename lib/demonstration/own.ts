import { asc, eq } from "drizzle-orm";
import { enrolments } from "#db/schema/sessions.ts";
import { spaces } from "#db/schema/spaces.ts";
import { recordChoice } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { demonstrationActor } from "./identity.ts";
import { hold, momentOf, singleRooms } from "./week.ts";

/** The days before stay open; what journeys plan begins two weeks ahead. */
const AFTER_DAYS = 11;
const BOOKED = { from: "10:00", to: "12:00", people: 3, purpose: "Samen oefenen" };
const FRIDAY = 5;

/**
 * A booking of the learner whom everybody can be, in the space of their own sessions, and one
 * question about them that they did not want to answer.
 */
export async function seedOwn(ctx: Context): Promise<void> {
  const actor = await demonstrationActor(ctx.db, "learner");
  const [space] = await ctx.db
    .select({ id: spaces.id, timeZone: spaces.timeZone })
    .from(enrolments)
    .innerJoin(spaces, eq(spaces.id, enrolments.spaceId))
    .where(eq(enrolments.personId, actor.personId))
    .orderBy(asc(enrolments.createdAt))
    .limit(1);
  // The smallest: sessions take the largest.
  const [room] = space ? await singleRooms(ctx, space.id) : [];
  if (!space || !room) throw new Error("the learner's sessions come first");
  const day = weekdayFrom(
    ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate().add({ days: AFTER_DAYS }),
  );
  await hold(ctx, {
    room,
    plan: BOOKED,
    bookedBy: actor.personId,
    start: momentOf(day, BOOKED.from, space.timeZone),
    end: momentOf(day, BOOKED.to, space.timeZone),
  });
  await recordChoice(
    { ...ctx, actor },
    { field: "minority", country: "BE", choice: "refused" },
    "nl",
  );
}

/** The day itself, or the Monday after it. */
function weekdayFrom(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek > FRIDAY ? day.add({ days: 8 - day.dayOfWeek }) : day;
}

import type { Context } from "#lib/foundation/identity/context.ts";
import type { CoursePlan, SessionPlan } from "#lib/learning/sessions/schema.ts";
import type { Given } from "./given.ts";

/** A moment of the day after `NOW`, on the clock of Kortrijk. */
export const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

/**
 * A plan for two people in a room for forty, and the facilitator of its space, who has not planned
 * it yet.
 */
export async function sessionToPlan(ctx: Context, given: Given, change: Partial<SessionPlan> = {}) {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id, capacity: 40 });
  const facilitator = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: space.id }]),
  );
  const plan: SessionPlan = {
    spaceSlug: space.slug,
    roomId: room.id,
    title: { nl: "Mailen", fr: "Le courriel" },
    topic: "communication",
    modality: "in_person",
    language: "nl",
    places: 2,
    start: at("10:00"),
    end: at("12:00"),
    equipment: [],
    ...change,
  };
  return { space, room, facilitator, plan };
}

/** The same in two countries at once, for somebody who plans in both. */
export async function jointToPlan(ctx: Context, given: Given, change: Partial<SessionPlan> = {}) {
  const { space, room, plan } = await sessionToPlan(ctx, given, change);
  const over = await given.space({
    name: "Le Tiers-Lieu",
    country: "FR",
    region: "hauts-de-france",
    language: "fr",
    city: "Lille",
    timeZone: "Europe/Paris",
  });
  const salle = await given.room({ spaceId: over.id, name: "Salle", capacity: 20 });
  const both = [space.id, over.id].map((spaceId) => ({ role: "facilitator" as const, spaceId }));
  const facilitator = given.as(ctx, await given.person(both));
  const joint = {
    spaceSlug: over.slug,
    roomId: salle.id,
    places: 1,
    equipment: [],
    facilitatorHere: false,
  };
  return { space, room, over, salle, facilitator, plan: { ...plan, joint } };
}

/** A course on four Tuesdays, from the day after `NOW` on. */
export async function courseToPlan(ctx: Context, given: Given, change: Partial<CoursePlan> = {}) {
  const { space, room, facilitator, plan } = await sessionToPlan(ctx, given);
  const { start: _, end: __, ...what } = plan;
  const course: CoursePlan = {
    ...what,
    enrolment: "all",
    roomId: room.id,
    rule: "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
    firstStart: Temporal.PlainDateTime.from("2026-03-03T10:00"),
    firstEnd: Temporal.PlainDateTime.from("2026-03-03T12:00"),
    extraStarts: [],
    excludedStarts: [],
    ...change,
  };
  return { space, room, facilitator, course };
}

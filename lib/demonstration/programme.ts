import { asc, eq, inArray, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { people } from "#db/schema/identity.ts";
import { courses, enrolments, schemes } from "#db/schema/sessions.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { largestRoom, planned } from "./planned.ts";

/** Learners nobody is; they have no address, so nobody is written to. */
export const LEARNERS = ["Amina", "Bram", "Chloé", "Dieter", "Elif", "Farid", "Greet", "Hugo"];

const NEEDS_OF_SOME = [
  {},
  { companion: true },
  { interpreter: "uk" },
  { childcare: true },
  {},
  { interpreter: "ar", childcare: true },
];

type Space = typeof spaces.$inferSelect;

/**
 * Courses, a joint session over the border and people with wishes, in the spaces that have staff.
 */
export async function seedProgramme(ctx: Context): Promise<void> {
  const { db } = ctx;
  const staffed = await db.select().from(spaces).orderBy(asc(spaces.slug)).limit(3);
  const [french, , flemish] = staffed;
  const [facilitator] = await db
    .select()
    .from(people)
    .where(eq(people.email, "facilitator@trivium.test"));
  const [scheme] = await db.select().from(schemes).orderBy(asc(schemes.code));
  if (!french || !flemish || !facilitator || !scheme)
    throw new Error("spaces, people and activity come first");

  await db.insert(people).values(LEARNERS.map((displayName) => ({ displayName, locale: "nl" })));
  const learners = await db
    .select({ id: people.id })
    .from(people)
    .where(inArray(people.displayName, LEARNERS))
    .orderBy(asc(people.displayName));
  const ids = learners.map(({ id }) => id);
  const plan = { facilitatorId: facilitator.id, schemeId: scheme.id, modality: "in_person" };
  for (const space of staffed) await seedCourse(ctx, space, plan, ids);
  await seedJoint(ctx, [flemish, french], plan, ids);
  await seedOwnPlaces(ctx);
}

/** From so many days on, whoever signs in as the learner has places: the days before stay open. */
const OWN_AFTER_DAYS = 10;
const OWN_PLACES = 3;

/** Places of the learner whom everybody can be, in one space that no course is in. */
async function seedOwnPlaces({ db, now }: Context): Promise<void> {
  const coming = await rowsOf<{ id: string; spaceId: string }>(
    db,
    sql`
      select session.id, session.space_id from session join space on space.id = session.space_id
      where lower(session.during) > ${now.add({ hours: 24 * OWN_AFTER_DAYS }).toString()}::timestamptz
        and space.slug = (select max(led.slug) from space led join session planned on planned.space_id = led.id)
      order by lower(session.during) limit ${OWN_PLACES}`,
  );
  const [learner] = await db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.email, "learner@trivium.test"));
  if (!learner || coming.length === 0) throw new Error("people and activity come first");
  await db.insert(enrolments).values(
    coming.map(({ id, spaceId }) => ({
      sessionId: id,
      spaceId,
      personId: learner.id,
      status: "enrolled",
    })),
  );
}

type Plan = { facilitatorId: string; schemeId: string; modality: string };

/** Four afternoons, one week after the other. */
async function seedCourse(
  { db, now }: Context,
  space: Space,
  plan: Plan,
  learners: string[],
): Promise<void> {
  const room = await largestRoom(db, space.id);
  if (!room) return;
  const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const first = today.add({ days: 12 - today.dayOfWeek }).toPlainDateTime({ hour: 16 });
  const [course] = await db
    .insert(courses)
    .values({
      spaceId: space.id,
      rule: "FREQ=WEEKLY;COUNT=4",
      firstStart: first,
      firstEnd: first.add({ minutes: 90 }),
    })
    .returning({ id: courses.id });
  for (let week = 0; week < 4; week += 1) {
    const occurrence = first.add({ weeks: week });
    const start = occurrence.toZonedDateTime(space.timeZone).toInstant();
    const id = await planned(db, room, {
      ...plan,
      spaceId: space.id,
      courseId: course?.id,
      occurrence,
      title: {
        nl: "Van nul naar online",
        fr: "Premiers pas en ligne",
        en: "From zero to online",
      },
      topic: "first_steps",
      language: space.language,
      level: "A2",
      places: 4,
      about:
        space.language === "fr"
          ? "On apprend pas à pas, avec du café."
          : "We leren stap voor stap, met koffie.",
      bring: space.language === "fr" ? "Votre téléphone" : "Je telefoon",
      accessibility: ["step_free", "easy_language"],
      competences: ["1.1", "2.1"],
      partners: [{ name: "VDAB", country: "BE" }],
      during: { start, end: start.add({ minutes: 90 }) },
    });
    await seedPlaces(db, id, space.id, learners, 4);
  }
}

/** In two countries at once: whoever leads it stands in the first. */
async function seedJoint(
  { db, now }: Context,
  places: [Space, Space],
  plan: Plan,
  learners: string[],
): Promise<void> {
  const jointId = crypto.randomUUID();
  const [home] = places;
  const today = now.toZonedDateTimeISO(home.timeZone).toPlainDate();
  const start = today
    .add({ days: 10 - today.dayOfWeek })
    .toPlainDateTime({ hour: 16 })
    .toZonedDateTime(home.timeZone)
    .toInstant();
  for (const [at, space] of places.entries()) {
    const room = await largestRoom(db, space.id);
    if (!room) return;
    const id = await planned(db, room, {
      ...plan,
      spaceId: space.id,
      jointId,
      facilitatorRemote: at > 0,
      title: {
        nl: "Praten over de grens",
        fr: "Parler par-dessus la frontière",
        en: "Talking across the border",
      },
      topic: "language",
      language: "fr",
      level: "A1",
      places: 8,
      partners: [
        { name: "VDAB", country: "BE" },
        { name: "France Travail", country: "FR" },
      ],
      accessibility: ["step_free"],
      during: { start, end: start.add({ hours: 1 }) },
    });
    await seedPlaces(db, id, space.id, at === 0 ? learners.slice(0, 4) : learners.slice(4), 8);
  }
}

/** Places in their order; whoever comes when there is none waits. */
async function seedPlaces(
  db: Context["db"],
  sessionId: string,
  spaceId: string,
  learners: string[],
  places: number,
): Promise<void> {
  let taken = 0;
  for (const [at, personId] of learners.entries()) {
    const needs = NEEDS_OF_SOME[at % NEEDS_OF_SOME.length] ?? {};
    const seats = "companion" in needs ? 2 : 1;
    const status = taken + seats <= places ? "enrolled" : "waiting";
    if (status === "enrolled") taken += seats;
    else taken = places;
    await db.insert(enrolments).values({ sessionId, spaceId, personId, status, ...needs });
  }
}

import type { Database } from "#db/client.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { givenOn } from "#testing/given.ts";

/** Ids by kind of thing: of a space, or of a person in it. */
export type Things = Record<string, string>;

/** A published badge, by its slug and ids, and the slug of the map of competences behind it. */
export type Badge = { framework: string; badgeClass: string; versionId: string; classId: string };

/** What everything in the world is made with. */
export type Ground = {
  db: Database;
  given: ReturnType<typeof givenOn>;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  /** The day on which the spaces are busy. */
  date: Temporal.PlainDate;
  admin: PersonActor;
  /** The administrator who asks, now. */
  ctx: Context;
  /** A badge for each state of an award: of one badge, somebody has one award at a time. */
  earned: Badge[];
};

/** A space with its rooms, somebody who learns there and somebody who works there. */
export type Site = {
  id: string;
  slug: string;
  room: string;
  free: string;
  asking: string;
  learner: PersonActor;
  staff: PersonActor;
};

const ZONE = "Europe/Brussels";

export function hourOf(day: Temporal.PlainDate, hour: number): Temporal.Instant {
  return day.toPlainDateTime({ hour }).toZonedDateTime(ZONE).toInstant();
}

export async function groundOn(db: Database): Promise<Omit<Ground, "earned">> {
  const given = givenOn(db);
  const now = Temporal.Now.instant();
  const today = now.toZonedDateTimeISO(ZONE).toPlainDate();
  const admin = await given.person([{ role: "administrator", spaceId: null }]);
  const ctx: Context = { actor: admin, now, db, requestId: "doors" };
  return { db, given, now, today, date: today.add({ days: 3 }), admin, ctx };
}

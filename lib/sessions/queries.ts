import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { type Interval, intervalFromText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise, can } from "#lib/identity/policy.ts";
import { PAGE_SIZE } from "#lib/spaces/queries.ts";
import type { Title } from "./rules.ts";
import type { SessionFilter } from "./schema.ts";

export type SessionView = {
  id: string;
  status: "planned" | "cancelled";
  title: Title;
  topic: string;
  modality: string;
  language: string;
  places: number;
  enrolled: number;
  waiting: number;
  during: Interval;
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  country: "BE" | "FR";
  city: string;
  region: string;
  address: string;
  timeZone: string;
  roomName: string | null;
  bookingId: string | null;
  sheetVersion: number;
};

type Row = Omit<SessionView, "during"> & { during: string };

const sessionView = sql`
  select session.id, session.status, session.title, session.topic, session.modality, session.language, session.places,
    (select count(*)::int from enrolment where enrolment.session_id = session.id and enrolment.status = 'enrolled') as enrolled,
    (select count(*)::int from enrolment where enrolment.session_id = session.id and enrolment.status = 'waiting') as waiting,
    session.during::text as during, space.id as "spaceId", space.slug as "spaceSlug", space.name as "spaceName",
    space.country, space.city, space.region,
    concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
    space.time_zone as "timeZone", room.name as "roomName", session.booking_id as "bookingId",
    session.sheet_version as "sheetVersion"
  from session join space on space.id = session.space_id
    left join booking on booking.id = session.booking_id left join resource room on room.id = booking.room_id`;

function viewFrom({ during, ...row }: Row): SessionView {
  return { ...row, during: intervalFromText(during) };
}

/** The public programme: planned sessions that are not over, soonest first. */
export async function listSessions(
  ctx: Context,
  { topic, town, page }: SessionFilter,
): Promise<{ items: SessionView[]; total: number }> {
  const where = sql`session.status = 'planned' and upper(session.during) > ${ctx.now.toString()}::timestamptz
    ${topic ? sql`and session.topic = ${topic}` : sql``}
    ${town ? sql`and lower(space.city) = lower(${town})` : sql``}`;
  return paged(ctx.db, where, sql`lower(session.during), session.id`, page);
}

/** Sessions of the spaces the actor plans for, those to come first, then the latest that are over. */
export async function listPlannedByStaff(ctx: Context, page: number) {
  authorise(ctx.actor, "session.plan");
  const now = sql`${ctx.now.toString()}::timestamptz`;
  return paged(
    ctx.db,
    inSpacesOf(ctx),
    sql`(upper(session.during) < ${now}), case when upper(session.during) < ${now} then null else lower(session.during) end,
      lower(session.during) desc, session.id`,
    page,
  );
}

function inSpacesOf(ctx: Context): SQL {
  const ids = authenticated(ctx.actor)
    .roles.map(({ spaceId }) => spaceId)
    .filter((spaceId) => can(ctx.actor, "session.plan", spaceId ? { spaceId } : {}));
  return ids.includes(null) ? sql`true` : sql`session.space_id = any(${sql.param(ids)}::uuid[])`;
}

async function paged(db: Database, where: SQL, order: SQL, page: number) {
  const { rows } = await db.execute<Row>(
    sql`${sessionView} where ${where} order by ${order} limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`,
  );
  const counted = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from session join space on space.id = session.space_id where ${where}`,
  );
  return { items: rows.map(viewFrom), total: counted.rows[0]?.total ?? 0 };
}

/** A session; the programme is public, so anybody may know of it. */
export async function readSession(db: Database, id: string): Promise<SessionView | null> {
  const { rows } = await db.execute<Row>(sql`${sessionView} where session.id = ${id}`);
  return rows[0] ? viewFrom(rows[0]) : null;
}

export type Place = { status: "enrolled" } | { status: "waiting"; position: number };

/** The actor's place in the session, or in its waiting list (counted from 1). */
export async function placeOf(ctx: Context, id: string): Promise<Place | null> {
  if (ctx.actor.kind !== "person") return null;
  const { rows } = await ctx.db.execute<{ status: "enrolled" | "waiting"; position: number }>(sql`
    select mine.status, (select count(*)::int from enrolment other where other.session_id = mine.session_id
      and other.status = 'waiting' and other.created_at <= mine.created_at) as position
    from enrolment mine
    where mine.session_id = ${id} and mine.person_id = ${ctx.actor.personId} and mine.status <> 'cancelled'`);
  const [mine] = rows;
  if (!mine) return null;
  return mine.status === "enrolled" ? { status: "enrolled" } : { status: "waiting", position: mine.position };
}

/** Sessions to come in which the actor has a place or waits for one. */
export async function mySessions(ctx: Context): Promise<SessionView[]> {
  const { personId } = authenticated(ctx.actor);
  const { rows } = await ctx.db.execute<Row>(sql`${sessionView}
    where upper(session.during) > ${ctx.now.toString()}::timestamptz and session.status = 'planned'
      and exists (select from enrolment mine where mine.session_id = session.id
        and mine.person_id = ${personId} and mine.status <> 'cancelled')
    order by lower(session.during) limit 50`);
  return rows.map(viewFrom);
}

export type Enrolled = { personId: string; displayName: string };

/** Who has a place: for the attendance sheet. The caller has asked whether the actor may know. */
export async function enrolledIn(db: Database, id: string): Promise<Enrolled[]> {
  const { rows } = await db.execute<Enrolled>(sql`
    select person.id as "personId", person.display_name as "displayName"
    from enrolment join person on person.id = enrolment.person_id
    where enrolment.session_id = ${id} and enrolment.status = 'enrolled'
    order by person.display_name, person.id`);
  return rows;
}

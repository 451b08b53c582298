import { and, eq, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { inReadingOrder, startOf } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { bookingView } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { resourceView } from "#db/schema/spaces.ts";
import { type Interval, intervalFromText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  authenticated,
  authorise,
  isIn,
  readerOf,
} from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isNamed, PAGE_SIZE } from "#lib/places/spaces/queries.ts";
import { itsRoom } from "./its-room.ts";
import type { Title } from "./rules.ts";
import type { Needs, SessionFilter } from "./schema.ts";

/** The other place of a joint session. */
export type OtherPlace = {
  id: string;
  places: number;
  taken: number;
  waiting: number;
  facilitatorRemote: boolean;
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  country: "BE" | "FR";
  city: string;
  region: string;
  address: string;
  roomName: string | null;
};

export type SessionView = {
  id: string;
  status: "planned" | "cancelled";
  title: Title;
  topic: string;
  modality: string;
  language: string;
  places: number;
  /** People with a place, and the places they take: a companion takes one as well. */
  enrolled: number;
  taken: number;
  waiting: number;
  during: Interval;
  competences: string[];
  level: string | null;
  costCents: number;
  accessibility: string[];
  about: string;
  bring: string;
  provided: string;
  partners: { name: string; country: string }[];
  schemeId: string | null;
  schemeName: string | null;
  courseId: string | null;
  /** Dates of the course that are planned. */
  courseDates: number | null;
  jointId: string | null;
  other: OtherPlace | null;
  facilitatorRemote: boolean;
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  country: "BE" | "FR";
  city: string;
  region: string;
  address: string;
  lat: number;
  lon: number;
  timeZone: string;
  roomId: string | null;
  roomName: string | null;
  bookingId: string | null;
  /** Of a course: the series its rooms were booked with. */
  seriesId: string | null;
  occurrence: string | null;
  version: number;
  /** When what a calendar shows of it last changed. */
  changedAt: Temporal.Instant;
  sheetVersion: number;
};

type Row = Omit<SessionView, "during" | "changedAt"> & { during: string; changedAt: string };

const address = sql`concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city))`;

/** A session with the space it is in. */
export const inItsSpace = sql`session join spaces_space space on space.id = session.space_id`;

const waitingIn = sql`(select count(*)::int from enrolment where enrolment.session_id = session.id and enrolment.status = 'waiting')`;

const sessionView = sql`
  select session.id, session.status, session.title, session.topic, session.modality,
    session.language, session.places,
    (select count(*)::int from enrolment where enrolment.session_id = session.id
      and enrolment.status = 'enrolled') as enrolled,
    places_taken(session.id, null) as taken, ${waitingIn} as waiting,
    session.during::text as during,
    session.competences, session.level, session.cost_cents, session.accessibility, session.about,
    session.bring,
    session.provided, session.partners, session.scheme_id, scheme.name as scheme_name,
    session.course_id, case
      when session.course_id is not null then (select count(*)::int from session date
      where date.course_id = session.course_id and date.status = 'planned') end as course_dates,
    session.joint_id, session.facilitator_remote, (
      select jsonb_build_object('id', one.id, 'places', one.places, 'taken',
        places_taken(one.id, null),
        'waiting', (select count(*) from enrolment where enrolment.session_id = one.id
          and enrolment.status = 'waiting'),
        'facilitatorRemote', one.facilitator_remote, 'spaceId', place.id, 'spaceSlug', place.slug,
        'spaceName', place.name,
        'country', place.country, 'city', place.city, 'region', place.region,
        'address', concat_ws(', ', place.address, concat_ws(' ', place.postcode, place.city)),
        'roomName', hall.name)
      from session one join spaces_space place on place.id = one.space_id
        left join bookings_booking held on held.id = one.booking_id left join spaces_resource hall
          on hall.id = held.room_id
      where one.joint_id = session.joint_id and one.id <> session.id) as other,
    space.id as space_id, space.slug as space_slug, space.name as space_name,
    space.country, space.city, space.region, ${address} as address, space.lat, space.lon,
    space.time_zone, room.id as room_id, room.name as room_name, session.booking_id,
    booking.series_id, to_json(session.occurrence) #>> '{}' as occurrence, session.version,
    to_json(greatest(session.changed_at, space.changed_at, room.changed_at)) #>> '{}' as changed_at,
    session.sheet_version
  from ${inItsSpace} left join scheme on scheme.id = session.scheme_id
    ${itsRoom}`;

function viewFrom({ during, changedAt, ...row }: Row): SessionView {
  return { ...row, during: intervalFromText(during), changedAt: Temporal.Instant.from(changedAt) };
}

export const isAhead = (now: Temporal.Instant) =>
  sql`session.status = 'planned' and upper(session.during) > ${now.toString()}::timestamptz`;

/**
 * The public programme: what is planned and not over, soonest first. A course stands once, at its
 * next date that fits; a joint session stands once, with both its places.
 */
export async function listSessions(
  ctx: Context,
  filter: SessionFilter,
): Promise<{ items: SessionView[]; total: number }> {
  return onceEach(
    ctx.db,
    sql`${isAhead(ctx.now)} ${filtered(filter)}`,
    filter.page,
    PROGRAMME_PAGE,
  );
}

/** Fewer than elsewhere: each says more, and the page stays light. */
export const PROGRAMME_PAGE = 10;

/** When an evening begins. */
const EVENING = "17:00";

/** What is said of a session, in all its languages, and of where it is. */
const sessionText = sql`concat_ws(' ', (select string_agg(value, ' ') from jsonb_each_text(session.title)), session.about,
  space.name, space.city)`;

/** The day and the time at which a session begins, on the clock of its space. */
const localStart = sql`(lower(session.during) at time zone space.time_zone)`;
export const localDay = sql`${localStart}::date`;

export function filtered(filter: Partial<SessionFilter>): SQL {
  const { q, topic, town, space, language, level, modality, from, until, places, free } = filter;
  return sql.join(
    [
      sql`and space.published`,
      q ? sql`and ${isNamed(q, sessionText)}` : sql``,
      topic ? sql`and session.topic = ${topic}` : sql``,
      town ? sql`and (${isNamed(town)} or space.slug = ${town})` : sql``,
      space ? sql`and space.slug = ${space}` : sql``,
      language ? sql`and session.language = ${language}` : sql``,
      // Whoever knows a language well also follows what asks for less.
      level ? sql`and (session.level is null or session.level <= ${level})` : sql``,
      modality ? sql`and session.modality = ${modality}` : sql``,
      from ? sql`and ${localDay} >= ${from}::date` : sql``,
      until ? sql`and ${localDay} <= ${until}::date` : sql``,
      places
        ? sql`and session.places > places_taken(session.id, null) and ${waitingIn} = 0`
        : sql``,
      free ? sql`and session.cost_cents = 0` : sql``,
      filter.evening ? sql`and ${localStart}::time >= ${EVENING}::time` : sql``,
      filter.stepFree ? sql`and 'step_free' = any(session.accessibility)` : sql``,
    ],
    sql` `,
  );
}

/** What belongs together stands once: at the first of its sessions that fits. */
export async function onceEach(db: Database, where: SQL, page: number, size: number) {
  const found = sql`with found as (
    select distinct on (coalesce(session.joint_id, session.course_id, session.id)) session.id
    from ${inItsSpace} where ${where}
    order by coalesce(session.joint_id, session.course_id, session.id), lower(session.during), session.id)`;
  const rows = await rowsOf<Row>(
    db,
    sql`${found} ${sessionView}
    where session.id in (select id from found) order by lower(session.during), session.id
    limit ${size} offset ${(page - 1) * size}`,
  );
  const [counted] = await rowsOf<{ total: number }>(
    db,
    sql`${found} select count(*)::int as total from found`,
  );
  return { items: rows.map(viewFrom), total: counted?.total ?? 0 };
}

/**
 * Sessions of a programme one by one, for a calendar; those that were cancelled as well, so that
 * they leave it.
 */
export async function programmeOf(
  ctx: Context,
  filter: Partial<SessionFilter>,
  { start, end }: Interval,
): Promise<SessionView[]> {
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`${sessionView}
    where session.during && tstzrange(${start.toString()}::timestamptz,
    ${end.toString()}::timestamptz) ${filtered(filter)}
    order by lower(session.during), session.id limit ${MOST_IN_FEED}`,
  );
  return rows.map(viewFrom);
}

const MOST_IN_FEED = 1_000;

/**
 * Sessions of the spaces the actor plans for, those to come first, then the latest that are over.
 *
 * @param spaceIds of these alone; of all where nothing is said
 */
export async function listPlannedByStaff(ctx: Context, page: number, spaceIds?: string[]) {
  authorise(ctx.actor, "session.plan");
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const own = isIn(ctx.actor, "session.plan", sql`session.space_id`);
  const where = spaceIds
    ? sql`${own} and session.space_id = any(${sql.param(spaceIds)}::uuid[])`
    : own;
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`${sessionView} where ${where}
    order by (upper(session.during) < ${now}), case when upper(session.during) < ${now} then null
      else lower(session.during) end,
      lower(session.during) desc, session.id
    limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`,
  );
  const [counted] = await rowsOf<{ total: number }>(
    ctx.db,
    sql`select count(*)::int as total from session where ${where}`,
  );
  return { items: rows.map(viewFrom), total: counted?.total ?? 0 };
}

/** A session; the programme is public, so anybody may know of it. */
export async function readSession(db: Database, id: string): Promise<SessionView | null> {
  const rows = await rowsOf<Row>(db, sql`${sessionView} where session.id = ${id}`);
  return rows[0] ? viewFrom(rows[0]) : null;
}

/** The session that takes place in a booking, for whoever plans there; null when there is none. */
export async function sessionOfBooking(
  ctx: Context,
  bookingId: string,
): Promise<SessionView | null> {
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`${sessionView} where session.booking_id = ${bookingId} and session.status = 'planned'
      and ${isIn(ctx.actor, "session.plan", sql`session.space_id`)}`,
  );
  return rows[0] ? viewFrom(rows[0]) : null;
}

/** A session that there must be. @throws DomainError not_found */
export async function knownSession(db: Database, id: string): Promise<SessionView> {
  const session = await readSession(db, id);
  if (!session) throw new DomainError("not_found", { code: "sessions.unknown" });
  return session;
}

export type CourseDate = {
  id: string;
  status: "planned" | "cancelled";
  during: Interval;
  roomName: string | null;
};

/** All dates of a course, also those that were cancelled, in order of time. */
export async function datesOf(db: Database, courseId: string): Promise<CourseDate[]> {
  return db
    .select({
      id: sessions.id,
      status: sql<CourseDate["status"]>`${sessions.status}`,
      during: sessions.during,
      roomName: resourceView.name,
    })
    .from(sessions)
    .leftJoin(bookingView, eq(bookingView.id, sessions.bookingId))
    .leftJoin(resourceView, eq(resourceView.id, bookingView.roomId))
    .where(eq(sessions.courseId, courseId))
    .orderBy(startOf(sessions.during), sessions.id);
}

export type Place = ({ status: "enrolled" } | { status: "waiting"; position: number }) & Needs;

/**
 * The actor's place in the session, or in its waiting list (counted from 1), with what they asked
 * for.
 */
export async function placeOf(ctx: Context, id: string): Promise<Place | null> {
  const reader = readerOf(ctx.actor, "session.enrol");
  if (!reader) return null;
  const rows = await rowsOf<{ status: "enrolled" | "waiting"; position: number } & Needs>(
    ctx.db,
    sql`
      select own.status, own.companion, own.interpreter, own.childcare,
        (select count(*)::int from enrolment other where other.session_id = own.session_id
          and other.status = 'waiting'
            and (other.created_at, other.id) <= (own.created_at, own.id)) as position
      from enrolment own
      where own.session_id = ${id} and own.person_id = ${reader} and own.status <> 'cancelled'`,
  );
  const [own] = rows;
  if (!own) return null;
  const { status, position, ...asked } = own;
  return status === "enrolled" ? { status, ...asked } : { status, position, ...asked };
}

/** More than anybody takes part in. */
const MOST_OWN = 1_000;

/**
 * Sessions to come in which the actor has a place or waits for one; a course once, at its next
 * date.
 */
export async function mySessions(ctx: Context): Promise<SessionView[]> {
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const where = sql`${isAhead(ctx.now)} and exists (select from enrolment own where own.session_id = session.id
    and own.person_id = ${personId} and own.status <> 'cancelled')`;
  return (await onceEach(ctx.db, where, 1, MOST_OWN)).items;
}

export type Enrolled = { personId: string; displayName: string };

/** Who has a place: for the attendance sheet. The caller has asked whether the actor may know. */
export async function enrolledIn(db: Database, id: string): Promise<Enrolled[]> {
  return db
    .select({ personId: personView.id, displayName: personView.displayName })
    .from(enrolments)
    .innerJoin(personView, eq(personView.id, enrolments.personId))
    .where(and(eq(enrolments.sessionId, id), eq(enrolments.status, "enrolled")))
    .orderBy(inReadingOrder(personView.displayName), personView.id);
}

export type Asked = Enrolled & { status: "enrolled" | "waiting" } & Needs;

/**
 * Who has a place or waits, in their order, and what they asked for. For the team of the space.
 *
 * @throws DomainError
 */
export async function placesOf(ctx: Context, id: string): Promise<Asked[]> {
  const session = await knownSession(ctx.db, id);
  authorise(ctx.actor, "attendance.take", { spaceId: session.spaceId });
  const isWaiting = eq(enrolments.status, "waiting");
  return ctx.db
    .select({
      personId: personView.id,
      displayName: personView.displayName,
      status: sql<Asked["status"]>`${enrolments.status}`,
      companion: enrolments.companion,
      interpreter: sql<Needs["interpreter"]>`${enrolments.interpreter}`,
      childcare: enrolments.childcare,
    })
    .from(enrolments)
    .innerJoin(personView, eq(personView.id, enrolments.personId))
    .where(and(eq(enrolments.sessionId, id), ne(enrolments.status, "cancelled")))
    .orderBy(
      isWaiting,
      sql`case when ${isWaiting} then ${enrolments.createdAt} end`,
      inReadingOrder(personView.displayName),
      enrolments.id,
    );
}

/** The ids of the spaces of each joint session that takes place or took place. */
export async function spacesOfJointSessions({ db }: Context): Promise<string[][]> {
  const rows = await db
    .select({ jointId: sessions.jointId, spaceId: sessions.spaceId })
    .from(sessions)
    .where(and(isNotNull(sessions.jointId), eq(sessions.status, "planned")))
    .orderBy(sessions.jointId);
  return [...Map.groupBy(rows, ({ jointId }) => jointId).values()].map((joint) =>
    joint.map(({ spaceId }) => spaceId),
  );
}

/**
 * The ids of the spaces that have sessions ahead, of a topic or with a partner where these are
 * named.
 */
export async function spacesWithSessions(
  { db, now }: Context,
  { topic, partner }: { topic?: string; partner?: string },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select distinct session.space_id::text as id from session where ${isAhead(now)}
        ${topic ? sql`and session.topic = ${topic}` : sql``}
        ${partner ? sql`and session.partners @> ${JSON.stringify([{ name: partner }])}::jsonb` : sql``}
      order by 1`,
  );
  return rows.map(({ id }) => id);
}

/** A list that somebody still reads. */
const MOST_PARTNERS = 60;

/** Who organises sessions ahead besides their spaces, by name. */
export async function partnersAhead({ db, now }: Context): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`
      select distinct (partner ->> 'name') collate reading_order as name from session
      cross join jsonb_array_elements(session.partners) as partner
      where ${isAhead(now)} order by 1 limit ${MOST_PARTNERS}`,
  );
  return rows.map(({ name }) => name);
}

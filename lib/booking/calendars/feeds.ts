import { type SQL, sql } from "drizzle-orm";
import { IN_CALENDARS, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { calendarFeeds } from "#db/schema/calendars.ts";
import { intervalFromText } from "#db/types.ts";
import { titleOfBooking, titleOfSeries, titleOfSession } from "#lib/booking/bookings/title.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { withinBudget } from "#lib/foundation/identity/programs/work.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { type FeedBooking, type FeedSeries, feedText } from "./feed-text.ts";
import type { FeedInput } from "./schema.ts";

const MOST_FEEDS = 20;
/** How long what is over, or was cancelled, stays in a feed. */
const KEPT_DAYS = 60;
const AHEAD_DAYS = 400;

export type Feed = {
  id: string;
  shows: "person" | "room" | "space";
  what: string | null;
  withTitles: boolean;
  createdAt: string;
};

/**
 * Makes an address for a calendar program. It is shown once; whoever has it reads the feed until it
 * is revoked.
 */
export async function makeFeed(ctx: Context, input: FeedInput): Promise<{ address: string }> {
  const { personId } = ownAccount(ctx.actor);
  const token = newToken();
  const spaceId = await spaceOf(ctx, input);
  if (spaceId) authorise(ctx.actor, "booking.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    await db.execute(sql`select from identity_person person where id = ${personId} for update`);
    const rows = await rowsOf<{ feeds: number }>(
      db,
      sql`select count(*)::int as feeds from calendar_feed where person_id = ${personId} and revoked_at is null`,
    );
    if ((rows[0]?.feeds ?? 0) >= MOST_FEEDS)
      throw new DomainError("conflict", { code: "calendars.too_many", most: MOST_FEEDS });
    const [feed] = await db
      .insert(calendarFeeds)
      .values({
        tokenHash: sha256(token),
        personId,
        shows: input.shows,
        roomId: input.shows === "room" ? input.of : null,
        spaceId: input.shows === "space" ? input.of : null,
        withTitles: input.shows === "person" || input.withTitles,
      })
      .returning({ id: calendarFeeds.id });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "feed.made",
      spaceId,
      subject: feed?.id ?? "",
    });
  });
  return { address: `${settings().publicUrl}/calendar/${token}.ics` };
}

async function spaceOf({ db }: Context, input: FeedInput): Promise<string | null> {
  if (input.shows === "person") return null;
  const rows = await rowsOf<{ spaceId: string }>(
    db,
    input.shows === "room"
      ? sql`select space_id from spaces_resource resource where id = ${input.of}
        and kind in ('room', 'desk')`
      : sql`select id as space_id from spaces_space space where id = ${input.of}`,
  );
  const [found] = rows;
  if (!found) throw new DomainError("not_found", { code: "booking.unknown_room" });
  return found.spaceId;
}

/** The actor's feeds that still work, newest first. */
export async function myFeeds(ctx: Context): Promise<Feed[]> {
  const { personId } = ownAccount(ctx.actor);
  const rows = await rowsOf<Feed>(
    ctx.db,
    sql`
      select feed.id, feed.shows, concat_ws(', ', space.name, room.name) as what, feed.with_titles,
        to_json(feed.created_at) #>> '{}' as created_at
      from calendar_feed feed left join spaces_resource room on room.id = feed.room_id
        left join spaces_space space on space.id = coalesce(feed.space_id, room.space_id)
      where feed.person_id = ${personId} and feed.revoked_at is null order by feed.created_at desc, feed.id`,
  );
  return rows;
}

/** Whoever reads it next finds nothing. */
export async function revokeFeed(ctx: Context, id: string): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const { rowCount } =
      await db.execute(sql`update calendar_feed set revoked_at = ${ctx.now.toString()}::timestamptz
      where id = ${id} and person_id = ${personId} and revoked_at is null`);
    if (rowCount)
      await recordAudit(db, {
        actor: ctx.actor,
        action: "feed.revoked",
        spaceId: null,
        subject: id,
      });
  });
}

type FeedRow = {
  shows: Feed["shows"];
  personId: string;
  roomId: string | null;
  spaceId: string | null;
  withTitles: boolean;
  what: string;
  locale: Locale;
};

/**
 * What stands behind a token, as an iCalendar object.
 *
 * @throws DomainError not_found for a token that is none, or no longer
 */
export function readFeed(ctx: Context, token: string): Promise<string> {
  return withinBudget(ctx, () => feedBehind(ctx, token));
}

async function feedBehind({ db, now }: Context, token: string): Promise<string> {
  const feed = await feedOfToken(db, token);
  const bookings = await bookingsIn(db, feed, now);
  const inSeries = [...new Set(bookings.flatMap(({ seriesId }) => seriesId ?? []))];
  const series = await seriesIn(db, feed, inSeries);
  const t = translator(feed.locale, "calendars");
  const name = feed.shows === "person" ? t("mine") : feed.what;
  return feedText({ name, bookings, series }, new URL(settings().publicUrl).hostname);
}

/** @throws DomainError not_found also when its owner may no longer see what the feed shows */
async function feedOfToken(db: Context["db"], token: string): Promise<FeedRow> {
  const rows = await rowsOf<FeedRow>(
    db,
    sql`
      select feed.shows, feed.person_id, feed.room_id, feed.space_id,
        feed.with_titles, concat_ws(', ', space.name, room.name) as what, person.locale
      from calendar_feed feed join identity_person person on person.id = feed.person_id
        and person.disabled_at is null
        left join spaces_resource room on room.id = feed.room_id left join spaces_space space
          on space.id = coalesce(feed.space_id, room.space_id)
      where feed.token_hash = ${sha256(token)} and feed.revoked_at is null
        and (feed.shows = 'person'
          or exists (select from identity_role held where held.person_id = feed.person_id
          and held.role in ('facilitator', 'manager', 'administrator') and (held.space_id is null or held.space_id = space.id)))`,
  );
  const [feed] = rows;
  if (!feed) throw new DomainError("not_found", { code: "calendars.unknown_feed" });
  return feed;
}

/** Whether a row of `booking` is of the person, the room or the space that a feed shows. */
function isInFeed({ shows, personId, roomId, spaceId }: FeedRow): SQL {
  return {
    person: sql`(booking.booked_by = ${personId} or booking.id in (select booking_id
      from bookings_co_organiser co_organiser where person_id = ${personId}))`,
    // A hall that is booked takes its halves, and the other way round.
    room: sql`booking.space_id = (select space_id from spaces_resource resource
      where id = ${roomId}) and exists (
      select from spaces_resource taken join spaces_resource shown on shown.id = ${roomId}
        and taken.holds && shown.holds
      where taken.id = any(booking.other_rooms || booking.room_id))`,
    space: sql`booking.space_id = ${spaceId}`,
  }[shows];
}

/** A title, or the room where there is none; only that it is taken, where titles are not shown. */
function titleIn({ withTitles, locale }: FeedRow, title: SQL): SQL {
  return withTitles
    ? sql`coalesce(${title}, room.name)`
    : sql`${translator(locale, "calendars")("taken")}::text`;
}

/**
 * The bookings of a feed from two months ago on, with every date of a series of which one date
 * falls in that time; in a person's own feed also the sessions they are enrolled in.
 */
async function bookingsIn(
  db: Context["db"],
  feed: FeedRow,
  now: Temporal.Instant,
): Promise<FeedBooking[]> {
  const window = sql`tstzrange(${now.subtract({ hours: 24 * KEPT_DAYS }).toString()}::timestamptz,
    ${now.add({ hours: 24 * AHEAD_DAYS }).toString()}::timestamptz)`;
  type Row = Omit<FeedBooking, "during" | "changedAt" | "occurrence"> & {
    during: string;
    changedAt: string;
    occurrence: string | null;
  };
  const rows = await rowsOf<Row>(
    db,
    sql`
      select booking.id, space.time_zone, booking.during::text as during, booking.room_id,
        booking.status,
        ${titleIn(feed, titleOfBooking(feed.locale))} as title,
        concat(space.name, ', ', room.name) as place,
        concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
        ${sequenceAbove(feed, sql`booking.id`, sql`booking.sequence`)} as sequence,
        to_json(greatest(booking.changed_at, room.changed_at,
        space.changed_at)) #>> '{}' as changed_at,
        booking.series_id, to_json(booking.occurrence) #>> '{}' as occurrence
      from bookings_booking booking join spaces_resource room on room.id = booking.room_id
        join spaces_space space
        on space.id = booking.space_id
      where ${isInFeed(feed)} and booking.status in ${listed(IN_CALENDARS)}
        and (booking.during && ${window}
          or booking.series_id in (select series_id from bookings_booking other
          where other.during && ${window}
          and other.series_id is not null))
        and (booking.cancelled_at is null or booking.cancelled_at > lower(${window}))
      union all
      select session.id, space.time_zone, session.during::text,
        coalesce(booking.room_id, session.id), 'confirmed',
        ${titleOfSession(feed.locale)},
        space.name, concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)),
        ${sequenceAbove(feed, sql`session.id`, sql`session.version`)},
        to_json(greatest(session.changed_at, space.changed_at)) #>> '{}', null, null
      from sessions_session session join sessions_enrolment enrolment
        on enrolment.session_id = session.id
        and enrolment.status = 'enrolled'
          and enrolment.person_id = ${feed.personId}
        join spaces_space space on space.id = session.space_id left join bookings_booking booking
          on booking.id = session.booking_id
      where ${feed.shows} = 'person' and session.status = 'planned' and session.during && ${window}`,
  );
  return rows.map(({ during, changedAt, occurrence, ...row }) => ({
    ...row,
    during: intervalFromText(during),
    changedAt: Temporal.Instant.from(changedAt),
    occurrence: occurrence ? Temporal.PlainDateTime.from(occurrence) : null,
  }));
}

/** Series by their ids, in the words of a feed. */
async function seriesIn(db: Context["db"], feed: FeedRow, ids: string[]): Promise<FeedSeries[]> {
  type Row = Record<
    Exclude<keyof FeedSeries, "extraStarts" | "excludedStarts" | "sequence">,
    string
  > & { extraStarts: string[]; excludedStarts: string[]; sequence: number };
  const rows = await rowsOf<Row>(
    db,
    sql`
      select series.id, series.room_id, space.time_zone, series.rule,
        to_json(series.first_start) #>> '{}' as first_start,
        to_json(series.first_end) #>> '{}' as first_end,
        to_json(series.extra_starts) as extra_starts,
        to_json(series.excluded_starts) as excluded_starts,
        -- All its dates count, shown here or not: what is sent of the whole never falls, whichever dates leave this feed.
        ${sequenceAbove(feed, sql`series.id`, sql`(series.sequence + coalesce(date.sequence, 0))::int`)} as sequence,
        to_json(greatest(series.changed_at, date.changed_at, room.changed_at,
        space.changed_at)) #>> '{}' as changed_at,
        ${titleIn(feed, titleOfSeries(feed.locale))} as title,
        concat(space.name, ', ', room.name) as place,
        concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address
      from series_series series join spaces_resource room on room.id = series.room_id
        join spaces_space space
        on space.id = series.space_id
        left join lateral (select sum(sequence) as sequence, max(changed_at) as changed_at
        from bookings_booking booking
          where booking.series_id = series.id) date on true
      where series.id = any(${sql.param(ids)}::uuid[])`,
  );
  const wall = (text: string) => Temporal.PlainDateTime.from(text);
  return rows.map(({ firstStart, firstEnd, extraStarts, excludedStarts, changedAt, ...row }) => ({
    ...row,
    changedAt: Temporal.Instant.from(changedAt),
    firstStart: wall(firstStart),
    firstEnd: wall(firstEnd),
    extraStarts: extraStarts.map(wall),
    excludedStarts: excludedStarts.map(wall),
  }));
}

/**
 * One's own feed follows the letters one was sent: of one event there is one SEQUENCE, by whatever
 * way it is heard of.
 */
function sequenceAbove(
  { shows, personId }: Pick<FeedRow, "shows" | "personId">,
  id: SQL,
  sequence: SQL,
): SQL {
  if (shows !== "person") return sequence;
  const host = new URL(settings().publicUrl).hostname;
  return sql`greatest(${sequence}, (select max(sent.sequence)
    from notifications_calendar_message sent
    where sent.person_id = ${personId} and sent.uid = ${id}::text || ${`@${host}`}))`;
}

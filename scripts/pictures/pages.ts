import { allDoors } from "../../server/doors/ask.ts";
import { DOORS } from "../../server/doors/table.ts";

/** Who looks: nobody who is signed in, or an account of the demonstration. */
export type Viewer = "visitor" | "learner" | "partner" | "manager" | "admin";

/**
 * One page to take pictures of.
 *
 * @property name its path among the files of `app/`, with what it is asked for where one page has
 *   several faces
 * @property path the path among the files of `app/`
 * @property query what stands behind the path
 * @property example SQL for the words of its address that start with a colon, as one row; nothing
 *   found, no picture
 * @property mock the name of the drawing that shows what it should look like
 */
export type PicturePage = {
  name: string;
  path: string;
  viewer: Viewer;
  query: string;
  example: string | null;
  mock: string | null;
};

type Known = { mock?: string; query?: string; example?: string; viewer?: Viewer; name?: string };

const SPACE = "select 'be-square' as slug";
const SESSION = `select session.id from session join space on space.id = session.space_id
  where space.slug = 'be-square' and lower(session.during) > now() order by lower(session.during) limit 1`;
const PAST_SESSION = `select session.id from session join space on space.id = session.space_id
  where space.slug = 'be-square' and upper(session.during) < now() order by lower(session.during) desc limit 1`;
/** With people on its list: those that are over in the demonstration have nobody by name. */
const NAMED_SESSION = `select session.id from session join space on space.id = session.space_id
  where space.slug = 'be-square' and exists (select from enrolment where session_id = session.id)
  order by lower(session.during) limit 1`;
const ENROLLED = `select person_id as id from enrolment join space on space.id = space_id
  where space.slug = 'be-square' order by person_id limit 1`;
const ROOM = `select room.id as room, space.slug from resource room join space on space.id = room.space_id
  where space.slug = 'be-square' and room.kind = 'room' order by room.name limit 1`;
const FREE_TIME = `select room.id as room, to_char(open_on + time '10:00', 'YYYY-MM-DD"T"HH24:MI:00"Z"') as start,
    to_char(open_on + time '11:00', 'YYYY-MM-DD"T"HH24:MI:00"Z"') as "end"
  from resource room join space on space.id = room.space_id,
    lateral (select lower(during)::date as open_on from opening where opening.space_id = space.id
      and lower(during) > now() + interval '2 days' order by lower(during) limit 1) as opened
  where space.slug = 'be-square' and room.kind = 'room' order by room.capacity desc limit 1`;
const LEARNER = "select id from person where email = 'learner@trivium.test'";
const BOOKING = `select booking.id from booking join person on person.id = booking.booked_by
  where person.email = 'learner@trivium.test' and booking.status = 'confirmed' order by booking.created_at desc limit 1`;
const SERIES = "select series.id from series order by created_at desc limit 1";
/** Its next date: whoever asks for the same hours has dates that clash, and dates that do not. */
const SERIES_DATE = `select series.id, series.version::text as version, series.room_id as room, space.slug,
    to_char(lower(booking.during) at time zone space.time_zone, 'YYYY-MM-DD') as day,
    to_char(lower(booking.during) at time zone space.time_zone, 'HH24:MI') as start,
    to_char(upper(booking.during) at time zone space.time_zone, 'HH24:MI') as "end"
  from series join booking on booking.series_id = series.id join space on space.id = series.space_id
  where lower(booking.during) > now() order by series.created_at desc, lower(booking.during) limit 1`;
const DATES = "&roomId=:room&from=:start&to=:end&every=weekly&interval=1&ends=count&count=5";
const BADGE = "select slug from badge_class where state = 'active' order by slug limit 1";
const AWARDED = `select credential.id from credential join person on person.id = credential.person_id
  where person.email = 'learner@trivium.test' and revoked_at is null order by issued_at desc limit 1`;
const RECEIPT = `select consent_record.id from consent_record join person on person.id = consent_record.person_id
  where person.email = 'learner@trivium.test' order by consent_record.created_at desc limit 1`;
const MAP = "select slug from framework where kind = 'map' order by slug limit 1";
const OTHER_BADGE =
  "select id from benchmark_entry where kind = 'badge' and retired_at is null order by name limit 1";
const JOURNAL = "select slug from journal where state = 'published' order by slug limit 1";
const PROTOTYPE = "select slug from prototype where state = 'concluded' order by slug limit 1";
const RUNNING_PROTOTYPE = PROTOTYPE.replace("concluded", "running");
const PRACTICE = "select slug from practice where slug = 'de-keukentafel'";
const DRAFT = `select practice.slug from practice join practice_version version on version.practice_id = practice.id
  join person on person.id = version.author_id
  where person.email = 'manager@trivium.test' and version.published_at is null limit 1`;
const WITH_PASSWORD =
  "select id from person where email = 'manager@trivium.test' and password_hash is not null";
const WAITING_PRACTICE = `select practice.slug from practice join practice_version version on version.practice_id = practice.id
  where version.state = 'submitted' order by practice.slug limit 1`;
const ACTOR = "select slug from network_actor order by slug limit 1";
const LISTED_PLACE =
  "select id from listed_place where published and space_id is null order by name limit 1";
const LAYER = "select slug, slug as layer from map_overlay where shown limit 1";
const LAYOUT_ROOM = `select room.id, space.slug as space from room_layout join resource room on room.id = resource_id
  join space on space.id = room.space_id limit 1`;
const SEARCH = "?people=3&when=tomorrow%20afternoon";

/**
 * Pages that have a drawing, or are about something. The others are looked at without a question.
 */
const KNOWN: Record<string, Known[]> = {
  "/[...rest]": [{ mock: "404", example: "select 'nothing-here' as rest" }],
  "/about/components": [{ mock: "components" }],
  "/": [
    { mock: "home" },
    { name: "/ results", mock: "results", query: SEARCH },
    { name: "/ more", query: "?more=filters&layer=:layer", example: LAYER },
  ],
  "/admin/actors/[slug]": [{ example: ACTOR }],
  "/admin/badges/[slug]": [{ example: BADGE }],
  "/admin/benchmark/[id]": [{ example: OTHER_BADGE }],
  "/admin/frameworks/[slug]": [{ example: MAP }],
  "/admin/overlays/[slug]": [{ example: LAYER }],
  "/admin/people/[id]": [{ example: LEARNER }],
  "/admin/spaces/[slug]": [{ example: SPACE }],
  "/badges": [{ mock: "badges" }],
  "/badges/[slug]": [{ mock: "badge", example: BADGE }],
  "/badges/[slug]/kit": [{ example: BADGE }],
  "/badges/awarded/[id]": [{ mock: "badge", example: AWARDED, viewer: "learner" }],
  "/badges/benchmark/[id]": [{ example: OTHER_BADGE }],
  "/badges/maps/[slug]": [{ example: MAP }],
  "/book": [{ mock: "book" }],
  "/book/where": [{ mock: "book-where", query: "?people=2&hours=1" }],
  "/book/when": [{ mock: "book-when", query: "?people=2&hours=1&space=:slug", example: SPACE }],
  "/book/check": [
    { mock: "book-check", query: "?people=2&room=:room&start=:start&end=:end", example: FREE_TIME },
  ],
  "/check-in/[space]": [{ example: SPACE.replace("as slug", "as space"), viewer: "learner" }],
  "/community": [{ mock: "sustainable-it" }],
  "/community/[slug]": [{ example: ACTOR }],
  "/desk": [{ mock: "desk" }],
  "/desk/calendar": [{ mock: "calendar" }, { name: "/desk/calendar list", query: "?view=list" }],
  "/desk/journals/[slug]": [{ example: JOURNAL, viewer: "admin" }],
  "/desk/practices/[slug]": [{ example: DRAFT }],
  "/desk/practices/[slug]/review": [{ example: WAITING_PRACTICE }],
  "/desk/practices/[slug]/translate": [{ example: PRACTICE, query: "?to=fr", viewer: "admin" }],
  "/desk/practices/[slug]/tried": [{ example: PRACTICE }],
  "/desk/prototypes/[slug]": [{ example: PROTOTYPE, viewer: "admin" }],
  "/desk/prototypes/[slug]/draw": [{ example: RUNNING_PROTOTYPE, viewer: "admin" }],
  "/desk/rooms/edit": [{ example: LAYOUT_ROOM, query: "?space=:space&id=:id", viewer: "admin" }],
  "/desk/people/[id]/consent": [{ example: ENROLLED }],
  "/desk/series/[id]": [{ example: SERIES }],
  "/desk/series/[id]/change": [{ example: SERIES }],
  "/desk/series/[id]/check": [
    {
      example: SERIES_DATE,
      query: `?scope=all&version=:version&people=6&purpose=Atelier${DATES}`,
    },
  ],
  "/desk/series/check": [
    { example: SERIES_DATE, query: `?day=:day&people=6&purpose=Atelier${DATES}` },
  ],
  "/desk/sessions/[id]": [{ example: NAMED_SESSION }],
  "/desk/sessions/[id]/badges": [{ example: NAMED_SESSION }],
  "/desk/sessions/[id]/edit": [{ example: SESSION }],
  "/desk/sessions/[id]/sheet": [
    { mock: "sheet", example: NAMED_SESSION },
    { name: "/desk/sessions/[id]/sheet walk-ins", mock: "sheet", example: PAST_SESSION },
  ],
  "/desk/sessions/[id]/sheet/paper": [{ example: PAST_SESSION }],
  "/desk/sessions/course/check": [
    {
      example: SERIES_DATE,
      query: `?spaceSlug=:slug&day=:day&titleFr=Le%20courriel&topic=communication&modality=in_person&language=fr&places=8&enrolment=all${DATES}`,
    },
  ],
  "/desk/use": [{ mock: "use" }],
  "/embed/[locale]/map": [{ example: "select 'nl' as locale" }],
  "/kiosk/[space]": [{ mock: "kiosk", example: "select 'be-square' as space" }],
  "/me": [{ mock: "me" }],
  "/me/account/password": [{ example: WITH_PASSWORD, viewer: "manager" }],
  "/me/bookings/[id]": [{ example: BOOKING }],
  "/me/bookings/[id]/change": [{ example: BOOKING }],
  "/me/data/receipt/[id]": [{ example: RECEIPT }],
  "/practices": [{ mock: "practices" }],
  "/practices/[slug]": [
    { mock: "practice", example: PRACTICE },
    { name: "/practices/[slug] beside", query: "?beside=original", example: PRACTICE },
  ],
  "/practices/compare": [
    {
      query: "?with=:one&with=:two",
      example: `select min(slug) as one, max(slug) as two from practice join practice_version
        on practice_id = practice.id where state = 'published'`,
    },
  ],
  "/places/[id]": [{ example: LISTED_PLACE }],
  "/print": [{ query: "?layer=:layer", example: LAYER }],
  "/journals": [{ mock: "practices" }],
  "/journals/[slug]": [{ mock: "practice", example: JOURNAL }],
  "/journals/[slug]/guide": [{ mock: "practice", example: JOURNAL }],
  "/prototypes": [{ mock: "practices" }],
  "/prototypes/[slug]": [{ mock: "practice", example: PROTOTYPE }],
  "/research": [{ mock: "research" }],
  "/research/[id]": [{ example: "select id from release order by created_at limit 1" }],
  "/sessions": [{ mock: "sessions" }],
  "/sessions/[id]": [{ mock: "session", example: SESSION }],
  "/sessions/[id]/poster": [{ mock: "poster", example: SESSION }],
  "/sign-in": [{ mock: "sign-in" }],
  "/spaces/[slug]": [{ mock: "space", example: SPACE }],
  "/spaces/[slug]/door/[room]": [{ mock: "door", example: ROOM }],
  "/verify": [{ mock: "verify" }],
};

const PERMISSION = new Map(DOORS.map(([door, who]): [string, string] => [door, who]));

/** Every page that the files of `app/` hold, with what is known of it. */
export function picturePages(): PicturePage[] {
  return allDoors()
    .filter((door) => door.startsWith("page /"))
    .map((door) => door.slice("page ".length))
    .flatMap((path) =>
      (KNOWN[path] ?? [{}]).map((known) => ({
        name: known.name ?? path,
        path,
        viewer: known.viewer ?? viewerOf(path),
        query: known.query ?? "",
        example: known.example ?? null,
        mock: known.mock ?? null,
      })),
    );
}

function viewerOf(path: string): Viewer {
  const who = PERMISSION.get(`page ${path}`) ?? "anyone";
  if (path === "/kiosk/[space]") return "visitor";
  if (/^\/(admin|research)/.test(path)) return "admin";
  if (path.startsWith("/desk")) return "manager";
  if (path === "/partner") return "partner";
  return who === "anyone" || who === "nobody" ? "visitor" : "learner";
}

/**
 * @param words what the example found; a page that names something asks for all of its words
 * @returns the address under one language, or null when there is no such thing to show
 */
export function addressOf(
  { path, query }: PicturePage,
  words: Record<string, string>,
): string | null {
  let isKnown = true;
  const put = (_: string, name: string) => {
    const word = words[name];
    if (word === undefined) isKnown = false;
    return encodeURIComponent(word ?? "");
  };
  const address = `${path.replace(/\[(?:\.\.\.)?(\w+)\]/g, put)}${query.replace(/:(\w+)/g, put)}`;
  return isKnown ? address : null;
}

import { z } from "zod";
import { equipmentWish } from "#lib/booking/allocation/schema.ts";
import { BOOKING_ACTIONS } from "#lib/booking/bookings/allowed-actions.ts";
import { BOOKING_STATES } from "#lib/booking/bookings/transitions.ts";
import { DATASETS } from "#lib/evidence/research/schema.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { personLine, refusedPart, tallyCell } from "#lib/learning/attendance/schema.ts";
import { wishes } from "#lib/learning/sessions/schema.ts";
import { OUTCOMES } from "#lib/learning/visits/rules.ts";
import { BANDS } from "#lib/places/occupancy/rules.ts";
import { EVIDENCE, LICENCES, TEXT_NAMES, THEMES, OUTCOMES as TRIED } from "#lib/practice/practices/schema.ts";

const moment = z.iso.datetime({ offset: true });

const room = z.object({
  roomId: z.uuid(),
  roomName: z.string(),
  capacity: z.int(),
  features: z.array(z.string()),
  spaceSlug: z.string(),
  spaceName: z.string(),
  city: z.string(),
  region: z.string(),
  timeZone: z.string(),
  distanceKm: z.number().nullable(),
  isAcrossBorder: z.boolean(),
  equipment: z.array(equipmentWish),
});

const alternative = room.extend({
  start: moment,
  end: moment,
  kind: z
    .enum(["time", "smaller", "together", "elsewhere"])
    .optional()
    .describe("Another time, a slightly smaller room, two rooms of one space, or another space"),
  resources: z.array(z.uuid()).optional().describe("All rooms, to be booked together"),
});

const booking = z.object({
  id: z.uuid(),
  status: z.enum(BOOKING_STATES),
  roomId: z.uuid(),
  resources: z.array(z.uuid()).optional(),
  start: moment,
  end: moment,
  people: z.int(),
  equipment: z.array(equipmentWish),
  purpose: z.string(),
  version: z.int(),
});

/** A booking that is read: what is known of it beside this is left open. */
const shownBooking = booking.loose().extend({
  allowedActions: z
    .array(z.enum(BOOKING_ACTIONS))
    .describe(
      "What the actor can do with it now: change (PATCH), cancel (DELETE) and check_in here, the others on the page of the booking or on the desk. Ask anew when time has passed",
    ),
});

const space = z.object({
  slug: z.string(),
  name: z.string(),
  kind: z.string(),
  city: z.string(),
  country: z.string(),
  region: z.string(),
  lat: z.number(),
  lon: z.number(),
  precision: z.string(),
  timeZone: z.string(),
});

const next = z.string().nullable();

const session = z.looseObject({
  id: z.uuid(),
  status: z.enum(["planned", "cancelled"]),
  title: z.partialRecord(z.enum(["nl", "fr", "en"]), z.string()),
  places: z.int(),
  left: z.union([z.literal(0), z.enum(["few", "many"])]).describe("Never a number: 0 is none"),
  enrolled: z.int().optional().describe("For whoever plans sessions in this space"),
  taken: z.int().optional(),
  waiting: z.int().optional(),
  version: z.int().optional(),
  start: moment,
  end: moment,
  spaceSlug: z.string(),
});

const release = z.object({
  id: z.uuid(),
  dataset: z.enum(DATASETS),
  parameters: z.object({ from: z.string(), to: z.string(), spaces: z.array(z.string()) }),
  purpose: z.string(),
  rows: z.int(),
  sha256: z.string(),
  protection: z.object({ steps: z.array(z.string()), withheld: z.int() }),
  createdAt: moment,
});

const seriesDate = z.object({
  bookingId: z.uuid(),
  occurrence: z.string().describe("Its start by the rule, in the wall time of the space"),
  start: moment,
  end: moment,
  roomId: z.uuid(),
});

const dateState = z.object({
  occurrence: z.string(),
  start: moment,
  end: moment,
  roomId: z.uuid(),
  state: z.enum(["free", "elsewhere", "clash"]),
  code: z.string().nullable().describe("Why it is not free"),
  takenBy: z.string().nullable(),
  rooms: z.array(z.object({ roomId: z.uuid(), roomName: z.string(), capacity: z.int() })),
});

const told = z.object({
  band: z.enum(BANDS).nullable(),
  observedAt: moment.nullable(),
  ageSeconds: z.int().nullable(),
  isStale: z.boolean(),
  source: z.enum(["counter", "visits"]).nullable(),
  certainty: z.enum(["counted", "derived", "registered"]).nullable(),
  atLeast: z.int().nullable(),
  people: z.int().nullable().optional(),
  capacity: z.int().optional(),
});

const labels = z
  .partialRecord(z.enum(["nl", "fr", "en"]), z.string())
  .describe("By language; one that is not there has not been translated");

const placeOfPractice = z.object({
  slug: z.string(),
  name: z.string(),
  city: z.string(),
  region: z.string(),
});
const practiceEdition = z.object({
  language: z.enum(LOCALES),
  isOriginal: z.boolean(),
  ...Object.fromEntries(TEXT_NAMES.map((name) => [name, z.string()])),
});
const practiceFacts = { theme: z.enum(THEMES), evidence: z.enum(EVIDENCE) };
const count = z.int().nullable();
const practice = z.object({
  slug: z.string(),
  url: z.string(),
  space: placeOfPractice,
  publishedAt: z.string().nullable(),
  number: z.int(),
  ...practiceFacts,
  licence: z.enum(LICENCES),
  languages: z.array(z.enum(LOCALES)),
  groupLeast: count,
  groupMost: count,
  minutes: count,
  costCents: count,
  measuredPeople: count,
  measuredWith: count,
  measuredWithout: count,
  releaseId: z.string().nullable(),
  source: z.string().nullable(),
  editions: z.array(practiceEdition),
  reports: z.array(
    z.object({
      spaceSlug: z.string(),
      outcome: z.enum(TRIED),
      month: z.string(),
      sessions: z.int(),
      language: z.enum(LOCALES),
      words: z.string(),
    }),
  ),
});
const practiceSummary = z.object({
  slug: z.string(),
  ...practiceFacts,
  language: z.enum(LOCALES),
  isTranslation: z.boolean(),
  title: z.string(),
  summary: z.string(),
  triedBy: z.int(),
  space: placeOfPractice,
});

const badgeClass = z.object({
  slug: z.string(),
  state: z.enum(["pilot", "active", "retired"]),
  version: z.int(),
  validMonths: z.int().nullable().describe("After how many months it ends; null for one that lasts"),
  editions: z.partialRecord(
    z.enum(["nl", "fr", "en"]),
    z.object({ name: z.string(), description: z.string(), criteria: z.string() }),
  ),
  rules: z
    .array(z.looseObject({ kind: z.enum(["attendance", "peers", "mentor", "evidence", "badge"]) }))
    .describe("All of them are to be met"),
  competences: z.array(
    z.object({
      framework: z.string(),
      code: z.string(),
      url: z.string(),
      labels,
      level: z.int().nullable(),
    }),
  ),
  image: z.string(),
});

/** What the routes answer. */
const rows = z.array(z.record(z.string(), z.unknown()));

export const answers = {
  badgeClass,
  practice,
  practices: z.object({ items: z.array(practiceSummary), next }),
  badgeClasses: z.object({ items: z.array(badgeClass), next }),
  benchmark: z.object({
    items: z.array(
      z.looseObject({
        id: z.uuid(),
        kind: z.enum(["badge", "offer"]),
        name: z.string(),
        issuer: z.string(),
        hours: z.int().nullable(),
        competences: z.array(z.looseObject({ framework: z.string(), code: z.string() })),
        source: z.string(),
        factsOn: z.string(),
      }),
    ),
    next,
  }),
  matrix: z.looseObject({
    map: z.string(),
    version: z.string(),
    rows: z.array(z.looseObject({ code: z.string() })),
    gaps: z.looseObject({ noBadge: z.array(z.string()) }),
    nearDuplicates: z.array(z.looseObject({ nameSimilarity: z.number(), sharedCompetences: z.int() })),
  }),
  actors: z.object({
    items: z.array(
      z.looseObject({
        slug: z.string(),
        name: z.string(),
        kind: z.string(),
        fields: z.array(z.string()),
        region: z.string(),
        city: z.string(),
        lat: z.number(),
        lon: z.number(),
        precision: z.string(),
        languages: z.array(z.string()),
        does: labels,
        website: z.string().nullable(),
        source: z.string(),
        factsOn: z.string(),
        isInvented: z.boolean(),
      }),
    ),
    next,
  }),
  frameworks: z.object({
    items: z.array(
      z.looseObject({
        slug: z.string(),
        kind: z.enum(["reference", "map"]),
        version: z.string(),
        names: labels,
        publisher: z.string(),
        licence: z.string(),
        source: z.string(),
        competences: z.int(),
      }),
    ),
    next,
  }),
  framework: z.object({
    CFDocument: z.looseObject({ uri: z.string(), title: labels, version: z.string() }),
    CFItems: z.array(
      z.looseObject({ uri: z.string(), humanCodingScheme: z.string(), fullStatement: labels }),
    ),
    CFAssociations: z.array(
      z.object({
        associationType: z.enum(["isChildOf", "exactMatchOf", "isRelatedTo", "isPartOf"]),
        originNodeURI: z.string(),
        destinationNodeURI: z.string(),
      }),
    ),
  }),
  ownData: z.object({
    madeAt: moment,
    person: z.record(z.string(), z.unknown()),
    roles: rows,
    bookings: rows,
    sessionsLed: rows,
    enrolments: rows,
    attendances: rows,
    visits: rows,
    cards: rows,
    signIns: rows,
    accessTokens: rows,
    answers: rows,
    consents: rows,
    messages: rows,
    audit: rows,
  }),
  bookedSeries: z.object({
    id: z.uuid(),
    version: z.int(),
    rule: z.string(),
    dates: z.array(seriesDate),
    skipped: z.array(dateState),
  }),
  series: z.looseObject({
    id: z.uuid(),
    roomId: z.uuid(),
    timeZone: z.string(),
    rule: z.string(),
    firstStart: z.string(),
    firstEnd: z.string(),
    follows: z.uuid().nullable(),
    version: z.int(),
    cancelled: z.boolean(),
    dates: z.array(seriesDate.extend({ people: z.int(), status: z.string() })),
  }),
  text: z.string(),
  occupancy: told.extend({
    space: z.string(),
    rooms: z.array(told.extend({ roomId: z.uuid(), name: z.string() })).optional(),
  }),
  receipt: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    misdated: z.int(),
    refused: z.array(z.object({ index: z.int(), status: z.int(), code: z.string(), message: z.string() })),
  }),
  made: z.object({ id: z.uuid() }),
  guestLink: z.object({ link: z.url().nullable() }),
  hold: z.object({ expiresAt: z.iso.datetime({ offset: true }) }),
  session,
  sessions: z.object({ items: z.array(session), next }),
  enrolment: z.object({ status: z.enum(["enrolled", "waiting"]) }),
  sheet: z.object({
    sheetVersion: z.int(),
    present: z.array(z.uuid()),
    lines: z.array(personLine),
    tally: z.array(tallyCell),
    consents: z.array(z.uuid()),
    /** After a save: what of it was not taken. */
    refused: z.array(refusedPart.extend({ message: z.string() })).optional(),
  }),
  enrolments: z.object({
    items: z.array(
      wishes.extend({
        personId: z.uuid(),
        displayName: z.string(),
        status: z.enum(["enrolled", "waiting"]),
      }),
    ),
    next,
  }),
  changedSession: z.object({ id: z.uuid(), version: z.int() }),
  course: z.object({
    /** Null where a place is taken for each date. */
    id: z.uuid().nullable(),
    sessions: z.array(
      z.object({ id: z.uuid(), occurrence: z.string(), start: moment, end: moment, roomId: z.uuid() }),
    ),
    skipped: z.array(z.looseObject({ occurrence: z.string(), start: moment, end: moment })),
  }),
  visits: z.object({
    items: z.array(
      z.object({
        /** Null when an event that could not be read gave none. */
        id: z.string().nullable(),
        outcome: z.enum(OUTCOMES),
        leftElsewhere: z.boolean(),
        session: z.partialRecord(z.enum(["nl", "fr", "en"]), z.string()).nullable(),
        clockCorrected: z.boolean(),
      }),
    ),
  }),
  door: z.object({
    now: moment,
    sessions: z.array(
      z.object({
        id: z.uuid(),
        titles: z.record(z.enum(["nl", "fr", "en"]), z.string()),
        start: moment,
        end: moment,
      }),
    ),
    code: z.object({ digits: z.string(), until: moment, address: z.string(), qr: z.string() }),
  }),
  release,
  releases: z.object({ items: z.array(release), next }),
  problem: z.looseObject({
    type: z.string(),
    status: z.int(),
    title: z.string().describe("In the language of Accept-Language"),
    code: z.string().describe("Stays the same in every language"),
    alternatives: z.array(alternative).optional(),
    dates: z.array(dateState).optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
  availability: z.object({
    time: z
      .object({ start: moment, end: moment, minutes: z.int().nullable() })
      .describe("What was searched: all of it, or any part of so many minutes"),
    items: z.array(room.extend({ start: moment.optional(), end: moment.optional() })),
    next,
    alternatives: z.array(alternative),
    waitlist: z.array(room).describe("Rooms that are taken then, and can be waited for at /api/v1/waits"),
  }),
  booking,
  shownBooking,
  ownBookings: z.object({ items: z.array(shownBooking), next }),
  spaces: z.object({
    items: z.array(
      space.extend({
        rooms: z.int(),
        isOpen: z.boolean(),
        openUntil: z.string().nullable(),
        closedFor: z.object({ reason: z.string(), until: z.iso.datetime({ offset: true }) }).nullable(),
      }),
    ),
    next,
  }),
  space: space.loose().extend({
    rooms: z.array(z.looseObject({ id: z.uuid(), name: z.string(), capacity: z.int() })),
    equipment: z.array(z.object({ kind: z.string().nullable(), name: z.string(), quantity: z.int() })),
  }),
  calendar: z.object({
    rooms: z.array(
      z.object({ id: z.uuid(), title: z.string(), capacity: z.int(), holds: z.array(z.uuid()) }),
    ),
    events: z.array(
      z.object({
        id: z.uuid().optional().describe("Of one's own bookings, and for staff, as what follows"),
        resourceId: z.uuid(),
        otherRooms: z.array(z.uuid()).optional(),
        start: moment,
        end: moment,
        title: z.string().nullable(),
        people: z.int().optional(),
        kind: z.enum(["session", "booking", "request"]).optional(),
        checkedIn: z.boolean().optional(),
        places: z
          .object({ taken: z.int(), of: z.int() })
          .nullish()
          .describe("Of a session: how many have a place, of how many"),
        editable: z.boolean(),
        version: z.int().optional(),
      }),
    ),
    closures: z.array(
      z.object({
        id: z.uuid(),
        resourceIds: z.array(z.uuid()),
        start: moment,
        end: moment,
        reason: z.string(),
      }),
    ),
    kept: z
      .array(
        z.object({
          id: z.uuid(),
          resourceIds: z.array(z.uuid()),
          start: moment,
          end: moment,
          title: z.string(),
        }),
      )
      .describe("Rooms that are kept for a group: for staff"),
    open: z.array(z.object({ start: moment, end: moment })).describe("When the space is open"),
  }),
  spaceApi: z.looseObject({ api_compatibility: z.array(z.string()), space: z.string() }),
  geojson: z.object({ type: z.literal("FeatureCollection"), features: z.array(z.looseObject({})) }),
};

import { z } from "zod";
import { personLine } from "#lib/attendance/schema.ts";
import { equipmentWish } from "#lib/booking/schema.ts";
import { OUTCOMES } from "#lib/presence/rules.ts";
import { DATASETS } from "#lib/research/schema.ts";

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
  equipment: z.array(equipmentWish),
});

const alternative = room.extend({ start: moment, end: moment });

const booking = z.object({
  id: z.uuid(),
  status: z.enum(["confirmed", "cancelled"]),
  roomId: z.uuid(),
  start: moment,
  end: moment,
  people: z.int(),
  equipment: z.array(equipmentWish),
  purpose: z.string(),
  version: z.int(),
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
  enrolled: z.int(),
  waiting: z.int(),
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

/** What the routes answer. */
export const answers = {
  text: z.string(),
  made: z.object({ id: z.uuid() }),
  session,
  sessions: z.object({ items: z.array(session), next }),
  enrolment: z.object({ status: z.enum(["enrolled", "waiting"]) }),
  sheet: z.object({ sheetVersion: z.int(), present: z.array(z.uuid()), lines: z.array(personLine) }),
  visits: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        outcome: z.enum(OUTCOMES),
        leftElsewhere: z.boolean(),
        session: z.partialRecord(z.enum(["nl", "fr", "en"]), z.string()).nullable(),
        clockCorrected: z.boolean(),
      }),
    ),
  }),
  door: z.object({
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
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
  availability: z.object({ items: z.array(room), next, alternatives: z.array(alternative) }),
  booking,
  ownBookings: z.object({ items: z.array(booking.loose()), next }),
  spaces: z.object({
    items: z.array(space.extend({ rooms: z.int(), openUntil: z.string().nullable() })),
    next,
  }),
  space: space.loose().extend({
    rooms: z.array(z.looseObject({ id: z.uuid(), name: z.string(), capacity: z.int() })),
    equipment: z.array(z.object({ kind: z.string().nullable(), name: z.string(), quantity: z.int() })),
  }),
  calendar: z.object({
    rooms: z.array(z.object({ id: z.uuid(), title: z.string(), capacity: z.int() })),
    events: z.array(
      z.object({
        id: z.uuid(),
        resourceId: z.uuid(),
        start: moment,
        end: moment,
        title: z.string().nullable(),
        people: z.int(),
        editable: z.boolean(),
        version: z.int(),
      }),
    ),
  }),
  spaceApi: z.looseObject({ api_compatibility: z.array(z.string()), space: z.string() }),
  geojson: z.object({ type: z.literal("FeatureCollection"), features: z.array(z.looseObject({})) }),
};

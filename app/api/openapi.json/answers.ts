import { z } from "zod";
import { equipmentWish } from "#lib/booking/schema.ts";

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

/** What the routes answer. */
export const answers = {
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
  space: space
    .loose()
    .extend({ id: z.uuid(), resources: z.array(z.looseObject({ id: z.uuid(), name: z.string() })) }),
  geojson: z.object({ type: z.literal("FeatureCollection"), features: z.array(z.looseObject({})) }),
};

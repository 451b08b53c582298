import { z } from "zod";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { momentField } from "#lib/foundation/platform/time/moments.ts";
import { FIGURES } from "./shares.ts";

export const DEVICE_KINDS = ["count", "in_out"] as const;

export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** More people than any space of the network holds: a count above it is a fault of the counter. */
const MOST_PEOPLE = 2_000;
const MOST_READINGS = 10_000;
export const READINGS_MEGABYTES = 4;

const sensorId = z
  .string("occupancy.no_sensor")
  .trim()
  .toLowerCase()
  .min(1, "occupancy.no_sensor")
  .max(80);

const people = z
  .int("occupancy.not_a_count")
  .min(0, "occupancy.negative_count")
  .max(MOST_PEOPLE, "occupancy.absurd_count");

const moment = momentField("occupancy.not_a_moment");

const inside = { sensorId, observedAt: moment, kind: z.literal("count"), count: people };
const passed = {
  sensorId,
  observedAt: moment,
  kind: z.literal("in_out"),
  in: people,
  out: people,
};

/**
 * What a counter says: how many are there, or how many came in and went out since it last spoke. It
 * may say more of itself (its battery, its firmware), of which nothing is kept.
 */
export const reading = z.discriminatedUnion(
  "kind",
  [z.object(inside), z.object(passed)],
  "occupancy.unknown_kind",
);

export type Reading = z.output<typeof reading>;

/** Each is looked at by itself: one that is wrong does not keep the others out. */
const readingList = z
  .array(z.unknown(), "occupancy.not_readings")
  .min(1, "occupancy.not_readings")
  .max(MOST_READINGS, "occupancy.too_many_readings");

/**
 * `history`: kept by the device while it was offline, so its old moments are meant. `sentAt`: what
 * its clock says as it sends, so that a wrong clock is corrected and not guessed at.
 */
export const readingsBody = z.union([
  readingList.transform((items) => ({ items, isHistory: false })),
  z
    .object({
      readings: readingList,
      history: z.boolean().default(false),
      sentAt: moment.optional(),
    })
    .transform(({ readings: items, history: isHistory, sentAt }) => ({ items, isHistory, sentAt })),
  z
    .looseObject({ observedAt: z.unknown() })
    .transform((one) => ({ items: [one] as unknown[], isHistory: false })),
]);

export type Delivery = {
  items: unknown[];
  isHistory: boolean;
  sentAt?: Temporal.Instant | undefined;
};

const openReading = z.discriminatedUnion("kind", [z.looseObject(inside), z.looseObject(passed)]);

/** Readings as the API document shows them: what the items are. */
export const readingsDocument = z.union([
  openReading,
  z.array(openReading).max(MOST_READINGS),
  z.object({
    readings: z.array(openReading).max(MOST_READINGS),
    history: z.boolean().default(false),
    sentAt: moment.optional(),
  }),
]);

/**
 * An uplink as The Things Stack sends it. Fields that are zero, empty or false are left out of it:
 * the first frame has no `f_cnt`, an empty room no `people_count_all`. The format is theirs: it
 * holds much that is not read here.
 */
export const ttsUplink = z.looseObject({
  end_device_ids: z.looseObject({
    device_id: z.string().default(""),
    dev_eui: z.string().default(""),
  }),
  received_at: moment.optional(),
  uplink_message: z.looseObject({
    session_key_id: z.string().max(200).default(""),
    f_cnt: z.int().min(0).default(0),
    frm_payload: z.base64().max(2_000).default(""),
    received_at: moment.optional(),
    decoded_payload: z
      .looseObject({
        people_count_all: z.int().optional(),
        people_in: z.int().optional(),
        people_out: z.int().optional(),
      })
      .optional(),
  }),
});

export type TtsUplink = z.output<typeof ttsUplink>;

export const newDevice = z.object({
  spaceSlug: z.string().max(120),
  roomId: z
    .union([z.literal("").transform(() => null), z.uuid("occupancy.unknown_room")])
    .default(null),
  kind: z.enum(DEVICE_KINDS, "occupancy.unknown_kind"),
  name: z.string().trim().min(1, "occupancy.no_name").max(80),
  sensorId,
  intervalMinutes: z.coerce
    .number("occupancy.not_an_interval")
    .int("occupancy.not_an_interval")
    .min(1, "occupancy.not_an_interval")
    .max(1440, "occupancy.not_an_interval")
    .default(5),
});

export type NewDevice = z.output<typeof newDevice>;

export const deviceChoice = z.object({ id: z.uuid(), spaceSlug: z.string().max(120) });

export const readingsFile = z.object({
  deviceId: z.uuid("occupancy.unknown_device"),
  rows: z.string("occupancy.empty_file").trim().min(1, "occupancy.empty_file").max(700_000),
});

/**
 * What the page of use shows, and what its file holds: every figure, one of them, or a part of its
 * own.
 */
export const useInput = z.object({
  year: z.coerce.number().int().min(2020).max(2100).optional(),
  space: z.string().max(120).optional(),
  figure: z.enum(FIGURES).optional(),
  part: z.enum(["use", "equipment", "foreseen"]).default("use"),
});

/** @throws DomainError not_found */
export function unknownSpace(): DomainError {
  return new DomainError("not_found", { code: "spaces.unknown" });
}

import { z } from "zod";
import { NETWORK_ROLES, SPACE_ROLES } from "#lib/foundation/identity/context.ts";
import { momentField } from "#lib/foundation/platform/time/moments.ts";

const MAX_PEOPLE = 500;

/** A moment with its offset. A local time without one is refused: it names no instant. */
export const moment = momentField("booking.not_a_moment");

export const equipmentRequest = z.object({
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/, "booking.unknown_equipment"),
  quantity: z.coerce.number().int().min(1, "booking.quantity").max(1000, "booking.quantity"),
});

export const partySize = z.coerce
  .number({ error: "booking.people" })
  .int("booking.people")
  .min(1, "booking.people")
  .max(MAX_PEOPLE, "booking.people");

/** Each kind once: what is asked twice is wanted twice. */
export const equipmentRequests = z
  .array(equipmentRequest)
  .max(10, "booking.quantity")
  .transform(summed);

/** `projector:1,laptop:8` */
export const equipmentList = z
  .string()
  .max(400)
  .transform((text) =>
    text
      .split(",")
      .filter(Boolean)
      .map((part) => {
        const [kind = "", quantity = "1"] = part.split(":");
        return { kind: kind.trim(), quantity: quantity as unknown };
      }),
  )
  .pipe(equipmentRequests);

function summed(requests: { kind: string; quantity: number }[]) {
  return [...Map.groupBy(requests, ({ kind }) => kind)].map(([kind, same]) => ({
    kind,
    quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

/** A whole number, or nothing. */
const countOrNone = (least: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,4}$/, "booking.quota_number")
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((count) => count === null || count >= least, "booking.quota_number");

/** A limit as its form sends it. */
export const quotaInput = z.object({
  counts: z.enum(["person", "organisation"]),
  role: z
    .union([z.literal("").transform(() => null), z.enum([...SPACE_ROLES, ...NETWORK_ROLES])])
    .default(null),
  period: z.enum(["day", "week", "month", "ahead"]),
  maxBookings: countOrNone(1),
  maxHours: countOrNone(1),
});

/** Bookings somebody may miss; empty when nobody counts. */
export const missedInput = z.object({
  missedAllowed: countOrNone(0),
});

export type QuotaInput = z.output<typeof quotaInput>;
export type EquipmentRequest = z.output<typeof equipmentRequest>;

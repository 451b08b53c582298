import { z } from "zod";

const moment = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: "custom", message: "spaces.not_a_moment" });
    return z.NEVER;
  }
});

const numbers = (count: number) => (text: string, context: z.RefinementCtx) => {
  const parts = text.split(",").map(Number);
  if (parts.length === count && parts.every(Number.isFinite)) return parts;
  context.addIssue({ code: "custom", message: "spaces.not_a_point" });
  return z.NEVER;
};

/** What a list of spaces can be narrowed by. */
export const spaceFilter = z.object({
  q: z.string().max(100).default(""),
  kind: z.string().max(40).optional(),
  /** Only those open at a moment, with its offset. */
  open_at: moment.optional(),
  /** `west,south,east,north` in degrees. */
  bbox: z
    .string()
    .transform(numbers(4))
    .transform(([west = 0, south = 0, east = 0, north = 0]) => ({ west, south, east, north }))
    .optional(),
  /** `lat,lon` in degrees: the nearest come first. */
  near: z
    .string()
    .transform(numbers(2))
    .transform(([lat = 0, lon = 0]) => ({ lat, lon }))
    .optional(),
  radius_km: z.coerce.number().positive().max(500).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

const minutes = z.coerce
  .number("spaces.minutes")
  .int("spaces.minutes")
  .min(0, "spaces.minutes")
  .max(100_000, "spaces.minutes");
const some = minutes.min(1, "spaces.minutes");
const tick = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((values) => [values].flat().filter(Boolean));

/** What can be booked, and its rules, as its form sends them. */
export const resourceRules = z
  .object({
    kind: z.enum(["room", "desk", "item", "stock"]),
    name: z.string().trim().min(1, "spaces.name_it").max(100, "spaces.name_it"),
    equipmentKind: z
      .union([z.literal(""), z.string().regex(/^[a-z][a-z-]{0,39}$/, "spaces.what_is_it")])
      .default(""),
    capacity: z.coerce
      .number("spaces.count")
      .int("spaces.count")
      .min(1, "spaces.count")
      .max(1000, "spaces.count"),
    quantity: z.coerce
      .number("spaces.count")
      .int("spaces.count")
      .min(1, "spaces.count")
      .max(10_000, "spaces.count"),
    features: list.pipe(z.array(z.string().regex(/^[a-z][a-z-]{0,39}$/)).max(30)),
    madeOf: list.pipe(z.array(z.uuid()).max(20)),
    minMinutes: some,
    maxMinutes: some,
    stepMinutes: some,
    bufferBeforeMinutes: minutes,
    bufferMinutes: minutes,
    noticeMinutes: minutes,
    horizonDays: some.max(1000, "spaces.minutes"),
    bookableBy: z.enum(["everyone", "enrolled", "staff"]),
    needsApproval: tick,
    releaseMinutes: z
      .string()
      .trim()
      .regex(/^\d{0,4}$/, "spaces.minutes")
      .transform((text) => Number(text) || null),
    costCode: z
      .string()
      .trim()
      .max(40)
      .default("")
      .transform((code) => code || null),
    lendable: tick,
    travelMinutes: minutes,
    outOfServiceReason: z.string().trim().max(300).default(""),
    outOfServiceUntil: z
      .string()
      .default("")
      .transform((day, context) => {
        if (!day) return null;
        try {
          return Temporal.PlainDate.from(day, { overflow: "reject" })
            .toZonedDateTime("Europe/Brussels")
            .toInstant();
        } catch {
          context.addIssue({ code: "custom", message: "spaces.not_a_moment" });
          return z.NEVER;
        }
      }),
  })
  .refine(({ minMinutes, maxMinutes }) => minMinutes <= maxMinutes, {
    error: "spaces.shortest_longest",
    path: ["maxMinutes"],
  });

export type ResourceRules = z.output<typeof resourceRules>;

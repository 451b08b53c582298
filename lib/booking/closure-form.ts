import { z } from "zod";
import { type ClosurePlan, REPEATS } from "./closures.ts";

/** A closure as its form, its address and its confirmation carry it. */
export const closureForm = z.object({
  spaceId: z.uuid(),
  rooms: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((rooms) => [rooms].flat().filter(Boolean))
    .pipe(z.array(z.uuid("booking.unknown_room")).max(100)),
  day: z.string().max(20),
  from: z.string().max(10),
  lastDay: z.string().max(20).default(""),
  to: z.string().max(10),
  repeat: z.enum(REPEATS).default("once"),
  until: z.string().max(20).default(""),
  reason: z.string().trim().max(300, "booking.purpose_too_long"),
});

export type ClosureForm = z.output<typeof closureForm>;

/** The plan a form holds, or null when a day or time does not exist. */
export function closurePlan(form: ClosureForm): ClosurePlan | null {
  try {
    const wall = (day: string, time: string) =>
      Temporal.PlainDate.from(day, { overflow: "reject" }).toPlainDateTime(
        Temporal.PlainTime.from(time, { overflow: "reject" }),
      );
    return {
      spaceId: form.spaceId,
      roomIds: form.rooms,
      from: wall(form.day, form.from),
      to: wall(form.lastDay || form.day, form.to),
      repeat: form.repeat,
      until: form.until ? Temporal.PlainDate.from(form.until, { overflow: "reject" }) : null,
      reason: form.reason,
    };
  } catch {
    return null;
  }
}

import { z } from "zod";
import { SPACE_ROLES } from "#lib/foundation/identity/context.ts";
import { wallEnd } from "#lib/foundation/platform/time/days.ts";
import {
  readDay,
  typedDayText,
  typedDayTextOrNone,
  typedTimeText,
} from "#lib/foundation/platform/time/moments.ts";
import type { BlockingPlan } from "./blockings.ts";
import { type ClosurePlan, REPEATS } from "./closures.ts";

/** Rooms and times as a form, its address and its confirmation carry them. */
const timesForm = z.object({
  spaceId: z.uuid(),
  rooms: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((rooms) => [rooms].flat().filter(Boolean))
    .pipe(z.array(z.uuid("booking.unknown_room")).max(100)),
  day: typedDayText(),
  from: typedTimeText(),
  lastDay: typedDayTextOrNone(),
  to: typedTimeText(),
  repeat: z.enum(REPEATS).default("once"),
  until: typedDayTextOrNone(),
});

export const closureForm = timesForm.extend({
  reason: z.string().trim().max(300, "booking.purpose_too_long"),
});

const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => null), schema]).default(null);

export const blockingForm = timesForm.extend({
  title: z.string().trim().max(100, "blockings.needs_title"),
  organisation: optional(z.uuid()),
  role: optional(z.enum(SPACE_ROLES)),
  /** Addresses, with anything between them that is in none. */
  emails: z
    .string()
    .max(5_000)
    .default("")
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(z.email("identity.check_email")).max(100)),
});

export type ClosureForm = z.output<typeof closureForm>;
export type BlockingForm = z.output<typeof blockingForm>;

/** The plan a form holds, or null when a day or time does not exist. */
export function closurePlan(form: ClosureForm): ClosurePlan | null {
  const times = timesOf(form);
  return times && { ...times, reason: form.reason };
}

export function blockingPlan(form: BlockingForm): BlockingPlan | null {
  const times = timesOf(form);
  const { title, organisation, role, emails } = form;
  return times && { ...times, title, organisationId: organisation, role, emails };
}

function timesOf(form: z.output<typeof timesForm>): Omit<ClosurePlan, "reason"> | null {
  try {
    return {
      spaceId: form.spaceId,
      roomIds: form.rooms,
      from: readDay(form.day).toPlainDateTime(
        Temporal.PlainTime.from(form.from, { overflow: "reject" }),
      ),
      to: wallEnd(readDay(form.lastDay || form.day), form.to),
      repeat: form.repeat,
      until: form.until ? readDay(form.until) : null,
    };
  } catch {
    return null;
  }
}

import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { momentField } from "#lib/foundation/platform/time/moments.ts";
import { PULSE } from "./rules.ts";

const AT_ONCE = 50;

const moment = momentField("presence.not_a_moment");

/**
 * Whom the device saw. A kiosk sends a card sealed with its key; staff and their programs may name
 * a person who is enrolled, or type a card.
 */
const who = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sealed"), card: z.string().min(1).max(1_000) }),
  z.object({ kind: z.literal("card"), card: z.string().trim().min(1).max(500) }),
  z.object({ kind: z.literal("person"), personId: z.uuid() }),
  z.object({ kind: z.literal("unnamed") }),
]);

export const visitEvent = z.object({
  /** Chosen by the sender: an event that arrives twice counts once. */
  id: z.uuid(),
  kind: z.enum(["arrive", "leave"]),
  at: moment,
  who,
  /** For an arrival at a session; a session the person is enrolled in is found without it. */
  sessionId: z.uuid().nullable().default(null),
});

export type VisitEvent = z.output<typeof visitEvent>;

export const visitBatch = z.object({
  /** What the sender's clock says now: how wrong it is can be told from that. */
  deviceNow: moment,
  /** For staff, who may keep several spaces; a kiosk stands in one. */
  spaceSlug: z.string().max(120).optional(),
  /** Each is read by itself: one that is wrong does not keep the others out. */
  events: z
    .array(z.unknown())
    .min(1)
    .max(AT_ONCE, "presence.too_many")
    .transform((items) => items.map(eventOrUnreadable)),
});

/** An event that cannot be read, by the id it gave, if it gave one. */
export type Unreadable = { kind: "unreadable"; id: string | null };

function eventOrUnreadable(item: unknown): VisitEvent | Unreadable {
  const read = visitEvent.safeParse(item);
  if (read.success) return read.data;
  const { data } = z.object({ id: z.string().max(100) }).safeParse(item);
  return { kind: "unreadable", id: data?.id ?? null };
}

export type VisitBatch = z.output<typeof visitBatch>;

/** The same, said for a reader: what the events are. */
export const visitsDocument = visitBatch.extend({
  events: z.array(visitEvent).min(1).max(AT_ONCE),
});

const said = <T extends readonly [string, ...string[]]>(answers: T) => z.enum(answers).optional();

const pulse = {
  mood: said(PULSE.mood),
  reason: said(PULSE.reason),
  obstacle: said(PULSE.obstacle),
  again: said(PULSE.again),
};

const saysSomething = (answers: Partial<Record<keyof typeof pulse, string>>) =>
  Object.values(answers).some(Boolean);

export const pulseAnswer = z.object({
  id: z.uuid(),
  /** The week in which it was said, by the device. */
  week: z.string().regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/),
  language: z.enum(LOCALES),
  answers: z.object(pulse).refine(saysSomething, "presence.nothing_said"),
});

/** The same from somebody's own phone. */
export const phonePulse = z
  .object({ space: z.string().max(120), id: z.uuid(), ...pulse })
  .refine(({ space: _, id: __, ...answers }) => saysSomething(answers), {
    error: "presence.nothing_said",
    path: ["mood"],
  });

export type PhonePulse = z.output<typeof phonePulse>;

export type PulseAnswer = z.output<typeof pulseAnswer>;

export const newKiosk = z.object({
  spaceId: z.uuid("presence.choose_space"),
  name: z.string().trim().min(1, "presence.name_needed").max(60, "presence.name_needed"),
});

export const oneKiosk = z.object({ id: z.uuid() });

/** Six digits, however they were typed. */
export const doorCode = z
  .string()
  .transform((text) => text.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "presence.check_code"));

export const selfCheckIn = z.object({
  space: z.string().max(120),
  code: doorCode,
  /** From the poster of a session. */
  sessionId: z.uuid().optional(),
});

export const guestCheckIn = selfCheckIn.omit({ space: true }).extend({ token: z.string().max(64) });

export const selfCheckOut = z.object({ space: z.string().max(120) });

export const listEvent = z.object({
  space: z.string().max(120),
  id: z.uuid(),
  kind: z.enum(["arrive", "leave"]),
  personId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
});

export const cardAtDesk = z.object({
  space: z.string().max(120),
  id: z.uuid(),
  card: z.string().trim().min(1, "identity.check_card").max(500, "identity.check_card"),
});

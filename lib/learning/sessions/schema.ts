import { z } from "zod";
import { equipmentRequest, moment, partySize } from "#lib/booking/allocation/schema.ts";
import { decision, wall } from "#lib/booking/series/schema.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { dayText, typedDayText } from "#lib/foundation/platform/time/moments.ts";
import {
  ACCESSIBILITY,
  COMPETENCES,
  INDICATORS,
  INTERPRETERS,
  LEVELS,
  MODALITIES,
  PARTNER_COUNTRIES,
  TOPICS,
} from "./traits.ts";

const TITLE_LENGTH = 120;
const TEXT_LENGTH = 600;
const MOST_EURO = 2_000;

const title = z.string().trim().max(TITLE_LENGTH, "sessions.title_too_long");
const note = z.string().trim().max(TEXT_LENGTH, "sessions.text_too_long");

const titles = z
  .object({ nl: title.optional(), fr: title.optional(), en: title.optional() })
  .refine((given) => Object.values(given).some(Boolean), { error: "sessions.no_title" });

const partner = z.object({
  name: z.string().trim().min(1, "sessions.partner_name").max(120, "sessions.title_too_long"),
  country: z.enum(PARTNER_COUNTRIES, "sessions.partner_country"),
});

/**
 * What may be told of a session besides what it is about; what is left out is not said, or stays as
 * it is.
 */
const details = {
  competences: z
    .array(z.enum(COMPETENCES, "sessions.unknown_competence"))
    .max(COMPETENCES.length)
    .optional(),
  level: z.enum(LEVELS, "sessions.unknown_level").nullable().optional(),
  costCents: z
    .int("sessions.cost")
    .min(0, "sessions.cost")
    .max(MOST_EURO * 100, "sessions.cost")
    .optional(),
  accessibility: z.array(z.enum(ACCESSIBILITY)).max(ACCESSIBILITY.length).optional(),
  about: note.optional(),
  bring: note.optional(),
  provided: note.optional(),
  partners: z.array(partner).max(10, "sessions.partners_many").optional(),
  schemeId: z.uuid("sessions.unknown_scheme").nullable().optional(),
};

const what = {
  title: titles,
  topic: z.enum(TOPICS, "sessions.unknown_topic"),
  modality: z.enum(MODALITIES, "sessions.unknown_modality"),
  language: z.enum(LOCALES, "sessions.unknown_language"),
  ...details,
};

const roomId = z.uuid("booking.unknown_room").nullable();
const equipment = z.array(equipmentRequest).max(10).default([]);

/** The other place of a joint session: a room, places and equipment of its own. */
const otherPlace = z.object({
  spaceSlug: z.string().max(120),
  roomId: z.uuid("booking.unknown_room"),
  places: partySize,
  equipment,
  /** Where whoever leads it stands; in the other place they are seen on a screen. */
  facilitatorHere: z.boolean().default(false),
});

/** What a facilitator plans. Without a room it happens elsewhere than in the space: on a screen. */
export const sessionPlan = z
  .object({
    spaceSlug: z.string().max(120),
    roomId: roomId.default(null),
    ...what,
    places: partySize,
    start: moment,
    end: moment,
    equipment,
    joint: otherPlace.optional(),
  })
  .refine(hasRoomOrScreen, { error: "sessions.needs_room", path: ["roomId"] })
  .refine(({ joint, roomId }) => !joint || roomId !== null, {
    error: "sessions.needs_room",
    path: ["roomId"],
  });

/** Without a room only on a screen. */
function hasRoomOrScreen({
  modality,
  roomId,
}: {
  modality?: string;
  roomId?: string | null;
}): boolean {
  return modality === "remote" || roomId !== null;
}

/**
 * What changes of a session; what is left out stays. A course changes in all its dates, but for
 * time and room.
 */
export const sessionChange = z.object({
  version: z.int(),
  title: titles.optional(),
  topic: what.topic.optional(),
  modality: what.modality.optional(),
  language: what.language.optional(),
  ...details,
  places: partySize.optional(),
  roomId: roomId.optional(),
  start: moment.optional(),
  end: moment.optional(),
});

/** How a place is taken where there are several dates: one for all of them, or one for each. */
export const ENROLMENTS = ["all", "each"] as const;

/**
 * Several dates in one form: what a session is, and the rule of its dates in the wall time of the
 * space. With a place for all of them it is a course; with a place for each, every date is a
 * session of its own.
 */
export const coursePlan = z.object({
  enrolment: z.enum(ENROLMENTS).default("all"),
  spaceSlug: z.string().max(120),
  roomId: z.uuid("booking.unknown_room"),
  ...what,
  places: partySize,
  equipment,
  rule: z.string().max(500, "series.rule_too_long_field"),
  firstStart: wall,
  firstEnd: wall,
  extraStarts: z.array(wall).max(365, "series.too_many_given").default([]),
  excludedStarts: z.array(wall).max(365, "series.too_many_given").default([]),
});

/** A course as a request to the API makes it, with what to do where a date is not free. */
export const courseRequest = coursePlan.extend({
  on_conflict: z.enum(["refuse", "skip"]).default("refuse"),
  decisions: z.array(decision).max(365, "series.too_many_given").default([]),
});

export const SCOPES = ["this", "following", "all"] as const;

export type Scope = (typeof SCOPES)[number];

export const cancellation = z.object({ scope: z.enum(SCOPES).default("this") });

/** What somebody asks for with their place. Seen by the team of the space only. */
export const needs = z.object({
  companion: z.boolean().default(false),
  interpreter: z.enum(INTERPRETERS, "sessions.unknown_interpreter").nullable().default(null),
  childcare: z.boolean().default(false),
});

export const NO_NEEDS = { companion: false, interpreter: null, childcare: false } as const;

const yes = z.literal("yes").optional();

/** The programme as an address asks for it. */
export const sessionFilter = z.object({
  /** Words of the title, in any language, of what is done, of the space or the town. */
  q: z.string().trim().max(100).default(""),
  topic: z.enum(TOPICS).optional(),
  town: z.string().trim().max(60).default(""),
  space: z.string().trim().max(120).default(""),
  language: z.enum(LOCALES).optional(),
  level: z.enum(LEVELS).optional(),
  modality: z.enum(MODALITIES).optional(),
  /** The first and the last day, in the time of the space. */
  from: dayText().optional(),
  until: dayText().optional(),
  /** With places left, without a cost. */
  places: yes,
  free: yes,
  /** From 17:00 on; where nobody has to climb a step. */
  evening: yes,
  stepFree: yes,
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

/** The programme as a program asks for it: days of which the last is not before the first. */
export const sessionQuery = sessionFilter.refine(
  ({ from, until }) => from === undefined || until === undefined || from <= until,
  { error: "booking.ends_before_start", path: ["until"] },
);

/** The programme as a page shows it: days as they are typed, and the week that a day is of. */
export const programmeFilter = sessionFilter.extend({
  from: typedDayText().optional(),
  until: typedDayText().optional(),
  week: dayText().optional(),
});

/** The programme for a calendar program, which says in which language it reads. */
export const feedFilter = sessionFilter.omit({ page: true }).extend({
  in: z.enum(LOCALES).default("en"),
});

/** The days that are counted, both included; what is not given is left open. */
export const countPeriod = programmeFilter.pick({ from: true, until: true });

/** A scheme as its form sends it. */
export const schemeInput = z.object({
  code: z.string().trim().min(1, "sessions.scheme_code").max(40, "sessions.scheme_code"),
  name: z.string().trim().min(1, "sessions.scheme_name").max(120, "sessions.title_too_long"),
  project: z.string().trim().min(1, "sessions.scheme_project").max(120, "sessions.title_too_long"),
  indicators: z.array(z.enum(INDICATORS)).max(INDICATORS.length),
});

type Planned = z.output<typeof sessionPlan>;

export type Details = z.output<z.ZodObject<typeof details>>;
export type SessionPlan = Omit<Planned, "joint"> & Partial<Pick<Planned, "joint">>;
export type SessionChange = z.output<typeof sessionChange>;
export type CoursePlan = z.output<typeof coursePlan>;
export type SessionFilter = z.output<typeof sessionFilter>;
export type ProgrammeFilter = z.output<typeof programmeFilter>;
export type Needs = z.output<typeof needs>;
export type SchemeInput = z.output<typeof schemeInput>;

/** An address that holds no id names no session. @throws DomainError not_found */
export function sessionId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "sessions.unknown" });
  return id.data;
}

import { z } from "zod";
import type { Interval } from "#db/types.ts";
import { wallRange } from "#lib/booking/bookings/schema.ts";
import { inputFrom, seriesFields } from "#lib/booking/series/form.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { cleaned } from "#lib/foundation/platform/text/text.ts";
import { wallHours } from "#lib/foundation/platform/time/days.ts";
import { type CoursePlan, coursePlan } from "./schema.ts";

const text = (most: number) => z.string().max(most).default("");
const list = z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(40)).max(40));

/**
 * What a session is, as its forms send it: flat, with a partner on each line and the cost in euro.
 */
const whatFields = {
  titleNl: text(400),
  titleFr: text(400),
  titleEn: text(400),
  topic: text(40),
  modality: text(40),
  language: text(10),
  places: text(10),
  about: text(2_000),
  bring: text(2_000),
  provided: text(2_000),
  cost: text(20),
  level: text(10),
  accessibility: list,
  competences: list,
  partners: text(2_000),
  schemeId: text(60),
};

type WhatFields = z.output<z.ZodObject<typeof whatFields>>;

/**
 * A plan or a change: pieces come as `equipment.laptop`, those of the other place as
 * `other.laptop`.
 */
export const sessionFields = wallRange
  .extend({
    ...whatFields,
    roomId: text(60),
    otherSlug: text(120),
    otherRoomId: text(60),
    otherPlaces: text(10),
    facilitator: text(10),
  })
  .catchall(z.string());

export type SessionFields = z.output<typeof sessionFields>;

/**
 * The fields of a session with the rule of its dates; what a series asks besides follows from it.
 */
export const courseFields = seriesFields
  .omit({ people: true, purpose: true })
  .extend({ spaceSlug: z.string().max(120), enrolment: text(10), ...whatFields });

/** @returns what a plan, a change or a course says of it; not checked yet */
export function whatFrom(fields: WhatFields) {
  const { titleNl, titleFr, titleEn, cost, level, partners, schemeId, ...rest } = fields;
  const { topic, modality, language, places, about, bring, provided, accessibility, competences } =
    rest;
  return {
    title: { nl: titleNl, fr: titleFr, en: titleEn },
    topic,
    modality,
    language,
    places,
    about,
    bring,
    provided,
    accessibility,
    competences,
    level: level || null,
    schemeId: schemeId || null,
    costCents: Math.round(Number(cost.trim().replace(",", ".") || 0) * 100),
    partners: partners
      .split("\n")
      .map(partnerFrom)
      .filter(({ name }) => name !== ""),
  };
}

/** "VDAB, BE": what stands after the last comma is the country. */
function partnerFrom(line: string): { name: string; country: string } {
  const [, name = line, country = ""] = /^(.*),([^,]*)$/.exec(line) ?? [];
  return { name: name.trim(), country: country.trim().toUpperCase() };
}

/** The partners as the form shows them. */
export function partnerLines(partners: { name: string; country: string }[]): string {
  return partners.map(({ name, country }) => `${name}, ${country}`).join("\n");
}

/**
 * @param was when it takes place now: hours that are shown again are the same moments
 * @throws DomainError invalid, for a day or an hour that does not exist
 */
export function timeFrom(
  { day, from, to }: z.output<typeof wallRange>,
  timeZone: string,
  was?: Interval,
) {
  const hours = wallHours({ day, from, to }, timeZone, was);
  if (!hours) throw new DomainError("invalid", { code: "booking.not_a_moment" });
  return { start: hours.start.toString(), end: hours.end.toString() };
}

/** Pieces asked for under a name: `equipment.laptop` is so many laptops. */
export function piecesFrom(fields: Record<string, unknown>, under: "equipment" | "other") {
  return Object.entries(fields)
    .filter(
      ([name, quantity]) => name.startsWith(`${under}.`) && quantity !== "" && quantity !== "0",
    )
    .map(([name, quantity]) => ({ kind: name.slice(under.length + 1), quantity }));
}

/**
 * The course that a form or an address asks for.
 *
 * @throws DomainError invalid with what is wrong in it
 */
export function courseFrom(fields: z.output<typeof courseFields>, timeZone: string): CoursePlan {
  const {
    people: _,
    purpose: __,
    ...timing
  } = inputFrom({ ...fields, people: 1, purpose: "" }, timeZone);
  const { rule, firstStart, firstEnd, extraStarts, excludedStarts } = timing;
  const written = (wall: Temporal.PlainDateTime) => wall.toString({ smallestUnit: "minute" });
  return parsed(coursePlan, {
    ...whatFrom(fields),
    spaceSlug: fields.spaceSlug,
    roomId: fields.roomId,
    enrolment: fields.enrolment || "all",
    rule,
    firstStart: written(firstStart),
    firstEnd: written(firstEnd),
    extraStarts: extraStarts.map(written),
    excludedStarts: excludedStarts.map(written),
  });
}

/**
 * Parses what a form made up; the first thing that is wrong is said.
 *
 * @throws DomainError invalid
 */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(cleaned(value));
  if (result.success) return result.data;
  const message = result.error.issues[0]?.message ?? "";
  throw new DomainError("invalid", {
    code: /^\w+\.\w+$/.test(message) ? message : "common.check_fields",
  });
}

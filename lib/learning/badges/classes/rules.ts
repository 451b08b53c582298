import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { Topic } from "#lib/learning/sessions/traits.ts";
import type { Aligned, NamedCompetence } from "../competences/queries.ts";
import type { ClassState, Edition, RubricLevel } from "./schema.ts";

export { pictureOf, SEAL_PATH } from "./picture.ts";

/** A rule as it is in the database, the badge that it asks for by its slug. */
export type Rule =
  | { kind: "attendance"; minutes: number; topic: Topic | null }
  | { kind: "peers"; needed: number; asked: number; level: RubricLevel }
  | { kind: "mentor" }
  | { kind: "evidence" }
  | { kind: "badge"; classId: string; slug: string };

export type ClassCompetence = NamedCompetence & { level: number | null; aligned: Aligned[] };

export type BadgeVersion = {
  id: string;
  number: number;
  validMonths: number | null;
  publishedAt: Temporal.Instant | null;
  icon: string;
  colour: string;
  editions: Partial<Record<Locale, Edition>>;
  competences: ClassCompetence[];
  rules: Rule[];
};

export type BadgeClass = {
  id: string;
  slug: string;
  state: ClassState;
  /** From this day on somebody looks whether it is still right; null for what cannot be earned. */
  reviewOn: Temporal.PlainDate | null;
  /** Since when it is given no more; null for what is not retired. */
  retiredAt: Temporal.Instant | null;
  /** The slug of the badge that took its place, where one did. */
  followedBy: string | null;
  version: BadgeVersion;
};

/** The version that everybody sees: the one before what is still being written; 0 where none is. */
export function publishedNumber({ version }: Pick<BadgeClass, "version">): number {
  return version.publishedAt === null ? version.number - 1 : version.number;
}

/**
 * What an administrator may do with a badge now.
 *
 * @property publishAs what it becomes when its newest words are published, or when the same words
 *   are for more, or for fewer, from now on
 * @property retire it can be given no more
 */
export function classActions({ state, version }: Pick<BadgeClass, "state" | "version">): {
  publishAs: ("pilot" | "active")[];
  retire: boolean;
} {
  const isWritten = version.publishedAt === null;
  return {
    publishAs: (["pilot", "active"] as const).filter((next) => isWritten || next !== state),
    retire: state === "active" || state === "pilot",
  };
}

/** How long a badge stays as it is before somebody looks at it again. */
export const REVIEW_MONTHS = 12;

/** How long before that day administrators are told of it. */
export const REVIEW_NOTICE_DAYS = 30;

/** Badges that are to be looked at again now or soon, those that wait longest first. */
export function badgesToReview<Badge extends Pick<BadgeClass, "reviewOn">>(
  badges: readonly Badge[],
  today: Temporal.PlainDate,
): (Badge & { reviewOn: Temporal.PlainDate; isDue: boolean })[] {
  const until = today.add({ days: REVIEW_NOTICE_DAYS });
  return badges
    .flatMap((badge) => (badge.reviewOn ? [{ ...badge, reviewOn: badge.reviewOn }] : []))
    .filter(({ reviewOn }) => Temporal.PlainDate.compare(reviewOn, until) <= 0)
    .map((badge) => ({ ...badge, isDue: Temporal.PlainDate.compare(badge.reviewOn, today) <= 0 }))
    .toSorted((one, other) => Temporal.PlainDate.compare(one.reviewOn, other.reviewOn));
}

/**
 * Why a badge cannot be tied to a level: its list counts fewer, or none. Null where all fit.
 *
 * @param levels how many levels each list has, by its slug
 */
export function levelRefusal(
  competences: readonly { framework: string; level: number | null }[],
  levels: ReadonlyMap<string, number>,
): { code: "badges.level_not_there"; list: string; most: number } | null {
  const most = (framework: string) => levels.get(framework) ?? 0;
  const wrong = competences.find(({ framework, level }) => (level ?? 0) > most(framework));
  if (!wrong) return null;
  return { code: "badges.level_not_there", list: wrong.framework, most: most(wrong.framework) };
}

/** Which badges in use stand for each competence, by its id. */
export function badgesByCompetence(badges: BadgeClass[]): Map<string, BadgeClass[]> {
  const found = new Map<string, BadgeClass[]>();
  for (const badge of badges.filter(({ state }) => state === "active" || state === "pilot"))
    for (const { id } of badge.version.competences)
      found.set(id, [...(found.get(id) ?? []), badge]);
  return found;
}

/**
 * The edition in the reader's language; else the first there is, with the language that it is in.
 */
export function editionIn(
  editions: BadgeVersion["editions"],
  locale: Locale,
): Edition & { lang: Locale; isMissing: boolean } {
  const lang = editions[locale] ? locale : (LOCALES.findLast((one) => editions[one]) ?? locale);
  const { name = "", description = "", criteria = "" } = editions[lang] ?? {};
  return { name, description, criteria, lang, isMissing: lang !== locale };
}

import type { Reason } from "#lib/foundation/platform/errors/errors.ts";
import { EVIDENCE, type Evidence, type Facts, type TextName, type Texts } from "./schema.ts";

/** What must be written before a peer reads it. */
export const NEEDED: readonly TextName[] = [
  "title",
  "summary",
  "context",
  "targetGroup",
  "done",
  "steps",
  "effects",
  "failed",
];

/**
 * Of fewer people there are no public figures, and no share of them stands for fewer, unless it
 * stands for nobody. @see docs/publication.md
 */
export const LEAST_PEOPLE = 10;

export type Figures = Pick<Texts, "measured"> &
  Pick<Facts, "measuredPeople" | "measuredWith" | "measuredWithout">;

type Written = Texts & Figures & Pick<Facts, "evidence" | "release" | "source" | "languages">;

/** Why a draft cannot be sent for review yet, or null. */
export function submitRefusal(draft: Written): Reason | null {
  return missingFrom(draft)[0] ?? null;
}

/** All that a draft needs before it can be sent for review, in the order of its form. */
export function missingFrom(draft: Written): Reason[] {
  const texts = NEEDED.filter((name) => draft[name] === "").map((name) => ({
    code: `practices.needs_${name.toLowerCase()}`,
  }));
  const language = draft.languages.length === 0 ? { code: "practices.needs_language" } : null;
  const facts = [language, figuresRefusal(draft), evidenceRefusal(draft)];
  return [...texts, ...facts.filter((reason) => reason !== null)];
}

/** Each level of evidence shows what it stands on. */
function evidenceRefusal({ evidence, measuredPeople, release, source }: Written): Reason | null {
  if (evidence === "own_figures" && measuredPeople === null)
    return { code: "practices.needs_figures" };
  if (evidence === "network_study" && release === null) return { code: "practices.needs_study" };
  if (evidence === "published" && source === null) return { code: "practices.needs_source" };
  return null;
}

/**
 * Figures come whole, and none of them points at a few people: also in a draft, which nobody but
 * its author reads.
 */
export function figuresRefusal({
  measured,
  measuredPeople,
  measuredWith,
  measuredWithout,
}: Figures): Reason | null {
  const given = [measuredPeople, measuredWith, measuredWithout].filter((figure) => figure !== null);
  if (given.length === 0 && measured === "") return null;
  if (
    measuredPeople === null ||
    measuredWith === null ||
    measuredWithout === null ||
    measured === ""
  )
    return { code: "practices.figures_whole" };
  if (measuredPeople < LEAST_PEOPLE) return { code: "practices.figures_few", least: LEAST_PEOPLE };
  const parts = [measuredWith, measuredWithout].flatMap((share) => [share, 100 - share]);
  // A share is written in whole parts of a hundred: it may stand for half a part less.
  const isFew = parts.some(
    (share) => share > 0 && Math.ceil(((share - 0.5) * measuredPeople) / 100) < LEAST_PEOPLE,
  );
  return isFew ? { code: "practices.figures_point", least: LEAST_PEOPLE } : null;
}

type Region = string;

/** Who wants to review: what they wrote, and where they work. */
export type Reviewer = { personId: string; workplaces: { spaceId: string; region: Region }[] };

export type Reviewed = { authorIds: (string | null)[]; spaceId: string; region: Region };

/**
 * Why somebody may not review a version, or null. A peer is somebody else, who does not work where
 * it comes from, and works in another region.
 */
export function reviewRefusal(
  { personId, workplaces }: Reviewer,
  { authorIds, spaceId, region }: Reviewed,
): Reason | null {
  if (authorIds.includes(personId)) return { code: "practices.review_own" };
  if (workplaces.some((one) => one.spaceId === spaceId))
    return { code: "practices.review_own_space" };
  if (!workplaces.some((one) => one.region !== region))
    return { code: "practices.review_same_region" };
  return null;
}

/**
 * Why a space cannot say that it tried this too, or null. Its figures pass as those of the practice
 * itself.
 */
export function reportRefusal(
  report: Figures & { spaceId: string; month: Temporal.PlainYearMonth },
  practice: { spaceId: string },
  today: Temporal.PlainDate,
): Reason | null {
  if (report.spaceId === practice.spaceId) return { code: "practices.report_own" };
  if (Temporal.PlainYearMonth.compare(report.month, today.toPlainYearMonth()) > 0)
    return { code: "practices.month" };
  return figuresRefusal(report);
}

/**
 * How well we know of a practice: a story becomes own figures when another space that tried it has
 * counted.
 */
export function grownEvidence(
  evidence: Evidence,
  reports: Pick<Figures, "measuredPeople">[],
): Evidence {
  const isCounted = reports.some(({ measuredPeople }) => measuredPeople !== null);
  return evidence === "story" && isCounted ? "own_figures" : evidence;
}

/** How much a level of evidence weighs: 1 for a story to 4 for something published. */
export function evidenceRank(evidence: Evidence): number {
  return EVIDENCE.indexOf(evidence) + 1;
}

export function evidenceFrom(least: Evidence): Evidence[] {
  return EVIDENCE.slice(EVIDENCE.indexOf(least));
}

/** One step of how to repeat it: its name where a colon follows one, and what is done. */
export function stepsOf(text: string): { name: string; text: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, name = "", rest = line] = /^([^:]{1,80}?)\s*:\s+(.+)$/.exec(line) ?? [];
      return { name, text: rest };
    });
}

/** A title as it stands in addresses: "La table à café" is "la-table-a-cafe". */
export function slugOf(title: string): string {
  const plain = title
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return plain || "practice";
}

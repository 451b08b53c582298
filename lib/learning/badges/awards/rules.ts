import type { Rule } from "../classes/rules.ts";
import { RUBRIC, type RubricLevel } from "../classes/schema.ts";

export { type AwardEvent, type AwardState, eventsFor } from "./transitions.ts";

/** What a peer answers: a level of the rubric, or that it is not there yet. */
export const ANSWERS = ["not_yet", ...RUBRIC] as const;

export type Answer = (typeof ANSWERS)[number];

/** What is known of somebody's way to a badge. */
export type Facts = {
  /** In minutes, of sessions that are over; by topic, and all together. */
  attended: {
    minutes: number;
    sessions: number;
    byTopic: Record<string, { minutes: number; sessions: number }>;
  };
  /** Badges that they hold, by the id of the class. */
  held: readonly string[];
  statement: string;
  answers: readonly Answer[];
  /** The time for peers is over: a mentor decides without them. */
  isReviewOver: boolean;
};

/** Whether a rule is met. A mentor's yes is the decision itself, and is not asked before it. */
export function isMet(rule: Rule, facts: Facts): boolean {
  switch (rule.kind) {
    case "attendance":
      return attendedFor(rule, facts).minutes >= rule.minutes;
    case "badge":
      return facts.held.includes(rule.classId);
    case "evidence":
      return facts.statement.trim() !== "";
    case "peers":
      return facts.isReviewOver || yeses(rule, facts.answers) >= rule.needed;
    case "mentor":
      return true;
  }
}

export function unmetRules(rules: readonly Rule[], facts: Facts): Rule[] {
  return rules.filter((rule) => !isMet(rule, facts));
}

/** How many of the answers reach the level that counts as yes. */
export function yeses(
  { level }: Extract<Rule, { kind: "peers" }>,
  answers: readonly Answer[],
): number {
  return answers.filter((answer) => ANSWERS.indexOf(answer) >= ANSWERS.indexOf(level)).length;
}

export function attendedFor(
  { topic }: Extract<Rule, { kind: "attendance" }>,
  { attended }: Pick<Facts, "attended">,
): { minutes: number; sessions: number } {
  if (topic === null) return attended;
  return attended.byTopic[topic] ?? { minutes: 0, sessions: 0 };
}

/** Counts of what was met, as they are kept with the award and signed: never who. */
export function metCounts(rules: readonly Rule[], facts: Facts): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const rule of rules) {
    if (rule.kind === "attendance") {
      const { minutes, sessions } = attendedFor(rule, facts);
      counts.minutes = minutes;
      counts.sessions = sessions;
    }
    if (rule.kind === "badge") counts.badges = (counts.badges ?? 0) + 1;
    if (rule.kind === "evidence") counts.work = 1;
    if (rule.kind === "peers") counts.peers = yeses(rule, facts.answers);
    if (rule.kind === "mentor") counts.mentor = 1;
  }
  return counts;
}

/** The level that enough peers agree on: the highest that `needed` of them reach. */
export function agreedLevel(
  rules: readonly Rule[],
  answers: readonly Answer[],
): RubricLevel | null {
  const rule = rules.find((one) => one.kind === "peers");
  if (rule?.kind !== "peers") return null;
  return RUBRIC.findLast((level) => yeses({ ...rule, level }, answers) >= rule.needed) ?? null;
}

export type Candidate = {
  personId: string;
  spaceId: string;
  /** Of the space where they earned it. */
  region: string;
  /** What they were asked to look at, and have not answered. */
  open: number;
  /** Null for whoever was never asked. */
  lastAskedAt: Temporal.Instant | null;
};

type Place = Pick<Candidate, "spaceId" | "region">;

/**
 * Whom to ask to look at somebody's work. They hold the badge. Nobody looks at their own, and
 * nobody at the work of who looked at theirs. People of another region come first, then those of
 * another space; among them who has least to look at, then who was not asked for longest.
 *
 * @param pairs with whom the learner was in a review of this badge before, in either direction
 */
export function reviewersFor(
  { learnerId, asked, ...place }: Place & { learnerId: string; asked: number },
  holders: readonly Candidate[],
  pairs: readonly string[],
): Candidate[] {
  return (
    holders
      .filter(({ personId }) => personId !== learnerId && !pairs.includes(personId))
      .toSorted(
        (one, other) =>
          nearness(one, place) - nearness(other, place) ||
          one.open - other.open ||
          millisecondsOf(one.lastAskedAt) - millisecondsOf(other.lastAskedAt) ||
          one.personId.localeCompare(other.personId),
      )
      // Whoever earned it twice is asked once.
      .filter(({ personId }, at, all) => all.findIndex((one) => one.personId === personId) === at)
      .slice(0, asked)
  );
}

function nearness(one: Place, other: Place): number {
  if (one.region !== other.region) return 0;
  return one.spaceId === other.spaceId ? 2 : 1;
}

const millisecondsOf = (at: Temporal.Instant | null) => at?.epochMilliseconds ?? 0;

/** How long peers have to answer. */
export const REVIEW_DAYS = 14;

/** How long a refusal can be appealed against. */
export const APPEAL_DAYS = 30;

/** Whether a refusal can be appealed against still: once, and within its term. */
export function canAppeal(
  award: { state: string; appealedAt: Temporal.Instant | null; decidedAt: Temporal.Instant | null },
  now: Temporal.Instant,
): boolean {
  const { state, appealedAt, decidedAt } = award;
  if (state !== "refused" || appealedAt !== null || decidedAt === null) return false;
  return Temporal.Instant.compare(now, decidedAt.add({ hours: APPEAL_DAYS * 24 })) <= 0;
}

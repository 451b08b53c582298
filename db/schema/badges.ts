import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/** Words by language. One that is not there has not been translated, and is shown as missing. */
export type Labels = Partial<Record<"nl" | "fr" | "en", string>>;

/**
 * A list of competences: of others, as they publish it (`reference`), or our own choice from
 * several (`map`).
 */
export const frameworks = pgTable(
  "framework",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** In addresses: `digcomp-2.2`. */
    slug: text().notNull(),
    kind: text().notNull(),
    version: text().notNull(),
    names: jsonb().$type<Labels>().notNull(),
    /** What it is and how it was made. */
    about: jsonb().$type<Labels>().notNull().default({}),
    /** How it counts levels, from the first on: what each is called. Empty where it has none. */
    levels: jsonb().$type<Labels[]>().notNull().default([]),
    publisher: text().notNull(),
    licence: text().notNull(),
    /** Where it was read. */
    source: text().notNull(),
    /**
     * Competences of a reference say in signed badges which framework they are of: `ext:DigComp`.
     */
    targetType: text().notNull(),
    /** From then on nothing new is tied to it; what names it stays as it is. */
    retiredAt: instant(),
    changedAt: instant().notNull().default(sql`now()`),
  },
  (framework) => [
    uniqueIndex("framework_slug_once").on(framework.slug),
    check("framework_kind_known", sql`${framework.kind} in ('reference', 'map')`),
    check("framework_slug_plain", sql`${framework.slug} ~ '^[a-z0-9][a-z0-9.-]{0,59}$'`),
    check("framework_has_a_name", sql`${framework.names} <> '{}'::jsonb`),
  ],
);

export const competences = pgTable(
  "competence",
  {
    id: uuid().primaryKey().defaultRandom(),
    frameworkId: uuid()
      .notNull()
      .references(() => frameworks.id),
    code: text().notNull(),
    /** Where its own framework describes it; null where that has no address for each. */
    uri: text(),
    /** The group that it stands in, by its code. */
    parentCode: text(),
    labels: jsonb().$type<Labels>().notNull(),
    /** Why it stands here, and from where: for maps of our own. */
    origin: text().notNull().default(""),
    position: integer().notNull(),
    /** A group of competences is no competence: no badge stands for it. */
    isGroup: boolean().notNull().default(false),
  },
  (competence) => [
    uniqueIndex("competence_code_once").on(competence.frameworkId, competence.code),
    foreignKey({
      name: "competence_stands_in_group",
      columns: [competence.frameworkId, competence.parentCode],
      foreignColumns: [competence.frameworkId, competence.code],
    }),
    check("competence_has_a_label", sql`${competence.labels} <> '{}'::jsonb`),
    check("competence_not_its_own_group", sql`${competence.parentCode} <> ${competence.code}`),
  ],
);

/** A competence of one framework says what another of another framework says. */
export const alignments = pgTable(
  "competence_alignment",
  {
    competenceId: uuid()
      .notNull()
      .references(() => competences.id, { onDelete: "cascade" }),
    otherId: uuid()
      .notNull()
      .references(() => competences.id, { onDelete: "cascade" }),
    /** The same, nearly the same, or a part of the other. */
    relation: text().notNull(),
  },
  (alignment) => [
    primaryKey({ columns: [alignment.competenceId, alignment.otherId] }),
    index("competence_alignment_other").on(alignment.otherId),
    check("alignment_relation_known", sql`${alignment.relation} in ('exact', 'close', 'part')`),
    check("alignment_of_two", sql`${alignment.competenceId} <> ${alignment.otherId}`),
  ],
);

/** What can be earned. What it asks and stands for is in its versions. */
export const badgeClasses = pgTable(
  "badge_class",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull(),
    /**
     * draft: seen by who writes it; pilot and active: can be earned; retired: those who have it
     * keep it.
     */
    state: text().notNull().default("draft"),
    createdAt: instant().notNull().default(sql`now()`),
    retiredAt: instant(),
    /** The badge that took its place, where one did. */
    followedBy: uuid().references((): AnyPgColumn => badgeClasses.id),
    /** From this day on somebody looks whether it is still right, while it can be earned. */
    reviewOn: date(),
    /** When administrators were told of that day. */
    reviewRemindedAt: instant(),
  },
  (badge) => [
    uniqueIndex("badge_class_slug_once").on(badge.slug),
    check(
      "badge_class_state_known",
      sql`${badge.state} in ('draft', 'pilot', 'active', 'retired')`,
    ),
    check("badge_class_slug_plain", sql`${badge.slug} ~ '^[a-z0-9][a-z0-9-]{0,59}$'`),
    check(
      "badge_class_retired_says_when",
      sql`(${badge.state} = 'retired') = (${badge.retiredAt} is not null)`,
    ),
    check(
      "badge_class_followed_is_retired",
      sql`${badge.followedBy} is null or ${badge.state} = 'retired'`,
    ),
    check("badge_class_not_after_itself", sql`${badge.followedBy} <> ${badge.id}`),
    check(
      "badge_class_in_use_is_reviewed",
      sql`(${badge.state} in ('pilot', 'active')) = (${badge.reviewOn} is not null)`,
    ),
  ],
);

/**
 * A published version never changes (a trigger holds it): badges were signed with it. What is
 * different is the next version.
 */
export const badgeVersions = pgTable(
  "badge_version",
  {
    id: uuid().primaryKey().defaultRandom(),
    classId: uuid()
      .notNull()
      .references(() => badgeClasses.id),
    number: integer().notNull(),
    /** What is drawn in the middle, and in which colour: lib/learning/badges/classes/picture.ts. */
    icon: text().notNull(),
    colour: text().notNull(),
    /** After how many months it ends; null for one that lasts. */
    validMonths: integer(),
    /** Null while it is written. */
    publishedAt: instant(),
  },
  (version) => [
    uniqueIndex("badge_version_number_once").on(version.classId, version.number),
    unique("badge_version_of_class").on(version.id, version.classId),
    uniqueIndex("badge_version_one_is_written")
      .on(version.classId)
      .where(sql`${version.publishedAt} is null`),
    check("badge_version_counts_from_one", sql`${version.number} > 0`),
    check("badge_version_lasts", sql`${version.validMonths} between 1 and 240`),
  ],
);

/** A version in one language. */
export const badgeEditions = pgTable(
  "badge_edition",
  {
    versionId: uuid()
      .notNull()
      .references(() => badgeVersions.id, { onDelete: "cascade" }),
    language: text().notNull(),
    name: text().notNull(),
    /** What whoever has it can do. */
    description: text().notNull(),
    /** How it is earned, in plain words. */
    criteria: text().notNull(),
  },
  (edition) => [
    primaryKey({ columns: [edition.versionId, edition.language] }),
    check("badge_edition_language_known", sql`${edition.language} in ('nl', 'fr', 'en')`),
    check(
      "badge_edition_says_something",
      sql`${edition.name} <> '' and ${edition.description} <> '' and ${edition.criteria} <> ''`,
    ),
  ],
);

/** What a version of a badge stands for. */
export const badgeCompetences = pgTable(
  "badge_class_competence",
  {
    versionId: uuid()
      .notNull()
      .references(() => badgeVersions.id, { onDelete: "cascade" }),
    competenceId: uuid()
      .notNull()
      .references(() => competences.id),
    /** As the framework counts levels; null where it has none. */
    level: integer(),
  },
  (pair) => [
    primaryKey({ columns: [pair.versionId, pair.competenceId] }),
    index("badge_class_competence_competence").on(pair.competenceId),
    check("badge_competence_level_known", sql`${pair.level} between 1 and 8`),
  ],
);

/** What is asked for a badge; all of its rules are to be met. */
export const awardRules = pgTable(
  "award_rule",
  {
    id: uuid().primaryKey().defaultRandom(),
    versionId: uuid()
      .notNull()
      .references(() => badgeVersions.id, { onDelete: "cascade" }),
    /** attendance, peers, mentor, evidence or badge. */
    kind: text().notNull(),
    /** Attendance: in sessions that lasted so long together, of one topic or of any. */
    minutes: integer(),
    topic: text(),
    /** Peers: so many of so many who are asked say yes. */
    needed: integer(),
    asked: integer(),
    /** Peers: the least level on the rubric that counts as yes. */
    level: text(),
    /** Another badge that one has to hold. */
    otherClassId: uuid().references((): AnyPgColumn => badgeClasses.id),
  },
  (rule) => [
    index("award_rule_version").on(rule.versionId),
    uniqueIndex("award_rule_once")
      .on(rule.versionId, rule.kind)
      .where(sql`${rule.kind} in ('peers', 'mentor', 'evidence')`),
    uniqueIndex("award_rule_badge_once").on(rule.versionId, rule.otherClassId),
    check(
      "award_rule_kind_known",
      sql`${rule.kind} in ('attendance', 'peers', 'mentor', 'evidence', 'badge')`,
    ),
    check(
      "award_rule_attendance_says_how_long",
      sql`(${rule.kind} = 'attendance') = (${rule.minutes} is not null) and (${rule.minutes} is null or ${rule.minutes} between 15 and 60000)
        and (${rule.topic} is null or ${rule.kind} = 'attendance')`,
    ),
    check(
      "award_rule_peers_say_how_many",
      sql`(${rule.kind} = 'peers') = (${rule.needed} is not null) and (${rule.kind} = 'peers') = (${rule.asked} is not null)
        and (${rule.kind} = 'peers') = (${rule.level} is not null)
        and (${rule.needed} is null or ${rule.needed} between 1 and ${rule.asked} and ${rule.asked} <= 9)
        and (${rule.level} is null or ${rule.level} in ('guided', 'independent', 'guides'))`,
    ),
    check(
      "award_rule_badge_says_which",
      sql`(${rule.kind} = 'badge') = (${rule.otherClassId} is not null)`,
    ),
  ],
);

/**
 * Somebody's way to a badge, from the first word to the signed badge. Its row goes with the person,
 * and 24 months after it was refused or declined. What may follow what stands in
 * lib/learning/badges/awards/transitions.ts.
 */
export const awards = pgTable(
  "award",
  {
    id: uuid().primaryKey().defaultRandom(),
    classId: uuid()
      .notNull()
      .references(() => badgeClasses.id),
    versionId: uuid().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** The space that awards it. */
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    state: text().notNull(),
    /** What the learner says they did, in their words. */
    statement: text().notNull().default(""),
    /** What staff answered: for the learner. */
    note: text().notNull().default(""),
    /** Who of the staff decided last. Nobody once they are erased. */
    decidedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    decidedAt: instant(),
    /**
     * Why the learner thinks that a refusal was wrong: for whoever of the staff looks again. Empty
     * where they did not ask.
     */
    appeal: text().notNull().default(""),
    /** Once for an award. */
    appealedAt: instant(),
    /**
     * Who refused it, where the learner appealed: somebody else decides from then on. Nobody once
     * they are erased.
     */
    refusedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    /** Until when peers can answer; then a mentor decides. */
    reviewsEndAt: instant(),
    /** When staff were told that it is theirs to decide, after peers looked or could look no more. */
    handedOverAt: instant(),
    /** What was met when it was decided: counts, never who. */
    met: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** The level that peers agreed on. */
    level: text(),
    /** How the learner said yes: signed in, or on paper at the desk. */
    acceptedHow: text(),
    acceptedAt: instant(),
    /** The language of the badge that was signed. */
    language: text(),
    /** When a new way to the same badge began: this one had been withdrawn, or ended soon. */
    followedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    changedAt: instant().notNull().default(sql`now()`),
    /** Raised at each change: whoever decides says which state they saw. */
    revision: integer().notNull().default(1),
  },
  (award) => [
    foreignKey({
      name: "award_version_of_class",
      columns: [award.versionId, award.classId],
      foreignColumns: [badgeVersions.id, badgeVersions.classId],
    }),
    unique("award_of_person").on(award.id, award.classId, award.personId),
    /**
     * One way at a time to a badge, and one badge of a class until it is followed by a newer one.
     */
    uniqueIndex("award_once")
      .on(award.classId, award.personId)
      .where(sql`${award.state} not in ('refused', 'declined') and ${award.followedAt} is null`),
    check(
      "award_followed_was_issued",
      sql`${award.followedAt} is null or ${award.state} = 'issued'`,
    ),
    index("award_person").on(award.personId),
    index("award_space_state").on(award.spaceId, award.state),
    check(
      "award_state_known",
      sql`${award.state} in ('draft', 'submitted', 'in_review', 'changes_asked', 'accepted', 'refused', 'issued', 'declined')`,
    ),
    check(
      "award_refused_says_why",
      sql`${award.state} not in ('refused', 'changes_asked') or ${award.note} <> ''`,
    ),
    check(
      "award_not_by_oneself",
      sql`${award.decidedBy} is null or ${award.decidedBy} <> ${award.personId}`,
    ),
    check(
      "award_issued_was_accepted",
      sql`(${award.state} = 'issued') = (${award.acceptedAt} is not null) and (${award.acceptedAt} is null) = (${award.acceptedHow} is null)
        and (${award.acceptedHow} is null or ${award.acceptedHow} in ('signed_in', 'paper'))`,
    ),
    check("award_appeal_says_why", sql`(${award.appealedAt} is null) = (${award.appeal} = '')`),
    check(
      "award_appeal_goes_to_another",
      sql`${award.appealedAt} is null or ${award.refusedBy} is null or ${award.decidedBy} is null
        or ${award.refusedBy} <> ${award.decidedBy}`,
    ),
    check(
      "award_language_known",
      sql`${award.language} is null or ${award.language} in ('nl', 'fr', 'en')`,
    ),
    check(
      "award_level_known",
      sql`${award.level} is null or ${award.level} in ('guided', 'independent', 'guides')`,
    ),
  ],
);

/**
 * A peer is asked to look at what somebody did. Comments are for the learner and the staff of the
 * space, never public. Its row goes with the award, and loses its comment and its reviewer when the
 * reviewer is erased.
 */
export const peerReviews = pgTable(
  "peer_review",
  {
    id: uuid().primaryKey().defaultRandom(),
    awardId: uuid().notNull(),
    classId: uuid().notNull(),
    learnerId: uuid().notNull(),
    /** Null once the reviewer is erased: what they said still counts. */
    reviewerId: uuid().references(() => people.id, { onDelete: "set null" }),
    /** Of another space than the one that awards. */
    isFromElsewhere: boolean().notNull(),
    askedAt: instant().notNull(),
    answeredAt: instant(),
    level: text(),
    comment: text().notNull().default(""),
  },
  (review) => [
    foreignKey({
      name: "peer_review_of_award",
      columns: [review.awardId, review.classId, review.learnerId],
      foreignColumns: [awards.id, awards.classId, awards.personId],
    }).onDelete("cascade"),
    uniqueIndex("peer_review_once").on(review.awardId, review.reviewerId),
    /** Two people review each other on one badge in one direction only, and once. */
    uniqueIndex("peer_review_not_in_return")
      .using(
        "btree",
        review.classId,
        sql`least(${review.learnerId}, ${review.reviewerId})`,
        sql`greatest(${review.learnerId}, ${review.reviewerId})`,
      )
      .where(sql`${review.reviewerId} is not null`),
    index("peer_review_reviewer").on(review.reviewerId),
    check(
      "peer_review_not_of_oneself",
      sql`${review.reviewerId} is null or ${review.reviewerId} <> ${review.learnerId}`,
    ),
    check(
      "peer_review_answer_whole",
      sql`(${review.answeredAt} is null) = (${review.level} is null)
        and (${review.level} is null or ${review.level} in ('not_yet', 'guided', 'independent', 'guides'))`,
    ),
  ],
);

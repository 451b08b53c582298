import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";

/*
 * What is signed when a badge is awarded: the badge as it was at that moment, in one language, and what was done for it. Nothing
 * here names a person: the recipient is an opaque identifier, and evidence is counts.
 */

const words = (most: number) => z.string().trim().min(1).max(most);
/** Absolute, and the same for ever: it is signed. */
const address = z
  .string()
  .max(2_000)
  .regex(/^(https?:\/\/|urn:[a-z]+:)[^\s<>"]+$/, "an absolute address is expected");

/** A competence that the badge stands for, where its framework describes it. */
export const competence = z.strictObject({
  name: words(300),
  url: address,
  /** As the framework writes it: `5.1`, `E.2`. */
  code: words(60).optional(),
  /** With its version: `DigComp 2.2`. */
  framework: words(120).optional(),
  /** In words of the language of the edition: `Level 4`. */
  level: words(120).optional(),
  /** An own kind begins with `ext:`. */
  targetType: z
    .enum([
      "ceasn:Competency",
      "ceterms:Credential",
      "CFItem",
      "CFRubric",
      "CFRubricCriterion",
      "CFRubricCriterionLevel",
      "CTDL",
    ])
    .or(z.string().regex(/^ext:[A-Za-z0-9.:\-_]+$/))
    .optional(),
});

/**
 * The picture of the badge. `svg` travels inside what is downloaded; the address is what is signed.
 */
export const badgeImage = z.strictObject({
  url: address,
  /** What is to be seen, for those who do not see it. */
  caption: words(300),
  svg: z.string().max(200_000),
});

/** A version of a badge class in one of its languages. */
export const achievement = z.strictObject({
  /** Absolute address of this version in this language. */
  id: address,
  version: words(40),
  language: z.enum(LOCALES),
  name: words(200),
  description: words(4_000),
  /** What was asked for, in Markdown; and where it can be read. */
  criteria: z.strictObject({ narrative: words(10_000), url: address.optional() }),
  achievementType: z
    .enum([
      "Badge",
      "Competency",
      "MicroCredential",
      "CertificateOfCompletion",
      "Course",
      "Achievement",
    ])
    .or(z.string().regex(/^ext:[A-Za-z0-9.:\-_]+$/)),
  tags: z.array(words(60)).max(30).default([]),
  competences: z.array(competence).max(60).default([]),
  /** The same version in the other languages. */
  related: z
    .array(z.strictObject({ id: address, language: z.enum(LOCALES), version: words(40) }))
    .default([]),
  image: badgeImage.optional(),
});

/** What stands behind an award, without names: `4 ×` sessions, `2 ×` peers who said yes. */
export const evidence = z.strictObject({
  /** The kind for programs, and the same in words of the edition's language. */
  genre: z.enum(["Attendance", "PeerReview", "MentorReview", "Work", "Badge"]),
  label: words(120),
  count: z.int().min(1).max(10_000),
  /** How much and how, never who: `8 hours in October and November 2026`. */
  narrative: words(2_000),
});

/** The level that was reached, on the rubric of the badge. */
export const level = z
  .strictObject({
    /** What the rubric measures. */
    name: words(200),
    levels: z
      .array(
        z.strictObject({
          /** Short and the same in all languages: `independent`. */
          key: z.string().regex(/^[\w-]{1,40}$/),
          name: words(200),
          description: words(1_000).optional(),
        }),
      )
      .min(1)
      .max(20),
    /** The `key` of the level that was reached. */
    achieved: z.string(),
  })
  .refine(({ levels, achieved }) => levels.some(({ key }) => key === achieved), {
    message: "the level that was reached is none of the levels",
  });

const moment = z.custom<Temporal.Instant>(
  (value) => value instanceof Temporal.Instant,
  "a moment is expected",
);

export const credentialInput = z
  .strictObject({
    /** One award is signed once. */
    awardId: z.uuid(),
    achievement,
    recipient: z.strictObject({
      /** Whose it is, here and never in what is signed. */
      personId: z.uuid(),
      /**
       * What stands for them in what is signed: opaque, and another one for each award where they
       * should not be joined.
       */
      identifier: z.string().regex(/^(urn:uuid:[0-9a-f-]{36}|did:[a-z]+:\S{1,300})$/),
    }),
    /** The space that awards: the issuer is the network. */
    source: z.strictObject({
      spaceId: z.uuid(),
      id: address,
      name: words(200),
      url: address.optional(),
    }),
    awardedAt: moment,
    validUntil: moment.optional(),
    evidence: z.array(evidence).max(20).default([]),
    level: level.optional(),
  })
  .refine(
    ({ awardedAt, validUntil }) =>
      !validUntil || Temporal.Instant.compare(validUntil, awardedAt) > 0,
    {
      message: "it ends before it begins",
    },
  );

/** As a caller writes it, and as it is after checking. */
export type CredentialInput = z.input<typeof credentialInput>;
export type Credential = z.output<typeof credentialInput>;

import { inArray } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import { people } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { REVIEW_DAYS } from "#lib/learning/badges/awards/rules.ts";
import { signAward } from "#lib/learning/badges/awards/signing.ts";
import type { AwardState } from "#lib/learning/badges/awards/transitions.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import type { BadgeClass } from "#lib/learning/badges/classes/rules.ts";
import { revokeCredential } from "#lib/learning/badges/credentials/commands.ts";
import { credentialOfAward } from "#lib/learning/badges/credentials/queries.ts";
import { type NamedSpace, spacesByName } from "#lib/places/spaces/queries.ts";

/** Two spaces that award, on both sides of the border. */
const AWARDING = { here: "bibliotheek-kortrijk", there: "be-square" } as const;

type Way = {
  who: string;
  badge: string;
  at: keyof typeof AWARDING;
  state: AwardState;
  language: Locale;
  daysAgo: number;
  statement?: string;
  note?: string;
  met?: Record<string, number>;
  level?: string;
  isWithdrawn?: true;
  /** Who was asked to look, and what they answered; null for who did not yet. */
  reviews?: Record<string, { level: string; comment: string } | null>;
};

const PLAN_NL =
  "Het plan voor de fietsenstalling: doel, zes stappen, wie wat doet, en wat het kost.";
const PLAN_FR = "Le plan du jardin partagé : le but, les étapes, qui fait quoi, et le budget.";

/** An award in every state. Invented, as everything here. */
const WAYS: Way[] = [
  {
    who: "Amina",
    badge: "plan-a-project",
    at: "here",
    state: "issued",
    language: "nl",
    daysAgo: 90,
    statement: PLAN_NL,
    met: { work: 1 },
  },
  {
    who: "Chloé",
    badge: "plan-a-project",
    at: "there",
    state: "issued",
    language: "fr",
    daysAgo: 80,
    statement: PLAN_FR,
    met: { work: 1 },
  },
  {
    who: "Lien",
    badge: "plan-a-project",
    at: "here",
    state: "issued",
    language: "nl",
    daysAgo: 40,
    statement: "Het plan voor een website van onze buurt, met de tijd die elke stap vraagt.",
    met: { work: 1, peers: 2 },
    level: "independent",
    reviews: {
      Amina: { level: "independent", comment: "Duidelijk. De tijd voor het testen is krap." },
      Chloé: {
        level: "independent",
        comment: "Très clair, même pour moi qui lis peu le néerlandais.",
      },
    },
  },
  {
    who: "Bram",
    badge: "plan-a-project",
    at: "there",
    state: "in_review",
    language: "fr",
    daysAgo: 3,
    statement: "Le plan pour relier les ordinateurs de l’école : besoins, délais et risques.",
    reviews: { Lien: null, Amina: { level: "guided", comment: "Les risques manquent encore." } },
  },
  {
    who: "Lien",
    badge: "first-steps",
    at: "here",
    state: "accepted",
    language: "nl",
    daysAgo: 1,
    met: { sessions: 2, minutes: 240 },
  },
  {
    who: "Lien",
    badge: "short-rounds",
    at: "here",
    state: "submitted",
    language: "nl",
    daysAgo: 2,
    statement: "Drie rondes met de ploeg van de website. Na de tweede lieten we het forum weg.",
  },
  {
    who: "Lien",
    badge: "across-the-border",
    at: "there",
    state: "changes_asked",
    language: "fr",
    daysAgo: 6,
    statement: "J’ai travaillé avec un groupe de Courtrai.",
    note: "Avec qui, et dans quelle langue ?",
  },
  {
    who: "Lien",
    badge: "it-that-lasts",
    at: "here",
    state: "refused",
    language: "nl",
    daysAgo: 60,
    statement: "Ik heb erover gelezen.",
    note: "Kom eerst naar een sessie. Daarna kijken we opnieuw.",
  },
  {
    who: "Lien",
    badge: "repair",
    at: "here",
    state: "issued",
    language: "nl",
    daysAgo: 20,
    met: { sessions: 3, minutes: 360, mentor: 1 },
  },
  {
    who: "Elif",
    badge: "short-rounds",
    at: "there",
    state: "issued",
    language: "fr",
    daysAgo: 30,
    statement: "Trois étapes avec l’équipe du journal.",
    met: { work: 1, mentor: 1 },
  },
  {
    who: "Farid",
    badge: "first-steps",
    at: "there",
    state: "issued",
    language: "fr",
    daysAgo: 25,
    met: { sessions: 2, minutes: 180 },
  },
  {
    who: "Greet",
    badge: "first-steps",
    at: "here",
    state: "issued",
    language: "nl",
    daysAgo: 50,
    met: { sessions: 2, minutes: 180 },
    isWithdrawn: true,
  },
  {
    who: "Dieter",
    badge: "repair",
    at: "here",
    state: "declined",
    language: "nl",
    daysAgo: 15,
    met: { sessions: 3, minutes: 300, mentor: 1 },
  },
];

/**
 * Awards in every state, of two spaces on both sides of the border: some are signed, one of them is
 * withdrawn again.
 */
export async function seedAwards(ctx: Context): Promise<void> {
  const badges = new Map((await listBadges(ctx)).map((badge) => [badge.slug, badge]));
  const spaces = new Map((await spacesByName(ctx)).map((space) => [space.slug, space]));
  const names = [
    ...new Set(WAYS.flatMap(({ who, reviews }) => [who, ...Object.keys(reviews ?? {})])),
  ];
  const rows = await ctx.db
    .select({ id: people.id, name: people.displayName })
    .from(people)
    .where(inArray(people.displayName, [...names, "Fatima"]));
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  for (const way of WAYS)
    await seedAward(ctx, way, {
      badge: known(badges.get(way.badge), way.badge),
      space: known(spaces.get(AWARDING[way.at]), way.at),
      personOf: (name) => known(ids.get(name), name),
    });
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

type About = { badge: BadgeClass; space: NamedSpace; personOf: (name: string) => string };

const STAFF_SPOKE: readonly AwardState[] = [
  "accepted",
  "changes_asked",
  "refused",
  "issued",
  "declined",
];

async function seedAward(ctx: Context, way: Way, { badge, space, personOf }: About): Promise<void> {
  const { db } = ctx;
  const at = ctx.now.subtract({ hours: way.daysAgo * 24 });
  const { state, statement = "", note = "", met = {}, level = null, reviews = {} } = way;
  const isSigned = state === "issued";
  const isReviewed = Object.keys(reviews).length > 0;
  const [award] = await db
    .insert(awards)
    .values({
      classId: badge.id,
      versionId: badge.version.id,
      personId: personOf(way.who),
      spaceId: space.id,
      state,
      statement,
      note,
      met,
      level,
      ...(STAFF_SPOKE.includes(state) && { decidedBy: personOf("Fatima"), decidedAt: at }),
      ...(isReviewed && { reviewsEndAt: at.add({ hours: REVIEW_DAYS * 24 }) }),
      ...(isSigned && { acceptedAt: at, acceptedHow: "signed_in", language: way.language }),
      createdAt: at.subtract({ hours: 30 }),
      changedAt: at,
    })
    .returning();
  if (!award) throw new Error("no award was written");
  for (const [name, answer] of Object.entries(reviews))
    await db.insert(peerReviews).values({
      awardId: award.id,
      classId: badge.id,
      learnerId: award.personId,
      reviewerId: personOf(name),
      isFromElsewhere: true,
      askedAt: at.subtract({ hours: 20 }),
      ...(answer && { ...answer, answeredAt: at.subtract({ hours: 4 }) }),
    });
  if (!isSigned) return;
  const then = { ...ctx, now: at };
  await signAward(then, award, { badge, space, language: way.language });
  const credentialId = await credentialOfAward(then, award.id);
  if (way.isWithdrawn && credentialId)
    await revokeCredential(ctx, credentialId, "Gegeven aan de verkeerde persoon.");
}

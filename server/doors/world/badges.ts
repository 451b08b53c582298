import { randomUUID } from "node:crypto";
import { backpackBadges, backpackCollections } from "#db/schema/backpack.ts";
import { awards, peerReviews } from "#db/schema/badges.ts";
import { endorsementRequests, endorsers } from "#db/schema/endorsements.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { addEntry } from "#lib/learning/badges/benchmark/commands.ts";
import { entryForm } from "#lib/learning/badges/benchmark/schema.ts";
import { publishBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import { saveFramework } from "#lib/learning/badges/competences/commands.ts";
import { issueCredential } from "#lib/learning/badges/credentials/commands.ts";
import { recognise } from "#lib/learning/badges/endorsements/commands.ts";
import { yes } from "#lib/learning/badges/endorsements/schema.ts";
import { givenAward } from "#testing/badges.ts";
import type { Badge, Ground, Things } from "./ground.ts";

/** A map with one competence, and a badge that stands for it. Both are known by their slug. */
export async function badgeOf({ ctx }: Pick<Ground, "ctx">): Promise<Badge> {
  const framework = `map-${randomUUID().slice(0, 8)}`;
  await saveFramework(ctx, {
    slug: framework,
    kind: "map",
    version: "1",
    names: { en: "Map" },
    about: {},
    levels: [],
    publisher: "Trivium",
    licence: "CC0",
    source: "invented",
    targetType: "CFItem",
    items: [{ code: "A1", isGroup: false, labels: { nl: "Iets kunnen" }, origin: "" }],
    alignments: [],
  });
  const badgeClass = `badge-${randomUUID().slice(0, 8)}`;
  await saveDraft(ctx, {
    slug: badgeClass,
    icon: "tool",
    colour: "teal",
    validMonths: null,
    editions: { nl: { name: "Iets", description: "Kan iets.", criteria: "Doe iets." } },
    competences: [{ framework, code: "A1", level: null }],
    rules: [{ kind: "evidence" }, { kind: "mentor" }],
  });
  await publishBadge(ctx, badgeClass, "active");
  const badge = await findBadge(ctx, badgeClass);
  return { framework, badgeClass, versionId: badge?.version.id ?? "", classId: badge?.id ?? "" };
}

/** Somebody's badges: an award in each state, one that they review, a credential, a backpack. */
export async function badgesOf(
  { db, ctx, now, earned }: Ground,
  actor: PersonActor,
  helper: PersonActor,
  spaceId: string,
): Promise<Things> {
  const awardIn = async (
    at: number,
    state: string,
    personId: string,
    answer: Partial<typeof awards.$inferInsert> = {},
  ) => {
    const { classId = "", versionId = "" } = earned[at] ?? {};
    const [award] = await db
      .insert(awards)
      .values({ classId, versionId, personId, spaceId, state, statement: "Mended it", ...answer })
      .returning();
    return award;
  };
  const badgeAsked = await awardIn(0, "submitted", actor.personId);
  const awarded = await awardIn(1, "accepted", actor.personId);
  const changing = await awardIn(2, "changes_asked", actor.personId, { note: "Tell more" });
  const refused = await awardIn(3, "refused", actor.personId, {
    note: "Not yet",
    decidedAt: now,
  });
  const seen = await awardIn(0, "in_review", helper.personId);
  const [review] = await db
    .insert(peerReviews)
    .values({
      awardId: seen?.id ?? "",
      classId: seen?.classId ?? "",
      learnerId: helper.personId,
      reviewerId: actor.personId,
      isFromElsewhere: false,
      askedAt: now,
    })
    .returning();
  const signed = (change: { awardId?: string } = {}) =>
    issueCredential({ ...ctx, actor }, givenAward({ personId: actor.personId, spaceId }, change));
  const onPaper = await awardIn(4, "issued", actor.personId, {
    acceptedAt: now,
    acceptedHow: "paper",
  });
  const [collection] = await db
    .insert(backpackCollections)
    .values({ personId: actor.personId, name: "For work" })
    .returning();
  const [packed] = await db
    .insert(backpackBadges)
    .values({
      personId: actor.personId,
      file: Buffer.from("{}"),
      kind: "json",
      sha256: sha256("{}"),
      says: { name: "Elsewhere", issuer: "School", competences: [], evidence: [] },
      verdict: "unsure",
      faults: [],
      verifiedAt: now,
    })
    .returning();
  return {
    collection: collection?.id ?? "",
    packed: packed?.id ?? "",
    asked: badgeAsked?.id ?? "",
    awarded: awarded?.id ?? "",
    changing: changing?.id ?? "",
    refused: refused?.id ?? "",
    review: review?.id ?? "",
    credential: await signed(),
    paperBadge: await signed({ awardId: onPaper?.id ?? "" }),
  };
}

/** A request of a space that waits for an answer, and what another was answered with. */
export async function recognised(
  { db, ctx, now }: Ground,
  spaceId: string,
  staff: PersonActor,
): Promise<Things> {
  const tokens = { recognition: newToken(), endorsement: newToken() };
  const rows = await db
    .insert(endorsementRequests)
    .values(
      Object.values(tokens).map((token) => ({
        subject: "issuer",
        organisation: "School",
        kind: "training",
        region: "wallonie",
        language: "nl",
        address: "head@school.example",
        addressHash: sha256(token),
        domain: "school.example",
        tokenHash: sha256(token),
        askedBy: staff.personId,
        spaceId,
        createdAt: now,
        expiresAt: now.add({ hours: 24 }),
      })),
    )
    .returning();
  const { id: endorsement } = await recognise(
    { ...ctx, actor: { kind: "visitor" } },
    yes.parse({
      token: tokens.endorsement,
      comment: "We know them",
      scopes: ["interview"],
      signerName: "Claire",
      signerRole: "Head",
      mandate: "on",
    }),
  );
  const [endorser] = await db.select().from(endorsers);
  const open = rows.find(({ tokenHash }) => tokenHash === sha256(tokens.recognition));
  return {
    recognition: open?.id ?? "",
    recognitionToken: tokens.recognition,
    endorsement,
    endorser: endorser?.id ?? "",
  };
}

/** A badge of others that ours is compared with. */
export async function comparedWith({ ctx }: Ground): Promise<string> {
  const benchmarkEntry = await addEntry(
    ctx,
    entryForm.parse({
      kind: "badge",
      name: "Mails",
      issuer: "A school",
      source: "its page",
      factsOn: "2026-01-05",
    }),
  );
  return benchmarkEntry.id;
}

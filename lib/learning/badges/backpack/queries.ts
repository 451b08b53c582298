import { and, asc, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import {
  backpackBadges,
  backpackCollections,
  backpackItems,
  backpackShares,
} from "#db/schema/backpack.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { distrustedKeys } from "../credentials/keys.ts";
import { credentialsOf, signedById } from "../credentials/queries.ts";
import { keyOf } from "../credentials/standing.ts";
import type { Shown, StepName, Verdict } from "../verification/outcome.ts";
import { shown } from "../verification/verify.ts";
import { fileName, MEDIA_TYPES } from "./files.ts";
import type { Holder } from "./holder.ts";

export type PackedBadge = {
  id: string;
  isOwn: boolean;
  /** Whether it is of whoever keeps it, as far as that was compared. */
  holder: Holder;
  /** Of its file: json, jwt, png or svg. */
  kind: string;
  name: string;
  issuer: string;
  awardedOn: string | null;
  level: string | null;
  competences: Shown["competences"];
  evidence: Shown["evidence"];
  language: string | null;
  verdict: Verdict;
  /** What of it was not right, or could not be checked, then. */
  faults: StepName[];
  /** When it was checked last; null for those of the network, whose state is known at any time. */
  verifiedAt: Temporal.Instant | null;
};

export type Backpack = {
  badges: PackedBadge[];
  collections: {
    id: string;
    name: string;
    badges: string[];
    links: { id: string; endsAt: Temporal.Instant }[];
  }[];
};

/**
 * Everything the actor has: badges of the network, those of others, and what they show together.
 */
export async function myBackpack(ctx: Context): Promise<Backpack> {
  const { personId } = ownAccount(ctx.actor);
  const ids = (await credentialsOf(ctx, personId)).map(({ id }) => id);
  const imported = await ctx.db
    .select({ id: backpackBadges.id })
    .from(backpackBadges)
    .where(eq(backpackBadges.personId, personId))
    .orderBy(desc(backpackBadges.createdAt), asc(backpackBadges.id));
  const badges = await packed(
    ctx,
    ids,
    imported.map(({ id }) => id),
  );
  return { badges, collections: await collectionsOf(ctx, personId) };
}

/** What somebody shows together, each with the links that open it now. */
async function collectionsOf(ctx: Context, personId: string): Promise<Backpack["collections"]> {
  const named = await ctx.db
    .select()
    .from(backpackCollections)
    .where(eq(backpackCollections.personId, personId))
    .orderBy(asc(backpackCollections.createdAt), asc(backpackCollections.id));
  const ids = named.map(({ id }) => id);
  const items = await itemsOf(ctx, ids);
  const links = await openLinksOf(ctx, ids);
  return named.map(({ id, name }) => ({
    id,
    name,
    badges: items.filter((one) => one.collectionId === id).map((one) => one.badge),
    links: links
      .filter(({ collectionId }) => collectionId === id)
      .map((link) => ({ id: link.id, endsAt: link.expiresAt })),
  }));
}

async function openLinksOf({ db, now }: Context, collections: string[]) {
  if (collections.length === 0) return [];
  return db
    .select()
    .from(backpackShares)
    .where(
      and(
        inArray(backpackShares.collectionId, collections),
        isNull(backpackShares.revokedAt),
        gt(backpackShares.expiresAt, now),
      ),
    )
    .orderBy(desc(backpackShares.expiresAt));
}

async function itemsOf(
  { db }: Context,
  collections: string[],
): Promise<{ collectionId: string; badge: string }[]> {
  if (collections.length === 0) return [];
  const rows = await db
    .select()
    .from(backpackItems)
    .where(inArray(backpackItems.collectionId, collections))
    .orderBy(asc(backpackItems.id));
  return rows.map(({ collectionId, credentialId, importedId }) => ({
    collectionId,
    badge: credentialId ?? importedId ?? "",
  }));
}

/**
 * Badges as a page draws them: those of the network as they are now, those of others as they were
 * when they were checked.
 */
async function packed(
  ctx: Context,
  credentials: string[],
  imported: string[],
): Promise<PackedBadge[]> {
  const own = await packedOfNetwork(ctx, credentials);
  return imported.length === 0 ? own : [...own, ...(await packedOfOthers(ctx, imported))];
}

async function packedOfNetwork(ctx: Context, credentials: string[]): Promise<PackedBadge[]> {
  const distrusted = await distrustedKeys(ctx.db);
  const signedBadges = await signedById(ctx, credentials);
  return signedBadges.flatMap(({ id, signed, ...ends }) => {
    const credential = JSON.parse(signed) as JsonObject;
    const said = shown(credential, null);
    if (!said) return [];
    const isDistrusted = distrusted.includes(keyOf(credential) ?? "");
    return [
      {
        ...saidOf(said),
        id,
        isOwn: true,
        holder: "matches" as const,
        kind: "json",
        verdict: isDistrusted ? ("refused" as const) : verdictNow(ends, ctx.now),
        faults: [],
        verifiedAt: null,
      },
    ];
  });
}

type Ends = Pick<Awaited<ReturnType<typeof signedById>>[number], "revokedAt" | "validUntil">;

/** Of a badge that the network signed itself: only its end can speak against it. */
function verdictNow({ revokedAt, validUntil }: Ends, now: Temporal.Instant): Verdict {
  if (revokedAt) return "withdrawn";
  const isOver =
    validUntil !== null && Temporal.Instant.compare(now, Temporal.Instant.from(validUntil)) > 0;
  return isOver ? "expired" : "genuine";
}

async function packedOfOthers({ db }: Context, imported: string[]): Promise<PackedBadge[]> {
  const rows = await db
    .select({
      id: backpackBadges.id,
      says: backpackBadges.says,
      kind: backpackBadges.kind,
      verdict: backpackBadges.verdict,
      faults: backpackBadges.faults,
      holder: backpackBadges.holder,
      verifiedAt: backpackBadges.verifiedAt,
    })
    .from(backpackBadges)
    .where(inArray(backpackBadges.id, imported))
    .orderBy(desc(backpackBadges.createdAt), asc(backpackBadges.id));
  return rows.map(({ id, says, kind, verdict, faults, holder, verifiedAt }) => ({
    ...saidOf(says as Shown),
    id,
    isOwn: false,
    holder: holder as Holder,
    kind,
    verdict: verdict as Verdict,
    faults: FAULTY.includes(verdict)
      ? faults.filter(({ code }) => !IDLE.includes(code)).map(({ step }) => step as StepName)
      : [],
    verifiedAt,
  }));
}

/** Verdicts that do not say themselves what is the matter. */
const FAULTY = ["unsure", "refused"];
/** Of steps that found nothing to check. */
const IDLE = ["not_tried", "endorsements_none"];

const saidOf = ({ name, issuer, awardedOn, level, competences, evidence, language }: Shown) => ({
  name,
  issuer,
  awardedOn,
  level,
  competences,
  evidence,
  language,
});

/**
 * What a link shows. Says nothing of whose it is.
 *
 * @throws DomainError not_found for a link that is none, or has ended
 */
export async function sharedCollection(
  ctx: Context,
  key: string,
): Promise<{ name: string; endsAt: Temporal.Instant; badges: PackedBadge[] }> {
  const share = await openShare(ctx, key);
  const rows = await ctx.db
    .select()
    .from(backpackItems)
    .where(eq(backpackItems.collectionId, share.collectionId));
  const ids = (which: "credentialId" | "importedId") => rows.flatMap((row) => row[which] ?? []);
  return {
    name: share.name,
    endsAt: share.expiresAt,
    badges: await packed(ctx, ids("credentialId"), ids("importedId")),
  };
}

async function openShare({ db, now }: Context, key: string) {
  const [share] = await db
    .select({
      collectionId: backpackShares.collectionId,
      name: backpackCollections.name,
      expiresAt: backpackShares.expiresAt,
    })
    .from(backpackShares)
    .innerJoin(backpackCollections, eq(backpackCollections.id, backpackShares.collectionId))
    .where(
      and(
        eq(backpackShares.tokenHash, sha256(key)),
        isNull(backpackShares.revokedAt),
        gt(backpackShares.expiresAt, now),
      ),
    );
  if (!share) throw new DomainError("not_found", { code: "backpack.link_ended" });
  return share;
}

export type PackedFile = { name: string; type: string; bytes: Uint8Array };

/**
 * A badge as it was signed or given, byte for byte: for its owner, and for whoever has a link to a
 * collection that it is in.
 *
 * @param key of such a link; null without
 * @throws DomainError not_found
 */
export async function packedFile(
  ctx: Context,
  id: string,
  key: string | null,
): Promise<PackedFile> {
  if (key !== null) {
    const { collectionId } = await openShare(ctx, key);
    const items = await itemsOf(ctx, [collectionId]);
    if (!items.some(({ badge }) => badge === id)) throw unknown();
    return fileOf(ctx, id);
  }
  const { personId } = ownAccount(ctx.actor);
  const own = (await credentialsOf(ctx, personId)).some((one) => one.id === id);
  const [kept] = await ctx.db
    .select({ id: backpackBadges.id })
    .from(backpackBadges)
    .where(and(eq(backpackBadges.id, id), eq(backpackBadges.personId, personId)));
  if (!own && !kept) throw unknown();
  return fileOf(ctx, id);
}

async function fileOf(ctx: Context, id: string): Promise<PackedFile> {
  const [own] = await signedById(ctx, [id]);
  if (own) {
    const said = shown(JSON.parse(own.signed) as JsonObject, null);
    return {
      name: fileName(said?.name ?? "", id, "json"),
      type: MEDIA_TYPES.json ?? "",
      bytes: Buffer.from(own.signed),
    };
  }
  const [kept] = await ctx.db.select().from(backpackBadges).where(eq(backpackBadges.id, id));
  if (!kept) throw unknown();
  const { kind, says, file } = kept;
  return {
    name: fileName((says as Shown).name, id, kind),
    type: MEDIA_TYPES[kind] ?? "",
    bytes: file,
  };
}

/**
 * Every badge of the actor by the name of its file; those of which nobody knows that they are
 * theirs in folders of their own. Each is read when it is its turn, so that many
 * are not in memory together.
 */
export async function allFiles(
  ctx: Context,
): Promise<{ name: string; input: AsyncGenerator<Uint8Array> }[]> {
  const { badges } = await myBackpack(ctx);
  return badges.map(({ id, name, kind, holder }) => ({
    name: `${FOLDERS[holder]}${fileName(name, id, kind)}`,
    input: bytesOf(ctx, id),
  }));
}

const FOLDERS: Record<Holder, string> = {
  matches: "",
  unknown: "holder-not-checked/",
  other: "of-another-holder/",
};

async function* bytesOf(ctx: Context, id: string): AsyncGenerator<Uint8Array> {
  yield new Uint8Array((await fileOf(ctx, id)).bytes);
}

const unknown = () => new DomainError("not_found", { code: "backpack.unknown" });

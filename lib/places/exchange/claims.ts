import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { listedPlaces, placeClaims } from "#db/schema/places.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { namesOf, ownAddress } from "#lib/foundation/identity/people/names.ts";
import { makeStaff } from "#lib/foundation/identity/people/offers.ts";
import {
  authorise,
  can,
  isByCard,
  ownAccount,
} from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { AuditAction } from "#lib/modules.ts";
import { adoptPlace } from "#lib/places/spaces/places.ts";
import { addressOfSpace } from "#lib/places/spaces/queries.ts";
import { regionOf, spaceFrom } from "./as-space.ts";
import { NETWORK } from "./imports.ts";
import { findListedPlace, type ListedPlace } from "./listed.ts";
import type { Claim, ClaimAnswer, ClaimState } from "./schema.ts";

/** Claims of one person that wait at once. */
const MOST_WAITING = 5;
export const CLAIMS_ON_A_PAGE = 10;

export type OwnClaim = { id: string; state: ClaimState; answer: string; spaceSlug: string | null };

export type WaitingClaim = Claim & {
  id: string;
  claimedAt: Temporal.Instant;
  /** Who claims it, and the address that they proved. */
  name: string;
  email: string | null;
  placeId: string;
  place: string;
  city: string;
  source: string;
  /** Others who claim the same place. */
  others: number;
};

/**
 * Says that a listed place is one's own to run. A card opens none of this: with the place comes a
 * role.
 *
 * @throws DomainError not_found once the place is gone; conflict when it has become a space, lies
 *   outside the regions, was claimed by the same person, or when they wait for five answers
 */
export async function claimPlace(ctx: Context, placeId: string, claim: Claim): Promise<void> {
  authorise(ctx.actor, "place.claim");
  const { personId } = ownAccount(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const place = await placeToClaim({ ...ctx, db }, placeId);
    if (!(await ownAddress(db, personId)))
      throw new DomainError("conflict", { code: "identity.staff_need_address" });
    const waiting = await db.$count(
      placeClaims,
      and(eq(placeClaims.personId, personId), eq(placeClaims.state, "asked")),
    );
    if (waiting >= MOST_WAITING)
      throw new DomainError("conflict", { code: "places.too_many_claims" });
    const [made] = await db
      .insert(placeClaims)
      .values({ placeId: place.id, personId, ...claim, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: placeClaims.id });
    if (!made) throw new DomainError("conflict", { code: "places.claimed_by_you" });
    await note({ ...ctx, db }, "place.claimed", place, made.id);
  });
}

async function placeToClaim(ctx: Context, placeId: string): Promise<ListedPlace> {
  const place = await findListedPlace(ctx, placeId);
  if (place) {
    if (!regionOf(place.record))
      throw new DomainError("conflict", { code: "places.outside_regions" });
    return place;
  }
  const [taken] = await ctx.db
    .select({ spaceId: listedPlaces.spaceId })
    .from(listedPlaces)
    .where(eq(listedPlaces.id, placeId));
  if (taken?.spaceId) throw new DomainError("conflict", { code: "places.claimed_already" });
  throw new DomainError("not_found", { code: "places.unknown" });
}

/**
 * Takes a claim back that waits.
 *
 * @throws DomainError not_found for another's; conflict once it is decided
 */
export async function withdrawClaim(ctx: Context, claimId: string): Promise<{ placeId: string }> {
  authorise(ctx.actor, "place.claim");
  const { personId } = ownAccount(ctx.actor);
  return transaction(ctx.db, async (db) => {
    const claim = await claimToAnswer(db, claimId, personId);
    await db
      .update(placeClaims)
      .set({ state: "withdrawn", decidedAt: ctx.now })
      .where(eq(placeClaims.id, claimId));
    await note({ ...ctx, db }, "place.claim_withdrawn", claim.place, claimId);
    return { placeId: claim.place.id };
  });
}

/** What became of the last claim that the actor made of a place; null without one. */
export async function ownClaim(ctx: Context, placeId: string): Promise<OwnClaim | null> {
  if (ctx.actor.kind !== "person") return null;
  const [claim] = await ctx.db
    .select({
      id: placeClaims.id,
      state: placeClaims.state,
      answer: placeClaims.answer,
      spaceId: listedPlaces.spaceId,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(and(eq(placeClaims.placeId, placeId), eq(placeClaims.personId, ctx.actor.personId)))
    .orderBy(desc(placeClaims.createdAt), desc(placeClaims.id))
    .limit(1);
  if (!claim) return null;
  const { spaceId, ...own } = claim;
  return {
    ...own,
    state: own.state as ClaimState,
    spaceSlug: spaceId ? await addressOfSpace(ctx, spaceId) : null,
  };
}

export type ListedClaim = OwnClaim & {
  placeId: string;
  place: string;
  city: string;
  claimedAt: Temporal.Instant;
};

/** Claims that a page of one's own shows. */
const MOST_OWN = 20;

/** What the actor claimed, what waits first, then the newest. A card shows none of it. */
export async function ownClaims(ctx: Context): Promise<ListedClaim[]> {
  const { actor } = ctx;
  if (actor.kind !== "person" || !can(actor, "place.claim") || isByCard(actor)) return [];
  const rows = await ctx.db
    .select({
      id: placeClaims.id,
      state: placeClaims.state,
      answer: placeClaims.answer,
      claimedAt: placeClaims.createdAt,
      placeId: listedPlaces.id,
      place: listedPlaces.name,
      city: listedPlaces.city,
      spaceId: listedPlaces.spaceId,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(eq(placeClaims.personId, actor.personId))
    .orderBy(
      desc(eq(placeClaims.state, "asked")),
      desc(placeClaims.createdAt),
      desc(placeClaims.id),
    )
    .limit(MOST_OWN);
  return Promise.all(
    rows.map(async ({ spaceId, ...claim }) => ({
      ...claim,
      state: claim.state as ClaimState,
      spaceSlug: spaceId ? await addressOfSpace(ctx, spaceId) : null,
    })),
  );
}

/** How many claims wait for an answer: for administrators. */
export async function countClaims(ctx: Context): Promise<number> {
  authorise(ctx.actor, "place.decide", { spaceId: NETWORK });
  return ctx.db.$count(placeClaims, eq(placeClaims.state, "asked"));
}

/** Claims that wait, the oldest first. Pages are counted from 1. */
export async function waitingClaims(
  ctx: Context,
  page: number,
): Promise<{ items: WaitingClaim[]; total: number }> {
  authorise(ctx.actor, "place.decide", { spaceId: NETWORK });
  const rows = await ctx.db
    .select({
      id: placeClaims.id,
      personId: placeClaims.personId,
      organisation: placeClaims.organisation,
      role: placeClaims.role,
      note: placeClaims.note,
      claimedAt: placeClaims.createdAt,
      placeId: listedPlaces.id,
      place: listedPlaces.name,
      city: listedPlaces.city,
      source: listedPlaces.source,
      others: sql<number>`(select count(*)::int - 1 from place_claim other
        where other.place_id = ${placeClaims.placeId} and other.state = 'asked')`,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(eq(placeClaims.state, "asked"))
    .orderBy(asc(placeClaims.createdAt), asc(placeClaims.id))
    .limit(CLAIMS_ON_A_PAGE)
    .offset((page - 1) * CLAIMS_ON_A_PAGE);
  const ids = rows.map(({ personId }) => personId);
  const names = await namesOf(ctx.db, ids);
  const addresses = new Map(
    await Promise.all(
      [...new Set(ids)].map(async (id) => [id, await ownAddress(ctx.db, id)] as const),
    ),
  );
  return {
    items: rows.map(({ personId, ...claim }) => ({
      ...claim,
      name: names.get(personId) ?? "",
      email: addresses.get(personId) ?? null,
    })),
    total: await countClaims(ctx),
  };
}

/**
 * Answers a claim; whoever made it gets a letter. On a yes the place becomes a space that nobody
 * finds yet, the person its manager, and who else claims it is told that somebody runs it.
 *
 * @returns the address of the space, after a yes
 * @throws DomainError not_found once the claim is gone with its person; conflict when it is decided
 *   or withdrawn, or the place has become a space meanwhile
 */
export async function decideClaim(
  ctx: Context,
  { claimId, isTheirs, answer }: ClaimAnswer,
): Promise<{ slug: string | null }> {
  authorise(ctx.actor, "place.decide", { spaceId: NETWORK });
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const { personId, place } = await claimToAnswer(db, claimId);
    if (place.spaceId) throw new DomainError("conflict", { code: "places.claimed_already" });
    const decided = { decidedBy: deciderOf(ctx), decidedAt: ctx.now };
    await db
      .update(placeClaims)
      .set({ ...decided, state: isTheirs ? "accepted" : "refused", answer })
      .where(eq(placeClaims.id, claimId));
    await note(within, isTheirs ? "place.claim_accepted" : "place.claim_refused", place, claimId);
    await enqueue(db, { template: "place-claim-decided", personId, data: { claimId } });
    if (!isTheirs) return { slug: null };
    const space = await becomeSpace(within, place);
    await makeStaff(within, { personId, role: "manager", spaceId: space.id });
    const overtaken = await db
      .update(placeClaims)
      .set({ ...decided, state: "overtaken" })
      .where(and(eq(placeClaims.placeId, place.id), eq(placeClaims.state, "asked")))
      .returning({ id: placeClaims.id, personId: placeClaims.personId });
    for (const other of overtaken)
      await enqueue(db, {
        template: "place-claim-decided",
        personId: other.personId,
        data: { claimId: other.id },
      });
    return { slug: space.slug };
  });
}

function deciderOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}

async function becomeSpace(
  ctx: Context,
  place: ListedPlace,
): Promise<{ id: string; slug: string }> {
  const region = regionOf(place.record);
  if (!region) throw new DomainError("conflict", { code: "places.outside_regions" });
  const { source, licence } = place;
  const space = await adoptPlace(ctx, { ...spaceFrom(place.record, region), source, licence });
  await ctx.db.update(listedPlaces).set({ spaceId: space.id }).where(eq(listedPlaces.id, place.id));
  return space;
}

/**
 * A claim that waits, with its place: nobody else answers a claim of the place meanwhile.
 *
 * @param personId whose it has to be; left out for whoever decides
 */
async function claimToAnswer(
  db: Database,
  claimId: string,
  personId?: string,
): Promise<{ personId: string; place: ListedPlace }> {
  const [known] = await db
    .select({ placeId: placeClaims.placeId, personId: placeClaims.personId })
    .from(placeClaims)
    .where(eq(placeClaims.id, claimId));
  const gone = new DomainError("not_found", { code: "places.claim_gone" });
  if (!known || (personId && known.personId !== personId)) throw gone;
  const [place] = await db
    .select()
    .from(listedPlaces)
    .where(eq(listedPlaces.id, known.placeId))
    .for("update");
  const [claim] = await db
    .select({ state: placeClaims.state })
    .from(placeClaims)
    .where(eq(placeClaims.id, claimId))
    .for("update");
  if (!place || !claim) throw gone;
  if (claim.state !== "asked")
    throw new DomainError("conflict", {
      code: claim.state === "withdrawn" ? "places.claim_withdrawn" : "places.claim_decided",
    });
  return { personId: known.personId, place: place as ListedPlace };
}

async function note(
  ctx: Context,
  action: AuditAction,
  place: ListedPlace,
  claimId: string,
): Promise<void> {
  const data = { place: place.name, source: place.source };
  await recordAudit(ctx.db, { actor: ctx.actor, action, spaceId: null, subject: claimId, data });
}

import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { cards, loginSessions, people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { accountById } from "../people/accounts.ts";
import { manageablePerson, refuseUnlessInCare } from "../people/people.ts";
import { notify } from "../people/telling.ts";
import { ownAccount } from "../permission/policy.ts";
import { oneFactorOpens } from "../rules.ts";
import { newCardCode } from "./codes.ts";
import { blockOf, judged, type Limit, type Slowdown } from "./rate-limits.ts";
import { cardCodeFrom, isOldCardCode } from "./rules.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";

const PREFIX = 4;

/**
 * Makes a card for somebody in the actor's care; an earlier one ends. What is returned can be
 * printed now, and never again. Whoever has an address of their own makes a card themselves: it
 * opens what is theirs.
 *
 * @throws DomainError conflict for staff: a card is one factor, and opens a learner's account only
 */
export async function issueCard(ctx: Context, personId: string): Promise<string> {
  await refuseUnlessInCare(ctx, personId);
  return madeFor(ctx, personId);
}

/** A card of one's own. */
export async function issueOwnCard(ctx: Context): Promise<string> {
  return madeFor(ctx, ownAccount(ctx.actor).personId);
}

/** Since when the actor has a card; null without one. */
export async function myCardSince(ctx: Context): Promise<Temporal.Instant | null> {
  const { personId } = ownAccount(ctx.actor);
  const [card] = await ctx.db
    .select({ issuedAt: cards.issuedAt })
    .from(cards)
    .where(and(eq(cards.personId, personId), isNull(cards.revokedAt)));
  return card?.issuedAt ?? null;
}

/** Whether the actor's account is one that a card opens. */
export async function mayHoldOwnCard(ctx: Context): Promise<boolean> {
  const account = await accountById(ctx.db, ownAccount(ctx.actor).personId);
  return account !== null && oneFactorOpens(account);
}

async function madeFor(ctx: Context, personId: string): Promise<string> {
  return ctx.db.transaction(async (db) => {
    // Two who make a card for one person at once take turns: the later card ends the earlier.
    await db.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("update");
    const account = await accountById(db, personId);
    if (!account || account.disabledAt || !oneFactorOpens(account))
      throw new DomainError("conflict", { code: "identity.staff_no_card" });
    await endCards(db, personId, ctx.now);
    const code = newCardCode();
    await db.insert(cards).values({ personId, codeHash: hashOf(code), issuedAt: ctx.now });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.card_issued",
      spaceId: null,
      subject: personId,
    });
    await notify(db, personId, "cardMade");
    return code;
  });
}

export type PastCard = { issuedAt: Temporal.Instant; revokedAt: Temporal.Instant | null };

/** The cards somebody has and had, the newest first. What a card says is known by its hash only. */
export async function cardsOf(ctx: Context, personId: string): Promise<PastCard[]> {
  await manageablePerson(ctx, personId);
  return ctx.db
    .select({ issuedAt: cards.issuedAt, revokedAt: cards.revokedAt })
    .from(cards)
    .where(eq(cards.personId, personId))
    .orderBy(desc(cards.issuedAt), desc(cards.id));
}

/**
 * A lost card: from now on it opens nothing, and what it opened is closed. That opens no account to
 * anybody, so each manager of a space where its holder has a role may do it; a new card is made as
 * `issueCard` says.
 *
 * @throws DomainError not_found for somebody without a role in the actor's spaces
 */
export async function revokeCard(ctx: Context, personId: string): Promise<void> {
  await manageablePerson(ctx, personId);
  await ended(ctx, personId);
}

/** One's own card, lost: from now on it opens nothing, and what it opened is closed. */
export async function revokeOwnCard(ctx: Context): Promise<void> {
  await ended(ctx, ownAccount(ctx.actor).personId);
}

async function ended(ctx: Context, personId: string): Promise<void> {
  await ctx.db.transaction(async (db) => {
    await endCards(db, personId, ctx.now);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.card_revoked",
      spaceId: null,
      subject: personId,
    });
    await notify(db, personId, "cardEnded");
  });
}

/** @throws DomainError invalid for a code that no valid card carries */
export async function signInByCard(ctx: Context, typed: string): Promise<OpenedSession> {
  const code = cardCodeFrom(typed);
  if (!code) throw wrongCard();
  return judged(ctx, triesOf(ctx, code), () => openWith(ctx, code));
}

/**
 * One block of addresses may fail ten times with cards that begin alike, and three hundred times
 * with any. Beyond it, cards of eight signs wait when the whole network fails often: there are 31^8
 * of them, so that even a thousand blocks need weeks to find one of ten thousand. Of twelve signs
 * there are a million times more: nobody needs to wait for strangers.
 */
function triesOf(ctx: Context, code: string): { own: Limit[]; shared: Slowdown[] } {
  const prefix = code.slice(0, PREFIX);
  const block = blockOf(ctx);
  return {
    own: [
      { key: `card:${prefix}:${block}`, attempts: 10, windowMinutes: 15 },
      { key: `cards-from:${block}`, attempts: 300, windowMinutes: 15 },
    ],
    shared: isOldCardCode(code)
      ? [
          { key: `card:${prefix}`, free: 20, windowMinutes: 60 },
          { key: "cards-of-eight", free: 300, windowMinutes: 10 },
        ]
      : [],
  };
}

async function openWith(ctx: Context, code: string): Promise<OpenedSession> {
  const [holder] = await ctx.db
    .select({ personId: cards.personId })
    .from(cards)
    .innerJoin(people, eq(people.id, cards.personId))
    .where(
      and(eq(cards.codeHash, hashOf(code)), isNull(cards.revokedAt), isNull(people.disabledAt)),
    );
  if (!holder) throw wrongCard();
  const account = await accountById(ctx.db, holder.personId);
  if (!account || !oneFactorOpens(account))
    throw new DomainError("forbidden", { code: "identity.staff_needs_password" });
  return openSession(ctx, holder.personId, "card");
}

export type CardHolder = { personId: string } | "revoked" | "unknown";

/**
 * Whose card this is: its eight signs, or all that its square says. Who may ask, and how often, is
 * the caller's to say.
 */
export async function holderOfCard(db: Database, shown: string): Promise<CardHolder> {
  const code = cardCodeFrom(shown.slice(shown.lastIndexOf("#") + 1));
  if (!code) return "unknown";
  const [card] = await db
    .select({ personId: cards.personId, revokedAt: cards.revokedAt, disabledAt: people.disabledAt })
    .from(cards)
    .innerJoin(people, eq(people.id, cards.personId))
    .where(eq(cards.codeHash, hashOf(code)));
  if (!card) return "unknown";
  return card.revokedAt || card.disabledAt ? "revoked" : { personId: card.personId };
}

async function endCards(db: Database, personId: string, now: Temporal.Instant): Promise<void> {
  await db
    .update(cards)
    .set({ revokedAt: now })
    .where(and(eq(cards.personId, personId), isNull(cards.revokedAt)));
  await db
    .update(loginSessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(loginSessions.personId, personId),
        eq(loginSessions.method, "card"),
        isNull(loginSessions.revokedAt),
      ),
    );
}

function hashOf(code: string): string {
  return keyedHash(authSecret(), `card:${code}`);
}

function wrongCard(): DomainError {
  return new DomainError("invalid", { code: "identity.card_wrong" });
}

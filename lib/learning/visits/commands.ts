import { eq } from "drizzle-orm";
import { spaceView } from "#db/schema/spaces.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { holderOfCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { judged, limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { cardCodeFrom } from "#lib/foundation/identity/sign-in/rules.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isEnrolledToday } from "#lib/learning/sessions/at-the-door.ts";
import { stepOf } from "./door-code.ts";
import { unsealedCard } from "./kiosks.ts";
import { countPulse } from "./pulse.ts";
import { usedCode } from "./queries.ts";
import { momentOf, type Outcome } from "./rules.ts";
import type { PhonePulse, VisitBatch, VisitEvent } from "./schema.ts";
import { type Answer, arrive, leave, type Place } from "./visits.ts";

/** Wrong cards that begin alike, at one door. */
const WRONG_CARDS = { attempts: 10, windowMinutes: 10 };
const CODE_TRIES = { attempts: 10, windowMinutes: 10 };
const PULSES = { attempts: 4, windowMinutes: 24 * 60 };

/** The place of a helper with a list, in a space of theirs. */
export async function placeOfStaff(ctx: Context, slug: string): Promise<Place> {
  const place = await placeAt(ctx, slug, "list");
  authorise(ctx.actor, "attendance.take", { spaceId: place.space.id });
  return place;
}

/**
 * Counts what a door saw, in the order in which it happened. Each event stands for itself: one that
 * is refused stops no other, and one that arrives again counts once.
 */
export async function recordVisits(
  ctx: Context,
  place: Place,
  { deviceNow, events }: VisitBatch,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const event of events)
    if (event.kind === "unreadable")
      answers.push({ ...REFUSED, id: event.id, outcome: "unreadable" });
  const inOrder = events
    .filter((event) => event.kind !== "unreadable")
    .toSorted((one, other) => Temporal.Instant.compare(one.at, other.at));
  for (const event of inOrder) {
    const moment = momentOf(event.at, { deviceNow, now: ctx.now });
    const refused = (outcome: Outcome) => answers.push({ ...REFUSED, id: event.id, outcome });
    if (!moment) {
      refused("too_old");
      continue;
    }
    const who = await personOf(ctx, place, event);
    if (typeof who === "string") {
      refused(who);
      continue;
    }
    const { id, sessionId } = event;
    const seen = { id, ...who, at: moment.at, clockCorrected: moment.corrected, sessionId };
    answers.push(await (event.kind === "arrive" ? arrive : leave)(ctx, place, seen));
  }
  return answers;
}

const REFUSED = { leftElsewhere: false, session: null, clockCorrected: false };

type Who =
  | { personId: string | null }
  | "card_revoked"
  | "card_unknown"
  | "later"
  | "not_allowed"
  | "not_enrolled";

async function personOf(ctx: Context, place: Place, { who, kind }: VisitEvent): Promise<Who> {
  switch (who.kind) {
    case "unnamed":
      return { personId: null };
    case "person":
      if (place.source !== "list") return "not_allowed";
      if (
        kind === "arrive" &&
        !(await isEnrolledToday(ctx.db, { ...dayOf(ctx, place), personId: who.personId }))
      )
        return "not_enrolled";
      return { personId: who.personId };
    case "card":
      return holder(ctx, place, who.card);
    case "sealed":
      return holder(
        ctx,
        place,
        place.deviceId && (await unsealedCard(ctx.db, place.deviceId, who.card)),
      );
  }
}

/**
 * After many wrong cards that begin alike, none that begins so is judged for some minutes: a tablet
 * keeps it until then, and nobody learns by trying. After many wrong cards of any kind, each waits
 * a moment; none is refused by it, or whoever stands at a door with a handful of paper could shut
 * it for everybody.
 */
async function holder(ctx: Context, place: Place, card: string | null): Promise<Who> {
  const code = card === null ? null : cardCodeFrom(card.slice(card.lastIndexOf("#") + 1));
  // What a scanner reads from a poster is no try at a card.
  if (code === null) return "card_unknown";
  const door = place.deviceId ?? place.space.id;
  const tries = {
    own: [{ key: `door-cards:${door}:${code.slice(0, 4)}`, ...WRONG_CARDS }],
    shared: [{ key: `door-cards:${door}`, free: 60, windowMinutes: 10, longestMs: 500 }],
  };
  try {
    return await judged(ctx, tries, async () => {
      const found = await holderOfCard(ctx.db, code);
      if (typeof found === "object") return found;
      throw new WrongCard(found === "revoked" ? "card_revoked" : "card_unknown");
    });
  } catch (error) {
    if (error instanceof WrongCard) return error.outcome;
    if (error instanceof DomainError && error.kind === "rate_limited") return "later";
    throw error;
  }
}

class WrongCard extends Error {
  readonly outcome: "card_revoked" | "card_unknown";

  constructor(outcome: "card_revoked" | "card_unknown") {
    super(outcome);
    this.outcome = outcome;
  }
}

function dayOf({ now }: Context, { space }: Place) {
  return { spaceId: space.id, timeZone: space.timeZone, now };
}

/**
 * Somebody checks in with the code that the door shows now.
 *
 * @throws DomainError invalid for a code that is not or no longer shown, or that this person used
 *   before they left
 */
export async function checkInMyself(
  ctx: Context,
  {
    space: slug,
    code,
    sessionId = null,
  }: { space: string; code: string; sessionId?: string | null },
): Promise<Answer> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const place = await placeAt(ctx, slug, "self");
  const tries = { key: `door-code:${place.space.id}:${personId}`, ...CODE_TRIES };
  const codeStep = await judged(ctx, { own: [tries] }, async () => {
    const step = stepOf(place.space.id, code, ctx.now);
    if (step === null) throw new DomainError("invalid", { code: "presence.code_wrong" });
    return step;
  });
  const used = await usedCode(ctx.db, { personId, spaceId: place.space.id, codeStep });
  if (used === "left") throw new DomainError("invalid", { code: "presence.code_used" });
  return arrive(ctx, place, { ...seenNow(ctx, personId), codeStep, sessionId });
}

/** Somebody who is checked in says that they go. */
export async function checkOutMyself(ctx: Context, slug: string): Promise<Answer> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  return leave(ctx, await placeAt(ctx, slug, "self"), seenNow(ctx, personId));
}

/**
 * What somebody says on their own phone as they go. That they signed in keeps others from filling
 * the counts; who it was is not kept with it.
 */
export async function saySomething(
  ctx: Context,
  { space: slug, id, ...answers }: PhonePulse,
  language: Locale,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const { space } = await placeAt(ctx, slug, "self");
  await limit(ctx, { key: `pulse:${space.id}:${personId}`, ...PULSES });
  await countPulse(ctx, { space }, { id, language, answers });
}

function seenNow({ now }: Context, personId: string) {
  return { id: crypto.randomUUID(), personId, at: now, clockCorrected: false, sessionId: null };
}

async function placeAt({ db }: Context, slug: string, source: Place["source"]): Promise<Place> {
  const [space] = await db.select().from(spaceView).where(eq(spaceView.slug, slug));
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return { space, source, deviceId: null };
}

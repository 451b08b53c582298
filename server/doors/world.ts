import type { Database } from "#db/client.ts";
import type { HeldRole, PersonActor } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { ISSUER } from "#lib/learning/badges/credentials/addresses.ts";
import { openStatusList } from "#lib/learning/badges/credentials/status-lists.ts";
import { badgeOf, badgesOf, comparedWith, recognised } from "./world/badges.ts";
import { bookedAt, bookingsOf, guestOf, taskOf } from "./world/booking.ts";
import { releaseOf } from "./world/evidence.ts";
import { accountOf, accountsAt, cookieOf, knownToNetwork, partnersOf } from "./world/foundation.ts";
import { type Ground, groundOn, type Things } from "./world/ground.ts";
import { enrolledIn, schemeOf, taughtAt } from "./world/learning.ts";
import { claimOf, listedPlace, onTheMap, openSpace, siteOf, thingsIn } from "./world/places.ts";
import {
  journalOf,
  keptIn,
  practiceIn,
  practiceOf,
  publishedIn,
  triedIn,
  writtenBy,
} from "./world/practice.ts";

export type { Things } from "./world/ground.ts";

export const ROLES = [
  "visitor",
  "guest",
  "card",
  "learner",
  "facilitator",
  "manager",
  "researcher",
  "steward",
  "partner",
  "administrator",
] as const;

export type Role = (typeof ROLES)[number];

/**
 * Whose the thing is that is asked for: one's own, of somebody else in one's own space, of another
 * space.
 */
export const CELLS = ["own", "same", "other"] as const;

export type Cell = (typeof CELLS)[number];

export type World = {
  /** "same" is the space in which the roles are held. */
  spaces: Record<"same" | "other", Things>;
  /** What each role owns in its space; nothing for a visitor. */
  own: Record<Role, Things | null>;
  actors: Record<Role, PersonActor | null>;
  /** The cookie with which each role asks; none for visitors and guests. */
  cookies: Record<Role, string | null>;
  /** What belongs to the network. */
  network: Things;
  day: string;
};
const STAFF: readonly string[] = ["facilitator", "manager", "administrator"];

/** Two spaces with one of everything, and somebody of each role who holds it in the first. */
export async function makeWorld(db: Database): Promise<World> {
  const base = await groundOn(db);
  const badge = await badgeOf(base);
  const earned = [
    await badgeOf(base),
    await badgeOf(base),
    await badgeOf(base),
    await badgeOf(base),
    await badgeOf(base),
  ];
  const ground = { ...base, earned };
  const made = { same: await openSpace(ground), other: await openSpace(ground) };
  const spaces = {
    same: await furnish(ground, made.same),
    other: await furnish(ground, made.other),
  };
  const { framework, badgeClass } = badge;
  return {
    spaces,
    ...(await peopleIn(ground, spaces.same)),
    network: { framework, badgeClass, ...(await networkOf(ground, spaces.same.space ?? "")) },
    day: ground.date.toString(),
  };
}

/** Which roles they hold, all in the one space or in the network; null who has no account. */
function rolesIn(spaceId: string): Record<Role, HeldRole[] | null> {
  return {
    visitor: null,
    guest: null,
    card: [{ role: "learner", spaceId }],
    learner: [{ role: "learner", spaceId }],
    facilitator: [{ role: "facilitator", spaceId }],
    manager: [{ role: "manager", spaceId }],
    researcher: [{ role: "researcher", spaceId: null }],
    steward: [{ role: "manager", spaceId }],
    partner: [{ role: "partner", spaceId: null }],
    administrator: [{ role: "administrator", spaceId: null }],
  };
}

/** Somebody of each role, how they ask, and what is theirs. */
async function peopleIn(
  ground: Ground,
  site: Things,
): Promise<Pick<World, "actors" | "cookies" | "own">> {
  const held = rolesIn(site.space ?? "");
  const actors = {} as World["actors"];
  const cookies = {} as World["cookies"];
  const own = {} as World["own"];
  for (const [position, role] of ROLES.entries()) {
    const roles = held[role];
    const actor = roles && (await ground.given.person(roles));
    actors[role] = actor;
    cookies[role] = actor && (await cookieOf(ground, actor, role === "card" ? "card" : "password"));
    own[role] = actor && (await ownedBy(ground, actor, site, 40 + position));
  }
  own.guest = { guest: await guestOf(ground, site, 60) };
  return { actors, cookies, own };
}

async function ownedBy(
  ground: Ground,
  actor: PersonActor,
  site: Things,
  days: number,
): Promise<Things> {
  const owned = await belongings(ground, actor, site, days);
  if (!can(actor, "practice.write")) return owned;
  return { ...owned, ...(await writtenBy(ground, actor, site.space ?? "")) };
}

/** What belongs to the network. @param spaceId where the manager of its partners works */
async function networkOf(ground: Ground, spaceId: string): Promise<Things> {
  const { given, ctx } = ground;
  const elsewhere = await given.space({ region: "wallonie" });
  const waiting = await practiceIn(ground, elsewhere.id, "submitted");
  const manager = await given.person([{ role: "manager", spaceId }]);
  const tried = await triedIn(ground, (await given.space()).id);
  return {
    ...(await knownToNetwork(ground)),
    scheme: await schemeOf(ground),
    release: await releaseOf(ground),
    issuer: ISSUER,
    statusList: await openStatusList(ctx),
    practice: await practiceOf(ground),
    prototype: tried.trying ?? "",
    journal: await journalOf(ground, (await given.space()).id),
    waiting: waiting.versionId,
    waitingSlug: waiting.slug,
    benchmarkEntry: await comparedWith(ground),
    ...(await onTheMap(ground)),
    ...(await partnersOf(ground, manager)),
  };
}

/** One of each thing that a space or somebody in it has. */
async function furnish(ground: Ground, space: { id: string; slug: string }): Promise<Things> {
  const site = await siteOf(ground, space);
  const { id, room, learner, staff } = site;
  return {
    ...(await belongings(ground, learner, { space: id, room }, 20)),
    ...(await bookedAt(ground, site)),
    ...(await taughtAt(ground, site)),
    ...(await thingsIn(ground, site)),
    ...(await accountsAt(ground, site)),
    ...(await recognised(ground, id, staff)),
    ...(await writtenBy(ground, staff, id)),
    ...(await publishedIn(ground, id)),
    ...(await triedIn(ground, id)),
    ...(await keptIn(ground, id)),
  };
}

/** What belongs to somebody. @param days how far ahead their booking is: no two meet */
async function belongings(
  ground: Ground,
  actor: PersonActor,
  place: Things,
  days: number,
): Promise<Things> {
  const helper = await ground.given.person();
  const spaceId = place.space ?? "";
  const worksHere = actor.roles.some(({ role }) => STAFF.includes(role));
  const hasPartners = actor.roles.some(({ role }) => role !== "learner");
  return {
    ...(await bookingsOf(ground, actor, helper, place, days)),
    ...(await badgesOf(ground, actor, helper, spaceId)),
    ...(await accountOf(ground, actor, helper, spaceId)),
    ...(await enrolledIn(ground, actor, place)),
    claim: await claimOf(ground, await listedPlace(ground), actor.personId),
    ...(hasPartners ? await partnersOf(ground, actor) : {}),
    ...(worksHere ? { task: await taskOf(ground, actor, place) } : {}),
  };
}

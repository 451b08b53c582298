import { type Actor, type HeldRole, NETWORK_ROLES, type Role } from "./context.ts";
import { can } from "./permission/policy.ts";

/**
 * Years from which somebody has an account and consents alone: the higher of both countries.
 * Younger people come with an adult, and are counted without a name.
 * @see Belgium: law of 30 July 2018, article 7 (13 years); France: loi 78-17, article 45 (15 years)
 */
export const OWN_ACCOUNT_AGE = 15;

/**
 * Whether a code or a card alone opens the account. Who may see or change things of others needs a
 * password and a second factor: a card that was found in the street opens a learner's bookings at
 * most.
 */
export function oneFactorOpens({
  hasPassword,
  roles,
}: {
  hasPassword: boolean;
  roles: readonly Pick<HeldRole, "role">[];
}): boolean {
  return !hasPassword && roles.every(({ role }) => role === "learner");
}

/**
 * Whether an organisation says that somebody signed in with two factors: by the class it gives the
 * sign-in (`acr`), or by a method it used (`amr`). Without words of which the network knows the
 * meaning, it says nothing.
 *
 * @see OpenID Connect Core 1.0, section 2; RFC 8176
 */
export function saysTwoFactors(
  said: { acr?: unknown; amr?: unknown },
  known: { acr: readonly string[]; amr: readonly string[] },
): boolean {
  const methods: unknown[] = Array.isArray(said.amr) ? said.amr : [];
  return (
    known.acr.some((name) => name === said.acr) || known.amr.some((name) => methods.includes(name))
  );
}

/** After how many minutes without use a session ends. */
export const IDLE = { shared: 30, staff: 60, learner: 240 };

/**
 * When a session that nobody uses ends: soonest on a device that is somebody else's, where a card
 * often opens it, then for whoever may see things of others.
 */
export function idleMinutes({
  isShared,
  method,
  roles,
}: {
  isShared: boolean;
  method: string;
  roles: readonly Pick<HeldRole, "role">[];
}): number {
  if (isShared || method === "card") return IDLE.shared;
  return roles.some(({ role }) => role !== "learner") ? IDLE.staff : IDLE.learner;
}

/**
 * For how many minutes without use a browser may keep what names others: as long as the login
 * lasts, and not at all on a device that is somebody else's, whose window may be closed any moment.
 */
export function keepsNamesFor(actor: Actor): number {
  const { idleMinutes: idle = 0 } = actor.kind === "person" ? actor : {};
  return idle > IDLE.shared ? idle : 0;
}

/**
 * Nobody gives, or takes, a role above their own. Roles of the network are given without a space,
 * others in one.
 */
export function mayGrant(actor: Actor, role: Role, spaceId: string | null): boolean {
  if (NETWORK_ROLES.some((network) => network === role))
    return spaceId === null && can(actor, "people.manage");
  return spaceId === null ? can(actor, "people.manage") : can(actor, "people.card", { spaceId });
}

/**
 * Whether cards and roles of somebody are the actor's to decide. A manager decides for whoever has
 * no address and belongs to the manager's own spaces alone; everybody else decides themselves, and
 * an administrator may.
 */
export function inCareOf(
  actor: Actor,
  { email, roles }: { email: string | null; roles: readonly HeldRole[] },
): boolean {
  if (can(actor, "people.manage")) return true;
  return (
    email === null &&
    roles.length > 0 &&
    roles.every(({ spaceId }) => spaceId !== null && can(actor, "people.card", { spaceId }))
  );
}

/** What somebody is called until they say so themselves. */
export function nameFrom(email: string): string {
  return email.split("@")[0] || email;
}

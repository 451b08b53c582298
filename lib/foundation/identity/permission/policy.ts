import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { everyPart, type NamesIn } from "#lib/modules.ts";
import type { Actor, PersonActor, Role } from "../context.ts";

/**
 * Who may do what: each module names its own actions (`policy` in its module.ts), and here they are
 * asked. `everyone` has signed in; a space role counts in its own space, or everywhere when it was
 * given for the network.
 */
const POLICY = everyPart("policy");

export type Action = NamesIn<"policy">;

/** Scopes of access tokens are the policy's own actions. */
export const ACTIONS = Object.keys(POLICY) as Action[];

/**
 * @param spaceId the space the thing belongs to; without one, holding the role anywhere is enough
 *   (to open the desk, say), so commands always pass it
 */
export function can(actor: Actor, action: Action, { spaceId }: { spaceId?: string } = {}): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "visitor") return false;
  if (actor.scopes && !actor.scopes.includes(action)) return false;
  const allowed: "everyone" | readonly Role[] = POLICY[action];
  return allowed === "everyone" || holds(actor, allowed, spaceId);
}

/**
 * For a statement that meets many spaces: whether the actor may do it in all of them, and in which
 * otherwise.
 */
export function whereCan(
  actor: Actor,
  action: Action,
): { everywhere: boolean; spaceIds: string[] } {
  const held = actor.kind === "person" ? actor.roles.flatMap(({ spaceId }) => spaceId ?? []) : [];
  return {
    everywhere: can(actor, action, { spaceId: ANY_OTHER_SPACE }),
    spaceIds: [...new Set(held)].filter((spaceId) => can(actor, action, { spaceId })),
  };
}

/**
 * Whether the actor may do it in a space, as a condition on a column that holds its id. Every list
 * that meets many spaces has it in its statement, before its limit: what other spaces have takes no
 * place in it.
 */
export function isIn(actor: Actor, action: Action, spaceId: SQLWrapper): SQL {
  const { everywhere, spaceIds } = whereCan(actor, action);
  if (everywhere) return sql`true`;
  return spaceIds.length > 0 ? sql`${spaceId} = any(${sql.param(spaceIds)}::uuid[])` : sql`false`;
}

/** No space has it: whoever may do something there, may do it everywhere. */
const ANY_OTHER_SPACE = "";

/** @throws DomainError unauthenticated for a visitor, forbidden for somebody without the role */
export function authorise(actor: Actor, action: Action, where: { spaceId?: string } = {}): void {
  if (can(actor, action, where)) return;
  if (actor.kind === "visitor")
    throw new DomainError("unauthenticated", { code: "identity.sign_in_first" });
  throw new DomainError("forbidden", { code: "identity.not_allowed" });
}

/**
 * For what no role opens: the command line and the work of the night do it, and nobody who comes
 * through the service.
 *
 * @throws DomainError unauthenticated for a visitor, forbidden for everybody else
 */
export function refuseUnlessSystem(actor: Actor): void {
  if (actor.kind === "system") return;
  authenticated(actor);
  throw new DomainError("forbidden", { code: "identity.not_allowed" });
}

/**
 * Signed in, or refused. What is one's own asks for a scope as well: an access token reads and does
 * nothing that none of these was ticked for, and where none is named it gets nowhere.
 */
export function authenticated(actor: Actor, ...scopes: Action[]): PersonActor {
  if (actor.kind === "person") {
    if (actor.scopes === null || scopes.some((scope) => actor.scopes?.includes(scope)))
      return actor;
    throw new DomainError("forbidden", { code: "identity.not_allowed" });
  }
  throw new DomainError("unauthenticated", { code: "identity.sign_in_first" });
}

/**
 * Whose own things an answer for everybody also shows; null for visitors, and for a token without
 * the scope.
 */
export function readerOf(actor: Actor, scope: Action): string | null {
  return actor.kind === "person" && can(actor, scope) ? actor.personId : null;
}

/** Signed in and present: an access token neither makes tokens nor ends sessions. */
export function inPerson(actor: Actor): PersonActor {
  const person = authenticated(actor);
  if (person.scopes === null) return person;
  throw new DomainError("forbidden", { code: "identity.not_allowed" });
}

/** Signed in with a card, which somebody may have found. */
export function isByCard(actor: Actor): boolean {
  return actor.kind === "person" && actor.method === "card";
}

/**
 * The person who asks, in person and not by a card: for what is one's own beyond bookings, sessions
 * and check-in, which is the copy of one's data, consents and answers, erasing, the account,
 * tokens, addresses of calendars, who may act in one's name, roles. Whoever finds or copies a card
 * has none of it.
 */
export function ownAccount(actor: Actor): PersonActor {
  const person = inPerson(actor);
  if (!isByCard(person)) return person;
  throw new DomainError("forbidden", { code: "identity.card_opens_less" });
}

function holds(
  { roles }: PersonActor,
  allowed: readonly Role[],
  spaceId: string | undefined,
): boolean {
  return roles.some(
    (held) =>
      allowed.includes(held.role) &&
      (spaceId === undefined || held.spaceId === null || held.spaceId === spaceId),
  );
}

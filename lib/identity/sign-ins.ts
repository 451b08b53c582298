import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { accessTokens, loginSessions, people, roleAssignments } from "#db/schema/identity.ts";
import { isLocale } from "#lib/i18n/locales.ts";
import { sha256 } from "#lib/platform/hash.ts";
import type { HeldRole, Method, PersonActor } from "./context.ts";
import { idleMinutes } from "./rules.ts";

/**
 * A person's roles as one JSON array, so that an actor is known after a single round trip.
 * Tables are named by hand: when only one is selected from, Drizzle writes columns without them.
 */
const heldRoles = sql<HeldRole[]>`coalesce((
  select jsonb_agg(jsonb_build_object('role', ${roleAssignments.role}, 'spaceId', ${roleAssignments.spaceId}))
  from ${roleAssignments} where role_assignment.person_id = person.id), '[]'::jsonb)`;

const SEEN_EVERY_MINUTES = 1;
/** A token is used by programs, often: its owner wants to know on which day, not at which second. */
const USED_EVERY_MINUTES = 10;

const person = {
  personId: people.id,
  displayName: people.displayName,
  locale: people.locale,
  roles: heldRoles,
};

/** Who holds this session cookie now; null when it is unknown, expired or revoked. */
export async function actorBySession(
  db: Database,
  token: string,
  now: Temporal.Instant,
): Promise<PersonActor | null> {
  const [found] = await db
    .select({
      ...person,
      sessionId: loginSessions.id,
      lastSeenAt: loginSessions.lastSeenAt,
      method: sql<Method>`${loginSessions.method}`,
      isShared: loginSessions.isShared,
    })
    .from(loginSessions)
    .innerJoin(people, eq(people.id, loginSessions.personId))
    .where(
      and(
        eq(loginSessions.tokenHash, sha256(token)),
        gt(loginSessions.expiresAt, now),
        isNull(loginSessions.revokedAt),
        isNull(people.disabledAt),
      ),
    );
  if (!found) return null;
  const idle = idleMinutes(found);
  if (Temporal.Instant.compare(found.lastSeenAt.add({ minutes: idle }), now) <= 0) return null;
  // Not at every request: a minute more or less makes no session end at the wrong time.
  if (Temporal.Instant.compare(found.lastSeenAt.add({ minutes: SEEN_EVERY_MINUTES }), now) < 0)
    await db.update(loginSessions).set({ lastSeenAt: now }).where(eq(loginSessions.id, found.sessionId));
  return { ...actorFrom(found, null), method: found.method, idleMinutes: idle };
}

/** Who holds this access token now; null when it is unknown, expired or revoked. */
export async function actorByAccessToken(
  db: Database,
  token: string,
  now: Temporal.Instant,
): Promise<PersonActor | null> {
  const [found] = await db
    .select({
      ...person,
      scopes: accessTokens.scopes,
      tokenId: accessTokens.id,
      lastUsedAt: accessTokens.lastUsedAt,
    })
    .from(accessTokens)
    .innerJoin(people, eq(people.id, accessTokens.personId))
    .where(
      and(
        eq(accessTokens.tokenHash, sha256(token)),
        or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, now)),
        isNull(accessTokens.revokedAt),
        isNull(people.disabledAt),
      ),
    );
  if (!found) return null;
  const { lastUsedAt } = found;
  if (!lastUsedAt || Temporal.Instant.compare(lastUsedAt.add({ minutes: USED_EVERY_MINUTES }), now) < 0)
    await db.update(accessTokens).set({ lastUsedAt: now }).where(eq(accessTokens.id, found.tokenId));
  return actorFrom(found, found.scopes);
}

/** The person as an actor, as the command line and the tests need it. */
export async function actorByPerson(db: Database, personId: string): Promise<PersonActor | null> {
  const [found] = await db.select(person).from(people).where(eq(people.id, personId));
  return found ? actorFrom(found, null) : null;
}

function actorFrom(
  found: { personId: string; displayName: string; locale: string; roles: HeldRole[] },
  scopes: string[] | null,
): PersonActor {
  const { personId, displayName, locale, roles } = found;
  return { kind: "person", personId, displayName, locale: isLocale(locale) ? locale : "en", roles, scopes };
}

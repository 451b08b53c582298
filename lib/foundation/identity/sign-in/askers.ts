import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { namedAsInCode, rowsOf } from "#db/rows.ts";
import { accessTokens, loginSessions, people, roleAssignments } from "#db/schema/identity.ts";
import { isLocale } from "#lib/foundation/i18n/locales.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import type { HeldRole, Method, PersonActor } from "../context.ts";
import { idleMinutes } from "../rules.ts";

/**
 * A person's roles as one JSON array, so that an actor is known after a single round trip.
 * Tables are named by hand: when only one is selected from, Drizzle writes columns without them.
 */
const heldRoles = sql<HeldRole[]>`coalesce((
  select jsonb_agg(jsonb_build_object('role', ${roleAssignments.role}, 'spaceId',
    ${roleAssignments.spaceId}))
  from ${roleAssignments} where role_assignment.person_id = person.id), '[]'::jsonb)`;

const SEEN_EVERY_MINUTES = 1;
/**
 * A token is used by programs, often: its owner wants to know on which day, not at which second.
 */
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
  return (await sessionByToken(db, token, now))?.actor ?? null;
}

/**
 * Who holds this session cookie now, and when the session ends in any case; null when it is
 * unknown, expired or revoked. The one place that asks for a session by its token.
 */
export async function sessionByToken(
  db: Database,
  token: string,
  now: Temporal.Instant,
): Promise<{ actor: PersonActor; expiresAt: Temporal.Instant } | null> {
  const [found] = await db
    .select({
      ...person,
      sessionId: loginSessions.id,
      lastSeenAt: loginSessions.lastSeenAt,
      expiresAt: loginSessions.expiresAt,
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
    await db
      .update(loginSessions)
      .set({ lastSeenAt: now })
      .where(eq(loginSessions.id, found.sessionId));
  const { method, expiresAt } = found;
  return { actor: { ...actorFrom(found, null), method, idleMinutes: idle }, expiresAt };
}

/**
 * A statement about whoever turns out to ask, which is asked together with who it is.
 *
 * @param personId the column around it that holds their id
 */
export type About = (personId: SQL) => SQL;

/**
 * Who holds this access token now, and what was asked about them in the same round trip; null when
 * it is unknown, expired or revoked.
 *
 * @param about its rows come as JSON has them: a moment as text, a list as a list
 */
export async function askerByAccessToken<Row>(
  db: Database,
  token: string,
  now: Temporal.Instant,
  about: About | null,
): Promise<{ actor: PersonActor; rows: Row[] } | null> {
  const moment = sql`${now.toString()}::timestamptz`;
  const rows = await rowsOf<
    Omit<PersonActor, "kind" | "locale" | "scopes"> & {
      locale: string;
      scopes: string[];
      tokenId: string;
      isUsedLately: boolean;
      about: Record<string, unknown>[];
    }
  >(
    db,
    sql`
      select person.id as person_id, person.display_name, person.locale, token.scopes,
        token.id as token_id,
        coalesce(token.last_used_at >= ${moment} - make_interval(mins =>
          ${USED_EVERY_MINUTES}::int), false) as is_used_lately,
        coalesce((select jsonb_agg(jsonb_build_object('role', held.role, 'spaceId', held.space_id))
          from role_assignment held where held.person_id = person.id), '[]') as roles,
        ${about ? sql`coalesce((select json_agg(about) from (${about(sql`person.id`)}) about), '[]')` : sql`'[]'::json`} as about
      from access_token token join person on person.id = token.person_id
      where token.token_hash = ${sha256(token)}
        and (token.expires_at is null or token.expires_at > ${moment})
        and token.revoked_at is null and person.disabled_at is null`,
  );
  const [found] = rows;
  if (!found) return null;
  if (!found.isUsedLately)
    await db
      .update(accessTokens)
      .set({ lastUsedAt: now })
      .where(eq(accessTokens.id, found.tokenId));
  return {
    actor: actorFrom(found, found.scopes),
    rows: found.about.map((row) => namedAsInCode<Row>(row)),
  };
}

/** Who holds this access token now; null when it is unknown, expired or revoked. */
export async function actorByAccessToken(
  db: Database,
  token: string,
  now: Temporal.Instant,
): Promise<PersonActor | null> {
  return (await askerByAccessToken(db, token, now, null))?.actor ?? null;
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
  return {
    kind: "person",
    personId,
    displayName,
    locale: isLocale(locale) ? locale : "en",
    roles,
    scopes,
  };
}

import { and, eq, isNull, sql } from "drizzle-orm";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { externalIdentities, loginSessions, people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import type { Context, Method, PersonActor } from "../context.ts";
import { sessionByToken } from "./askers.ts";

/** Somebody as next-auth hands them on. `actor` is there when a session was read. */
export type KnownUser = AdapterUser & { actor?: PersonActor };

/**
 * The methods that next-auth asks of a database with sessions, less those that only mailed links
 * and passkeys need.
 */
type Methods = Required<
  Pick<
    Adapter,
    | "createUser"
    | "getUser"
    | "getUserByEmail"
    | "getUserByAccount"
    | "updateUser"
    | "linkAccount"
    | "createSession"
    | "getSessionAndUser"
    | "updateSession"
    | "deleteSession"
  >
>;

/**
 * Our tables as next-auth sees them. Every way of signing in opens and ends its session here. Of a
 * token, only the hash is kept or asked for. Nobody is made or changed through it: who may come in
 * is decided before (`organisation.ts`).
 *
 * @param method how whoever gets a session here signed in
 */
export function adapterOf(
  { db, now, client }: Pick<Context, "db" | "now" | "client">,
  method: Method,
): Methods {
  return {
    async createSession(session) {
      const { sessionToken, userId, expires } = session;
      await db.transaction(async (within) => {
        await within.insert(loginSessions).values({
          personId: userId,
          tokenHash: sha256(sessionToken),
          method,
          device: client?.device || null,
          expiresAt: instantOf(expires),
          createdAt: now,
          lastSeenAt: now,
        });
        await within.update(people).set({ lastContactAt: now }).where(eq(people.id, userId));
      });
      return session;
    },

    async getSessionAndUser(sessionToken) {
      const found = await sessionByToken(db, sessionToken, now);
      if (!found) return null;
      const { actor, expiresAt } = found;
      const user: KnownUser = { ...userOf(actor.personId), name: actor.displayName, actor };
      return {
        session: { sessionToken, userId: actor.personId, expires: dateOf(expiresAt) },
        user,
      };
    },

    /** A session ends when it was said to when it began, or sooner. */
    async updateSession({ sessionToken, expires }) {
      if (!expires) return null;
      const [row] = await db
        .update(loginSessions)
        .set({
          expiresAt: sql`least(${loginSessions.expiresAt}, ${instantOf(expires).toString()}::timestamptz)`,
        })
        .where(open(sessionToken))
        .returning({ userId: loginSessions.personId, expiresAt: loginSessions.expiresAt });
      return row ? { sessionToken, userId: row.userId, expires: dateOf(row.expiresAt) } : null;
    },

    /** From now on the token opens nothing, on any process. Idempotent. */
    async deleteSession(sessionToken) {
      await db.update(loginSessions).set({ revokedAt: now }).where(open(sessionToken));
    },

    async getUser(id) {
      return foundBy(eq(people.id, id));
    },

    async getUserByEmail(email) {
      return foundBy(eq(sql`lower(${people.email})`, email.toLowerCase()));
    },

    async getUserByAccount({ providerAccountId }) {
      const { issuer, subject } = identityOf(providerAccountId);
      const [link] = await db
        .select({ personId: externalIdentities.personId })
        .from(externalIdentities)
        .where(and(eq(externalIdentities.issuer, issuer), eq(externalIdentities.subject, subject)));
      return link ? userOf(link.personId) : null;
    },

    /**
     * @throws DomainError conflict when it is linked already: the same person, in another window at
     *   the same moment
     */
    async linkAccount({ providerAccountId, userId }) {
      const [link] = await db
        .insert(externalIdentities)
        .values({ ...identityOf(providerAccountId), personId: userId, createdAt: now })
        .onConflictDoNothing()
        .returning({ personId: externalIdentities.personId });
      if (!link) throw new DomainError("conflict", { code: "identity.organisation_failed" });
    },

    createUser: nobodyIsMade,
    updateUser: nobodyIsMade,
  };

  async function foundBy(which: ReturnType<typeof eq>): Promise<AdapterUser | null> {
    const [person] = await db
      .select({ id: people.id, name: people.displayName })
      .from(people)
      .where(and(which, isNull(people.disabledAt)));
    return person ? { ...userOf(person.id), name: person.name } : null;
  }
}

/**
 * An account at an organisation, in one word. An issuer is an address, in which no space stands.
 */
export function accountIdOf({ issuer, subject }: { issuer: string; subject: string }): string {
  return `${issuer} ${subject}`;
}

function identityOf(accountId: string): { issuer: string; subject: string } {
  const at = accountId.indexOf(" ");
  return { issuer: accountId.slice(0, at), subject: accountId.slice(at + 1) };
}

function open(sessionToken: string) {
  return and(eq(loginSessions.tokenHash, sha256(sessionToken)), isNull(loginSessions.revokedAt));
}

/** Addresses are never handed out with a session: whoever needs one asks for it. */
function userOf(id: string): AdapterUser {
  return { id, email: "", emailVerified: null };
}

function nobodyIsMade(): never {
  throw new Error("people are made and changed by the commands of identity, never by next-auth");
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function dateOf(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}

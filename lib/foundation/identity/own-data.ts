import { count, eq, isNotNull, or, sql } from "drizzle-orm";
import {
  accessTokens,
  auditEntries,
  cards,
  externalIdentities,
  invitations,
  loginSessions,
  organisations,
  people,
  recoveryCodes,
  roleAssignments,
  roleOffers,
} from "#db/schema/identity.ts";
import { spaceView } from "#db/schema/spaces.ts";
import type { OwnData } from "#lib/module.ts";
import { ownAddress } from "./people/names.ts";

/**
 * What is kept about a person here: who they are, how they sign in, what they may do, and what the
 * audit log has of them.
 */
export const ownData: OwnData = async ({ db, personId }) => {
  const actor = `person:${personId}`;
  const address = await ownAddress(db, personId);
  const [person] = await db
    .select({
      id: people.id,
      name: people.displayName,
      email: people.email,
      contactEmail: people.contactEmail,
      phone: people.phone,
      language: people.locale,
      createdAt: people.createdAt,
      lastContactAt: people.lastContactAt,
      hasPassword: isNotNull(people.passwordHash),
    })
    .from(people)
    .where(eq(people.id, personId));
  return {
    person,
    roles: await db
      .select({
        role: roleAssignments.role,
        space: spaceView.name,
        organisation: organisations.name,
        since: roleAssignments.createdAt,
        shownSince: roleAssignments.shownSince,
      })
      .from(roleAssignments)
      .leftJoin(spaceView, eq(spaceView.id, roleAssignments.spaceId))
      .leftJoin(organisations, eq(organisations.id, roleAssignments.organisationId))
      .where(eq(roleAssignments.personId, personId))
      .orderBy(roleAssignments.createdAt, roleAssignments.id),
    cards: await db
      .select({ issuedAt: cards.issuedAt, revokedAt: cards.revokedAt })
      .from(cards)
      .where(eq(cards.personId, personId))
      .orderBy(cards.issuedAt, cards.id),
    signIns: await db
      .select({
        method: loginSessions.method,
        device: loginSessions.device,
        createdAt: loginSessions.createdAt,
        lastSeenAt: loginSessions.lastSeenAt,
      })
      .from(loginSessions)
      .where(eq(loginSessions.personId, personId))
      .orderBy(loginSessions.createdAt, loginSessions.id),
    linkedSignIns: await db
      .select({
        issuer: externalIdentities.issuer,
        subject: externalIdentities.subject,
        since: externalIdentities.createdAt,
      })
      .from(externalIdentities)
      .where(eq(externalIdentities.personId, personId))
      .orderBy(externalIdentities.createdAt, externalIdentities.issuer),
    linksToSetAPassword: await db
      .select({
        createdAt: invitations.createdAt,
        expiresAt: invitations.expiresAt,
        usedAt: invitations.usedAt,
      })
      .from(invitations)
      .where(eq(invitations.personId, personId))
      .orderBy(invitations.createdAt, invitations.id),
    recoveryCodesLeft: await db
      .select({
        left: sql`count(*) - count(${recoveryCodes.usedAt})`.mapWith(Number),
        used: count(recoveryCodes.usedAt),
      })
      .from(recoveryCodes)
      .where(eq(recoveryCodes.personId, personId))
      .having(sql`count(*) > 0`),
    rolesOffered: await db
      .select({
        role: roleOffers.role,
        space: spaceView.name,
        byMe: sql<boolean>`${roleOffers.offeredBy} = ${personId}`,
        until: roleOffers.expiresAt,
      })
      .from(roleOffers)
      .innerJoin(spaceView, eq(spaceView.id, roleOffers.spaceId))
      .where(
        or(
          eq(roleOffers.offeredBy, personId),
          address === null ? undefined : eq(roleOffers.email, address.toLowerCase()),
        ),
      )
      .orderBy(roleOffers.createdAt, roleOffers.id),
    accessTokens: await db
      .select({
        name: accessTokens.name,
        scopes: accessTokens.scopes,
        createdAt: accessTokens.createdAt,
        expiresAt: accessTokens.expiresAt,
        lastUsedAt: accessTokens.lastUsedAt,
      })
      .from(accessTokens)
      .where(eq(accessTokens.personId, personId))
      .orderBy(accessTokens.createdAt, accessTokens.id),
    audit: await db
      .select({
        at: auditEntries.at,
        action: auditEntries.action,
        byMe: sql<boolean>`${auditEntries.actor} = ${actor}`,
        space: spaceView.name,
        data: auditEntries.data,
      })
      .from(auditEntries)
      .leftJoin(spaceView, eq(spaceView.id, auditEntries.spaceId))
      .where(or(eq(auditEntries.subject, personId), eq(auditEntries.actor, actor)))
      .orderBy(auditEntries.id),
  };
};

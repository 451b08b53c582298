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
import type { About, OwnData } from "#lib/module.ts";
import { ownAddress } from "./people/names.ts";

/**
 * What is kept about a person here: who they are, how they sign in, what they may do, and what the
 * audit log has of them.
 */
export const ownData: OwnData = async (about) => ({
  person: await personOf(about),
  roles: await rolesOf(about),
  cards: await cardsOf(about),
  signIns: await signInsOf(about),
  linkedSignIns: await linkedSignInsOf(about),
  linksToSetAPassword: await passwordLinksOf(about),
  recoveryCodesLeft: await recoveryCodesOf(about),
  rolesOffered: await roleOffersOf(about),
  accessTokens: await accessTokensOf(about),
  audit: await auditEntriesOf(about),
});

async function personOf({ db, personId }: About) {
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
  return person;
}

function rolesOf({ db, personId }: About) {
  return db
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
    .orderBy(roleAssignments.createdAt, roleAssignments.id);
}

function cardsOf({ db, personId }: About) {
  return db
    .select({ issuedAt: cards.issuedAt, revokedAt: cards.revokedAt })
    .from(cards)
    .where(eq(cards.personId, personId))
    .orderBy(cards.issuedAt, cards.id);
}

function signInsOf({ db, personId }: About) {
  return db
    .select({
      method: loginSessions.method,
      device: loginSessions.device,
      createdAt: loginSessions.createdAt,
      lastSeenAt: loginSessions.lastSeenAt,
    })
    .from(loginSessions)
    .where(eq(loginSessions.personId, personId))
    .orderBy(loginSessions.createdAt, loginSessions.id);
}

function linkedSignInsOf({ db, personId }: About) {
  return db
    .select({
      issuer: externalIdentities.issuer,
      subject: externalIdentities.subject,
      since: externalIdentities.createdAt,
    })
    .from(externalIdentities)
    .where(eq(externalIdentities.personId, personId))
    .orderBy(externalIdentities.createdAt, externalIdentities.issuer);
}

function passwordLinksOf({ db, personId }: About) {
  return db
    .select({
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      usedAt: invitations.usedAt,
    })
    .from(invitations)
    .where(eq(invitations.personId, personId))
    .orderBy(invitations.createdAt, invitations.id);
}

function recoveryCodesOf({ db, personId }: About) {
  return db
    .select({
      left: sql`count(*) - count(${recoveryCodes.usedAt})`.mapWith(Number),
      used: count(recoveryCodes.usedAt),
    })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.personId, personId))
    .having(sql`count(*) > 0`);
}

/** Those that this person offered, and those that wait at the own address. */
async function roleOffersOf({ db, personId }: About) {
  const address = await ownAddress(db, personId);
  return db
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
    .orderBy(roleOffers.createdAt, roleOffers.id);
}

function accessTokensOf({ db, personId }: About) {
  return db
    .select({
      name: accessTokens.name,
      scopes: accessTokens.scopes,
      createdAt: accessTokens.createdAt,
      expiresAt: accessTokens.expiresAt,
      lastUsedAt: accessTokens.lastUsedAt,
    })
    .from(accessTokens)
    .where(eq(accessTokens.personId, personId))
    .orderBy(accessTokens.createdAt, accessTokens.id);
}

/** What the audit log has of this person, as who did it or to whom it was done. */
function auditEntriesOf({ db, personId }: About) {
  const actor = `person:${personId}`;
  return db
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
    .orderBy(auditEntries.id);
}

import { eq, lt, or } from "drizzle-orm";
import {
  accessTokens,
  cards,
  externalIdentities,
  invitations,
  loginSessions,
  rateLimits,
  recoveryCodes,
  roleAssignments,
  roleOffers,
  signInCodes,
} from "#db/schema/identity.ts";
import { isOneAddress, mentionedIn } from "#lib/foundation/platform/text/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, daysAgo, now, over }) => ({
  traces: {
    signInCodes: db.delete(signInCodes).where(lt(signInCodes.expiresAt, daysAgo(1))),
    roleOffers: db.delete(roleOffers).where(lt(roleOffers.expiresAt, now)),
    rateLimits: db.delete(rateLimits).where(lt(rateLimits.windowEndsAt, now)),
  },
  security: {
    signIns: db
      .delete(loginSessions)
      .where(
        or(
          lt(loginSessions.revokedAt, over("signIns")),
          lt(loginSessions.expiresAt, over("signIns")),
        ),
      ),
    invitations: db.delete(invitations).where(lt(invitations.expiresAt, over("signIns"))),
    tokens: db
      .delete(accessTokens)
      .where(
        or(lt(accessTokens.revokedAt, over("access")), lt(accessTokens.expiresAt, over("access"))),
      ),
    cards: db.delete(cards).where(lt(cards.revokedAt, over("access"))),
  },
});

/** Ways in, codes and offers on their way, and counters. */
export const erase: Erase = ({ db, personId, reached }) => [
  db.delete(roleAssignments).where(eq(roleAssignments.personId, personId)),
  db.delete(loginSessions).where(eq(loginSessions.personId, personId)),
  db.delete(accessTokens).where(eq(accessTokens.personId, personId)),
  db.delete(cards).where(eq(cards.personId, personId)),
  db.delete(invitations).where(eq(invitations.personId, personId)),
  db.delete(externalIdentities).where(eq(externalIdentities.personId, personId)),
  db.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId)),
  db.delete(signInCodes).where(isOneAddress(signInCodes.email, reached)),
  db
    .delete(roleOffers)
    .where(or(eq(roleOffers.offeredBy, personId), isOneAddress(roleOffers.email, reached))),
  db.delete(rateLimits).where(mentionedIn(rateLimits.key, [personId, ...reached])),
];

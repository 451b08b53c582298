import { eq, inArray, sql } from "drizzle-orm";
import { endorsementRequests, endorsements, endorsers } from "#db/schema/endorsements.ts";
import type { OwnData } from "#lib/module.ts";
import { credentialsOf } from "../credentials/queries.ts";

/** What somebody asked of organisations, and what these said of their badges. */
export const endorsementsOf: OwnData = async ({ db, personId }) => {
  const own = (await credentialsOf({ db }, personId)).map(({ id }) => id);
  return {
    endorsementsAsked: await db
      .select({
        subject: endorsementRequests.subject,
        organisation: endorsementRequests.organisation,
        region: endorsementRequests.region,
        domain: endorsementRequests.domain,
        sentTo: endorsementRequests.address,
        message: endorsementRequests.message,
        state: endorsementRequests.state,
        reason: endorsementRequests.reason,
        createdAt: endorsementRequests.createdAt,
        answeredAt: endorsementRequests.answeredAt,
      })
      .from(endorsementRequests)
      .where(eq(endorsementRequests.askedBy, personId))
      .orderBy(endorsementRequests.createdAt, endorsementRequests.id),
    endorsementsReceived: await db
      .select({
        id: endorsements.id,
        badge: endorsements.credentialId,
        organisation: endorsers.name,
        domain: endorsers.domain,
        comment: endorsements.comment,
        scopes: endorsements.scopes,
        hours: endorsements.hours,
        issuedAt: endorsements.issuedAt,
        revokedAt: endorsements.revokedAt,
        revokeReason: endorsements.revokeReason,
        signed: sql`${endorsements.signed}::jsonb`,
      })
      .from(endorsements)
      .innerJoin(endorsers, eq(endorsers.id, endorsements.endorserId))
      .where(inArray(endorsements.credentialId, own))
      .orderBy(endorsements.issuedAt, endorsements.id),
  };
};

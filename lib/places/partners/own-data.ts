import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { organisationInvitations, organisationMessages } from "#db/schema/partners.ts";
import { ownAddress } from "#lib/foundation/identity/people/names.ts";
import type { OwnData } from "#lib/module.ts";

/**
 * The organisations that somebody invited, and what they wrote to any that still waits for their
 * yes.
 */
export const ownData: OwnData = async ({ db, personId }) => ({
  organisationsInvited: await db
    .select({
      organisation: organisationInvitations.name,
      sentTo: organisationInvitations.address,
      message: organisationInvitations.message,
      state: organisationInvitations.state,
      reason: organisationInvitations.reason,
      createdAt: organisationInvitations.createdAt,
      answeredAt: organisationInvitations.answeredAt,
    })
    .from(organisationInvitations)
    .where(eq(organisationInvitations.askedBy, personId))
    .orderBy(organisationInvitations.createdAt, organisationInvitations.id),
  lettersToConfirm: await lettersFrom(db, await ownAddress(db, personId)),
});

async function lettersFrom(db: Database, address: string | null) {
  return db
    .select({
      name: organisationMessages.senderName,
      address: organisationMessages.senderAddress,
      message: organisationMessages.message,
      createdAt: organisationMessages.createdAt,
    })
    .from(organisationMessages)
    .where(sql`lower(${organisationMessages.senderAddress}) = lower(${address})`)
    .orderBy(organisationMessages.createdAt, organisationMessages.id);
}

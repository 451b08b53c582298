import { and, eq, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import {
  organisationContacts,
  organisationInvitations,
  organisationMessages,
} from "#db/schema/partners.ts";
import { withoutWords } from "#lib/foundation/platform/queues/outbox.ts";
import { isOneAddress } from "#lib/foundation/platform/text/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, now, over }) => ({
  traces: {
    lettersToConfirm: db
      .delete(organisationMessages)
      .where(lt(organisationMessages.expiresAt, now)),
    // The address goes with the link that was sent to it.
    partnerLinks: db
      .update(organisationInvitations)
      .set({ state: "ended", address: null, answeredAt: now })
      .where(
        and(eq(organisationInvitations.state, "open"), lt(organisationInvitations.expiresAt, now)),
      ),
  },
  sessions: {
    partnerInvitations: db
      .delete(organisationInvitations)
      .where(
        and(
          inArray(organisationInvitations.state, ["refused", "withdrawn", "ended"]),
          lt(organisationInvitations.answeredAt, over("sessions")),
        ),
      ),
    partnerInviters: db
      .update(organisationInvitations)
      .set({ askedBy: null, message: "" })
      .where(
        and(
          eq(organisationInvitations.state, "accepted"),
          lt(organisationInvitations.answeredAt, over("sessions")),
          or(isNotNull(organisationInvitations.askedBy), ne(organisationInvitations.message, "")),
        ),
      ),
  },
});

/**
 * That two organisations work together stays; who brought them together, and whose address it was,
 * does not.
 */
export const erase: Erase = ({ db, personId, reached }) => [
  // Their words stand in the mail as well, which goes to somebody else.
  withoutWords(
    "organisation-invitation",
    db
      .select({ id: sql`${organisationInvitations.id}::text` })
      .from(organisationInvitations)
      .where(eq(organisationInvitations.askedBy, personId)),
  ),
  db
    .update(organisationInvitations)
    .set({ askedBy: null, message: "" })
    .where(eq(organisationInvitations.askedBy, personId)),
  db
    .delete(organisationInvitations)
    .where(
      and(
        eq(organisationInvitations.state, "open"),
        isOneAddress(organisationInvitations.address, reached),
      ),
    ),
  db.delete(organisationMessages).where(isOneAddress(organisationMessages.senderAddress, reached)),
  db.delete(organisationContacts).where(isOneAddress(organisationContacts.address, reached)),
];

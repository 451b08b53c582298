import { sql } from "drizzle-orm";
import { withoutWords } from "#lib/foundation/platform/outbox.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ now, over }) => ({
  traces: {
    lettersToConfirm: sql`delete from organisation_message where expires_at < ${now}`,
    // The address goes with the link that was sent to it.
    partnerLinks: sql`update organisation_invitation set state = 'ended', address = null, answered_at = ${now}
        where state = 'open' and expires_at < ${now}`,
  },
  sessions: {
    partnerInvitations: sql`delete from organisation_invitation
        where state in ('refused', 'withdrawn', 'ended') and answered_at < ${over("sessions")}`,
    partnerInviters: sql`update organisation_invitation set asked_by = null, message = ''
        where state = 'accepted' and answered_at < ${over("sessions")} and (asked_by is not null or message <> '')`,
  },
});

/**
 * That two organisations work together stays; who brought them together, and whose address it was,
 * does not.
 */
export const erase: Erase = ({ personId, reached }) => {
  const addresses = sql`(select lower(address) from unnest(${sql.param(reached)}::text[]) as address)`;
  return [
    // Their words stand in the mail as well, which goes to somebody else.
    withoutWords(
      "organisation-invitation",
      sql`select id::text from organisation_invitation where asked_by = ${personId}`,
    ),
    sql`update organisation_invitation set asked_by = null, message = '' where asked_by = ${personId}`,
    sql`delete from organisation_invitation where state = 'open' and lower(address) in ${addresses}`,
    sql`delete from organisation_message where lower(sender_address) in ${addresses}`,
    sql`delete from organisation_contact where lower(address) in ${addresses}`,
  ];
};

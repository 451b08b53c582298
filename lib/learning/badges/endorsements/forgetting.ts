import { sql } from "drizzle-orm";
import { withoutWords } from "#lib/foundation/platform/outbox.ts";
import type { Erase, Retention } from "#lib/module.ts";
import { addressHash } from "./rules.ts";

export const retention: Retention = ({ now, over }) => ({
  traces: {
    // The address goes with the link that was sent to it.
    recognitionLinks: sql`update endorsement_request set state = 'ended', address = null, answered_at = ${now}
        where state = 'open' and expires_at < ${now}`,
  },
  sessions: {
    recognitionRequests: sql`delete from endorsement_request
        where state in ('refused', 'withdrawn', 'ended') and answered_at < ${over("sessions")}`,
  },
});

/** What an organisation said stays said; that it was they who asked or answered does not. */
export const erase: Erase = ({ personId, reached }) => {
  const theirs = sql`address_hash = any(${sql.param(reached.map(addressHash))}::text[])`;
  return [
    // Their words stand in the mail as well, which goes to somebody else.
    withoutWords(
      "endorsement-request",
      sql`select id::text from endorsement_request where asked_by = ${personId}`,
    ),
    sql`update endorsement_request set asked_by = null, message = '' where asked_by = ${personId}`,
    sql`delete from endorsement_request where state = 'open' and ${theirs}`,
    sql`update endorsement_request set address_hash = null where ${theirs}`,
    sql`update endorsement set signer_name = '', signer_role = '', address_hash = null where ${theirs}`,
  ];
};

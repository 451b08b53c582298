import { sql } from "drizzle-orm";
import { ownAddress } from "#lib/foundation/identity/names.ts";
import type { OwnData } from "#lib/module.ts";

/**
 * The organisations that somebody invited, and what they wrote to any that still waits for their
 * yes.
 */
export const ownData: OwnData = async ({ db, personId, rows }) => ({
  organisationsInvited: await rows(sql`
    select jsonb_build_object('organisation', invitation.name, 'sentTo', address, 'message',
      message, 'state', state, 'reason', reason,
      'createdAt', created_at, 'answeredAt', answered_at) as row
    from organisation_invitation invitation where asked_by = ${personId} order by created_at, id`),
  lettersToConfirm: await rows(sql`
    select jsonb_build_object('name', sender_name, 'address', sender_address, 'message', message,
      'createdAt', created_at) as row
    from organisation_message where lower(sender_address) = lower(${await ownAddress(db, personId)}) order by created_at, id`),
});

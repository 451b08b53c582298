import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** The organisations that somebody invited, and what they wrote to one that still waits for their yes. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  organisationsInvited: await rows(sql`
    select jsonb_build_object('organisation', invitation.name, 'sentTo', address, 'message', message, 'state', state, 'reason', reason,
      'createdAt', created_at, 'answeredAt', answered_at) as row
    from organisation_invitation invitation where asked_by = ${personId} order by created_at, id`),
  lettersToConfirm: await rows(sql`
    select jsonb_build_object('organisation', actor.name, 'name', sender_name, 'address', sender_address, 'message', message,
      'createdAt', letter.created_at) as row
    from organisation_message letter join network_actor actor on actor.id = actor_id
    where lower(sender_address) = (select lower(email) from person where id = ${personId}) order by letter.created_at, letter.id`),
});

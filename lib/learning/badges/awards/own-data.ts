import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/**
 * What somebody applied for, what they said of others' work, and on what they decided: of others
 * never who.
 */
export const awardsOf: OwnData = async ({ personId, rows }) => ({
  badgeRequests: await rows(sql`
    select jsonb_build_object('id', id, 'badge', class_id, 'space', space_id, 'state', state,
      'statement', statement, 'answer', note,
      'counted', met, 'level', level, 'createdAt', created_at, 'changedAt', changed_at,
      'acceptedAt', accepted_at, 'accepted', accepted_how, 'appeal', appeal, 'appealedAt',
      appealed_at) as row
    from award where person_id = ${personId} order by created_at, id`),
  badgeReviews: await rows(sql`
    select jsonb_build_object('badge', class_id, 'askedAt', asked_at, 'answeredAt', answered_at,
      'level', level, 'comment', comment) as row
    from peer_review where reviewer_id = ${personId} order by asked_at, id`),
  badgesDecidedOn: await rows(sql`
    select jsonb_build_object('id', id, 'badge', class_id, 'space', space_id, 'state', state, 'at',
      decided_at) as row
    from award where decided_by = ${personId} or refused_by = ${personId} order by decided_at, id`),
});

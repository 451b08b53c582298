import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/**
 * What is kept about a person here: who they are, how they sign in, what they may do, and what the
 * audit log has of them.
 */
export const ownData: OwnData = async ({ personId, rows }) => ({
  person: (
    await rows(sql`
      select jsonb_build_object('id', id, 'name', display_name, 'email', email, 'contactEmail',
        contact_email, 'phone', phone, 'language', locale,
        'createdAt', created_at, 'lastContactAt', last_contact_at, 'hasPassword',
        password_hash is not null) as row
      from person where id = ${personId}`)
  )[0],
  roles: await rows(sql`
      select jsonb_build_object('role', role, 'space', space.name, 'organisation',
        organisation.name, 'since', held.created_at,
        'shownSince', held.shown_since) as row
      from role_assignment held left join spaces_space space on space.id = held.space_id left
        join organisation
        on organisation.id = held.organisation_id
      where person_id = ${personId} order by held.created_at, held.id`),
  cards: await rows(sql`
      select jsonb_build_object('issuedAt', issued_at, 'revokedAt', revoked_at) as row
      from card where person_id = ${personId} order by issued_at, id`),
  signIns: await rows(sql`
      select jsonb_build_object('method', method, 'device', device, 'createdAt', created_at,
        'lastSeenAt', last_seen_at) as row
      from login_session where person_id = ${personId} order by created_at, id`),
  linkedSignIns: await rows(sql`
      select jsonb_build_object('issuer', issuer, 'subject', subject, 'since', created_at) as row
      from external_identity where person_id = ${personId} order by created_at, issuer`),
  linksToSetAPassword: await rows(sql`
      select jsonb_build_object('createdAt', created_at, 'expiresAt', expires_at, 'usedAt',
        used_at) as row
      from invitation where person_id = ${personId} order by created_at, id`),
  recoveryCodesLeft: await rows(sql`
      select jsonb_build_object('left', count(*) filter (where used_at is null), 'used',
        count(used_at)) as row
      from recovery_code where person_id = ${personId} having count(*) > 0`),
  rolesOffered: await rows(sql`
      select jsonb_build_object('role', role, 'space', space.name, 'byMe', offered_by = ${personId},
        'until', expires_at) as row
      from role_offer join spaces_space space on space.id = role_offer.space_id
      where offered_by = ${personId} or email = (select lower(email) from person where id = ${personId}) order by role_offer.created_at, role_offer.id`),
  accessTokens: await rows(sql`
      select jsonb_build_object('name', name, 'scopes', scopes, 'createdAt', created_at,
        'expiresAt', expires_at, 'lastUsedAt', last_used_at) as row
      from access_token where person_id = ${personId} order by created_at, id`),
  audit: await rows(sql`
      select jsonb_build_object('at', at, 'action', action, 'byMe', actor = ${`person:${personId}`},
        'space', space.name, 'data', data) as row
      from audit_entry entry left join spaces_space space on space.id = entry.space_id
        where subject = ${personId} or actor = ${`person:${personId}`} order by entry.id`),
});

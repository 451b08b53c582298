import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";

/** What is kept about a person here: bookings, waits, mandates and proposals. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  bookings: await rows(sql`
      select jsonb_build_object('id', booking.id, 'space', space.name, 'room', room.name, 'start',
        lower(during),
        'end', upper(during), 'people', people, 'purpose', purpose, 'note', note, 'status', status,
        'setUpAs', ${layoutNames(sql`booking.layout_id`)},
        'madeByOthers', made_by is not null and made_by <> booked_by,
        'madeAt', booking.created_at) as row
      from booking join spaces_space space on space.id = booking.space_id join spaces_resource room
        on room.id = booking.room_id
      where booked_by = ${personId} order by lower(during), booking.id`),
  bookingsMadeForOthers: await rows(sql`
      select jsonb_build_object('id', id, 'start', lower(during), 'end', upper(during), 'madeAt',
        created_at) as row
      from booking where made_by = ${personId} and booked_by <> ${personId} order by created_at, id`),
  bookingsShared: await rows(sql`
      select jsonb_build_object('id', booking.id, 'start', lower(during), 'end',
        upper(during)) as row
      from co_organiser join booking on booking.id = co_organiser.booking_id
      where co_organiser.person_id = ${personId} order by lower(during), booking.id`),
  waits: await rows(sql`
      select jsonb_build_object('space', space.name, 'room', room.name, 'start', lower(during),
        'end', upper(during), 'people', people,
        'purpose', purpose, 'setUpAs', ${layoutNames(sql`wait.layout_id`)}, 'status', status,
        'since', wait.created_at) as row
      from booking_wait wait join spaces_space space on space.id = wait.space_id
        join spaces_resource room
        on room.id = wait.room_id
      where person_id = ${personId} order by wait.created_at, wait.id`),
  mandates: await rows(sql`
      select jsonb_build_object('iAm', case when helper_id = ${personId} then 'helper'
        else 'helped' end, 'since', mandate.created_at,
        'until', expires_at, 'endedAt', revoked_at) as row
      from mandate where ${personId}::uuid in (person_id, helper_id) order by mandate.created_at, mandate.id`),
  mandatesOffered: await rows(sql`
      select jsonb_build_object('byMe', person_id = ${personId}, 'days', days, 'madeAt', created_at,
        'until', ends_at) as row
      from mandate_offer where ${personId}::uuid in (person_id, helper_id) order by created_at, id`),
  bookingsProposed: await rows(sql`
      select jsonb_build_object('booking', booking_id, 'kind', kind, 'byMe', made_by = ${personId},
        'madeAt', created_at, 'endsAt', ends_at) as row
      from booking_proposal where ${personId}::uuid in (person_id, made_by) order by created_at, id`),
});

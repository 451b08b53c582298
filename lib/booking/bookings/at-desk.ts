import { and, eq, isNull, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { bookings } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import { addGuestLink } from "#lib/booking/guests/guest-bookings.ts";
import { contactHash } from "#lib/booking/guests/guest-contact.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { addGuest } from "#lib/foundation/identity/people/accounts.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/**
 * Whom staff book for: somebody their space knows by this address, or a guest whom they name. An
 * address that the space does not know is a guest's, whether it has an account somewhere or none:
 * the desk learns nothing of it, and the account gets no booking that its owner did not make. A
 * guest with an address changes the booking through the link in the letter; one without comes back
 * to the desk.
 *
 * @throws DomainError invalid when the space does not know the address and no name was given
 */
export async function personAtDesk(
  ctx: Context,
  spaceId: string,
  { email, name }: { email: string; name: string },
): Promise<string> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  if (!email && !name) return authenticated(ctx.actor, "booking.manage").personId;
  const known = email ? await knownHere(ctx, spaceId, email) : null;
  if (known) return known;
  if (!name) throw new DomainError("invalid", { code: "booking.name_at_desk" });
  return transaction(ctx.db, async (db) => {
    const { locale } = authenticated(ctx.actor, "booking.manage");
    const guest = await addGuest(db, { displayName: name, contactEmail: email || null, locale });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "person.guest_added",
      spaceId,
      subject: guest,
    });
    return guest;
  });
}

/**
 * Gives a guest with an address the link that opens their booking. For anybody else, and the second
 * time, it does nothing.
 */
export async function giveGuestLink(ctx: Context, bookingId: string): Promise<void> {
  const [guest] = await ctx.db
    .select({ personId: personView.id, email: personView.contactEmail })
    .from(bookings)
    .innerJoin(personView, eq(personView.id, bookings.bookedBy))
    .where(and(eq(bookings.id, bookingId), isNull(personView.email)));
  if (!guest?.email) return;
  await addGuestLink(ctx.db, {
    id: crypto.randomUUID(),
    bookingId,
    personId: guest.personId,
    contactHash: contactHash(guest.email),
  });
}

/** Somebody with a role here, or who booked or enrolled here. */
async function knownHere({ db }: Context, spaceId: string, email: string): Promise<string | null> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select id from identity_person person where lower(email) = lower(${email.trim()})
        and disabled_at is null
        and (
        exists (select from identity_role held where held.person_id = person.id
          and held.space_id = ${spaceId})
        or exists (select from booking where booked_by = person.id
          and booking.space_id = ${spaceId})
        or exists (select from sessions_enrolment enrolment where enrolment.person_id = person.id
          and enrolment.space_id = ${spaceId}))`,
  );
  return rows[0]?.id ?? null;
}

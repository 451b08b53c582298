import { sql } from "drizzle-orm";
import { coOrganisers } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { ownBooking } from "./commands.ts";
import { personByEmail } from "./mandates.ts";

/** Lets somebody else see, change and cancel a booking. They are sent it too. Sharing twice is sharing once. */
export async function shareBooking(ctx: Context, id: string, email: string): Promise<void> {
  const { spaceId, bookedBy, sequence } = await ownBooking(ctx, id);
  await transaction(ctx.db, async (db) => {
    const personId = await personByEmail({ ...ctx, db }, email);
    if (personId === bookedBy) return;
    const added = await db
      .insert(coOrganisers)
      .values({ bookingId: id, personId })
      .onConflictDoNothing()
      .returning({ personId: coOrganisers.personId });
    if (added.length === 0) return;
    await enqueue(db, { template: "booking-shared", personId, data: { bookingId: id, sequence } });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "booking.shared",
      spaceId,
      subject: id,
      data: { with: personId },
    });
  });
}

/** Gives a booking to somebody else: theirs from now on, no longer whose it was. */
export async function handOver(ctx: Context, id: string, email: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  const { spaceId, version } = booking;
  await transaction(ctx.db, async (db) => {
    const personId = await personByEmail({ ...ctx, db }, email);
    const { rows } = await db.execute<{ sequence: number }>(sql`
      update booking set booked_by = ${personId}, version = version + 1, sequence = sequence + 1
      where id = ${id} and version = ${version} and status in ('requested', 'confirmed')
      returning sequence`);
    const [handed] = rows;
    if (!handed) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    await db.execute(sql`delete from co_organiser where booking_id = ${id} and person_id = ${personId}`);
    await enqueue(db, {
      template: "booking-shared",
      personId,
      data: { bookingId: id, sequence: handed.sequence },
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "booking.handed_over",
      spaceId,
      subject: id,
      data: { from: booking.bookedBy, to: personId },
    });
  });
}

/**
 * Whom staff book for: somebody known by their address, or a guest whom they name. A guest with an address changes the booking
 * later through the link in the letter; one without comes back to the desk.
 *
 * @throws DomainError not_found when nobody has the address and no name was given
 */
export async function personAtDesk(
  ctx: Context,
  spaceId: string,
  { email, name }: { email: string; name: string },
): Promise<string> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  if (!email && !name) return authenticated(ctx.actor).personId;
  if (!name) return personByEmail(ctx, email);
  const known = email ? await personByEmail(ctx, email).catch(() => null) : null;
  if (known) return known;
  return transaction(ctx.db, async (db) => {
    const { locale } = authenticated(ctx.actor);
    const [guest] = await db
      .insert(people)
      .values({ displayName: name, email: email || null, locale })
      .onConflictDoNothing()
      .returning({ id: people.id });
    if (!guest) return personByEmail({ ...ctx, db }, email);
    await recordAudit(db, { actor: ctx.actor, action: "person.guest_added", spaceId, subject: guest.id });
    return guest.id;
  });
}

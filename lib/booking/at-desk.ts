import { people } from "#db/schema/identity.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { personByEmail } from "./mandates.ts";

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

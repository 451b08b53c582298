import { and, eq, gt, sql } from "drizzle-orm";
import { people, roleAssignments, roleOffers } from "#db/schema/identity.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { recordAudit } from "../audit/audit.ts";
import { actorKey, type Context, type Role } from "../context.ts";
import { sendInvitation } from "../passwords/invitations.ts";
import { can, ownAccount } from "../permission/policy.ts";
import { mayGrant } from "../rules.ts";
import { limit } from "../sign-in/rate-limits.ts";
import { assignRole, grantRole, manageablePerson } from "./people.ts";
import { nameOf } from "./telling.ts";

const DAYS = 14;
/** So many letters of a space's staff go out in an hour, whoever they are written to. */
const MOST_PER_HOUR = 60;

export type RoleOffer = { id: string; role: Role; spaceName: string; expiresAt: Temporal.Instant };

/**
 * Offers a role to whoever owns an address: a letter asks them, and nothing is theirs until they
 * say yes. The answer is the same whether there is an account or none.
 */
export async function offerRole(
  ctx: Context,
  { email, role, spaceId }: { email: string; role: Role; spaceId: string | null },
  locale: Locale,
): Promise<void> {
  if (ctx.actor.kind !== "person" || !spaceId || !mayGrant(ctx.actor, role, spaceId))
    throw new DomainError("forbidden", { code: "identity.role_above" });
  const { personId: offeredBy } = ctx.actor;
  await limit(ctx, {
    key: `offer:${actorKey(ctx.actor)}`,
    attempts: MOST_PER_HOUR,
    windowMinutes: 60,
  });
  await ctx.db.transaction(async (db) => {
    const space = await nameOf(db, spaceId);
    if (space === null) throw new DomainError("not_found", { code: "identity.no_space" });
    const fresh = { offeredBy, createdAt: ctx.now, expiresAt: ctx.now.add({ hours: 24 * DAYS }) };
    const [offer] = await db
      .insert(roleOffers)
      .values({ email: email.toLowerCase(), role, spaceId, ...fresh })
      .onConflictDoUpdate({
        target: [roleOffers.email, roleOffers.role, roleOffers.spaceId],
        set: fresh,
      })
      .returning({ id: roleOffers.id });
    const link = `${settings().publicUrl}/${locale}/me/account`;
    await enqueue(db, {
      template: "identity-offer",
      toEmail: email,
      locale,
      data: { role, space, link },
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.role_offered",
      spaceId,
      subject: offer?.id ?? "",
      data: { role },
    });
  });
}

/**
 * Gives a role where the actor decides, and offers it where the person does.
 *
 * @returns whether it was offered only
 * @throws DomainError not_found for somebody whom the actor may not see
 */
export async function giveRole(
  ctx: Context,
  input: { personId: string; role: Role; spaceId: string | null; organisationId?: string | null },
  locale: Locale,
): Promise<{ isOffered: boolean }> {
  if (!can(ctx.actor, "people.manage") && input.organisationId === undefined) {
    const { email } = await manageablePerson(ctx, input.personId);
    if (email) {
      await offerRole(ctx, { email, role: input.role, spaceId: input.spaceId }, locale);
      return { isOffered: true };
    }
  }
  await grantRole(ctx, input);
  return { isOffered: false };
}

/** What is offered to the actor's address and waits for an answer, the newest first. */
export async function myOffers(ctx: Context): Promise<RoleOffer[]> {
  const { personId } = ownAccount(ctx.actor);
  return ctx.db
    .select({
      id: roleOffers.id,
      role: sql<Role>`${roleOffers.role}`,
      spaceName: spaceView.name,
      expiresAt: roleOffers.expiresAt,
    })
    .from(roleOffers)
    .innerJoin(people, eq(sql`lower(${people.email})`, roleOffers.email))
    .innerJoin(spaceView, eq(spaceView.id, roleOffers.spaceId))
    .where(and(eq(people.id, personId), gt(roleOffers.expiresAt, ctx.now)))
    .orderBy(sql`${roleOffers.createdAt} desc`, roleOffers.id);
}

/**
 * Takes an offered role.
 *
 * @throws DomainError not_found when the offer is another's or over, or whoever made it may give
 *   this role no longer
 */
export async function acceptOffer(ctx: Context, id: string, locale: Locale): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await ctx.db.transaction(async (db) => {
    const within = { ...ctx, db };
    const offer = await taken(within, id, personId);
    if (!(await mayStillGive(within, offer))) throw over();
    const role = offer.role as Role;
    await assignRole(within, { personId, role, spaceId: offer.spaceId });
    if (role !== "learner") await inviteUnlessStaff(within, personId, locale);
  });
}

/** Staff sign in with a password and an app: whoever has none yet gets a letter to choose them. */
async function inviteUnlessStaff(ctx: Context, personId: string, locale: Locale): Promise<void> {
  const [person] = await ctx.db
    .select({ passwordHash: people.passwordHash })
    .from(people)
    .where(eq(people.id, personId));
  if (!person?.passwordHash)
    await sendInvitation(
      { ...ctx, actor: { kind: "system", name: "role-offer" } },
      personId,
      locale,
    );
}

/**
 * Gives a role of staff to somebody who asked for it, where the caller has decided that they get
 * it.
 *
 * @throws DomainError conflict for whoever has no address of their own
 */
export async function makeStaff(
  ctx: Context,
  given: { personId: string; role: Role; spaceId: string },
): Promise<void> {
  const [person] = await ctx.db
    .select({ locale: people.locale })
    .from(people)
    .where(eq(people.id, given.personId));
  await assignRole(ctx, given);
  await inviteUnlessStaff(ctx, given.personId, localeOf(person?.locale ?? ""));
}

/** Declines; no message is sent. */
export async function refuseOffer(ctx: Context, id: string): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await ctx.db.transaction(async (db) => {
    const { spaceId, role } = await taken({ ...ctx, db }, id, personId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.role_refused",
      spaceId,
      subject: personId,
      data: { role },
    });
  });
}

/** An offer is answered once, by the owner of its address. */
async function taken({ db, now }: Context, id: string, personId: string) {
  const [offer] = await db
    .delete(roleOffers)
    .where(
      and(
        eq(roleOffers.id, id),
        gt(roleOffers.expiresAt, now),
        sql`${roleOffers.email} = (select lower(email) from person where id = ${personId})`,
      ),
    )
    .returning();
  if (!offer) throw over();
  return offer;
}

async function mayStillGive(
  { db }: Context,
  offer: typeof roleOffers.$inferSelect,
): Promise<boolean> {
  const held = await db.$count(
    roleAssignments,
    and(
      eq(roleAssignments.personId, offer.offeredBy),
      sql`(${roleAssignments.role} = 'administrator'
        or (${roleAssignments.role} = 'manager' and (${roleAssignments.spaceId} is null or ${roleAssignments.spaceId} = ${offer.spaceId})))`,
      sql`exists (select from person where id = ${offer.offeredBy} and disabled_at is null)`,
    ),
  );
  return held > 0;
}

function over(): DomainError {
  return new DomainError("not_found", { code: "identity.offer_over" });
}

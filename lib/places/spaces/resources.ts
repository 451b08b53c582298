import { and, arrayContains, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { organisationView } from "#db/schema/identity.ts";
import { resources } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { ResourceRules } from "./schema.ts";
import { isPromised, type Unfit, unfitFor } from "./unfit.ts";

export type Resource = typeof resources.$inferSelect;

/** Whether it cannot be used now. */
export function isOut(
  {
    outOfServiceReason,
    outOfServiceUntil,
  }: Pick<Resource, "outOfServiceReason" | "outOfServiceUntil">,
  now: Temporal.Instant,
): boolean {
  return (
    outOfServiceReason !== null &&
    (!outOfServiceUntil || Temporal.Instant.compare(now, outOfServiceUntil) < 0)
  );
}

/** A room, desk, item or stock, for the managers of its space. @throws DomainError not_found */
export async function findResource(ctx: Context, id: string): Promise<Resource> {
  const [found] = await ctx.db.select().from(resources).where(eq(resources.id, id));
  if (!found) throw new DomainError("not_found", { code: "spaces.unknown_resource" });
  authorise(ctx.actor, "space.manage", { spaceId: found.spaceId });
  return found;
}

/** The mark of its rules, which a form shows. */
export function markOfResource(resource: Resource): string {
  return markOf(rulesOf(resource));
}

function rulesOf({ holds: _, createdAt: __, changedAt: ___, ...rules }: Resource) {
  return rules;
}

/**
 * Adds something that can be booked, or changes its rules. What is booked already stays booked.
 *
 * @param id null for something new
 * @param decided the bookings that would no longer fit, and about which the actor has decided
 * @param seen the mark of the rules that the actor saw
 * @throws DomainError conflict when somebody changed them since, when something that is promised would become another thing or be
 *   made of other parts, or spaces.no_longer_fit when there are bookings about which nobody has
 *   decided
 */
export async function saveResource(
  ctx: Context,
  id: string | null,
  spaceId: string,
  rules: ResourceRules,
  decided: string[] = [],
  seen?: string,
): Promise<{ id: string }> {
  authorise(ctx.actor, "space.manage", { spaceId });
  const values = valuesOf(rules);
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    await lockForChange(within, id, spaceId);
    await refuseWrongParts(within, id, spaceId, values.madeOf);
    await refuseStrangers(within, spaceId, values);
    if (id === null) {
      const [made] = await db
        .insert(resources)
        .values({ ...values, spaceId })
        .returning({ id: resources.id });
      if (!made) throw new Error("no resource came back");
      await recordAudit(db, {
        actor: ctx.actor,
        action: "resource.added",
        spaceId,
        subject: made.id,
      });
      return made;
    }
    const before = await resourceOf(within, id, spaceId);
    refuseUnlessSeen(rulesOf(before), seen);
    await refuseOtherThing(within, before, values);
    if (before.madeOf.join() !== values.madeOf.join() && (await isPromised(within, before)))
      throw new DomainError("conflict", { code: "spaces.booked_ahead" });
    if (values.quantity < before.quantity) await refuseTooFew(within, id, values.quantity);
    const undecided = (await unfitFor(within, before, values)).filter(
      (booking) => !decided.includes(booking.id),
    );
    if (undecided.length > 0)
      throw new DomainError("conflict", { code: "spaces.no_longer_fit", count: undecided.length });
    await db.update(resources).set(values).where(eq(resources.id, id));
    await recordAudit(db, { actor: ctx.actor, action: "resource.changed", spaceId, subject: id });
    return { id };
  });
}

/**
 * Until the transaction ends nobody is given a room of the space, nor pieces of the stock that is
 * changed, in whatever space.
 */
export async function lockForChange(
  { db }: Context,
  id: string | null,
  spaceId: string,
): Promise<void> {
  await db.execute(sql`
    select have_turn(${spaceId}, array(select equipment_kind from resource where id = ${id} and equipment_kind is not null))`);
}

/**
 * The bookings to come that would no longer fit if these rules were saved, in order of time.
 *
 * @throws DomainError not_found
 */
export async function unfitBookings(
  ctx: Context,
  id: string,
  spaceId: string,
  rules: ResourceRules,
): Promise<Unfit[]> {
  return unfitFor(ctx, await resourceOf(ctx, id, spaceId), valuesOf(rules));
}

async function resourceOf(ctx: Context, id: string, spaceId: string): Promise<Resource> {
  const found = await findResource(ctx, id);
  if (found.spaceId !== spaceId)
    throw new DomainError("not_found", { code: "spaces.unknown_resource" });
  return found;
}

/** @throws DomainError invalid when equipment has no kind */
function valuesOf({ outOfServiceUntil, ...rules }: ResourceRules) {
  const isRoom = rules.kind === "room" || rules.kind === "desk";
  const values = {
    ...rules,
    outOfServiceReason: rules.outOfServiceReason || null,
    outOfServiceUntil: rules.outOfServiceReason ? outOfServiceUntil : null,
    equipmentKind: isRoom ? null : rules.equipmentKind,
    madeOf: isRoom ? [...rules.madeOf].sort() : [],
    quantity: rules.kind === "stock" ? rules.quantity : 1,
    staysIn: isRoom ? null : rules.staysIn,
    organisationId: rules.bookableBy === "organisation" ? rules.organisationId : null,
  };
  if (!isRoom && !values.equipmentKind)
    throw new DomainError("invalid", { code: "spaces.what_is_it" });
  return values;
}

/**
 * A room that is promised stays a room, and a laptop a laptop. Nor does a part of a combined room,
 * or a room in which equipment stays, become anything else.
 *
 * @throws DomainError conflict
 */
async function refuseOtherThing(
  ctx: Context,
  before: Resource,
  { kind, equipmentKind }: Pick<Resource, "kind" | "equipmentKind">,
): Promise<void> {
  if (kind === before.kind && equipmentKind === before.equipmentKind) return;
  if (await isPromised(ctx, before))
    throw new DomainError("conflict", { code: "spaces.kind_is_booked" });
  if (kind === "room" || kind === "desk") return;
  const needed = await ctx.db.$count(
    resources,
    or(eq(resources.staysIn, before.id), arrayContains(resources.madeOf, [before.id])),
  );
  if (needed > 0) throw new DomainError("conflict", { code: "spaces.kind_is_needed" });
}

/** Parts are rooms of the same space that are not joined themselves. */
async function refuseWrongParts(
  { db }: Context,
  id: string | null,
  spaceId: string,
  madeOf: string[],
) {
  if (madeOf.length === 0) return;
  const parts = madeOf.filter((part) => part !== id);
  const fit = await db.$count(resources, and(inArray(resources.id, parts), isWholeRoom(spaceId)));
  if (madeOf.length < 2 || fit !== madeOf.length)
    throw new DomainError("invalid", { code: "spaces.wrong_parts" });
}

/**
 * What stays, stays in a room of the same space; who may book is an organisation of the network.
 */
async function refuseStrangers(
  { db }: Context,
  spaceId: string,
  { staysIn, organisationId }: { staysIn: string | null; organisationId: string | null },
): Promise<void> {
  if (
    staysIn !== null &&
    (await db.$count(resources, and(eq(resources.id, staysIn), isWholeRoom(spaceId)))) === 0
  )
    throw new DomainError("invalid", { code: "spaces.wrong_room" });
  if (
    organisationId !== null &&
    (await db.$count(organisationView, eq(organisationView.id, organisationId))) === 0
  )
    throw new DomainError("invalid", { code: "spaces.which_organisation" });
}

/** A room of the space that is not joined of others. */
function isWholeRoom(spaceId: string): SQL | undefined {
  return and(
    eq(resources.spaceId, spaceId),
    inArray(resources.kind, ["room", "desk"]),
    sql`cardinality(${resources.madeOf}) = 0`,
  );
}

/** Whoever takes pieces locks the row first: no count changes between this look and the change. */
async function refuseTooFew({ db, now }: Context, id: string, quantity: number): Promise<void> {
  await db.select({ id: resources.id }).from(resources).where(eq(resources.id, id)).for("update");
  const rows = await rowsOf<{ used: number }>(
    db,
    sql`select peak_stock_use(${id}, tstzrange(${now.toString()}::timestamptz, null)) as used`,
  );
  const used = rows[0]?.used ?? 0;
  if (used > quantity) throw new DomainError("conflict", { code: "spaces.pieces_taken", used });
}

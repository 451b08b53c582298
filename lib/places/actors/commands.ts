import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { networkActors } from "#db/schema/actors.ts";
import { recordNetworkAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, can } from "#lib/foundation/identity/permission/policy.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";
import { firstFreeSlug, slugFrom } from "../spaces/schema.ts";
import type { ActorInput } from "./schema.ts";

const COUNTRY = { vlaanderen: "BE", wallonie: "BE", "hauts-de-france": "FR" } as const;

/** The address is made of the name and the town, with a number when it is taken. */
export async function addActor(
  ctx: Context,
  input: ActorInput,
): Promise<{ id: string; slug: string }> {
  authorise(ctx.actor, "actor.manage");
  refuseTomorrow(ctx, input);
  return transaction(ctx.db, async (db) => {
    const slug = await freeSlug(db, slugFrom(`${input.name} ${input.city}`));
    const [added] = await db
      .insert(networkActors)
      .values({ ...columnsOf(ctx, input), slug, changedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: networkActors.id, slug: networkActors.slug });
    // Two of one name were added at the same moment.
    if (!added) throw new DomainError("conflict", { code: "actors.changed_meanwhile" });
    await recordNetworkAudit({ ...ctx, db }, "actor.added", added.id, {
      name: input.name,
      source: input.source,
    });
    return added;
  });
}

type Seen = { id: string; revision: number };

/**
 * Other facts; the address stays, since people have kept it.
 *
 * @throws DomainError conflict when somebody was first, not_found
 */
export async function changeActor(ctx: Context, seen: Seen, input: ActorInput): Promise<void> {
  authorise(ctx.actor, "actor.manage");
  refuseTomorrow(ctx, input);
  await update(ctx, seen, columnsOf(ctx, input), "actor.changed");
}

/** From now on it is shown no more, or again. What is known of it stays. */
export async function retireActor(ctx: Context, seen: Seen, isRetired: boolean): Promise<void> {
  authorise(ctx.actor, "actor.manage");
  const retiredAt = isRetired ? ctx.now : null;
  await update(ctx, seen, { retiredAt }, isRetired ? "actor.retired" : "actor.shown_again");
}

async function update(
  ctx: Context,
  { id, revision }: Seen,
  values: Partial<typeof networkActors.$inferInsert>,
  action: AuditAction,
): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const [changed] = await db
      .update(networkActors)
      .set({ ...values, changedAt: ctx.now, revision: sql`${networkActors.revision} + 1` })
      .where(and(eq(networkActors.id, id), eq(networkActors.revision, revision)))
      .returning({ name: networkActors.name });
    if (!changed) {
      const known = await db.$count(networkActors, eq(networkActors.id, id));
      if (known === 0) throw new DomainError("not_found", { code: "actors.unknown" });
      throw new DomainError("conflict", { code: "actors.changed_meanwhile" });
    }
    await recordNetworkAudit({ ...ctx, db }, action, id, { name: changed.name });
  });
}

/** A fact is read on a day that has been. @throws DomainError invalid */
function refuseTomorrow({ now }: Context, { factsOn }: ActorInput): void {
  const today = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString();
  if (factsOn > today) throw new DomainError("invalid", { code: "actors.not_yet" });
}

/**
 * Which organisation it is, only an administrator says: what others send of it is left as it is.
 */
function columnsOf({ actor }: Context, { position: { lat, lon }, region, ...said }: ActorInput) {
  const {
    name,
    kind,
    fields,
    activity,
    city,
    precision,
    languages,
    does,
    website,
    organisationId,
  } = said;
  const { source, factsOn, isInvented } = said;
  return {
    ...{
      name,
      kind,
      fields,
      activity,
      region,
      country: COUNTRY[region],
      city,
      lat,
      lon,
      precision,
    },
    ...{ languages, does, website, source, factsOn, isInvented },
    ...(can(actor, "organisation.represent") && { organisationId }),
  };
}

async function freeSlug(db: Database, base: string): Promise<string> {
  const taken = await db
    .select({ slug: networkActors.slug })
    .from(networkActors)
    .where(sql`${networkActors.slug} = ${base} or ${networkActors.slug} like ${`${base}-%`}`);
  return firstFreeSlug(
    base,
    taken.map(({ slug }) => slug),
  );
}

import { asc, eq, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { organisations, roleAssignments } from "#db/schema/identity.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { authorise } from "../permission/policy.ts";

export type NamedOrganisation = { id: string; name: string };

export type Organisation = NamedOrganisation & {
  country: string;
  /** People who hold a role for it. */
  members: number;
};

const FOREIGN_KEY = "23503";

/** The partners of the network, by name: for choices. */
export async function organisationsByName({
  db,
}: Pick<Context, "db">): Promise<NamedOrganisation[]> {
  return db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .orderBy(inReadingOrder(organisations.name), asc(organisations.id));
}

/** The partners of the network with how many people each has, for whoever manages the network. */
export async function listOrganisations(ctx: Context): Promise<Organisation[]> {
  authorise(ctx.actor, "people.manage");
  return ctx.db
    .select({
      id: organisations.id,
      name: organisations.name,
      country: organisations.country,
      members: sql<number>`count(distinct ${roleAssignments.personId})::int`,
    })
    .from(organisations)
    .leftJoin(roleAssignments, eq(roleAssignments.organisationId, organisations.id))
    .groupBy(organisations.id)
    .orderBy(inReadingOrder(organisations.name), asc(organisations.id));
}

type NewOrganisation = { name: string; country: string };

/** @throws DomainError conflict when the network has one of this name */
export async function addOrganisation(ctx: Context, asked: NewOrganisation): Promise<void> {
  authorise(ctx.actor, "people.manage");
  await ctx.db.transaction((db) => takeIn({ ...ctx, db }, asked));
}

/**
 * Adds a partner that was invited, in a transaction of the caller's, who has asked whether it may
 * be.
 *
 * @returns its id
 */
export async function takeIn(ctx: Context, { name, country }: NewOrganisation): Promise<string> {
  const [made] = await ctx.db
    .insert(organisations)
    .values({ name, country, createdAt: ctx.now })
    .onConflictDoNothing()
    .returning({ id: organisations.id });
  if (!made) throw new DomainError("conflict", { code: "identity.organisation_known" });
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "identity.organisation_added",
    spaceId: null,
    subject: made.id,
    data: { name, country },
  });
  return made.id;
}

/** Takes away one that nobody and nothing belongs to. @throws DomainError conflict */
export async function removeOrganisation(ctx: Context, id: string): Promise<void> {
  authorise(ctx.actor, "people.manage");
  try {
    await ctx.db.transaction(async (db) => {
      const gone = await db.delete(organisations).where(eq(organisations.id, id)).returning();
      if (gone.length === 0) throw new DomainError("not_found", { code: "common.no_address" });
      for (const { name } of gone)
        await recordAudit(db, {
          actor: ctx.actor,
          action: "identity.organisation_removed",
          spaceId: null,
          subject: id,
          data: { name },
        });
    });
  } catch (error) {
    if (databaseFault(error)?.code !== FOREIGN_KEY) throw error;
    throw new DomainError("conflict", { code: "identity.organisation_in_use" }, { cause: error });
  }
}

import { and, asc, eq, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { organisations, people, roleAssignments } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context, Role } from "../context.ts";
import { ownAccount } from "../permission/policy.ts";
import type { NamedOrganisation } from "./organisations.ts";

export type ShownMember = { name: string; role: Role };

/**
 * Who agreed to be named on the page of their organisation, by role: public. Learners never are.
 */
export async function shownMembers(
  { db }: Context,
  organisationId: string,
): Promise<ShownMember[]> {
  const rows = await db
    .select({ name: people.displayName, role: roleAssignments.role })
    .from(roleAssignments)
    .innerJoin(people, eq(people.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.organisationId, organisationId),
        isNotNull(roleAssignments.shownSince),
        ne(roleAssignments.role, "learner"),
        isNull(people.disabledAt),
        isNull(people.erasedAt),
      ),
    )
    .groupBy(people.displayName, roleAssignments.role)
    .orderBy(asc(roleAssignments.role), inReadingOrder(people.displayName));
  return rows as ShownMember[];
}

/** Ids of the spaces in which people of an organisation run things. */
export async function spacesRunBy({ db }: Context, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ spaceId: roleAssignments.spaceId })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.organisationId, organisationId),
        inArray(roleAssignments.role, ["facilitator", "manager"]),
      ),
    );
  return rows.flatMap(({ spaceId }) => spaceId ?? []);
}

export type Membership = {
  id: string;
  role: Role;
  organisation: string;
  /** Null for a role in the whole network. */
  spaceId: string | null;
  shownSince: Temporal.Instant | null;
};

/** The roles that the actor holds for organisations, as a learner aside. */
export async function myMemberships(ctx: Context): Promise<Membership[]> {
  const { personId } = ownAccount(ctx.actor);
  const rows = await ctx.db
    .select({
      id: roleAssignments.id,
      role: roleAssignments.role,
      organisation: organisations.name,
      spaceId: roleAssignments.spaceId,
      shownSince: roleAssignments.shownSince,
    })
    .from(roleAssignments)
    .innerJoin(organisations, eq(organisations.id, roleAssignments.organisationId))
    .where(and(eq(roleAssignments.personId, personId), ne(roleAssignments.role, "learner")))
    .orderBy(
      inReadingOrder(organisations.name),
      asc(roleAssignments.role),
      asc(roleAssignments.id),
    );
  return rows as Membership[];
}

/**
 * Agrees to be named with a role on the page of one's organisation, or no longer.
 *
 * @throws DomainError not_found for a role that is not theirs, is a learner's, or belongs to no
 *   organisation
 */
export async function showMembership(
  ctx: Context,
  { id, isShown }: { id: string; isShown: boolean },
): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await ctx.db.transaction(async (db) => {
    const [held] = await db
      .update(roleAssignments)
      .set({ shownSince: isShown ? ctx.now : null })
      .where(
        and(
          eq(roleAssignments.id, id),
          eq(roleAssignments.personId, personId),
          ne(roleAssignments.role, "learner"),
          isNotNull(roleAssignments.organisationId),
        ),
      )
      .returning({
        role: roleAssignments.role,
        spaceId: roleAssignments.spaceId,
        organisationId: roleAssignments.organisationId,
      });
    if (!held) throw new DomainError("not_found", { code: "identity.no_membership" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: isShown ? "identity.member_shown" : "identity.member_hidden",
      spaceId: held.spaceId,
      subject: personId,
      data: { role: held.role, organisationId: held.organisationId },
    });
  });
}

/** The organisations that somebody is a manager of, by name. */
export async function organisationsManagedBy(
  { db }: Context,
  personId: string,
): Promise<NamedOrganisation[]> {
  return db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .innerJoin(roleAssignments, eq(roleAssignments.organisationId, organisations.id))
    .where(and(eq(roleAssignments.personId, personId), eq(roleAssignments.role, "manager")))
    .groupBy(organisations.id)
    .orderBy(inReadingOrder(organisations.name), asc(organisations.id));
}

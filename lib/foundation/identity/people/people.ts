import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import {
  cards,
  loginSessions,
  organisations,
  people,
  roleAssignments,
} from "#db/schema/identity.ts";
import { spaceView } from "#db/schema/spaces.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { holdsWords } from "#lib/foundation/platform/database/holds-words.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { ListSearch } from "#lib/foundation/platform/http/list-search.ts";
import type { AuditAction } from "#lib/modules.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context, Role } from "../context.ts";
import { authorise, can } from "../permission/policy.ts";
import { inCareOf, mayGrant, nameFrom, oneFactorOpens } from "../rules.ts";
import { endAllAccess } from "../sign-in/ending.ts";
import { notify } from "./telling.ts";

export const PEOPLE_PAGE_SIZE = 12;

export type PersonSummary = {
  id: string;
  displayName: string;
  email: string | null;
  isDisabled: boolean;
};

export type HeldByPerson = {
  id: string;
  role: Role;
  spaceId: string | null;
  spaceName: string | null;
  /** For whose people some rooms are. */
  organisationName: string | null;
};

export type PersonDetail = PersonSummary & {
  locale: Locale;
  roles: HeldByPerson[];
  hasPassword: boolean;
  cardIssuedAt: Temporal.Instant | null;
  mayHoldCard: boolean;
  /** Whether the actor decides of cards and roles, or the person. */
  isInOurCare: boolean;
};

/**
 * People by name whom the actor may see: a manager those with a role in the own spaces, an
 * administrator all.
 */
export async function listPeople(
  ctx: Context,
  { q, page }: ListSearch,
): Promise<{ items: PersonSummary[]; total: number }> {
  authorise(ctx.actor, "people.card");
  const text = sql`concat_ws(' ', ${people.displayName}, ${people.email})`;
  const where = and(visibleTo(ctx), holdsWords(text, q));
  const items = await ctx.db
    .select(summary)
    .from(people)
    .where(where)
    .orderBy(inReadingOrder(people.displayName), asc(people.id))
    .limit(PEOPLE_PAGE_SIZE)
    .offset((page - 1) * PEOPLE_PAGE_SIZE);
  return { items, total: await ctx.db.$count(people, where) };
}

/** Somebody with roles and card, or null when the actor may not see them. */
export async function findPerson(ctx: Context, id: string): Promise<PersonDetail | null> {
  authorise(ctx.actor, "people.card");
  const [person] = await ctx.db
    .select({
      ...summary,
      locale: sql<Locale>`${people.locale}`,
      hasPassword: sql<boolean>`${people.passwordHash} is not null`,
    })
    .from(people)
    .where(and(eq(people.id, id), visibleTo(ctx)));
  if (!person) return null;
  const roles = await ctx.db
    .select({
      id: roleAssignments.id,
      role: sql<Role>`${roleAssignments.role}`,
      spaceId: roleAssignments.spaceId,
      spaceName: spaceView.name,
      organisationName: organisations.name,
    })
    .from(roleAssignments)
    .leftJoin(spaceView, eq(spaceView.id, roleAssignments.spaceId))
    .leftJoin(organisations, eq(organisations.id, roleAssignments.organisationId))
    .where(eq(roleAssignments.personId, id))
    .orderBy(asc(roleAssignments.createdAt), asc(roleAssignments.id));
  const [card] = await ctx.db
    .select({ issuedAt: cards.issuedAt })
    .from(cards)
    .where(and(eq(cards.personId, id), isNull(cards.revokedAt)));
  return {
    ...person,
    roles,
    cardIssuedAt: card?.issuedAt ?? null,
    mayHoldCard: !person.isDisabled && oneFactorOpens({ hasPassword: person.hasPassword, roles }),
    isInOurCare: inCareOf(ctx.actor, { email: person.email, roles }),
  };
}

/** Spaces in which the actor may give roles: what the form offers. */
export async function spacesToGrant(ctx: Context): Promise<{ id: string; name: string }[]> {
  authorise(ctx.actor, "people.card");
  const own = managedSpaces(ctx);
  return ctx.db
    .select({ id: spaceView.id, name: spaceView.name })
    .from(spaceView)
    .where(own === "all" ? undefined : inArray(spaceView.id, own))
    .orderBy(inReadingOrder(spaceView.name));
}

/**
 * Makes an account, without an e-mail address if there is none. A manager's newcomer belongs to one
 * of the own spaces, and has no address: to the owner of an address, a manager offers a role.
 */
export async function addPerson(
  ctx: Context,
  {
    displayName,
    email,
    locale,
    spaceId,
  }: { displayName?: string; email: string | null; locale: Locale; spaceId: string | null },
): Promise<string> {
  authorise(ctx.actor, "people.card", spaceId ? { spaceId } : {});
  if (!spaceId || email) authorise(ctx.actor, "people.manage");
  return ctx.db.transaction(async (db) => {
    const [person] = await db
      .insert(people)
      .values({
        displayName: displayName || nameFrom(email ?? ""),
        email,
        locale,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: people.id });
    if (!person) throw new DomainError("conflict", { code: "identity.email_taken" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.person_added",
      spaceId,
      subject: person.id,
    });
    if (spaceId)
      await assignRole({ ...ctx, db }, { personId: person.id, role: "learner", spaceId });
    return person.id;
  });
}

/**
 * A role for somebody, in a space or in the whole network.
 *
 * @property organisationId for whose people: null for nobody's, left out to leave it as it is.
 *   Their rooms are all over the network, so only whoever manages that says so.
 */
export type RoleGrant = {
  personId: string;
  role: Role;
  spaceId: string | null;
  organisationId?: string | null;
};

/**
 * Gives a role. Idempotent. A manager gives the role of learner to whoever is in the manager's
 * care; others are offered a role, and say yes themselves. An administrator gives any.
 */
export async function grantRole(
  ctx: Context,
  { personId, role, spaceId, organisationId }: RoleGrant,
): Promise<void> {
  const saysForWhom = organisationId !== undefined;
  if (!mayGrant(ctx.actor, role, spaceId) || (saysForWhom && !can(ctx.actor, "people.manage")))
    throw new DomainError("forbidden", { code: "identity.role_above" });
  if (!can(ctx.actor, "people.manage")) {
    await refuseUnlessInCare(ctx, personId);
    if (role !== "learner")
      throw new DomainError("conflict", { code: "identity.staff_need_address" });
  }
  await assignRole(ctx, { personId, role, spaceId, ...(saysForWhom ? { organisationId } : {}) });
}

/**
 * Gives a role, for a caller who has decided that it may be given. Sessions that one factor opened
 * end with the first role of staff, and the person gets a message.
 */
export async function assignRole(
  ctx: Context,
  { personId, role, spaceId, organisationId }: RoleGrant,
): Promise<void> {
  const saysForWhom = organisationId !== undefined;
  await ctx.db.transaction(async (db) => {
    if (spaceId && (await db.$count(spaceView, eq(spaceView.id, spaceId))) === 0)
      throw new DomainError("not_found", { code: "identity.no_space" });
    if ((await db.$count(people, eq(people.id, personId))) === 0) throw nobody();
    if (
      organisationId &&
      (await db.$count(organisations, eq(organisations.id, organisationId))) === 0
    )
      throw new DomainError("not_found", { code: "identity.no_organisation" });
    await db.execute(sql`
      insert into role_assignment (person_id, role, space_id, organisation_id)
      values (${personId}::uuid, ${role}, ${spaceId}::uuid, ${organisationId ?? null}::uuid)
      on conflict (person_id, role, coalesce(space_id, '00000000-0000-0000-0000-000000000000'))
        do update set organisation_id = ${saysForWhom ? sql`excluded.organisation_id` : sql`role_assignment.organisation_id`},
          shown_since = case when ${!saysForWhom}
            or role_assignment.organisation_id = excluded.organisation_id
            then role_assignment.shown_since end`);
    if (role !== "learner")
      await db
        .update(loginSessions)
        .set({ revokedAt: ctx.now })
        .where(
          and(
            eq(loginSessions.personId, personId),
            isNull(loginSessions.revokedAt),
            inArray(loginSessions.method, ["code", "card", "organisation"]),
          ),
        );
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.role_granted",
      spaceId,
      subject: personId,
      data: organisationId ? { role, organisationId } : { role },
    });
    await notify(db, personId, "roleGiven", { role, spaceId });
  });
}

export async function removeRole(ctx: Context, id: string): Promise<void> {
  const [held] = await ctx.db.select().from(roleAssignments).where(eq(roleAssignments.id, id));
  if (!held) throw new DomainError("not_found", { code: "identity.nobody" });
  if (!mayGrant(ctx.actor, held.role as Role, held.spaceId))
    throw new DomainError("forbidden", { code: "identity.role_above" });
  refuseOneself(ctx, held.personId);
  await ctx.db.transaction(async (db) => {
    await db.delete(roleAssignments).where(eq(roleAssignments.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.role_removed",
      spaceId: held.spaceId,
      subject: held.personId,
      data: { role: held.role },
    });
    await notify(db, held.personId, "roleTaken", {
      role: held.role as Role,
      spaceId: held.spaceId,
    });
  });
}

/** Closes an account: nothing opens it until it is opened again. */
export async function disablePerson(ctx: Context, id: string): Promise<void> {
  authorise(ctx.actor, "people.manage");
  refuseOneself(ctx, id);
  await changeAccount(ctx, id, ctx.now, "identity.person_disabled");
}

export async function enablePerson(ctx: Context, id: string): Promise<void> {
  authorise(ctx.actor, "people.manage");
  await changeAccount(ctx, id, null, "identity.person_enabled");
}

/**
 * @throws DomainError not_found for somebody whom the actor may not see, as if they were not there
 */
export async function manageablePerson(ctx: Context, id: string): Promise<PersonSummary> {
  authorise(ctx.actor, "people.card");
  const [person] = await ctx.db
    .select(summary)
    .from(people)
    .where(and(eq(people.id, id), visibleTo(ctx)));
  if (!person) throw nobody();
  return person;
}

/** @throws DomainError not_found for a stranger; conflict for whoever decides themselves */
export async function refuseUnlessInCare(ctx: Context, id: string): Promise<void> {
  const { email } = await manageablePerson(ctx, id);
  const roles = await ctx.db
    .select({ role: sql<Role>`${roleAssignments.role}`, spaceId: roleAssignments.spaceId })
    .from(roleAssignments)
    .where(eq(roleAssignments.personId, id));
  if (!inCareOf(ctx.actor, { email, roles }))
    throw new DomainError("forbidden", { code: "identity.owner_decides" });
}

const summary = {
  id: people.id,
  displayName: people.displayName,
  email: people.email,
  isDisabled: sql<boolean>`${people.disabledAt} is not null`,
};

async function changeAccount(
  ctx: Context,
  id: string,
  disabledAt: Temporal.Instant | null,
  action: AuditAction,
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    const changed = await db
      .update(people)
      .set({ disabledAt })
      .where(eq(people.id, id))
      .returning({ id: people.id });
    if (changed.length === 0) throw nobody();
    if (disabledAt) await endAllAccess(db, id, disabledAt);
    await recordAudit(db, { actor: ctx.actor, action, spaceId: null, subject: id });
    await notify(db, id, disabledAt ? "closed" : "opened");
  });
}

function visibleTo(ctx: Context): SQL | undefined {
  const own = managedSpaces(ctx);
  if (own === "all") return isNull(people.erasedAt);
  return sql`exists (select from role_assignment held where held.person_id = person.id
    and held.space_id = any(${sql.param(own)}::uuid[]))`;
}

function managedSpaces(ctx: Context): string[] | "all" {
  if (can(ctx.actor, "people.manage")) return "all";
  const { actor } = ctx;
  if (actor.kind !== "person") return [];
  const ids = actor.roles.flatMap(({ spaceId }) => spaceId ?? []);
  return [...new Set(ids)].filter((spaceId) => can(actor, "people.card", { spaceId }));
}

/** Nobody locks the door behind themselves by mistake. */
export function refuseOneself(ctx: Context, personId: string): void {
  if (ctx.actor.kind === "person" && ctx.actor.personId === personId)
    throw new DomainError("conflict", { code: "identity.not_yourself" });
}

function nobody(): DomainError {
  return new DomainError("not_found", { code: "identity.nobody" });
}

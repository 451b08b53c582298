import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import { organisationInvitations } from "#db/schema/partners.ts";
import { recordNetworkAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { organisationsManagedBy } from "#lib/foundation/identity/people/memberships.ts";
import {
  type NamedOrganisation,
  organisationsByName,
  takeIn,
} from "#lib/foundation/identity/people/organisations.ts";
import {
  authorise,
  can,
  inPerson,
  ownAccount,
} from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import type { AuditAction } from "#lib/modules.ts";
import { actorsOfOrganisations } from "#lib/places/actors/queries.ts";
import { ANSWER_DAYS, type InvitationState, seenState } from "./rules.ts";
import type { AcceptForm, InvitationForm } from "./schema.ts";

type Invitation = typeof organisationInvitations.$inferSelect;

/** Whoever writes to many in our name is stopped. */
const INVITED_PER_DAY = 20;
const A_DAY = 24 * 60;
const MOST_SHOWN = 100;

/**
 * Organisations for which the actor may invite: those that they are a manager of; for whoever runs
 * the network, all.
 */
export async function organisationsToInviteFor(ctx: Context): Promise<NamedOrganisation[]> {
  authorise(ctx.actor, "organisation.invite");
  if (can(ctx.actor, "people.manage", { spaceId: "" })) return organisationsByName(ctx);
  return organisationsManagedBy(ctx, inPerson(ctx.actor).personId);
}

/**
 * Invites an organisation to work with one's own, by a link in a mail.
 *
 * @throws DomainError forbidden for an organisation that the actor does not manage; conflict when
 *   it was invited already, or both work together; invalid for one's own; rate_limited
 */
export async function inviteOrganisation(
  ctx: Context,
  asked: InvitationForm,
): Promise<{ id: string }> {
  const { personId } = ownAccount(ctx.actor);
  const speaker = (await organisationsToInviteFor(ctx)).find(({ id }) => id === asked.organisation);
  if (!speaker) throw new DomainError("forbidden", { code: "identity.not_allowed" });
  const known = await knownPartner(ctx, asked);
  const name = known?.name ?? asked.name;
  await limit(ctx, {
    key: `partners:${personId}`,
    attempts: INVITED_PER_DAY,
    windowMinutes: A_DAY,
  });
  const token = newToken();
  return once(() =>
    transaction(ctx.db, async (db) => {
      if (known && (await areTogether({ ...ctx, db }, speaker.id, known.id))) throw together();
      await endOverdue({ ...ctx, db }, speaker.id);
      const [made] = await db
        .insert(organisationInvitations)
        .values({
          organisationId: speaker.id,
          partnerId: known?.id ?? null,
          name,
          language: asked.language,
          message: asked.message,
          address: asked.email,
          tokenHash: sha256(token),
          askedBy: personId,
          createdAt: ctx.now,
          expiresAt: ctx.now.add({ hours: ANSWER_DAYS * 24 }),
        })
        .returning({ id: organisationInvitations.id });
      if (!made) throw new Error("no invitation was written");
      await enqueue(db, {
        template: "organisation-invitation",
        toEmail: asked.email,
        locale: asked.language,
        data: {
          request: made.id,
          link: `${settings().publicUrl}/${asked.language}/join?token=${token}`,
          from: speaker.name,
          name,
          message: asked.message,
          days: ANSWER_DAYS,
        },
      });
      await recordNetworkAudit({ ...ctx, db }, "organisation.invited", made.id, {
        organisationId: speaker.id,
      });
      return made;
    }),
  );
}

/** The organisation of the network that is invited; null for one that is not in it yet. */
async function knownPartner(
  ctx: Context,
  { partner, organisation }: InvitationForm,
): Promise<NamedOrganisation | null> {
  if (partner === organisation) throw new DomainError("invalid", { code: "partners.oneself" });
  if (!partner) return null;
  const known = (await organisationsByName(ctx)).find(({ id }) => id === partner);
  if (!known) throw new DomainError("not_found", { code: "partners.unknown" });
  return known;
}

/** One that nobody answered in time no longer stands in the way of the next. */
async function endOverdue({ db, now }: Context, organisationId: string): Promise<void> {
  await db
    .update(organisationInvitations)
    .set(closed("ended", now))
    .where(
      and(
        eq(organisationInvitations.organisationId, organisationId),
        eq(organisationInvitations.state, "open"),
        sql`expires_at <= ${now.toString()}::timestamptz`,
      ),
    );
}

/**
 * Whoever runs one of both takes it back: the link opens nothing any more, and pages no longer name
 * the other.
 *
 * @throws DomainError not_found, conflict
 */
export async function withdrawInvitation(ctx: Context, id: string): Promise<void> {
  const own = (await organisationsToInviteFor(ctx)).map((one) => one.id);
  await transaction(ctx.db, async (db) => {
    const [invitation] = await db
      .select()
      .from(organisationInvitations)
      .where(eq(organisationInvitations.id, id))
      .for("update");
    if (!invitation || !mayWithdraw(invitation, own)) throw unknown();
    if (invitation.state !== "open" && invitation.state !== "accepted") throw answered();
    await db
      .update(organisationInvitations)
      .set(closed("withdrawn", ctx.now))
      .where(eq(organisationInvitations.id, id));
    await recordNetworkAudit({ ...ctx, db }, "organisation.invitation_withdrawn", id, {
      was: invitation.state,
    });
  });
}

/** What is open is withdrawn by whoever invited; what was accepted, by either of both. */
function mayWithdraw(
  { organisationId, partnerId, state }: Invitation,
  own: readonly string[],
): boolean {
  return (
    own.includes(organisationId) ||
    (state === "accepted" && partnerId !== null && own.includes(partnerId))
  );
}

/**
 * The organisation says yes. One that the network does not know yet is taken in, under the name
 * that it gives itself. Of several who answer at once, one does.
 *
 * @throws DomainError not_found for a link that is none; gone for one that has ended; conflict when
 *   it was answered, when the network has another of this name, or when both work together already
 */
export async function acceptInvitation(
  ctx: Context,
  { token, name, country }: AcceptForm,
): Promise<void> {
  await once(() =>
    transaction(ctx.db, async (db) => {
      const inner = { ...ctx, db };
      const invitation = await openInvitation(inner, token);
      if (!invitation.partnerId && name === "")
        throw new DomainError("invalid", { code: "partners.needs_name" });
      const partnerId = invitation.partnerId ?? (await takeIn(inner, { name, country }));
      if (await areTogether(inner, invitation.organisationId, partnerId)) throw together();
      await db
        .update(organisationInvitations)
        .set({ ...closed("accepted", ctx.now), partnerId })
        .where(eq(organisationInvitations.id, invitation.id));
      await answer(inner, "organisation.invitation_accepted", invitation);
    }),
  );
}

/**
 * The organisation says no, and why: whoever invited reads it.
 *
 * @throws DomainError as `acceptInvitation`
 */
export async function refuseInvitation(
  ctx: Context,
  { token, reason }: { token: string; reason: string },
): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const invitation = await openInvitation(inner, token);
    await db
      .update(organisationInvitations)
      .set({ ...closed("refused", ctx.now), reason })
      .where(eq(organisationInvitations.id, invitation.id));
    await answer(inner, "organisation.invitation_refused", invitation);
  });
}

/** Whoever invited gets a letter, unless they are no longer known. */
async function answer(
  ctx: Context,
  action: AuditAction,
  { id, askedBy }: Invitation,
): Promise<void> {
  await recordNetworkAudit(ctx, action, id);
  if (askedBy)
    await enqueue(ctx.db, {
      template: "organisation-invitation-answered",
      personId: askedBy,
      data: { invitationId: id },
    });
}

/** The invitation that a link answers, locked until the end. */
async function openInvitation(ctx: Context, token: string): Promise<Invitation> {
  const [invitation] = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(eq(organisationInvitations.tokenHash, sha256(token)))
    .for("update");
  if (!invitation) throw unknown();
  const state = seenState(invitation, ctx.now);
  if (state === "ended" || state === "withdrawn")
    throw new DomainError("gone", { code: "partners.link_ended" });
  if (state !== "open") throw answered();
  return invitation;
}

export type Invited = {
  state: InvitationState;
  from: string;
  name: string;
  /** Whether the network knows who is invited: then it keeps its name. */
  isKnown: boolean;
  message: string;
  expiresAt: Temporal.Instant;
};

/** What a link is about. @throws DomainError not_found for a link that is none */
export async function invitedBy(ctx: Context, token: string): Promise<Invited> {
  const [invitation] = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(eq(organisationInvitations.tokenHash, sha256(token)));
  if (!invitation) throw unknown();
  const names = await namesOf(ctx);
  const { organisationId, partnerId, name, message, expiresAt } = invitation;
  return {
    state: seenState(invitation, ctx.now),
    from: names.get(organisationId) ?? "",
    name: (partnerId && names.get(partnerId)) ?? name,
    isKnown: partnerId !== null,
    message,
    expiresAt,
  };
}

export type SeenInvitation = {
  id: string;
  state: InvitationState;
  from: string;
  name: string;
  reason: string;
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  mayWithdraw: boolean;
};

/** What the organisations of the actor sent and accepted, the newest first. */
export async function invitationsForDesk(ctx: Context): Promise<SeenInvitation[]> {
  const own = (await organisationsToInviteFor(ctx)).map(({ id }) => id);
  if (own.length === 0) return [];
  const rows = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(
      or(
        inArray(organisationInvitations.organisationId, own),
        and(
          inArray(organisationInvitations.partnerId, own),
          eq(organisationInvitations.state, "accepted"),
        ),
      ),
    )
    .orderBy(desc(organisationInvitations.createdAt), asc(organisationInvitations.id))
    .limit(MOST_SHOWN);
  const names = await namesOf(ctx);
  return rows.map((row) => {
    const state = seenState(row, ctx.now);
    return {
      ...row,
      state,
      from: names.get(row.organisationId) ?? "",
      name: (row.partnerId && names.get(row.partnerId)) ?? row.name,
      mayWithdraw: (state === "open" || state === "accepted") && mayWithdraw(row, own),
    };
  });
}

/** Who works with an organisation, and has a page: public. */
export async function partnersOf(
  ctx: Context,
  organisationId: string,
): Promise<{ slug: string; name: string; region: string }[]> {
  const rows = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(
      and(
        eq(organisationInvitations.state, "accepted"),
        or(
          eq(organisationInvitations.organisationId, organisationId),
          eq(organisationInvitations.partnerId, organisationId),
        ),
      ),
    );
  const others = rows.map((row) =>
    row.organisationId === organisationId ? (row.partnerId ?? "") : row.organisationId,
  );
  const pages = await actorsOfOrganisations(ctx, others);
  return [...pages.values()].sort((one, other) => readingOrder(one.name, other.name));
}

/** For each two organisations with a page that work together, their regions: public. */
export async function regionsThatWorkTogether(ctx: Context): Promise<[string, string][]> {
  const rows = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(eq(organisationInvitations.state, "accepted"));
  const ids = rows.flatMap(({ organisationId, partnerId }) => [organisationId, partnerId ?? ""]);
  const pages = await actorsOfOrganisations(ctx, ids.filter(Boolean));
  return rows.flatMap(({ organisationId, partnerId }): [string, string][] => {
    const [one, other] = [pages.get(organisationId), pages.get(partnerId ?? "")];
    return one && other ? [[one.region, other.region]] : [];
  });
}

async function namesOf(ctx: Pick<Context, "db">): Promise<Map<string, string>> {
  return new Map((await organisationsByName(ctx)).map(({ id, name }) => [id, name]));
}

async function areTogether({ db }: Context, one: string, other: string): Promise<boolean> {
  const pair = [one, other];
  const found = await db.$count(
    organisationInvitations,
    and(
      eq(organisationInvitations.state, "accepted"),
      inArray(organisationInvitations.organisationId, pair),
      inArray(organisationInvitations.partnerId, pair),
    ),
  );
  return found > 0;
}

/** Two at once: the database refuses the second, in the words of the one that came later. */
async function once<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const constraint = databaseFault(error)?.constraint;
    if (constraint === "organisation_invitation_once")
      throw new DomainError("conflict", { code: "partners.invited_already" }, { cause: error });
    if (constraint === "organisation_invitation_together_once") throw together();
    throw error;
  }
}

const closed = (state: Exclude<InvitationState, "open">, at: Temporal.Instant) => ({
  state,
  answeredAt: at,
  address: null,
});

const unknown = () => new DomainError("not_found", { code: "partners.unknown_invitation" });
const answered = () => new DomainError("conflict", { code: "partners.answered" });
const together = () => new DomainError("conflict", { code: "partners.together_already" });

export type AnsweredInvitation = {
  state: InvitationState;
  from: string;
  name: string;
  reason: string;
};

/**
 * What became of one, for the letter to whoever invited; null once it is gone or nobody answered.
 */
export async function answeredInvitation(
  ctx: Pick<Context, "db">,
  id: string,
): Promise<AnsweredInvitation | null> {
  const [row] = await ctx.db
    .select()
    .from(organisationInvitations)
    .where(eq(organisationInvitations.id, id));
  if (!row || (row.state !== "accepted" && row.state !== "refused")) return null;
  const names = await namesOf(ctx);
  return {
    state: row.state,
    from: names.get(row.organisationId) ?? "",
    name: (row.partnerId && names.get(row.partnerId)) ?? row.name,
    reason: row.reason,
  };
}

/** Whose words an invitation takes along; null once they are erased. */
export async function inviterOf({ db }: Pick<Context, "db">, id: string): Promise<string | null> {
  const [row] = await db
    .select({ askedBy: organisationInvitations.askedBy })
    .from(organisationInvitations)
    .where(eq(organisationInvitations.id, id));
  return row?.askedBy ?? null;
}

import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { alias, union } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { bookingView } from "#db/schema/booking.ts";
import { consentEvents, consentRecords, profileAnswers } from "#db/schema/consent.ts";
import { auditEntryView, personView } from "#db/schema/identity.ts";
import { enrolmentView, sessionView } from "#db/schema/sessions.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, can, ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";
import { openAnswer } from "./answers.ts";
import { isAroundSession } from "./around.ts";
import {
  CONSENT_FIELDS,
  COUNTRIES,
  type ConsentField,
  type Country,
  consentFieldsIn,
  type ProfileCode,
} from "./catalogue.ts";

export type ConsentState = "given" | "refused" | "withdrawn" | "expired";

export type ConsentEvent = {
  state: ConsentState;
  expressed: "self" | "helper" | "paper" | "system";
  at: Temporal.Instant;
};

export type Consent = typeof consentRecords.$inferSelect & {
  events: ConsentEvent[];
  state: ConsentState;
};

/** One field as its page shows it. `not_asked` until there is a record. */
export type FieldView = {
  field: ConsentField;
  country: Country;
  state: ConsentState | "not_asked";
  recordId: string | null;
  since: Temporal.Instant | null;
  /**
   * Whether there is an answer, and what it says to those who may read it: oneself, and whoever
   * runs a space.
   */
  answered: boolean;
  answer: ProfileCode | null;
};

/**
 * The fields somebody may be asked about, with what they said last. Whoever reads them of somebody
 * else is noted in the audit log, where the person sees it.
 * @throws DomainError not_found for somebody whom the actor may not speak for
 */
export async function consentFields(ctx: Context, personId: string): Promise<FieldView[]> {
  const access = await mayRecordFor(ctx, personId);
  const countries = await countriesOf(ctx.db, personId);
  const records = await consentsOf(ctx.db, personId);
  const answers = await ctx.db
    .select()
    .from(profileAnswers)
    .where(eq(profileAnswers.personId, personId));
  await noteAccess(ctx.db, ctx, personId, access, {
    action: access.mayRead ? "consent.answers_read" : "consent.answers_seen",
    fields: answers.map(({ field }) => field),
  });
  return CONSENT_FIELDS.flatMap((field) => {
    // A field is one question, however many countries ask it; a consent that stands is shown
    // wherever it was given.
    const standing = records.find((record) => record.field === field && record.state === "given");
    const country =
      (standing?.jurisdiction as Country | undefined) ??
      countries.find((place) => consentFieldsIn(place).includes(field));
    if (!country) return [];
    const latest = standing ?? records.find((record) => record.field === field);
    const answer = answers.find((given) => given.field === field);
    return [
      {
        field,
        country,
        state: latest?.state ?? "not_asked",
        recordId: latest?.id ?? null,
        since: latest?.events.at(-1)?.at ?? null,
        answered: answer !== undefined,
        answer: answer && access.mayRead ? openAnswer(answer) : null,
      },
    ];
  });
}

/**
 * Every consent somebody was asked for, newest first, with its events in order. The caller has
 * asked whether the actor may know.
 */
export async function consentsOf(db: Database, personId: string): Promise<Consent[]> {
  const records = await db
    .select()
    .from(consentRecords)
    .where(eq(consentRecords.personId, personId))
    .orderBy(
      desc(consentRecords.createdAt),
      sql`consent_state(${consentRecords.id}) <> 'given'`,
      consentRecords.id,
    );
  const events = await db
    .select({
      recordId: consentEvents.recordId,
      state: sql<ConsentState>`${consentEvents.state}`,
      expressed: sql<ConsentEvent["expressed"]>`${consentEvents.expressed}`,
      at: consentEvents.at,
    })
    .from(consentEvents)
    .innerJoin(consentRecords, eq(consentRecords.id, consentEvents.recordId))
    .where(eq(consentRecords.personId, personId))
    .orderBy(consentEvents.at, sql`${consentEvents.state} <> 'given'`);
  return records.map((record) => {
    const own = events
      .filter(({ recordId }) => recordId === record.id)
      .map(({ recordId: _, ...event }) => event);
    return { ...record, events: own, state: own.at(-1)?.state ?? "refused" };
  });
}

/**
 * The receipt of one consent, for its person and for staff who may speak for them.
 *
 * @throws DomainError not_found
 */
export async function findReceipt(ctx: Context, id: string): Promise<Consent> {
  const [record] = await ctx.db
    .select({ personId: consentRecords.personId })
    .from(consentRecords)
    .where(eq(consentRecords.id, id));
  if (!record) throw new DomainError("not_found", { code: "consent.unknown" });
  const access = await mayRecordFor(ctx, record.personId);
  await noteAccess(ctx.db, ctx, record.personId, access, {
    action: "consent.receipt_read",
    fields: [],
  });
  const found = (await consentsOf(ctx.db, record.personId)).find((consent) => consent.id === id);
  if (!found) throw new DomainError("not_found", { code: "consent.unknown" });
  return found;
}

/** Somebody whom the actor may speak for, by name. @throws DomainError not_found */
export async function personToAsk(
  ctx: Context,
  personId: string,
): Promise<{ displayName: string }> {
  await mayRecordFor(ctx, personId);
  const [person] = await ctx.db
    .select({ displayName: personView.displayName })
    .from(personView)
    .where(and(eq(personView.id, personId), sql`${personView.erasedAt} is null`));
  if (!person) throw new DomainError("not_found", { code: "identity.nobody" });
  return person;
}

/** As whom somebody's consents are opened: as oneself, or as staff of a space. */
export type Access = { spaceId: string | null; mayRead: boolean };

/**
 * Oneself, or staff of a space in which the person has a place in a session, from 30 days before it
 * until 30 days after it. Facilitators write down what they are told and see that there is an
 * answer; those who run the space may read it.
 * @throws DomainError not_found otherwise, as if they were not there
 */
export async function mayRecordFor(ctx: Context, personId: string): Promise<Access> {
  const actor = authenticated(ctx.actor, "consent.record");
  if (actor.personId === personId && actor.scopes === null) {
    ownAccount(actor);
    return { spaceId: null, mayRead: true };
  }
  const session = alias(sessionView, "session");
  const rows = await ctx.db
    .selectDistinct({ spaceId: session.spaceId })
    .from(enrolmentView)
    .innerJoin(session, eq(session.id, enrolmentView.sessionId))
    .where(
      and(
        eq(enrolmentView.personId, personId),
        ne(enrolmentView.status, "cancelled"),
        ne(session.status, "cancelled"),
        isAroundSession(ctx.now),
      ),
    )
    .orderBy(session.spaceId);
  const open = rows
    .map(({ spaceId }) => spaceId)
    .filter((spaceId) => can(actor, "consent.record", { spaceId }));
  const readable = open.find((spaceId) => can(actor, "consent.read", { spaceId }));
  const spaceId = readable ?? open[0];
  if (!spaceId) throw new DomainError("not_found", { code: "identity.nobody" });
  return { spaceId, mayRead: readable !== undefined };
}

/**
 * Notes that somebody else opened or changed what a person said. What one does with one's own is
 * one's own business.
 */
export async function noteAccess(
  db: Database,
  ctx: Context,
  personId: string,
  { spaceId }: Access,
  { action, fields }: { action: AuditAction; fields: string[] },
): Promise<void> {
  if (spaceId === null) return;
  const data = { fields: fields.toSorted().join(" ") };
  await recordAudit(db, { actor: ctx.actor, action, spaceId, subject: personId, data });
}

/** What others did with somebody's answers and consents, the newest first. */
export type AccessNote = { at: Temporal.Instant; what: AccessKind; space: string | null };

export const ACCESS_KINDS = [
  "answers_read",
  "answers_seen",
  "receipt_read",
  "answer_written",
] as const;

export type AccessKind = (typeof ACCESS_KINDS)[number];

const NOTES_SHOWN = 20;

/** Who of others opened or changed the actor's own answers: when, what, and in which space. */
export async function accessToOwn(ctx: Context): Promise<AccessNote[]> {
  const { personId } = ownAccount(ctx.actor);
  const actions = ACCESS_KINDS.map((kind) => `consent.${kind}`);
  return ctx.db
    .select({
      at: auditEntryView.at,
      what: sql<AccessKind>`split_part(${auditEntryView.action}, '.', 2)`,
      space: spaceView.name,
    })
    .from(auditEntryView)
    .leftJoin(spaceView, eq(spaceView.id, auditEntryView.spaceId))
    .where(and(eq(auditEntryView.subject, personId), inArray(auditEntryView.action, actions)))
    .orderBy(desc(auditEntryView.id))
    .limit(NOTES_SHOWN);
}

/** Where somebody learns or books; until then, wherever they might. */
async function countriesOf(db: Database, personId: string): Promise<readonly Country[]> {
  const learns = db
    .select({ id: enrolmentView.spaceId })
    .from(enrolmentView)
    .where(and(eq(enrolmentView.personId, personId), ne(enrolmentView.status, "cancelled")));
  const books = db
    .select({ id: bookingView.spaceId })
    .from(bookingView)
    .where(eq(bookingView.bookedBy, personId));
  const rows = await db
    .selectDistinct({ country: sql<Country>`${spaceView.country}` })
    .from(spaceView)
    .where(inArray(spaceView.id, union(learns, books)))
    .orderBy(spaceView.country);
  return rows.length > 0 ? rows.map(({ country }) => country) : COUNTRIES;
}

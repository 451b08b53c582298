import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { consentEvents, consentRecords, profileAnswers } from "#db/schema/consent.ts";
import { people } from "#db/schema/identity.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, can, ownAccount } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
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

export type Consent = typeof consentRecords.$inferSelect & { events: ConsentEvent[]; state: ConsentState };

/** One field as its page shows it. `not_asked` until there is a record. */
export type FieldView = {
  field: ConsentField;
  country: Country;
  state: ConsentState | "not_asked";
  recordId: string | null;
  since: Temporal.Instant | null;
  answer: ProfileCode | null;
};

/**
 * The fields somebody may be asked about, with what they said last.
 * @throws DomainError not_found for somebody whom the actor may not speak for
 */
export async function consentFields(ctx: Context, personId: string): Promise<FieldView[]> {
  await mayRecordFor(ctx, personId);
  const countries = await countriesOf(ctx.db, personId);
  const records = await consentsOf(ctx.db, personId);
  const answers = await ctx.db.select().from(profileAnswers).where(eq(profileAnswers.personId, personId));
  return CONSENT_FIELDS.flatMap((field) => {
    // A field is one question, however many countries ask it; a consent that stands is shown wherever it was given.
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
        answer: (answer?.code as ProfileCode | undefined) ?? null,
      },
    ];
  });
}

/** Every consent somebody was asked for, newest first, with its events in order. The caller has asked whether the actor may know. */
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

/** The receipt of one consent, for its person and for staff who may speak for them. @throws DomainError not_found */
export async function findReceipt(ctx: Context, id: string): Promise<Consent> {
  const [record] = await ctx.db
    .select({ personId: consentRecords.personId })
    .from(consentRecords)
    .where(eq(consentRecords.id, id));
  if (!record) throw new DomainError("not_found", { code: "consent.unknown" });
  await mayRecordFor(ctx, record.personId);
  const found = (await consentsOf(ctx.db, record.personId)).find((consent) => consent.id === id);
  if (!found) throw new DomainError("not_found", { code: "consent.unknown" });
  return found;
}

/** Somebody whom the actor may speak for, by name. @throws DomainError not_found */
export async function personToAsk(ctx: Context, personId: string): Promise<{ displayName: string }> {
  await mayRecordFor(ctx, personId);
  const [person] = await ctx.db
    .select({ displayName: people.displayName })
    .from(people)
    .where(and(eq(people.id, personId), sql`${people.erasedAt} is null`));
  if (!person) throw new DomainError("not_found", { code: "identity.nobody" });
  return person;
}

/**
 * Oneself, or staff of a space in which the person enrolled.
 * @throws DomainError not_found otherwise, as if they were not there
 */
export async function mayRecordFor(ctx: Context, personId: string): Promise<void> {
  const actor = authenticated(ctx.actor, "consent.record");
  if (actor.personId === personId && actor.scopes === null) {
    ownAccount(actor);
    return;
  }
  const { rows } = await ctx.db.execute<{ spaceId: string }>(sql`
    select distinct space_id as "spaceId" from enrolment where person_id = ${personId} and status <> 'cancelled'`);
  if (rows.some(({ spaceId }) => can(ctx.actor, "consent.record", { spaceId }))) return;
  throw new DomainError("not_found", { code: "identity.nobody" });
}

/** Where somebody learns or books; until then, wherever they might. */
async function countriesOf(db: Database, personId: string): Promise<readonly Country[]> {
  const { rows } = await db.execute<{ country: Country }>(sql`
    select distinct country from space where id in (
      select space_id from enrolment where person_id = ${personId} and status <> 'cancelled'
      union select space_id from booking where booked_by = ${personId}) order by country`);
  return rows.length > 0 ? rows.map(({ country }) => country) : COUNTRIES;
}

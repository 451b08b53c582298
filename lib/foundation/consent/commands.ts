import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { consentEvents, consentRecords, profileAnswers } from "#db/schema/consent.ts";
import { personView } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { sealAnswer } from "./answers.ts";
import {
  CONTROLLER,
  type ConsentField,
  consentFieldsIn,
  type Format,
  NOTICES,
} from "./catalogue.ts";
import { mayRecordFor, noteAccess } from "./queries.ts";
import type { ConsentChoice, ConsentEnd, ProfileAnswer } from "./schema.ts";

/**
 * Writes down what somebody said when they were asked for one field. Saying the same twice is
 * saying it once; saying no after yes withdraws.
 *
 * @param locale the language the notice was shown in
 * @returns the record's id
 * @throws DomainError invalid where the field may not be asked, and for a yes of somebody who may
 *   be too young for it
 */
export async function recordChoice(
  ctx: Context,
  input: ConsentChoice,
  locale: Locale,
): Promise<string> {
  const { field, country, choice, listened, isOldEnough } = input;
  const spoken = await speaker(ctx, input);
  if (!consentFieldsIn(country).includes(field))
    throw new DomainError("invalid", { code: "consent.not_asked_here" });
  if (choice === "given" && !isOldEnough)
    throw new DomainError("invalid", { code: "consent.age_unsaid", age: OWN_ACCOUNT_AGE });
  const { version, ...notice } = NOTICES[field];
  const formats: Format[] = ["text", "pictograms", ...(listened ? (["audio"] as const) : [])];

  return transaction(ctx.db, async (db) => {
    await lockPerson(db, spoken.personId);
    const open = await standing(db, spoken.personId, field);
    if (open && choice === "given") return open;
    if (open) await append(db, ctx, open, "withdrawn", spoken);
    const [record] = await db
      .insert(consentRecords)
      .values({
        ...notice,
        personId: spoken.personId,
        field,
        controller: CONTROLLER,
        jurisdiction: country,
        noticeVersion: version,
        language: locale,
        formats,
        createdAt: ctx.now,
      })
      .returning({ id: consentRecords.id });
    if (!record) throw new Error("no consent record came back");
    await append(db, ctx, record.id, choice, spoken);
    return record.id;
  });
}

/** Ends a consent; the answer goes with it. Idempotent. */
export async function withdrawConsent(ctx: Context, input: ConsentEnd): Promise<void> {
  const spoken = await speaker(ctx, input);
  await transaction(ctx.db, async (db) => {
    await lockPerson(db, spoken.personId);
    const rows = await rowsOf<{ state: string }>(
      db,
      sql`
        select consent_state(id) as state from consent_record
        where id = ${input.recordId} and person_id = ${spoken.personId}`,
    );
    if (rows.length === 0) throw new DomainError("not_found", { code: "consent.unknown" });
    if (rows[0]?.state === "given") await append(db, ctx, input.recordId, "withdrawn", spoken);
  });
}

/**
 * Keeps an answer to a field with a standing consent.
 *
 * @throws DomainError conflict when there is none, or none any more
 */
export async function saveAnswer(
  ctx: Context,
  { field, code, personId: named }: ProfileAnswer,
): Promise<void> {
  const personId = named ?? authenticated(ctx.actor, "consent.record").personId;
  const access = await mayRecordFor(ctx, personId);
  const consentId = await standing(ctx.db, personId, field);
  if (!consentId) throw noConsent();
  const sealed = sealAnswer({ personId, field }, code);
  const answer = { sealed, code: null, consentId, recordedAt: ctx.now };
  await ctx.db
    .transaction(async (db) => {
      await db
        .insert(profileAnswers)
        .values({ personId, field, ...answer })
        .onConflictDoUpdate({
          target: [profileAnswers.personId, profileAnswers.field],
          set: answer,
        });
      await noteAccess(db, ctx, personId, access, {
        action: "consent.answer_written",
        fields: [field],
      });
    })
    .catch((error: unknown) => {
      if (databaseFault(error)?.constraint !== "profile_answer_needs_consent") throw error;
      throw noConsent(error);
    });
}

const IS_GIVEN = sql`consent_state(${consentRecords.id}) = 'given'`;

/** Ends every consent of somebody at once: part of erasing them. */
export async function withdrawAll(ctx: Context, personId: string): Promise<number> {
  const rows = await ctx.db
    .select({ id: consentRecords.id })
    .from(consentRecords)
    .where(and(eq(consentRecords.personId, personId), IS_GIVEN))
    .orderBy(consentRecords.id);
  for (const { id } of rows) await append(ctx.db, ctx, id, "withdrawn", byItself(ctx, personId));
  return rows.length;
}

/**
 * Ends a consent that was withdrawn before, in a database that has it again.
 *
 * @returns whether it stood
 */
export async function withdrawAgain(ctx: Context, recordId: string): Promise<boolean> {
  return transaction(ctx.db, async (db) => {
    const [record] = await db
      .select({ personId: consentRecords.personId })
      .from(consentRecords)
      .where(eq(consentRecords.id, recordId));
    if (!record) return false;
    const { personId } = record;
    await lockPerson(db, personId);
    if ((await stateOf(db, recordId)) !== "given") return false;
    await append(db, ctx, recordId, "withdrawn", { personId, expressed: "system", helperId: null });
    return true;
  });
}

/** Ends what was given longer ago than its notice promised. */
export async function expireConsents(ctx: Context): Promise<number> {
  const endsAt = sql`${consentRecords.createdAt} + ${consentRecords.retention}::interval`;
  const rows = await ctx.db
    .select({ id: consentRecords.id, personId: consentRecords.personId })
    .from(consentRecords)
    .where(and(lte(endsAt, ctx.now.toString()), IS_GIVEN))
    .orderBy(consentRecords.id);
  for (const { id, personId } of rows)
    await transaction(ctx.db, async (db) => {
      await lockPerson(db, personId);
      if ((await stateOf(db, id)) === "given")
        await append(db, ctx, id, "expired", { personId, expressed: "system", helperId: null });
    });
  return rows.length;
}

type Spoken = {
  personId: string;
  expressed: "self" | "helper" | "paper" | "system";
  helperId: string | null;
};

/** Who consents, and through whom. Nobody is their own helper. */
async function speaker(
  ctx: Context,
  input: Pick<ConsentChoice, "personId" | "expressed">,
): Promise<Spoken> {
  const actor = authenticated(ctx.actor, "consent.record");
  const personId = input.personId ?? actor.personId;
  await mayRecordFor(ctx, personId);
  if (personId === actor.personId) return { personId, expressed: "self", helperId: null };
  if (!input.expressed) throw new DomainError("invalid", { code: "consent.choose_how" });
  return { personId, expressed: input.expressed, helperId: actor.personId };
}

function byItself(ctx: Context, personId: string): Spoken {
  const isOneself = ctx.actor.kind === "person" && ctx.actor.personId === personId;
  return { personId, expressed: isOneself ? "self" : "system", helperId: null };
}

async function append(
  db: Database,
  ctx: Context,
  recordId: string,
  state: "given" | "refused" | "withdrawn" | "expired",
  { expressed, helperId, personId }: Spoken,
): Promise<void> {
  await db.insert(consentEvents).values({ recordId, state, expressed, helperId, at: ctx.now });
  await recordAudit(db, {
    actor: ctx.actor,
    action: `consent.${state}`,
    spaceId: null,
    subject: personId,
    data: { record: recordId, expressed },
  });
}

/** Two who speak for one person at once take turns. */
async function lockPerson(db: Database, personId: string): Promise<void> {
  await db
    .select({ id: personView.id })
    .from(personView)
    .where(eq(personView.id, personId))
    .for("no key update");
}

/** The consent for this field that is given now, or null. */
async function standing(
  db: Database,
  personId: string,
  field: ConsentField,
): Promise<string | null> {
  const [record] = await db
    .select({ id: consentRecords.id })
    .from(consentRecords)
    .where(
      and(
        eq(consentRecords.personId, personId),
        eq(consentRecords.field, field),
        sql`consent_state(${consentRecords.id}) = 'given'`,
      ),
    );
  return record?.id ?? null;
}

async function stateOf(db: Database, recordId: string): Promise<string | null> {
  const rows = await rowsOf<{ state: string | null }>(
    db,
    sql`select consent_state(${recordId}) as state`,
  );
  return rows[0]?.state ?? null;
}

function noConsent(cause?: unknown): DomainError {
  return new DomainError("conflict", { code: "consent.none_given" }, { cause });
}

import { and, eq, gt, sql } from "drizzle-orm";
import { organisationContacts, organisationMessages } from "#db/schema/partners.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { ownAddress } from "#lib/foundation/identity/people/names.ts";
import { authorise, isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { blockOf, limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { lockOne } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import { actorForStaff, findActor, nameOfActor } from "#lib/places/actors/queries.ts";
import type { ContactForm } from "./schema.ts";

/** For how long an address can be confirmed. */
export const CONFIRM_HOURS = 24;
const A_DAY = 24 * 60;
/** Messages that one place writes, and that wait for one address to be confirmed. */
const WRITTEN_PER_DAY = 10;
const MOST_WAITING = 3;

type Letter = {
  actorId: string;
  organisation: string;
  name: string;
  address: string;
  message: string;
};

/**
 * Whether visitors can write to an organisation, and the domain at which it reads mail; never its
 * address.
 */
export async function contactOf(
  { db }: Context,
  actorId: string,
): Promise<{ domain: string } | null> {
  const [contact] = await db
    .select({ address: organisationContacts.address })
    .from(organisationContacts)
    .where(eq(organisationContacts.actorId, actorId));
  return contact ? { domain: contact.address.slice(contact.address.lastIndexOf("@") + 1) } : null;
}

type StaffContact = { address: string; language: Locale };

/** The address itself: for administrators. */
export async function contactForStaff(ctx: Context, actorId: string): Promise<StaffContact | null> {
  authorise(ctx.actor, "organisation.represent");
  const [contact] = await ctx.db
    .select({ address: organisationContacts.address, language: organisationContacts.language })
    .from(organisationContacts)
    .where(eq(organisationContacts.actorId, actorId));
  return contact ? { ...contact, language: contact.language as Locale } : null;
}

/** The mark of what a form shows of where letters go. */
export function markOfContact(contact: StaffContact | null): string {
  return markOf(contact && picked(contact, ["address", "language"]));
}

/**
 * Says where letters to an organisation go; without an address nobody writes to it.
 *
 * @param seen the mark of what the actor saw of it
 * @throws DomainError not_found; conflict when somebody changed it since
 */
export async function setContact(
  ctx: Context,
  { slug, address, language }: { slug: string; address: string | null; language: Locale },
  seen?: string,
): Promise<void> {
  authorise(ctx.actor, "organisation.represent");
  const actor = await actorForStaff(ctx, slug);
  if (!actor) throw new DomainError("not_found", { code: "actors.unknown" });
  await transaction(ctx.db, async (db) => {
    await db.execute(sql`select ${lockOne(`contact:${actor.id}`)}`);
    const before = await contactForStaff({ ...ctx, db }, actor.id);
    refuseUnlessSeen(before && picked(before, ["address", "language"]), seen);
    const values = { address: address ?? "", language, changedAt: ctx.now };
    if (address === null)
      await db.delete(organisationContacts).where(eq(organisationContacts.actorId, actor.id));
    else
      await db
        .insert(organisationContacts)
        .values({ actorId: actor.id, ...values })
        .onConflictDoUpdate({ target: organisationContacts.actorId, set: values });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "organisation.contact_changed",
      spaceId: null,
      subject: actor.id,
      data: { reachable: address !== null },
    });
  });
}

/**
 * A visitor writes to an organisation. Whoever has signed in has proved their address: the letter
 * leaves. Others are asked by mail first. Programs that fill in what nobody sees are answered
 * alike, and nothing is sent.
 *
 * @returns whether the letter is on its way, or waits for the address
 * @throws DomainError not_found where nobody reads letters; invalid without an address;
 *   rate_limited
 */
export async function writeTo(ctx: Context, form: ContactForm): Promise<"sent" | "asked"> {
  const actor = await findActor(ctx, form.slug);
  if (!actor || !(await contactOf(ctx, actor.id)))
    throw new DomainError("not_found", { code: "partners.not_reachable" });
  const own = await provedAddress(ctx);
  const address = own ?? form.email;
  if (!address) throw new DomainError("invalid", { code: "partners.needs_address" });
  if (form.company !== "") return own ? "sent" : "asked";
  const key =
    ctx.actor.kind === "person" && own ? `write:${ctx.actor.personId}` : `write:${blockOf(ctx)}`;
  await limit(ctx, { key, attempts: WRITTEN_PER_DAY, windowMinutes: A_DAY });
  const letter = {
    actorId: actor.id,
    organisation: actor.name,
    name: form.name,
    address,
    message: form.message,
  };
  if (!own) return ask(ctx, letter);
  await transaction(ctx.db, (db) => send({ ...ctx, db }, letter));
  return "sent";
}

/**
 * The address that whoever signed in has proved; null for visitors, and for whoever came by a card.
 */
export async function provedAddress({ actor, db }: Context): Promise<string | null> {
  if (actor.kind !== "person" || actor.scopes !== null || isByCard(actor)) return null;
  return ownAddress(db, actor.personId);
}

/**
 * Keeps the letter a day, and asks its sender for a yes. A second one in the same day takes the
 * place of the first, without a mail.
 */
async function ask(ctx: Context, letter: Letter): Promise<"asked"> {
  const { actorId, organisation, name, address, message } = letter;
  const token = newToken();
  await transaction(ctx.db, async (db) => {
    const waiting = await db.$count(
      organisationMessages,
      and(
        sql`lower(${organisationMessages.senderAddress}) = ${address}`,
        gt(organisationMessages.expiresAt, ctx.now),
        sql`${organisationMessages.actorId} <> ${actorId}`,
      ),
    );
    if (waiting >= MOST_WAITING)
      throw new DomainError("rate_limited", { code: "partners.many_waiting" });
    await db
      .delete(organisationMessages)
      .where(
        and(
          eq(organisationMessages.actorId, actorId),
          sql`lower(${organisationMessages.senderAddress}) = ${address}`,
          sql`${organisationMessages.expiresAt} <= ${ctx.now.toString()}::timestamptz`,
        ),
      );
    const made = await db
      .insert(organisationMessages)
      .values({
        actorId,
        senderName: name,
        senderAddress: address,
        message,
        tokenHash: sha256(token),
        createdAt: ctx.now,
        expiresAt: ctx.now.add({ hours: CONFIRM_HOURS }),
      })
      .onConflictDoNothing()
      .returning({ id: organisationMessages.id });
    if (made.length === 0) throw new DomainError("conflict", { code: "partners.waits_for_you" });
    const locale = languageOf(ctx);
    const link = `${settings().publicUrl}/${locale}/community/write?token=${token}`;
    await enqueue(db, {
      template: "organisation-confirm",
      toEmail: address,
      locale,
      data: { link, organisation, hours: CONFIRM_HOURS },
    });
  });
  return "asked";
}

/** What a link would send. Null for one that was used, or is too old. */
export async function waitingMessage(
  ctx: Context,
  token: string,
): Promise<{ organisation: string; message: string } | null> {
  const [waiting] = await ctx.db
    .select({ actorId: organisationMessages.actorId, message: organisationMessages.message })
    .from(organisationMessages)
    .where(isWaiting(ctx, token));
  const actor = waiting && (await nameOfActor(ctx, waiting.actorId));
  return actor ? { organisation: actor.name, message: waiting.message } : null;
}

/**
 * The sender says yes: the letter leaves, and nothing is kept here.
 *
 * @throws DomainError gone for a link that was used or is too old
 */
export async function confirmMessage(ctx: Context, token: string): Promise<{ slug: string }> {
  return transaction(ctx.db, async (db) => {
    const [letter] = await db.delete(organisationMessages).where(isWaiting(ctx, token)).returning();
    if (!letter) throw new DomainError("gone", { code: "partners.link_ended" });
    const { actorId, senderName: name, senderAddress: address, message } = letter;
    const actor = await nameOfActor({ ...ctx, db }, actorId);
    if (!actor) throw new DomainError("not_found", { code: "partners.not_reachable" });
    await send({ ...ctx, db }, { actorId, organisation: actor.name, name, address, message });
    return { slug: actor.slug };
  });
}

function isWaiting({ now }: Context, token: string) {
  return and(
    eq(organisationMessages.tokenHash, sha256(token)),
    gt(organisationMessages.expiresAt, now),
  );
}

/**
 * To the address of the organisation by then, in its language.
 *
 * @throws DomainError not_found once nobody reads letters there
 */
async function send(
  { db }: Context,
  { actorId, organisation, name, address, message }: Letter,
): Promise<void> {
  const [contact] = await db
    .select()
    .from(organisationContacts)
    .where(eq(organisationContacts.actorId, actorId));
  if (!contact) throw new DomainError("not_found", { code: "partners.not_reachable" });
  await enqueue(db, {
    template: "organisation-message",
    toEmail: contact.address,
    locale: contact.language as Locale,
    data: { organisation, name, address, message },
  });
}

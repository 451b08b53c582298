import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import {
  accessTokens,
  cards,
  loginSessions,
  organisations,
  people,
  roleAssignments,
  roleOffers,
} from "#db/schema/identity.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { organisationInvitations } from "#db/schema/partners.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { recordChoice } from "#lib/foundation/consent/commands.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { seal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { Ground, Site, Things } from "./ground.ts";

/** The organisation that somebody is of, and one that it invited. */
export async function partnersOf(
  { db, now }: Ground,
  { personId, roles }: PersonActor,
): Promise<Things> {
  const [home] = await db
    .insert(organisations)
    .values({ name: `Home ${randomUUID()}`, country: "BE" })
    .returning();
  const [held] = await db
    .update(roleAssignments)
    .set({ organisationId: home?.id ?? "" })
    .where(eq(roleAssignments.personId, personId))
    .returning();
  if (!roles.some(({ role }) => role === "manager")) return { membership: held?.id ?? "" };
  const partnerToken = newToken();
  const [invitation] = await db
    .insert(organisationInvitations)
    .values({
      organisationId: home?.id ?? "",
      name: "Hub",
      language: "nl",
      address: "hub@hub.example",
      tokenHash: sha256(partnerToken),
      askedBy: personId,
      createdAt: now,
      expiresAt: now.add({ hours: 24 }),
    })
    .returning();
  return {
    membership: held?.id ?? "",
    managed: home?.id ?? "",
    partnerInvitation: invitation?.id ?? "",
    partnerToken,
  };
}

/** How somebody is known and helped: sign-ins, card, roles, mandates, a choice about their data. */
export async function accountOf(
  { db, ctx, now, admin }: Ground,
  actor: PersonActor,
  helper: PersonActor,
  spaceId: string,
): Promise<Things> {
  const [token] = await db
    .insert(accessTokens)
    .values({ personId: actor.personId, name: "x", tokenHash: sha256(newToken()) })
    .returning();
  const [login] = await db
    .insert(loginSessions)
    .values({
      personId: actor.personId,
      tokenHash: sha256(newToken()),
      method: "code",
      expiresAt: now.add({ hours: 5 }),
    })
    .returning();
  const [mandate] = await db
    .insert(mandates)
    .values({
      personId: actor.personId,
      helperId: helper.personId,
      expiresAt: now.add({ hours: 24 }),
    })
    .returning();
  const week = { days: 7, endsAt: now.add({ hours: 24 * 7 }) };
  const [helpWanted, helpAsked] = await db
    .insert(mandateOffers)
    .values([
      { personId: helper.personId, helperId: actor.personId, ...week },
      { personId: actor.personId, helperId: helper.personId, ...week },
    ])
    .returning();
  const [card] = await db
    .insert(cards)
    .values({ personId: actor.personId, codeHash: sha256(newToken()) })
    .returning();
  const choice = {
    field: "disability",
    country: "BE",
    choice: "given",
    isOldEnough: "yes",
  } as const;
  const receipt = await recordChoice({ ...ctx, actor }, choice, "nl");
  const [owner] = await db
    .select({ email: people.email })
    .from(people)
    .where(eq(people.id, actor.personId));
  const [roleOffer] = await db
    .insert(roleOffers)
    .values({
      email: owner?.email ?? "",
      role: "learner",
      spaceId: spaceId,
      offeredBy: admin.personId,
      expiresAt: now.add({ hours: 24 }),
    })
    .returning();
  return {
    receipt,
    roleOffer: roleOffer?.id ?? "",
    token: token?.id ?? "",
    login: login?.id ?? "",
    mandate: mandate?.id ?? "",
    mandateOffer: helpWanted?.id ?? "",
    mandateOffered: helpAsked?.id ?? "",
    card: card?.id ?? "",
    person: actor.personId,
  };
}

/** A webhook of a space, a role that somebody has there, and somebody without an address. */
export async function accountsAt(
  { db, given }: Ground,
  { id, learner, staff }: Site,
): Promise<Things> {
  const [webhook] = await db
    .insert(webhooks)
    .values({
      spaceId: id,
      url: "https://example.org/hook",
      events: ["booking.confirmed"],
      secret: seal(authSecret(), "x"),
    })
    .returning();
  const [roleRow] = await db
    .select({ id: roleAssignments.id })
    .from(roleAssignments)
    .where(eq(roleAssignments.personId, learner.personId));
  const inCare = await given.person([{ role: "learner", spaceId: id }], { email: null });
  return {
    webhook: webhook?.id ?? "",
    roleRow: roleRow?.id ?? "",
    inCare: inCare.personId,
    person: learner.personId,
    staff: staff.personId,
  };
}

/** An organisation of the network, and an address that somebody has. */
export async function knownToNetwork({ db, given }: Ground): Promise<Things> {
  const [organisation] = await db
    .insert(organisations)
    .values({ name: `Guild ${randomUUID()}`, country: "BE" })
    .returning();
  const known = `${randomUUID()}@trivium.test`;
  await given.person([], { email: known });
  return { organisation: organisation?.id ?? "", knownEmail: known };
}

/** A cookie with which somebody asks, signed in by a method. */
export async function cookieOf(
  { db, now }: Ground,
  { personId }: PersonActor,
  method: string,
): Promise<string> {
  const token = newToken();
  await db.insert(loginSessions).values({
    personId,
    tokenHash: sha256(token),
    method,
    expiresAt: now.add({ hours: 12 }),
  });
  return `trivium=${token}`;
}

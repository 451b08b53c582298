import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { loginSessions, roleAssignments, roleOffers } from "#db/schema/identity.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { makeFeed, myFeeds, revokeFeed } from "#lib/booking/calendars/feeds.ts";
import { eraseMyself } from "#lib/evidence/privacy/erasure.ts";
import { myData } from "#lib/evidence/privacy/own-data.ts";
import { consentFields, mayRecordFor } from "#lib/foundation/consent/queries.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { test } from "#testing/database.ts";
import type { givenOn } from "#testing/given.ts";
import type { Context } from "../context.ts";
import { acceptOffer, giveRole, myOffers, offerRole, refuseOffer } from "../people/offers.ts";
import {
  addPerson,
  disablePerson,
  enablePerson,
  findPerson,
  grantRole,
  removeRole,
} from "../people/people.ts";
import { ACCOUNT_CHANGES } from "../people/telling.ts";
import { createOwnToken, myTokens } from "../programs/access-tokens.ts";
import { actorBySession } from "../sign-in/askers.ts";
import {
  issueCard,
  issueOwnCard,
  revokeCard,
  revokeOwnCard,
  signInByCard,
} from "../sign-in/cards.ts";
import { endOtherSessions, mySessions } from "../sign-in/own-sessions.ts";
import { openSession } from "../sign-in/sign-in.ts";

type Given = ReturnType<typeof givenOn>;

/** A manager, and everybody of whom the manager might want something. */
async function village(ctx: Context, given: Given) {
  const { id: spaceId } = await given.space();
  const { id: elsewhere } = await given.space();
  const here = { role: "learner", spaceId } as const;
  const there = { role: "learner", spaceId: elsewhere } as const;
  return {
    spaceId,
    elsewhere,
    manager: given.as(ctx, await given.person([{ role: "manager", spaceId }])),
    administrator: given.as(ctx, await given.person([{ role: "administrator", spaceId: null }])),
    own: await given.person([here], { email: null }),
    ownWithAddress: await given.person([here]),
    ofTwo: await given.person([here, there], { email: null }),
    ofTheNetwork: await given.person([here, { role: "learner", spaceId: null }], { email: null }),
    strangerWithAddress: await given.person([there]),
    stranger: await given.person([], { email: null }),
  };
}

const WHO = [
  ["own", "allowed"],
  ["ownWithAddress", "identity.owner_decides"],
  ["ofTwo", "identity.owner_decides"],
  ["ofTheNetwork", "identity.owner_decides"],
  ["strangerWithAddress", "identity.nobody"],
  ["stranger", "identity.nobody"],
] as const;

const DEEDS = {
  grant: (ctx: Context, personId: string, spaceId: string) =>
    grantRole(ctx, { personId, role: "learner", spaceId }),
  issue: issueCard,
  revoke: revokeCard,
};

/** Ending a card opens nothing: a role in the manager's space is enough. */
const revokes = (outcome: string) => (outcome === "identity.owner_decides" ? "allowed" : outcome);

for (const deed of ["grant", "issue", "revoke"] as const)
  test.for(WHO)(
    `a manager may ${deed} for %s, whose card it may issue: %s`,
    async ([who, issued], { ctx, given }) => {
      const { [who]: person, manager, administrator, spaceId } = await village(ctx, given);
      const outcome = deed === "revoke" ? revokes(issued) : issued;
      const asked = DEEDS[deed](manager, person.personId, spaceId);
      if (outcome === "allowed") await asked;
      else await expect(asked).rejects.toMatchObject({ reason: { code: outcome } });
      await DEEDS[deed](administrator, person.personId, spaceId);
    },
  );

test("nobody's account is taken over from its address: a role is offered, and the owner says yes", async ({
  ctx,
  given,
}) => {
  const { manager, spaceId, strangerWithAddress: owner } = await village(ctx, given);
  const own = given.as(ctx, owner);
  const email = (await findPerson(
    { ...ctx, actor: { kind: "system", name: "test" } },
    owner.personId,
  ))!.email!;

  const rolesHere = () =>
    ctx.db.$count(
      roleAssignments,
      and(eq(roleAssignments.personId, owner.personId), eq(roleAssignments.spaceId, spaceId)),
    );
  const known = await offerRole(manager, { email, role: "learner", spaceId }, "nl");
  const unknown = await offerRole(
    manager,
    { email: "no.one@trivium.test", role: "learner", spaceId },
    "nl",
  );
  expect(known).toEqual(unknown);
  expect(await rolesHere()).toBe(0);
  expect(await findPerson(manager, owner.personId)).toBeNull();
  await expect(issueCard(manager, owner.personId)).rejects.toMatchObject({ kind: "not_found" });
  await expect(
    addPerson(manager, { displayName: "X", email, locale: "nl", spaceId }),
  ).rejects.toMatchObject({
    kind: "forbidden",
  });

  const [offer] = await myOffers(own);
  const other = given.as(ctx, await given.person());
  await expect(acceptOffer(other, offer!.id, "nl")).rejects.toMatchObject({ kind: "not_found" });
  await acceptOffer(own, offer!.id, "nl");
  expect(await rolesHere()).toBe(1);
  await expect(acceptOffer(own, offer!.id, "nl")).rejects.toMatchObject({ kind: "not_found" });
  // Now a learner here, and still the only one who decides of a card.
  await expect(issueCard(manager, owner.personId)).rejects.toMatchObject({
    reason: { code: "identity.owner_decides" },
  });
});

test("a role of staff is offered to whoever is here already, and locks nobody out", async ({
  ctx,
  given,
}) => {
  const { manager, spaceId, own, ownWithAddress: learner } = await village(ctx, given);
  const input = { personId: learner.personId, role: "facilitator", spaceId } as const;
  const { token } = await openSession(ctx, learner.personId, "code");
  expect(await giveRole(manager, input, "fr")).toEqual({ isOffered: true });
  await expect(grantRole(manager, input)).rejects.toMatchObject({ kind: "forbidden" });
  expect(await actorBySession(ctx.db, token, ctx.now)).not.toBeNull();
  await expect(giveRole(manager, { ...input, personId: own.personId }, "fr")).rejects.toMatchObject(
    {
      reason: { code: "identity.staff_need_address" },
    },
  );

  const [offer] = await myOffers(given.as(ctx, learner));
  await acceptOffer(given.as(ctx, learner), offer!.id, "fr");
  const sent = await ctx.db.select().from(outboxMessages);
  expect(sent.map(({ template }) => template)).toContain("identity-invitation");
});

test("an offer ends after two weeks, with a no, and with the role of whoever made it", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await village(ctx, given);
  const boss = await given.person([{ role: "manager", spaceId }]);
  const learner = await given.person([], { email: "leila@trivium.test" });
  const own = given.as(ctx, learner);
  const input = { email: "Leila@trivium.test", role: "facilitator", spaceId } as const;
  const again = async () => {
    await offerRole(given.as(ctx, boss), input, "nl");
    return (await myOffers(own))[0]!.id;
  };
  const first = await again();
  expect(await again()).toBe(first);
  await refuseOffer(own, first);
  expect(await myOffers(own)).toEqual([]);

  const second = await again();
  const later = { ...own, now: ctx.now.add({ hours: 24 * 15 }) };
  expect(await myOffers(later)).toEqual([]);
  await expect(acceptOffer(later, second, "nl")).rejects.toMatchObject({ kind: "not_found" });

  await ctx.db.delete(roleAssignments).where(eq(roleAssignments.personId, boss.personId));
  await expect(acceptOffer(own, second, "nl")).rejects.toMatchObject({ kind: "not_found" });
  expect(await ctx.db.$count(roleOffers)).toBe(1);
});

test("a card opens bookings and sessions, and nothing that is kept about somebody", async ({
  ctx,
  given,
}) => {
  const { manager, own } = await village(ctx, given);
  const opened = await signInByCard(
    { ...ctx, actor: { kind: "visitor" } },
    await issueCard(manager, own.personId),
  );
  const actor = (await actorBySession(ctx.db, opened.token, ctx.now))!;
  const byCard = given.as(ctx, actor);
  expect(actor.method).toBe("card");
  const id = own.personId;
  const doors: (() => Promise<unknown>)[] = [
    () => myData(byCard),
    () => eraseMyself(byCard),
    () => consentFields(byCard, id),
    () => mayRecordFor(byCard, id),
    () => mySessions(byCard, null),
    () => endOtherSessions(byCard, null),
    () => myTokens(byCard),
    () => createOwnToken(byCard, { name: "x", scopes: ["booking.request"] }),
    () => myFeeds(byCard),
    () => makeFeed(byCard, { shows: "person", of: null, withTitles: false } as never),
    () => revokeFeed(byCard, id),
    () => issueOwnCard(byCard),
    () => revokeOwnCard(byCard),
    () => myOffers(byCard),
    () => acceptOffer(byCard, id, "nl"),
    () => refuseOffer(byCard, id),
  ];
  for (const door of doors)
    await expect((async () => door())(), String(door)).rejects.toMatchObject({
      kind: "forbidden",
      reason: { code: "identity.card_opens_less" },
    });
});

test("whoever has an address makes and ends their own card", async ({ ctx, given }) => {
  const { ownWithAddress: learner, manager } = await village(ctx, given);
  const own = given.as(ctx, learner);
  const code = await issueOwnCard(own);
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  await expect(signInByCard(visitor, code)).resolves.toHaveProperty("token");
  await revokeOwnCard(own);
  await expect(signInByCard(visitor, code)).rejects.toMatchObject({ kind: "invalid" });
  await expect(issueOwnCard(manager)).rejects.toMatchObject({ kind: "conflict" });
});

test("the person is told of each role, card and lock, in their language", async ({
  ctx,
  given,
}) => {
  const { administrator, spaceId } = await village(ctx, given);
  const { personId } = await given.person();
  await grantRole(administrator, { personId, role: "learner", spaceId });
  await issueCard(administrator, personId);
  await revokeCard(administrator, personId);
  const held = (await findPerson(administrator, personId))!.roles[0]!;
  await removeRole(administrator, held.id);
  await disablePerson(administrator, personId);
  await enablePerson(administrator, personId);
  const told = await ctx.db
    .select()
    .from(outboxMessages)
    .where(eq(outboxMessages.personId, personId));
  expect(told.map(({ data }) => (data as { what: string }).what).sort()).toEqual(
    ["cardEnded", "cardMade", "closed", "opened", "roleGiven", "roleTaken"].sort(),
  );
  for (const locale of LOCALES) {
    for (const what of ACCOUNT_CHANGES) {
      const data = { what, role: "learner", space: "La Fabrique" };
      const message = { template: "identity-told", data, locale, to: "x@trivium.test" };
      const mail = await TEMPLATES["identity-told"]!(ctx.db, message);
      expect(mail!.text).toContain(mail!.subject);
      expect(mail!.text).toContain(`/${locale}/me/account`);
    }
    const data = { role: "manager", space: "La Fabrique", link: "https://x.test" };
    const message = { template: "identity-offer", data, locale, to: "x@trivium.test" };
    expect((await TEMPLATES["identity-offer"]!(ctx.db, message))!.text).toContain("La Fabrique");
  }
  expect(await ctx.db.$count(loginSessions, eq(loginSessions.personId, personId))).toBe(0);
});

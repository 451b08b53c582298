import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { accessTokens } from "#db/schema/identity.ts";
import { freeHold } from "#lib/booking/bookings/hold-room.ts";
import { offeredByMe, offeredToMe } from "#lib/booking/bookings/mandate-offers.ts";
import { endMandate, myMandates } from "#lib/booking/bookings/mandates.ts";
import { proposedToMe } from "#lib/booking/bookings/proposals.ts";
import { findBooking, myBookings } from "#lib/booking/bookings/queries.ts";
import { myWaits } from "#lib/booking/bookings/waiting.ts";
import { findSeries } from "#lib/booking/series/queries.ts";
import { mySessions, placeOf } from "#lib/learning/sessions/queries.ts";
import { hereSince } from "#lib/learning/visits/queries.ts";
import { test } from "#testing/database.ts";
import type { Context } from "../context.ts";
import { acceptInvitation, findInvitation, makeInvitation } from "../passwords/invitations.ts";
import { totpCode, totpStep } from "../passwords/totp.ts";
import { disablePerson, enablePerson } from "../people/people.ts";
import { can } from "../permission/policy.ts";
import { actorByAccessToken, actorBySession } from "../sign-in/askers.ts";
import { openSession } from "../sign-in/sign-in.ts";
import { createAccessToken, createOwnToken } from "./access-tokens.ts";

test("a token does what its scopes say, until it is revoked", async ({ ctx, given }) => {
  await given.person([{ role: "facilitator", spaceId: null }], { email: "Fatima@Trivium.test" });
  const administrator: Context = { ...ctx, actor: { kind: "system", name: "cli" } };

  const token = await createAccessToken(administrator, {
    email: "fatima@trivium.test",
    name: "t",
    scopes: ["booking.request"],
  });

  const actor = await actorByAccessToken(ctx.db, token, ctx.now);
  expect(actor && can(actor, "booking.request")).toBe(true);
  expect(actor && can(actor, "session.plan")).toBe(false);

  await ctx.db.update(accessTokens).set({ revokedAt: ctx.now }).where(eq(accessTokens.name, "t"));
  expect(await actorByAccessToken(ctx.db, token, ctx.now)).toBeNull();
});

test("when a token was used last is known to ten minutes", async ({ ctx, given }) => {
  const person = await given.person();
  const token = await createOwnToken(given.as(ctx, person), {
    name: "t",
    scopes: ["booking.request"],
  });
  const usedAt = async (minutes: number) => {
    await actorByAccessToken(ctx.db, token, ctx.now.add({ minutes }));
    const [row] = await ctx.db.select().from(accessTokens).where(eq(accessTokens.name, "t"));
    return row?.lastUsedAt && Math.round(ctx.now.until(row.lastUsedAt).total("minutes"));
  };
  const [unused] = await ctx.db.select().from(accessTokens).where(eq(accessTokens.name, "t"));
  expect(unused?.lastUsedAt).toBeNull();
  expect([await usedAt(0), await usedAt(9), await usedAt(11)]).toEqual([0, 0, 11]);
});

test("a learner makes no token, and an unknown scope makes none either", async ({ ctx }) => {
  const asked = { email: "nobody@trivium.test", name: "t", scopes: ["booking.request"] };
  await expect(createAccessToken(ctx, asked)).rejects.toMatchObject({ kind: "forbidden" });
  const administrator: Context = { ...ctx, actor: { kind: "system", name: "cli" } };
  await expect(
    createAccessToken(administrator, { ...asked, scopes: ["everything"] }),
  ).rejects.toThrow("is no scope");
  await expect(createAccessToken(administrator, asked)).rejects.toThrow("Nobody has the address");
});

const ID = "11111111-1111-4111-8111-111111111111";

/**
 * What is one's own, and the scope without which a token reads and does none of it; null for no
 * scope at all.
 */
const OWN: [string, string | null, (ctx: Context) => Promise<unknown>][] = [
  ["own bookings", "booking.request", (ctx) => myBookings(ctx)],
  ["a booking", "booking.request", (ctx) => findBooking(ctx, ID)],
  ["a series", "booking.request", (ctx) => findSeries(ctx, ID)],
  ["what was proposed", "booking.request", (ctx) => proposedToMe(ctx)],
  ["what one waits for", "booking.request", (ctx) => myWaits(ctx)],
  ["what one holds", "booking.request", (ctx) => freeHold(ctx)],
  ["own sessions", "session.enrol", (ctx) => mySessions(ctx)],
  ["helpers", null, (ctx) => myMandates(ctx)],
  ["who asks for help", null, (ctx) => offeredToMe(ctx)],
  ["whom one asked for help", null, (ctx) => offeredByMe(ctx)],
  ["ending a helper", null, (ctx) => endMandate(ctx, ID)],
  ["where one is", "booking.request", (ctx) => hereSince(ctx, ID)],
];

test.for(OWN)(
  "a token asks for %s with %s, and not without",
  async ([, scope, read], { ctx, given }) => {
    const person = await given.person();
    const withScopes = (scopes: string[]) => given.as(ctx, { ...person, scopes });
    const others = ["booking.request", "session.enrol"].filter((one) => one !== scope);
    for (const scopes of [[], others])
      await expect((async () => read(withScopes(scopes)))()).rejects.toMatchObject({
        kind: "forbidden",
      });
    if (scope) await read(withScopes([scope]));
    await read(given.as(ctx, person));
  },
);

test("a token without the scope sees no place of its owner in what everybody may read", async ({
  ctx,
  given,
}) => {
  const person = await given.person();
  expect(await placeOf(given.as(ctx, { ...person, scopes: [] }), ID)).toBeNull();
});

test("tokens and sessions end with a new password and with a closed account", async ({
  ctx,
  given,
}) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const person = await given.person([{ role: "researcher", spaceId: null }]);
  const make = async () => ({
    token: await createOwnToken(given.as(ctx, person), { name: "t", scopes: ["research.read"] }),
    session: (await openSession(ctx, person.personId, "password")).token,
  });
  const working = async ({ token, session }: Awaited<ReturnType<typeof make>>) => [
    (await actorByAccessToken(ctx.db, token, ctx.now)) !== null,
    (await actorBySession(ctx.db, session, ctx.now)) !== null,
  ];
  const before = await make();
  expect(await working(before)).toEqual([true, true]);
  const link = await makeInvitation(administrator, person.personId, "nl");
  const invited = new URL(link).searchParams.get("token") ?? "";
  const { secret } = (await findInvitation(ctx, invited))!;
  const code = totpCode(secret, ctx.now);
  expect(totpStep(secret, code, ctx.now)).not.toBeNull();
  await acceptInvitation(ctx, { token: invited, password: "nine blue herons at dusk", code });
  expect(await working(before)).toEqual([false, false]);

  const again = await make();
  await disablePerson(administrator, person.personId);
  await enablePerson(administrator, person.personId);
  expect(await working(again)).toEqual([false, false]);
});

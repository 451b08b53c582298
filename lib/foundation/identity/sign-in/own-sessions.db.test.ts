import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { loginSessions } from "#db/schema/identity.ts";
import { test } from "#testing/database.ts";
import { createOwnToken, myTokens, revokeOwnToken } from "../programs/access-tokens.ts";
import { actorByAccessToken, actorBySession } from "./askers.ts";
import { endOtherSessions, endOwnSession, mySessions } from "./own-sessions.ts";
import { openSession } from "./sign-in.ts";

test("own sessions are listed and ended; another's are not", async ({ ctx, given }) => {
  const person = await given.person();
  const client = { address: "direct", device: "Firefox, Linux" };
  const mine = { ...given.as(ctx, person), client };
  const here = await openSession(mine, person.personId, "code");
  const there = await openSession(mine, person.personId, "card");
  const third = await openSession(mine, person.personId, "card");
  const stranger = await openSession(ctx, (await given.person()).personId, "code");

  const sessions = await mySessions(mine, here.token);
  expect(sessions).toHaveLength(3);
  expect(sessions.filter(({ isThisOne }) => isThisOne)).toMatchObject([
    { method: "code", device: "Firefox, Linux" },
  ]);

  const [foreign] = await ctx.db
    .select({ id: loginSessions.id })
    .from(loginSessions)
    .where(eq(loginSessions.method, "code"))
    .then((rows) => rows.filter(({ id }) => !sessions.some((own) => own.id === id)));
  await endOwnSession(mine, foreign?.id ?? "");
  expect(await actorBySession(ctx.db, stranger.token, ctx.now)).not.toBeNull();

  await endOwnSession(mine, sessions.find(({ method }) => method === "card")?.id ?? "");
  expect(await mySessions(mine, here.token)).toHaveLength(2);
  await endOtherSessions(mine, here.token);
  expect(await mySessions(mine, here.token)).toMatchObject([{ isThisOne: true }]);
  for (const { token } of [there, third])
    expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
});

test("a session knows when it was last used, to the minute", async ({ ctx, given }) => {
  const person = await given.person();
  const mine = given.as(ctx, person);
  const { token } = await openSession(mine, person.personId, "code");
  const seen = async (minutes: number) => {
    await actorBySession(ctx.db, token, ctx.now.add({ minutes }));
    return (await mySessions(mine, token))[0]?.lastSeenAt.toString();
  };

  expect(await seen(1)).toBe(ctx.now.toString());
  expect(await seen(2)).toBe(ctx.now.add({ minutes: 2 }).toString());
});

test("one's own token does what one chose, ends by itself, and makes no other token", async ({
  ctx,
  given,
}) => {
  const person = await given.person();
  const mine = given.as(ctx, person);
  await expect(
    createOwnToken(mine, { name: "t", scopes: ["people.manage"] }),
  ).rejects.toMatchObject({
    kind: "invalid",
  });

  const token = await createOwnToken(mine, { name: "t", scopes: ["booking.request"], days: 30 });
  const actor = await actorByAccessToken(ctx.db, token, ctx.now);
  expect(actor?.scopes).toEqual(["booking.request"]);
  expect(await actorByAccessToken(ctx.db, token, ctx.now.add({ hours: 30 * 24 }))).toBeNull();
  if (!actor) throw new Error("the token opens nothing");
  await expect(
    createOwnToken(given.as(ctx, actor), { name: "u", scopes: [] }),
  ).rejects.toMatchObject({
    kind: "forbidden",
  });

  const [listed] = await myTokens(mine);
  await revokeOwnToken(ctx, listed?.id ?? "");
  expect(await actorByAccessToken(ctx.db, token, ctx.now)).not.toBeNull();
  await revokeOwnToken(mine, listed?.id ?? "");
  expect(await actorByAccessToken(ctx.db, token, ctx.now)).toBeNull();
});

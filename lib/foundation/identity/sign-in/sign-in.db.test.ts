import { expect } from "vitest";
import { auditEntries, loginSessions } from "#db/schema/identity.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { test } from "#testing/database.ts";
import { actorBySession } from "./askers.ts";
import { markShared, openSession, signOut } from "./sign-in.ts";

test("a session opens until it ends, and is revoked at once", async ({ ctx, given }) => {
  const person = await given.person([{ role: "researcher", spaceId: null }]);
  const token = newToken();
  const expiresAt = ctx.now.add({ hours: 1 });
  await ctx.db
    .insert(loginSessions)
    .values({ personId: person.personId, tokenHash: sha256(token), method: "code", expiresAt });

  expect(await actorBySession(ctx.db, token, ctx.now)).toEqual({
    ...person,
    method: "code",
    idleMinutes: 60,
  });
  expect(await actorBySession(ctx.db, token, expiresAt)).toBeNull();
  expect(await actorBySession(ctx.db, newToken(), ctx.now)).toBeNull();

  const signedIn = given.as(ctx, person);
  await signOut(signedIn, token);
  await signOut(signedIn, token);
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  // When people sign in and out stands with the session, which goes soon, and not in the log, which
  // is kept for years.
  expect(await ctx.db.$count(auditEntries)).toBe(0);
});

test("a session that nobody uses ends by itself, and one that is used goes on", async ({
  ctx,
  given,
}) => {
  const staff = await given.person([{ role: "researcher", spaceId: null }]);
  const learner = await given.person();
  const after = (minutes: number) => ctx.now.add({ minutes });
  for (const [personId, method, isShared, ends] of [
    [staff.personId, "password", false, 60],
    [staff.personId, "password", true, 30],
    [learner.personId, "code", false, 240],
    [learner.personId, "card", false, 30],
    [learner.personId, "code", true, 30],
  ] as const) {
    const unused = await openSession(ctx, personId, method);
    const used = await openSession(ctx, personId, method);
    if (isShared) for (const { token } of [unused, used]) await markShared(ctx, token);
    const ended = await openSession(ctx, personId, method);
    if (isShared) await markShared(ctx, ended.token);
    expect(await actorBySession(ctx.db, ended.token, after(ends))).toBeNull();
    for (let minutes = ends - 1; minutes < 11 * 60; minutes += ends - 1)
      expect(await actorBySession(ctx.db, used.token, after(minutes)), `${minutes}`).not.toBeNull();
    expect(await actorBySession(ctx.db, unused.token, after(ends - 1))).not.toBeNull();
    expect(await actorBySession(ctx.db, used.token, after(12 * 60))).toBeNull();
  }
});

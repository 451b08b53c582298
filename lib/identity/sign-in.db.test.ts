import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { auditEntries, loginSessions } from "#db/schema/identity.ts";
import { test } from "#lib/fixtures/database.ts";
import { newToken, sha256 } from "#lib/platform/hash.ts";
import { localPath, signOut } from "./sign-in.ts";
import { actorBySession } from "./sign-ins.ts";

test("a session opens until it ends, and is revoked at once", async ({ ctx, given }) => {
  const person = await given.person([{ role: "researcher", spaceId: null }]);
  const token = newToken();
  const expiresAt = ctx.now.add({ hours: 1 });
  await ctx.db
    .insert(loginSessions)
    .values({ personId: person.personId, tokenHash: sha256(token), method: "code", expiresAt });

  expect(await actorBySession(ctx.db, token, ctx.now)).toEqual({ ...person, method: "code" });
  expect(await actorBySession(ctx.db, token, expiresAt)).toBeNull();
  expect(await actorBySession(ctx.db, newToken(), ctx.now)).toBeNull();

  const signedIn = given.as(ctx, person);
  await signOut(signedIn, token);
  await signOut(signedIn, token);
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  expect(await ctx.db.$count(auditEntries, eq(auditEntries.action, "identity.signed_out"))).toBe(1);
});

test.for([
  ["/nl/me", "/nl/me"],
  ["/fr?q=a", "/fr?q=a"],
  ["//evil.example", "/en"],
  ["https://evil.example", "/en"],
  ["/nl\\evil", "/en"],
  ["/en/\nx", "/en"],
  ["/en/\t", "/en"],
  [null, "/en"],
] as const)("after signing in, %j leads to %s", ([wanted, path]) => {
  expect(localPath(wanted, "/en")).toBe(path);
});

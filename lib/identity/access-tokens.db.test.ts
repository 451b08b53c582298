import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { accessTokens } from "#db/schema/identity.ts";
import { test } from "#lib/fixtures/database.ts";
import type { Context } from "#lib/identity/context.ts";
import { createAccessToken } from "./access-tokens.ts";
import { can } from "./policy.ts";
import { actorByAccessToken } from "./sign-ins.ts";

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

test("a learner makes no token, and an unknown scope makes none either", async ({ ctx }) => {
  const asked = { email: "nobody@trivium.test", name: "t", scopes: ["booking.request"] };
  await expect(createAccessToken(ctx, asked)).rejects.toMatchObject({ kind: "forbidden" });
  const administrator: Context = { ...ctx, actor: { kind: "system", name: "cli" } };
  await expect(createAccessToken(administrator, { ...asked, scopes: ["everything"] })).rejects.toThrow(
    "is no scope",
  );
  await expect(createAccessToken(administrator, asked)).rejects.toThrow("Nobody has the address");
});

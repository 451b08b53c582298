import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { auditEntries, people } from "#db/schema/identity.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { makeFeed, readFeed } from "#lib/booking/calendars/feeds.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import type { Context, PersonActor } from "../context.ts";
import { createOwnToken } from "../programs/access-tokens.ts";
import { actorByAccessToken, actorBySession } from "../sign-in/askers.ts";
import { openSession } from "../sign-in/sign-in.ts";
import {
  acceptInvitation,
  findInvitation,
  makeInvitation,
  makeReset,
  resetSecondFactor,
  sendInvitation,
} from "./invitations.ts";
import { changePassword, haveIPassword } from "./password-change.ts";
import { signInStaff } from "./staff.ts";
import { totpCode } from "./totp.ts";

const OLD = "three roads that meet";
const NEW = "a kettle under the stairs";
const email = "rosa.peeters@fabriek.be";

const at = (ctx: Context, minutes: number): Context => ({ ...ctx, now: ctx.now.add({ minutes }) });
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";

/**
 * Rosa, a researcher with password and app, the administrator, and what Rosa's app says at a
 * moment.
 */
async function settled(ctx: Context, given: Given) {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const rosa = await given.person([{ role: "researcher", spaceId: null }], {
    email,
    displayName: "Rosa Peeters",
  });
  const token = tokenOf(await makeInvitation(administrator, rosa.personId, "nl"));
  const found = await findInvitation(ctx, token);
  expect(found?.kind).toBe("first");
  const secret = found?.secret ?? "";
  const first = await acceptInvitation(ctx, {
    token,
    password: OLD,
    code: totpCode(secret, ctx.now),
  });
  return {
    administrator,
    rosa: given.as(ctx, { ...rosa, method: "password" as const }),
    personId: rosa.personId,
    secret,
    ...first,
  };
}

const told = async (ctx: Context, personId: string) =>
  (await ctx.db.select().from(outboxMessages).where(eq(outboxMessages.personId, personId))).map(
    ({ data }) => data.what,
  );

test("a password is changed with the old one; sessions and tokens of before end, and its owner is told", async ({
  ctx,
  given,
}) => {
  const { rosa, session, personId, secret } = await settled(ctx, given);
  const token = await createOwnToken(rosa, { name: "script", scopes: ["research.read"] });

  await expect(changePassword(rosa, { current: "wrong", password: NEW })).rejects.toMatchObject({
    reason: { code: "identity.password_wrong" },
  });
  await expect(changePassword(rosa, { current: OLD, password: OLD })).rejects.toMatchObject({
    reason: { code: "identity.password_same" },
  });
  expect(await actorBySession(ctx.db, session.token, ctx.now)).toMatchObject({ personId });
  const changed = await changePassword(rosa, { current: OLD, password: NEW });

  expect(await actorBySession(ctx.db, session.token, ctx.now)).toBeNull();
  expect(await actorByAccessToken(ctx.db, token, ctx.now)).toBeNull();
  expect(await actorBySession(ctx.db, changed.token, ctx.now)).toMatchObject({
    personId,
    method: "password",
  });
  expect(await told(ctx, personId)).toEqual(["passwordChanged"]);
  const later = at(ctx, 5);
  const enter = (password: string) =>
    signInStaff(later, { email, password, code: totpCode(secret, later.now) });
  await expect(enter(OLD)).rejects.toMatchObject({ kind: "invalid" });
  await expect(enter(NEW)).resolves.toHaveProperty("token");
});

test("no way to set a password takes a weak one", async ({ ctx, given }) => {
  const { rosa, administrator, personId, recovery } = await settled(ctx, given);
  const common = { kind: "invalid", reason: { code: "identity.password_common" } };
  const about = { kind: "invalid", reason: { code: "identity.password_about_you" } };
  await expect(
    changePassword(rosa, { current: OLD, password: "password1234" }),
  ).rejects.toMatchObject(common);
  await expect(
    changePassword(rosa, { current: OLD, password: "rosa met de pet" }),
  ).rejects.toMatchObject(about);
  const token = tokenOf(await makeInvitation(administrator, personId, "nl"));
  const code = recovery[0] ?? "";
  await expect(
    acceptInvitation(ctx, { token, password: "Password1234!", code }),
  ).rejects.toMatchObject(common);
  await expect(
    acceptInvitation(ctx, { token, password: "fabriek in de zon", code }),
  ).rejects.toMatchObject(about);
  // What was refused used up neither the link nor the code.
  await expect(acceptInvitation(ctx, { token, password: NEW, code })).resolves.toHaveProperty(
    "session",
  );
});

test("only whoever has a password changes one, and not by a card or a token", async ({
  ctx,
  given,
}) => {
  const learner = await given.person();
  expect(await haveIPassword(given.as(ctx, learner))).toBe(false);
  await expect(
    changePassword(given.as(ctx, learner), { current: "", password: NEW }),
  ).rejects.toMatchObject({
    reason: { code: "identity.password_wrong" },
  });
  const { rosa } = await settled(ctx, given);
  const actor = rosa.actor as PersonActor;
  for (const change of [{ method: "card" as const }, { scopes: ["research.read"] }])
    await expect(
      changePassword(given.as(ctx, { ...actor, ...change }), { current: OLD, password: NEW }),
    ).rejects.toMatchObject({ kind: "forbidden" });
});

test("a mailed link sets a new password with the app that is there, and never replaces the app", async ({
  ctx,
  given,
}) => {
  const { administrator, personId, secret, recovery, session } = await settled(ctx, given);
  await sendInvitation(administrator, personId, "nl");
  const [mail] = await ctx.db
    .select()
    .from(outboxMessages)
    .where(eq(outboxMessages.template, "identity-new-password"));
  const token = tokenOf(String(mail?.data.link));
  const offered = await findInvitation(ctx, token);
  expect(offered?.kind).toBe("password");

  const wrongApp = { reason: { code: "identity.totp_wrong" } };
  const accept = (code: string) => acceptInvitation(ctx, { token, password: NEW, code });
  // The secret that the link carries is nobody's app.
  await expect(accept(totpCode(offered?.secret ?? "", ctx.now))).rejects.toMatchObject(wrongApp);
  await expect(accept("")).rejects.toMatchObject(wrongApp);
  // Set up with this code a moment ago: it opens once.
  await expect(accept(totpCode(secret, ctx.now))).rejects.toMatchObject(wrongApp);
  expect(await actorBySession(ctx.db, session.token, ctx.now)).toMatchObject({ personId });

  const later = at(ctx, 3);
  const accepted = await acceptInvitation(later, {
    token,
    password: NEW,
    code: totpCode(secret, later.now),
  });
  expect(accepted.recovery).toEqual([]);
  expect(await actorBySession(ctx.db, session.token, ctx.now)).toBeNull();
  await expect(accept(recovery[0] ?? "")).rejects.toMatchObject({ kind: "gone" });
  const again = at(ctx, 6);
  const entry = { email, password: NEW, code: totpCode(secret, again.now) };
  await expect(signInStaff(again, entry)).resolves.toHaveProperty("token");
});

test("a lost app is reset by an administrator, with a code from hand to hand, and its owner is told", async ({
  ctx,
  given,
}) => {
  const { administrator, personId, secret, session, recovery } = await settled(ctx, given);
  const code = await resetSecondFactor(administrator, personId, "nl");

  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
  expect(await told(ctx, personId)).toEqual(["factorReset"]);
  expect(await actorBySession(ctx.db, session.token, ctx.now)).toBeNull();
  const later = at(ctx, 5);
  for (const old of [totpCode(secret, later.now), recovery[0] ?? ""])
    await expect(signInStaff(later, { email, password: OLD, code: old })).rejects.toMatchObject({
      kind: "invalid",
    });
  const entries = await ctx.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, personId));
  expect(entries.map(({ action, actor }) => [action, actor])).toContainEqual([
    "identity.second_factor_reset",
    `person:${(administrator.actor as PersonActor).personId}`,
  ]);
  // A mail alone brings no other link meanwhile.
  await expect(sendInvitation(administrator, personId, "nl")).rejects.toMatchObject({
    reason: { code: "identity.reset_in_person" },
  });

  const [mail] = await ctx.db
    .select()
    .from(outboxMessages)
    .where(eq(outboxMessages.template, "identity-reset"));
  expect(JSON.stringify(mail?.data)).not.toContain(code);
  const token = tokenOf(String(mail?.data.link));
  const offered = await findInvitation(ctx, token);
  const app = totpCode(offered?.secret ?? "", ctx.now);
  expect(offered?.kind).toBe("both");
  expect(await findInvitation(ctx, token.replace("handed-", ""))).toBeNull();
  for (const handed of [undefined, "", "AAAAAAAAAA"])
    await expect(
      acceptInvitation(ctx, { token, password: NEW, code: app, handed }),
    ).rejects.toMatchObject({
      reason: { code: "identity.handed_wrong" },
    });
  const typed = `${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`;
  const accepted = await acceptInvitation(ctx, { token, password: NEW, code: app, handed: typed });
  expect(accepted.recovery).toHaveLength(10);
  const next = at(ctx, 10);
  const entry = { email, password: NEW, code: totpCode(offered?.secret ?? "", next.now) };
  await expect(signInStaff(next, entry)).resolves.toHaveProperty("token");
});

test("secret calendar links end with every new password, and with a reset; those of others go on", async ({
  ctx,
  given,
}) => {
  const { administrator, rosa, personId, recovery } = await settled(ctx, given);
  const other = given.as(ctx, await given.person());
  const linkOf = async (of: Context) => {
    const { address } = await makeFeed(of, { shows: "person", withTitles: true });
    return address.split("/").at(-1)?.replace(".ics", "") ?? "";
  };
  const kept = await linkOf(other);
  const ends = {
    change: () => changePassword(rosa, { current: OLD, password: NEW }),
    link: async () => {
      const token = tokenOf(await makeInvitation(administrator, personId, "nl"));
      return acceptInvitation(ctx, { token, password: OLD, code: recovery[0] ?? "" });
    },
    reset: () => resetSecondFactor(administrator, personId, "nl"),
  };
  for (const end of Object.values(ends)) {
    const link = await linkOf(rosa);
    await expect(readFeed(ctx, link)).resolves.toContain("BEGIN:VCALENDAR");
    await end();
    await expect(readFeed(ctx, link)).rejects.toMatchObject({ kind: "not_found" });
  }
  await expect(readFeed(ctx, kept)).resolves.toContain("BEGIN:VCALENDAR");
});

test("who may reset an app, and whose", async ({ ctx, given }) => {
  const { administrator, rosa, personId } = await settled(ctx, given);
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  for (const other of [manager, rosa])
    await expect(resetSecondFactor(other, personId, "nl")).rejects.toMatchObject({
      kind: "forbidden",
    });
  const own = (administrator.actor as PersonActor).personId;
  await expect(resetSecondFactor(administrator, own, "nl")).rejects.toMatchObject({
    reason: { code: "identity.not_yourself" },
  });
  const learner = await given.person();
  await expect(resetSecondFactor(administrator, learner.personId, "nl")).rejects.toMatchObject({
    reason: { code: "identity.nothing_to_reset" },
  });
  const [row] = await ctx.db.select().from(people).where(eq(people.id, personId));
  expect(row?.totpConfirmedAt).not.toBeNull();
  const cli: Context = { ...ctx, actor: { kind: "system", name: "cli" } };
  await expect(makeReset(cli, personId, "nl")).resolves.toHaveProperty("code");
});

test("a session that was opened before the reset opens nothing after it", async ({
  ctx,
  given,
}) => {
  const { administrator, personId } = await settled(ctx, given);
  const { token } = await openSession(ctx, personId, "organisation");
  await resetSecondFactor(administrator, personId, "nl");
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
});

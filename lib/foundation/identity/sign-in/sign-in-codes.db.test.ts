import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { people, signInCodes } from "#db/schema/identity.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { NOW } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import type { Context } from "../context.ts";
import { actorBySession } from "./askers.ts";
import { requestSignInCode, signInByCode } from "./sign-in-codes.ts";

const email = "lien.peeters@trivium.test";
const locale = "nl" as const;
const wrong = { kind: "invalid", reason: { code: "identity.code_wrong" } };
let database: FreshDatabase;
let ctx: Context;

beforeEach(async () => {
  database = await freshDatabase();
  ctx = { actor: { kind: "visitor" }, now: NOW, db: database.connect(20).db, requestId: "test" };
});
afterEach(() => database.drop());

const mails = () => ctx.db.select().from(outboxMessages).orderBy(outboxMessages.createdAt);

async function mailedCode(): Promise<string> {
  await requestSignInCode(ctx, email, locale);
  return String((await mails()).at(-1)?.data.code);
}

const otherThan = (code: string) => (code === "000000" ? "111111" : "000000");

test("a code makes an account at the first time, and opens it once", async () => {
  const code = await mailedCode();

  const { token } = await signInByCode(ctx, { email, code, locale });

  expect(await actorBySession(ctx.db, token, ctx.now)).toMatchObject({
    displayName: "lien.peeters",
    locale: "nl",
    roles: [],
  });
  await expect(signInByCode(ctx, { email, code, locale })).rejects.toMatchObject(wrong);
});

test("of two who send the same code at once, one comes in", async () => {
  for (let round = 0; round < 5; round += 1) {
    const now = NOW.add({ hours: 2 * round });
    await requestSignInCode({ ...ctx, now }, email, locale);
    const codes = (await mails()).map(({ data }) => String(data.code));
    const code = codes.at(-1) ?? "";
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => signInByCode({ ...ctx, now }, { email, code, locale })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
  expect(await ctx.db.$count(people)).toBe(1);
});

test("five wrong tries end a code, also when they come at once", async () => {
  const code = await mailedCode();

  const guesses = await Promise.allSettled(
    Array.from({ length: 5 }, () => signInByCode(ctx, { email, code: otherThan(code), locale })),
  );

  expect(guesses.every(({ status }) => status === "rejected")).toBe(true);
  await expect(signInByCode(ctx, { email, code, locale })).rejects.toMatchObject(wrong);
});

test("a code ends after ten minutes, and when a newer one was asked for", async () => {
  const code = await mailedCode();
  const late = { ...ctx, now: NOW.add({ minutes: 10 }) };
  await expect(signInByCode(late, { email, code, locale })).rejects.toMatchObject(wrong);

  await requestSignInCode({ ...ctx, now: NOW.add({ seconds: 1 }) }, email, locale);
  await expect(signInByCode(ctx, { email, code, locale })).rejects.toMatchObject(wrong);
});

test("no table holds a code that could be read back", async () => {
  const code = await mailedCode();
  const [row] = await ctx.db.select().from(signInCodes);
  expect(JSON.stringify(row)).not.toContain(code);
});

test("staff get no code but the way to their own door; a closed account gets nothing", async () => {
  const given = givenOn(ctx.db);
  await given.person([{ role: "researcher", spaceId: null }], { email });
  await requestSignInCode(ctx, email, locale);
  expect((await mails()).map(({ template }) => template)).toEqual(["identity-staff"]);

  await ctx.db.update(people).set({ disabledAt: ctx.now }).where(eq(people.email, email));
  await requestSignInCode(ctx, email, locale);
  expect(await mails()).toHaveLength(1);
});

test("somebody who became staff after the code was sent does not come in with it", async () => {
  const code = await mailedCode();
  await givenOn(ctx.db).person([{ role: "administrator", spaceId: null }], { email });

  await expect(signInByCode(ctx, { email, code, locale })).rejects.toMatchObject({
    kind: "forbidden",
    reason: { code: "identity.staff_needs_password" },
  });
});

test("a mailbox is not filled by somebody who keeps asking", async () => {
  for (let asked = 0; asked < 5; asked += 1) await requestSignInCode(ctx, email, locale);
  await expect(requestSignInCode(ctx, email, locale)).rejects.toMatchObject({
    kind: "rate_limited",
  });
  await expect(requestSignInCode(ctx, "another@trivium.test", locale)).resolves.toBeUndefined();
});

test("strangers who ask and guess keep nobody from their own code", async () => {
  const from = (address: string): Context => ({ ...ctx, client: { address, device: "" } });
  const ask = crypto.randomUUID();
  await requestSignInCode(from("192.0.2.7"), email, locale, ask);
  const code = String((await mails()).at(-1)?.data.code);

  // From one address: as often as it may, and more.
  const stranger = from("198.51.100.1");
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, () => requestSignInCode(stranger, email, locale)),
  );
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (let at = 0; at < 30; at += 1)
    await signInByCode(stranger, { email, code: otherThan(code), locale }).catch(() => {});

  await expect(
    signInByCode(from("192.0.2.7"), { email, code: otherThan(code), locale, ask }),
  ).rejects.toMatchObject(wrong);
  await expect(
    signInByCode(from("192.0.2.7"), { email, code, locale, ask }),
  ).resolves.toHaveProperty("token");
  await expect(signInByCode(from("192.0.2.7"), { email, code, locale, ask })).rejects.toMatchObject(
    wrong,
  );
  await expect(requestSignInCode(from("203.0.113.9"), email, locale)).resolves.toBeUndefined();
});

test("a form that asked may try five times, however many at once", async () => {
  const ask = crypto.randomUUID();
  await requestSignInCode(ctx, email, locale, ask);
  const code = String((await mails()).at(-1)?.data.code);
  await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      signInByCode(ctx, { email, code: otherThan(code), locale, ask }),
    ),
  );
  await expect(signInByCode(ctx, { email, code, locale, ask })).rejects.toMatchObject(wrong);
});

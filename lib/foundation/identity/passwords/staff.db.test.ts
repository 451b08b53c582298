import { afterEach, beforeEach, expect, test } from "vitest";
import { people } from "#db/schema/identity.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { NOW } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import type { Context } from "../context.ts";
import { actorBySession } from "../sign-in/askers.ts";
import { deviceProof, knownDevice } from "../sign-in/devices.ts";
import { acceptInvitation, findInvitation, makeInvitation, sendInvitation } from "./invitations.ts";
import { signInStaff } from "./staff.ts";
import { totpCode } from "./totp.ts";

const email = "rosa@trivium.test";
const password = "three roads that meet";
const wrong = { kind: "invalid", reason: { code: "identity.staff_wrong" } };
const later = (minutes: number): Context => ({ ...ctx, now: NOW.add({ minutes }) });
let database: FreshDatabase;
let ctx: Context;
let personId: string;

beforeEach(async () => {
  database = await freshDatabase();
  ctx = {
    actor: { kind: "system", name: "cli" },
    now: NOW,
    db: database.connect(20).db,
    requestId: "test",
  };
  const person = await givenOn(ctx.db).person([{ role: "researcher", spaceId: null }], { email });
  personId = person.personId;
});
afterEach(() => database.drop());

async function invited(): Promise<string> {
  const link = await makeInvitation(ctx, personId, "en");
  return new URL(link).searchParams.get("token") ?? "";
}

/** With password and second factor set, as of now. */
async function setUp(): Promise<{ secret: string; recovery: string[] }> {
  const token = await invited();
  const invitation = await findInvitation(ctx, token);
  const secret = invitation?.secret ?? "";
  const { recovery } = await acceptInvitation(ctx, {
    token,
    password,
    code: totpCode(secret, ctx.now),
  });
  return { secret, recovery };
}

test("a link sets password and second factor once, within 48 hours", async () => {
  const token = await invited();
  const { secret } = (await findInvitation(ctx, token)) ?? { secret: "" };
  const at = (now: Temporal.Instant) =>
    acceptInvitation({ ...ctx, now }, { token, password, code: totpCode(secret, now) });

  await expect(acceptInvitation(ctx, { token, password, code: "000000" })).rejects.toMatchObject({
    reason: { code: "identity.totp_wrong" },
  });
  await expect(at(NOW.add({ hours: 48 }))).rejects.toMatchObject({ kind: "gone" });
  const [accepted, ...others] = (await Promise.allSettled([at(NOW), at(NOW)])).sort((a) =>
    a.status === "fulfilled" ? -1 : 1,
  );
  if (accepted?.status !== "fulfilled") throw new Error("nobody came in");
  expect(accepted.value.recovery).toHaveLength(10);
  expect(await actorBySession(ctx.db, accepted.value.session.token, NOW)).toMatchObject({
    personId,
  });
  expect(others.map(({ status }) => status)).toEqual(["rejected"]);

  const [row] = await ctx.db.select().from(people);
  expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
  expect(row?.totpSecret).not.toContain(secret);
});

test("a newer link ends the older one, and unknown links offer nothing", async () => {
  const older = await invited();
  const newer = await invited();
  expect(await findInvitation(ctx, older)).toBeNull();
  expect(await findInvitation(ctx, newer)).not.toBeNull();
  expect(await findInvitation(ctx, "")).toBeNull();
});

test("an invitation leaves by mail to whoever has an address", async () => {
  await sendInvitation(ctx, personId, "en");
  const [mail] = await ctx.db.select().from(outboxMessages);
  expect(mail).toMatchObject({ template: "identity-invitation", toEmail: email });

  const nameless = await givenOn(ctx.db).person([], { email: null });
  await expect(sendInvitation(ctx, nameless.personId, "en")).rejects.toMatchObject({
    reason: { code: "identity.no_email" },
  });
});

test("ten wrong passwords lock nobody out on a device they know, and nobody anywhere else", async () => {
  const { secret } = await setUp();
  const here = later(5);
  const from = (address: string, devices?: string): Context => ({
    ...here,
    client: { address, device: "", devices },
  });
  const enter = (at: Context) =>
    signInStaff(at, { email, password, code: totpCode(secret, at.now) });
  const { stamp } = await enter(from("192.0.2.7"));
  const known = deviceProof(from("192.0.2.7"), email, stamp);

  const guesses = Array.from({ length: 60 }, () =>
    signInStaff(from("192.0.2.7"), { email, password: "wrong", code: "000000" }),
  );
  const refused = (await Promise.allSettled(guesses)).map(
    (guess) => guess.status === "rejected" && guess.reason.kind,
  );
  expect(refused.filter((kind) => kind === "rate_limited")).toHaveLength(50);

  const next = later(6);
  const again = (at: Context) => enter({ ...next, client: at.client });
  // The same address, which strangers have used up; a device of somebody else; one's own.
  await expect(again(from("192.0.2.7"))).rejects.toMatchObject({ kind: "rate_limited" });
  const others = deviceProof(from("192.0.2.7"), "other@trivium.test", stamp);
  await expect(again(from("192.0.2.7", others))).rejects.toMatchObject({ kind: "rate_limited" });
  await expect(again(from("192.0.2.7", known))).resolves.toHaveProperty("token");
  const later7 = later(7);
  await expect(enter({ ...later7, client: from("198.51.100.1").client })).resolves.toHaveProperty(
    "token",
  );
  // A device is known until the password changes.
  expect(knownDevice(from("", known), email, "another password")).toBeNull();
  expect(
    knownDevice({ ...from("", known), now: here.now.add({ hours: 181 * 24 }) }, email, stamp),
  ).toBeNull();
});

test("a password needs its second factor, and a code of the app opens once", async () => {
  const { secret } = await setUp();
  const then = later(5);
  const code = totpCode(secret, then.now);

  await expect(signInStaff(then, { email, password, code: "" })).rejects.toMatchObject(wrong);
  await expect(signInStaff(then, { email, password: "wrong", code })).rejects.toMatchObject(wrong);
  await expect(
    signInStaff(then, { email: "nobody@trivium.test", password, code }),
  ).rejects.toMatchObject(wrong);

  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => signInStaff(then, { email, password, code })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const earlier = totpCode(secret, then.now.subtract({ seconds: 30 }));
  await expect(signInStaff(then, { email, password, code: earlier })).rejects.toMatchObject(wrong);

  const next = later(6);
  const fresh = totpCode(secret, next.now);
  await expect(signInStaff(next, { email, password, code: fresh })).resolves.toHaveProperty(
    "token",
  );
});

test("a recovery code opens once, as it is typed", async () => {
  const { recovery } = await setUp();
  const code = `${recovery[0]?.slice(0, 5).toLowerCase()} ${recovery[0]?.slice(5)}`;

  const tries = await Promise.allSettled(
    [1, 2].map(() => signInStaff(ctx, { email, password, code })),
  );

  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(
    signInStaff(ctx, { email, password, code: recovery[1] ?? "" }),
  ).resolves.toHaveProperty("token");
});

test("a password is not guessed for long", async () => {
  for (let tried = 0; tried < 10; tried += 1)
    await signInStaff(ctx, { email, password: "wrong", code: "000000" }).catch(() => {});
  await expect(signInStaff(ctx, { email, password, code: "000000" })).rejects.toMatchObject({
    kind: "rate_limited",
  });
});

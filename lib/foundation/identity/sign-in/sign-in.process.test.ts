import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Connection, connect } from "#db/client.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { openings } from "#db/schema/spaces.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { givenOn } from "#testing/given.ts";
import { type Organisation, startOrganisation } from "#testing/organisation.ts";
import { type Answer, type PlainBrowser, plainBrowser } from "#testing/plain-browser.ts";
import type { Service } from "#testing/service.ts";
import { startTwoWebs, type TwoWebs } from "#testing/two-webs.ts";
import type { Context } from "../context.ts";
import { acceptInvitation, findInvitation, makeInvitation } from "../passwords/invitations.ts";
import { totpCode } from "../passwords/totp.ts";
import { issueCard } from "./cards.ts";

/**
 * Two web processes of one network, and an organisation that signs people in.
 */
let organisation: Organisation;
let network: TwoWebs;
let connection: Connection;
let one: Service;
let other: Service;

beforeAll(async () => {
  organisation = await startOrganisation();
  network = await startTwoWebs({
    ...organisation.settings,
    // What another product of this machine may have left: none of it is ours.
    AUTH_URL: "not an address",
    AUTH_REDIRECT_PROXY_URL: "https://elsewhere.example",
    AUTH_OIDC_ISSUER: "https://elsewhere.example",
  });
  ({ one, other } = network);
  // What this process seals and hashes, the two others open.
  vi.stubEnv("AUTH_SECRET", network.env.AUTH_SECRET);
  connection = connect(network.database.applicationUrl);
});

afterAll(async () => {
  organisation.close();
  await connection?.close();
  await network?.stop();
});

const ROSA = { sub: "42", email: "rosa@trivium.test", email_verified: true, name: "Rosa" };

/** Leaves from one process and comes back to the other. */
async function signIn({ ask }: PlainBrowser, claims: Record<string, unknown> = ROSA) {
  const left = await ask(one, "/api/auth/oidc?next=/en/me/account");
  expect(left.status).toBe(303);
  const visit = new URL(left.location);
  expect(visit.origin).toBe(organisation.issuer);
  organisation.say(visit, claims);
  const state = visit.searchParams.get("state") ?? "";
  return ask(other, `/api/auth/oidc/callback?${new URLSearchParams({ code: "c", state })}`);
}

/** Whether pages and programs of both processes know this browser. */
async function known({ ask }: PlainBrowser): Promise<boolean[]> {
  const found: boolean[] = [];
  for (const service of [one, other]) {
    const program = await ask(service, "/api/v1/me/data");
    const page = await ask(service, "/en/me/account");
    // A card opens no data of one's own: who asks is known all the same.
    expect([200, 401, 403]).toContain(program.status);
    expect([200, 307]).toContain(page.status);
    found.push(program.status !== 401, page.status === 200);
  }
  return found;
}

const EVERYWHERE = [true, true, true, true];
const NOWHERE = [false, false, false, false];

/** Each way of signing in, begun and ended on either of the two. @returns the last answer */
const WAYS: Record<string, (visitor: PlainBrowser) => Promise<Answer>> = {
  "an organisation": (visitor) => signIn(visitor),
  async "a card"(visitor) {
    const { id: spaceId } = await given().space();
    const { personId } = await given().person([{ role: "learner", spaceId }], { email: null });
    const card = await issueCard(await administrator(), personId);
    return visitor.send(one, "/en/sign-in/card?next=/en/me/account", { values: { card } });
  },
  async "a code that was mailed"(visitor) {
    const email = "lien@trivium.test";
    const sent = await visitor.send(one, "/en/sign-in?next=/en/me/account", {
      values: { email },
    });
    const [mail] = await db()
      .select()
      .from(outboxMessages)
      .where(eq(outboxMessages.toEmail, email));
    const values = { code: String(mail?.data.code) };
    return visitor.send(other, "/en/sign-in?next=/en/me/account", { values, page: sent });
  },
  async "a password and an app"(visitor) {
    const email = "staff@trivium.test";
    const { personId } = await given().person([{ role: "researcher", spaceId: null }], { email });
    const ctx = await administrator();
    const link = await makeInvitation(ctx, personId, "en");
    const token = new URL(link).searchParams.get("token") ?? "";
    const { secret = "" } = (await findInvitation(ctx, token)) ?? {};
    const password = "three roads that meet";
    await acceptInvitation(ctx, { token, password, code: totpCode(secret, ctx.now) });
    // The app's next code: each opens once.
    const code = totpCode(secret, ctx.now.add({ seconds: 30 }));
    const values = { email, password, code };
    return visitor.send(one, "/en/sign-in/staff?next=/en/me/account", { values });
  },
};

const db = () => connection.db;
const given = () => givenOn(db());

async function administrator(): Promise<Context> {
  const actor = await given().person([{ role: "administrator", spaceId: null }]);
  return { actor, now: Temporal.Now.instant(), db: db(), requestId: "test" };
}

test.for(Object.entries(WAYS))(
  "a sign-in by %s is known to pages and programs of both processes, and ends at once on both",
  async ([, way]) => {
    const visitor = plainBrowser();
    expect(await way(visitor)).toMatchObject({ status: 303, location: "/en/me/account" });
    expect(visitor.jar.has("trivium")).toBe(true);
    expect(await known(visitor)).toEqual(EVERYWHERE);

    const still = plainBrowser();
    still.jar.set("trivium", visitor.jar.get("trivium") ?? "");
    const left = await visitor.ask(one, "/api/sign-out", {
      method: "POST",
      body: new URLSearchParams({ next: "/en" }),
      headers: { origin: one.url },
    });
    expect(left.status).toBe(303);
    expect(await known(still)).toEqual(NOWHERE);
    expect([...still.jar]).toEqual([]);
  },
);

test("a guest's link opens one booking on both processes, no session, and ends at once on both", async () => {
  const space = await given().space();
  const room = await given().room({ spaceId: space.id });
  const start = Temporal.Now.instant().add({ hours: 48 }).round("hour");
  const during = { start, end: start.add({ hours: 1 }) };
  await db().insert(openings).values({ spaceId: space.id, during });
  const visitor = plainBrowser();
  const booked = await visitor.ask(one, "/api/v1/guest-bookings", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify({
      roomId: room.id,
      start: `${start}`,
      end: `${during.end}`,
      people: 2,
      name: "Fatima",
      phone: "0470 12 34 56",
    }),
  });
  expect(booked, booked.text).toMatchObject({ status: 201 });
  const { pathname } = new URL(JSON.parse(booked.text).link);
  for (const service of [one, other]) {
    expect(await visitor.ask(service, pathname)).toMatchObject({ status: 200 });
    expect(await visitor.ask(service, "/api/v1/me/data")).toMatchObject({ status: 401 });
  }
  expect(visitor.jar.has("trivium")).toBe(false);
  await visitor.send(one, pathname, { button: MESSAGES.en.guest.one.forgetDo });
  for (const service of [one, other])
    expect(await visitor.ask(service, pathname)).toMatchObject({ status: 404 });
});

test("a session that is gone, or was never ours, is signed out cleanly", async () => {
  const rosa = plainBrowser();
  await signIn(rosa);
  const client = new pg.Client({ connectionString: network.database.url });
  await client.connect();
  await client.query("delete from login_session");
  await client.end();
  for (const value of [rosa.jar.get("trivium") ?? "", "eyJhbGciOiJkaXIifQ..x", "a%3Bb%0D%0Ac"]) {
    const visitor = plainBrowser();
    visitor.jar.set("trivium", value);
    // A part of a page that a script asks for: whoever asked may have signed in anew meanwhile.
    expect(await visitor.ask(one, "/en/me/account", { headers: { rsc: "1" } })).not.toMatchObject({
      status: 500,
    });
    expect(visitor.jar.has("trivium")).toBe(true);
    expect(await visitor.ask(one, "/api/v1/me/data")).toMatchObject({ status: 401 });
    expect(await visitor.ask(one, "/en")).toMatchObject({ status: 200 });
    expect([...visitor.jar]).toEqual([]);
  }
});

test("who comes back with something else than they left with is nobody", async () => {
  const visitor = plainBrowser();
  const left = await visitor.ask(one, "/api/auth/oidc?next=/nl");
  organisation.say(new URL(left.location), ROSA);
  const back = await visitor.ask(one, "/api/auth/oidc/callback?code=c&state=another");
  expect(back).toMatchObject({
    status: 303,
    location: "/nl/sign-in?failed=identity.organisation_failed",
  });
  expect(visitor.jar.has("trivium")).toBe(false);
  expect(await plainBrowser().ask(one, "/api/auth/oidc/callback?code=c&state=s")).toMatchObject({
    status: 303,
  });
});

test.for([
  "session",
  "csrf",
  "providers",
  "signin",
  "signin/oidc",
  "signout",
  "callback/oidc?code=c",
  "error",
  "verify-request",
  "webauthn-options/oidc",
])("next-auth's own address %s does not exist", async (path) => {
  for (const method of ["GET", "POST"])
    expect(await plainBrowser().ask(one, `/api/auth/${path}`, { method })).toMatchObject({
      status: 404,
    });
});

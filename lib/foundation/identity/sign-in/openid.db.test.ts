import { createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { externalIdentities, loginSessions, people } from "#db/schema/identity.ts";
import { test } from "#testing/database.ts";
import { type Organisation, rsa, type Signer, startOrganisation } from "#testing/organisation.ts";
import type { Context, HeldRole } from "../context.ts";

/** Of somebody who is not the organisation. */
const { privateKey: wrongKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
let organisation: Organisation;

/** The settings are read at the first import of what asks for them. */
beforeAll(async () => {
  organisation = await startOrganisation();
  for (const [name, value] of Object.entries(organisation.settings)) vi.stubEnv(name, value);
  vi.stubEnv("OIDC_STAFF_ACR", "urn:two-factors");
  vi.stubEnv("OIDC_STAFF_AMR", "otp,hwk");
});
afterAll(() => {
  vi.unstubAllEnvs();
  organisation.close();
});

type Change = {
  state?: string;
  nonce?: string;
  signedBy?: Signer;
  links?: boolean;
  kept?: string[];
  iss?: string;
};

/**
 * Goes there and comes back, as a browser would.
 *
 * @returns the cookies that it is given then, by name
 */
async function visit(ctx: Context, claims: Record<string, unknown>, change: Change = {}) {
  const { beginVisit, completeVisit } = await import("./openid-visit.ts");
  const begun = await beginVisit(ctx);
  const url = new URL(begun.location);
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(url.searchParams.get("redirect_uri")).toMatch(
    /^http:\/\/[^/]+\/api\/auth\/oidc\/callback$/,
  );
  const jar = cookiesFrom(begun.cookies);
  organisation.say(url, claims, change);
  const state = change.state ?? url.searchParams.get("state");
  const { cookies } = await completeVisit(ctx, {
    search: `?${new URLSearchParams({ code: "c", state: state ?? "", iss: change.iss ?? organisation.issuer })}`,
    cookieOf: async (name) =>
      change.kept && !change.kept.includes(name) ? null : (jar.get(name) ?? null),
    links: change.links ?? false,
    locale: "nl",
  });
  return cookiesFrom(cookies);
}

function cookiesFrom(headers: string[]): Map<string, string> {
  return new Map(
    headers.map((header) => {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      expect(header).toContain("HttpOnly");
      expect(header).toContain("SameSite=Lax");
      return [name, decodeURIComponent(value)];
    }),
  );
}

/** The token of the session that was opened. */
async function tokenOf(ctx: Context, claims: Record<string, unknown>, change: Change = {}) {
  const token = (await visit(as(ctx, { kind: "visitor" }), claims, change)).get("trivium");
  if (!token) throw new Error("no session was opened");
  return token;
}

const as = (ctx: Context, actor: Context["actor"]): Context => ({ ...ctx, actor });
const refused = { kind: "unauthenticated", reason: { code: "identity.organisation_failed" } };
const rosa = { sub: "42", email: "Rosa@Trivium.test", email_verified: true, name: "Rosa" };

test("an organisation's answer holds only with its own state, nonce and code", async ({ ctx }) => {
  const { claimsFrom } = await import("./openid.ts");
  expect(claimsFrom({ ...rosa, iss: organisation.issuer })).toEqual({
    issuer: organisation.issuer,
    subject: "42",
    verifiedEmail: "rosa@trivium.test",
    name: "Rosa",
    withTwoFactors: false,
  });
  await expect(visit(ctx, rosa, { state: "of another window" })).rejects.toMatchObject(refused);
  await expect(visit(ctx, rosa, { nonce: "of another visit" })).rejects.toMatchObject(refused);
  await expect(visit(ctx, rosa, { iss: "https://another.example" })).rejects.toMatchObject(refused);
  await expect(visit(ctx, { ...rosa, aud: "another service" })).rejects.toMatchObject(refused);
  await expect(visit(ctx, { ...rosa, iss: "https://another.example" })).rejects.toMatchObject(
    refused,
  );
  await expect(visit(ctx, { ...rosa, exp: 1 })).rejects.toMatchObject(refused);
  expect(await ctx.db.$count(loginSessions)).toBe(0);
  expect(await ctx.db.$count(externalIdentities)).toBe(0);
  expect(await signInWith(ctx, rosa)).toMatchObject({
    displayName: "Rosa",
    method: "organisation",
  });
});

test.for([
  ["organisation-state"],
  ["organisation-nonce"],
  ["organisation-pkcecodeverifier"],
] as const)("without the cookie %s, nobody comes back", async ([missing], { ctx }) => {
  const all = ["organisation-state", "organisation-nonce", "organisation-pkcecodeverifier"];
  const kept = all.filter((name) => name !== missing);
  await expect(visit(ctx, rosa, { kept })).rejects.toMatchObject(refused);
  expect(await visit(ctx, rosa, { kept: all })).toSatisfy((jar: Map<string, string>) =>
    jar.has("trivium"),
  );
});

test("what the browser keeps meanwhile says nothing in the open, and goes when it has come back", async ({
  ctx,
}) => {
  const { beginVisit } = await import("./openid-visit.ts");
  const { location, cookies } = await beginVisit(ctx);
  const { searchParams } = new URL(location);
  for (const name of ["state", "nonce"])
    expect(cookies.join("\n")).not.toContain(`=${searchParams.get(name)};`);
  const jar = await visit(ctx, rosa);
  expect(Object.fromEntries([...jar].filter(([name]) => name !== "trivium"))).toEqual({
    "organisation-state": "",
    "organisation-nonce": "",
    "organisation-pkcecodeverifier": "",
  });
});

test("a session of an organisation is known by its hash alone, and ends at once where it is read", async ({
  ctx,
}) => {
  const { actorBySession } = await import("./askers.ts");
  const { authenticated } = await import("./auth.ts");
  const now = { ...ctx, now: Temporal.Now.instant() };
  const token = await tokenOf(now, rosa);
  const [row] = await ctx.db.select().from(loginSessions);
  expect(JSON.stringify(row)).not.toContain(token);
  expect(row?.tokenHash).toBe(createHash("sha256").update(token).digest("hex"));
  const actor = await actorBySession(ctx.db, token, now.now);
  expect(await authenticated(now, token)).toEqual(actor);

  await ctx.db.update(loginSessions).set({ revokedAt: now.now });
  expect(await authenticated(now, token)).toBeNull();
  expect(await actorBySession(ctx.db, token, now.now)).toBeNull();
});

test("an answer that comes while the database is away is no refusal of the organisation", async ({
  ctx,
}) => {
  const away = Object.assign(new Error("away"), { code: "57P01", severity: "FATAL" });
  const { beginVisit, completeVisit } = await import("./openid-visit.ts");
  const begun = await beginVisit(ctx);
  const { searchParams } = new URL(begun.location);
  organisation.say(new URL(begun.location), rosa);
  const jar = cookiesFrom(begun.cookies);
  const broken = {
    ...ctx,
    db: {
      select: () => {
        throw away;
      },
      transaction: async () => {
        throw away;
      },
    } as never,
  };
  await expect(
    completeVisit(broken, {
      search: `?${new URLSearchParams({ code: "c", state: searchParams.get("state") ?? "" })}`,
      cookieOf: async (name) => jar.get(name) ?? null,
      links: false,
      locale: "nl",
    }),
  ).rejects.toBe(away);
});

test.for([
  ["a key that is not the organisation's", rsa(wrongKey)],
  ["a key that the organisation does not name", rsa(wrongKey, "another")],
  ["no key at all", { head: { alg: "none" }, sign: () => "" }],
  ["nothing, in the name of the key", { head: { alg: "RS256", kid: "k" }, sign: () => "" }],
  [
    "the client's secret",
    {
      head: { alg: "HS256" },
      sign: (text) => createHmac("sha256", "secret").update(text).digest("base64url"),
    },
  ],
] satisfies [string, Signer][])(
  "a token signed with %s is refused",
  async ([, signedBy], { ctx }) => {
    await expect(visit(ctx, rosa, { signedBy })).rejects.toMatchObject(refused);
    expect(await ctx.db.$count(loginSessions)).toBe(0);
    expect(await signInWith(ctx, rosa)).toMatchObject({ displayName: "Rosa" });
  },
);

const notLinked = { kind: "forbidden", reason: { code: "identity.organisation_not_linked" } };

/** Signs in with what the organisation says, and returns who the session belongs to. */
async function signInWith(ctx: Context, claims: Record<string, unknown>) {
  const { actorBySession } = await import("./askers.ts");
  return actorBySession(ctx.db, await tokenOf(ctx, claims), ctx.now);
}

test.for([
  ["an administrator", [{ role: "administrator", spaceId: null }], {}],
  ["a researcher", [{ role: "researcher", spaceId: null }], {}],
  ["a partner", [{ role: "partner", spaceId: null }], {}],
  ["somebody with a password and no role", [], { passwordHash: "of somebody" }],
] satisfies [string, HeldRole[], Record<string, string>][])(
  "the word of an organisation alone does not open the account of %s",
  async ([, roles, change], { ctx, given }) => {
    const { personId } = await given.person(roles, { email: "rosa@trivium.test", ...change });
    await expect(signInWith(ctx, rosa)).rejects.toMatchObject(notLinked);
    expect(await ctx.db.$count(externalIdentities)).toBe(0);
    await expect(signInWith(ctx, { ...rosa, acr: "urn:one", amr: ["pwd"] })).rejects.toMatchObject(
      notLinked,
    );
    expect(await signInWith(ctx, { ...rosa, acr: "urn:two-factors" })).toMatchObject({ personId });
    expect(await signInWith(ctx, { ...rosa, amr: ["pwd", "otp"] })).toMatchObject({ personId });
    // What it said once holds for that sign-in alone.
    await expect(signInWith(ctx, rosa)).rejects.toMatchObject(notLinked);
  },
);

test("staff link their organisation while signed in with both factors, and from then on it opens", async ({
  ctx,
  given,
}) => {
  const { claimsFrom, myIdentities, unlinkIdentity } = await import("./openid.ts");
  const link = async (linking: Context) => {
    // Whoever links is signed in already, and gets no other session.
    expect((await visit(linking, { sub: "of Ada" }, { links: true })).has("trivium")).toBe(false);
  };
  const administrator = await given.person([{ role: "administrator", spaceId: null }]);
  const { personId } = administrator;
  const ada = given.as(ctx, { ...administrator, method: "password" });
  const claims = claimsFrom({ iss: organisation.issuer, sub: "of Ada" });
  for (const method of ["organisation", "code", "card", "demonstration", undefined] as const)
    await expect(link(given.as(ctx, { ...administrator, method }))).rejects.toMatchObject({
      kind: "forbidden",
    });
  await link(ada);
  expect(await signInWith(ctx, { sub: "of Ada" })).toMatchObject({ personId });
  expect(await myIdentities(ada)).toMatchObject([{ subject: "of Ada", isConfirmed: true }]);

  const other = given.as(ctx, {
    ...(await given.person([{ role: "administrator", spaceId: null }])),
    method: "password",
  });
  await expect(link(other)).rejects.toMatchObject({
    reason: { code: "identity.organisation_of_another" },
  });
  await unlinkIdentity(other, claims);
  expect(await signInWith(ctx, { sub: "of Ada" })).toMatchObject({ personId });
  await unlinkIdentity(ada, claims);
  expect(await myIdentities(ada)).toEqual([]);
  expect((await signInWith(ctx, { sub: "of Ada" }))?.personId).not.toBe(personId);
});

test("a learner whom an organisation signs in is signed out when they become staff, and links first", async ({
  ctx,
  given,
}) => {
  const { actorBySession } = await import("./askers.ts");
  const { grantRole } = await import("../people/people.ts");
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const learner = await given.person([], { email: "rosa@trivium.test" });
  const token = await tokenOf(ctx, rosa);
  expect(await actorBySession(ctx.db, token, ctx.now)).toMatchObject({
    personId: learner.personId,
  });

  await grantRole(administrator, { personId: learner.personId, role: "researcher", spaceId: null });
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  await expect(signInWith(ctx, rosa)).rejects.toMatchObject(notLinked);
});

test("an account is linked by verified address once, and known by its subject from then on", async ({
  ctx,
  given,
}) => {
  const known = await given.person([{ role: "learner", spaceId: (await given.space()).id }], {
    email: "rosa@trivium.test",
  });
  const signIn = (claims: Record<string, unknown>) => signInWith(ctx, claims);

  expect(await signIn(rosa)).toMatchObject({
    personId: known.personId,
    roles: [{ role: "learner" }],
  });
  expect(
    await signIn({ sub: "42", email: "moved@trivium.test", email_verified: true }),
  ).toMatchObject({
    personId: known.personId,
  });

  const unverified = await signIn({
    sub: "43",
    email: "rosa@trivium.test",
    email_verified: false,
    name: "R",
  });
  expect(unverified?.personId).not.toBe(known.personId);
  expect(unverified).toMatchObject({ displayName: "R", roles: [] });

  await ctx.db.update(people).set({ disabledAt: ctx.now }).where(eq(people.id, known.personId));
  await expect(signIn(rosa)).rejects.toMatchObject({ reason: { code: "identity.account_closed" } });
});

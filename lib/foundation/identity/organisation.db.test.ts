import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { externalIdentities, people } from "#db/schema/identity.ts";
import { test } from "#testing/database.ts";
import type { Context, HeldRole } from "./context.ts";

const CLIENT = "trivium";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** Of somebody who is not the organisation. */
const { privateKey: wrongKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** What the stand-in says at the next exchange of a code. */
let answer: { nonce: string; challenge: string; claims: Record<string, unknown>; signedBy: Signer };
let server: Server;
let issuer: string;

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The head of a token and the signature under it. */
type Signer = { head: Record<string, string>; sign: (text: string) => string };

const rsa = (key: KeyObject, kid = "k"): Signer => ({
  head: { alg: "RS256", kid },
  sign: (text) => sign("sha256", Buffer.from(text), key).toString("base64url"),
});
const byTheOrganisation = rsa(privateKey);

function idToken(): string {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: CLIENT,
    iat: seconds,
    exp: seconds + 60,
    nonce: answer.nonce,
    ...answer.claims,
  };
  const head = `${base64(answer.signedBy.head)}.${base64(claims)}`;
  return `${head}.${answer.signedBy.sign(head)}`;
}

/** A small issuer in this process: discovery, keys, and a token endpoint that checks the PKCE verifier. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.url === "/.well-known/openid-configuration")
      return send(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    if (request.url === "/keys")
      return send(200, {
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }],
      });
    let body = "";
    for await (const chunk of request) body += chunk;
    const verifier = new URLSearchParams(body).get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (challenge !== answer.challenge) return send(400, { error: "invalid_grant" });
    return send(200, { access_token: "a", token_type: "Bearer", expires_in: 60, id_token: idToken() });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("OIDC_ISSUER", issuer);
  vi.stubEnv("OIDC_CLIENT_ID", CLIENT);
  vi.stubEnv("OIDC_CLIENT_SECRET", "secret");
  vi.stubEnv("OIDC_STAFF_ACR", "urn:two-factors");
  vi.stubEnv("OIDC_STAFF_AMR", "otp,hwk");
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

/** Goes there and comes back, as a browser would. The settings are read at the first import. */
async function visit(
  claims: Record<string, unknown>,
  change: { state?: string; nonce?: string; signedBy?: Signer } = {},
) {
  const { beginOidc, claimsFrom } = await import("./organisation.ts");
  const { url, visit } = await beginOidc("/nl/me");
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  answer = {
    nonce: change.nonce ?? url.searchParams.get("nonce") ?? "",
    challenge: url.searchParams.get("code_challenge") ?? "",
    claims,
    signedBy: change.signedBy ?? byTheOrganisation,
  };
  const state = change.state ?? url.searchParams.get("state");
  return claimsFrom(`?${new URLSearchParams({ code: "c", state: state ?? "", iss: issuer })}`, visit);
}

const refused = { kind: "unauthenticated", reason: { code: "identity.organisation_failed" } };
const rosa = { sub: "42", email: "Rosa@Trivium.test", email_verified: true, name: "Rosa" };

test("an organisation's answer holds only with its own state and nonce", async () => {
  expect(await visit(rosa)).toEqual({
    issuer,
    subject: "42",
    verifiedEmail: "rosa@trivium.test",
    name: "Rosa",
    withTwoFactors: false,
  });
  await expect(visit(rosa, { state: "of another window" })).rejects.toMatchObject(refused);
  await expect(visit(rosa, { nonce: "of another visit" })).rejects.toMatchObject(refused);
  await expect(visit({ ...rosa, aud: "another service" })).rejects.toMatchObject(refused);
  await expect(visit({ ...rosa, exp: 1 })).rejects.toMatchObject(refused);
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
] satisfies [string, Signer][])("a token signed with %s is refused", async ([, signedBy]) => {
  await expect(visit(rosa, { signedBy })).rejects.toMatchObject(refused);
  expect(await visit(rosa)).toMatchObject({ subject: "42" });
});

const notLinked = { kind: "forbidden", reason: { code: "identity.organisation_not_linked" } };

/** Signs in with what the organisation says, and returns who the session belongs to. */
async function signInWith(ctx: Context, claims: Record<string, unknown>) {
  const { signInByOrganisation } = await import("./organisation.ts");
  const { actorBySession } = await import("./sign-ins.ts");
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  const { token } = await signInByOrganisation(visitor, await visit(claims), "nl");
  return actorBySession(ctx.db, token, ctx.now);
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
    await expect(signInWith(ctx, { ...rosa, acr: "urn:one", amr: ["pwd"] })).rejects.toMatchObject(notLinked);
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
  const { linkIdentity, myIdentities, unlinkIdentity } = await import("./organisation.ts");
  const administrator = await given.person([{ role: "administrator", spaceId: null }]);
  const { personId } = administrator;
  const ada = given.as(ctx, { ...administrator, method: "password" });
  const claims = await visit({ sub: "of Ada" });
  for (const method of ["organisation", "code", "card", "demonstration", undefined] as const)
    await expect(linkIdentity(given.as(ctx, { ...administrator, method }), claims)).rejects.toMatchObject({
      kind: "forbidden",
    });
  await linkIdentity(ada, claims);
  expect(await signInWith(ctx, { sub: "of Ada" })).toMatchObject({ personId });
  expect(await myIdentities(ada)).toMatchObject([{ subject: "of Ada", isConfirmed: true }]);

  const other = given.as(ctx, {
    ...(await given.person([{ role: "administrator", spaceId: null }])),
    method: "password",
  });
  await expect(linkIdentity(other, claims)).rejects.toMatchObject({
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
  const { actorBySession } = await import("./sign-ins.ts");
  const { signInByOrganisation } = await import("./organisation.ts");
  const { grantRole } = await import("./people.ts");
  const administrator = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  const learner = await given.person([], { email: "rosa@trivium.test" });
  const { token } = await signInByOrganisation(ctx, await visit(rosa), "nl");
  expect(await actorBySession(ctx.db, token, ctx.now)).toMatchObject({ personId: learner.personId });

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

  expect(await signIn(rosa)).toMatchObject({ personId: known.personId, roles: [{ role: "learner" }] });
  expect(await signIn({ sub: "42", email: "moved@trivium.test", email_verified: true })).toMatchObject({
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

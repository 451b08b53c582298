import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { people } from "#db/schema/identity.ts";
import { test } from "#lib/fixtures/database.ts";
import type { Context } from "./context.ts";

const CLIENT = "trivium";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** What the stand-in says at the next exchange of a code. */
let answer: { nonce: string; challenge: string; claims: Record<string, unknown> };
let server: Server;
let issuer: string;

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

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
  const head = `${base64({ alg: "RS256", kid: "k" })}.${base64(claims)}`;
  return `${head}.${sign("sha256", Buffer.from(head), privateKey).toString("base64url")}`;
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
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

/** Goes there and comes back, as a browser would. The settings are read at the first import. */
async function visit(claims: Record<string, unknown>, change: { state?: string; nonce?: string } = {}) {
  const { beginOidc, claimsFrom } = await import("./organisation.ts");
  const { url, visit } = await beginOidc("/nl/me");
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  answer = {
    nonce: change.nonce ?? url.searchParams.get("nonce") ?? "",
    challenge: url.searchParams.get("code_challenge") ?? "",
    claims,
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
  });
  await expect(visit(rosa, { state: "of another window" })).rejects.toMatchObject(refused);
  await expect(visit(rosa, { nonce: "of another visit" })).rejects.toMatchObject(refused);
  await expect(visit({ ...rosa, aud: "another service" })).rejects.toMatchObject(refused);
  await expect(visit({ ...rosa, exp: 1 })).rejects.toMatchObject(refused);
});

test("an account is linked by verified address once, and known by its subject from then on", async ({
  ctx,
  given,
}) => {
  const { signInByOrganisation } = await import("./organisation.ts");
  const { actorBySession } = await import("./sign-ins.ts");
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  const known = await given.person([{ role: "researcher", spaceId: null }], { email: "rosa@trivium.test" });
  const signIn = async (claims: Record<string, unknown>) => {
    const { token } = await signInByOrganisation(visitor, await visit(claims), "nl");
    return actorBySession(ctx.db, token, ctx.now);
  };

  expect(await signIn(rosa)).toMatchObject({ personId: known.personId, roles: [{ role: "researcher" }] });
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

import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const CLIENT = "trivium";
const SECRET = "secret";

/** The head of a token and the signature under it. */
export type Signer = { head: Record<string, string>; sign: (text: string) => string };

export const rsa = (key: KeyObject, kid = "k"): Signer => ({
  head: { alg: "RS256", kid },
  sign: (text) => sign("sha256", Buffer.from(text), key).toString("base64url"),
});

/** What differs from an honest answer. */
type Change = { nonce?: string; signedBy?: Signer };

type Claims = Record<string, unknown>;

/** What is answered when a code is exchanged. */
type Agreed = { visit: URL; claims: Claims; nonce: string; signedBy: Signer };

/**
 * A small organisation in this process that signs people in by OpenID Connect: its description, its
 * keys, a page where people say who they are, and a token endpoint that checks secret, address and
 * PKCE verifier, and takes each code of that page once.
 *
 * @property settings as the environment names them
 * @property say what it answers when the code of this visit is exchanged, for who does not come to
 *   its page
 */
export type Organisation = {
  issuer: string;
  settings: Record<string, string>;
  say: (visit: URL, claims: Claims, change?: Change) => void;
  close: () => void;
};

/**
 * @param host under which it is known; another than the service's is another site for a browser
 * @param members who can sign in on its page, by the name on their button
 */
export async function startOrganisation({
  host = "127.0.0.1",
  members = {},
}: {
  host?: string;
  members?: Record<string, Claims>;
} = {}): Promise<Organisation> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let said: Agreed | null = null;
  const byCode = new Map<string, Agreed>();
  const agree = (
    visit: URL,
    claims: Claims,
    { nonce, signedBy = rsa(privateKey) }: Change = {},
  ) => ({
    visit,
    claims,
    signedBy,
    nonce: nonce ?? visit.searchParams.get("nonce") ?? "",
  });

  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const asked = new URL(request.url ?? "/", issuer);
    if (asked.pathname === "/.well-known/openid-configuration")
      return send(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    if (asked.pathname === "/keys")
      return send(200, {
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }],
      });
    const sent = new URLSearchParams(await textOf(request));
    if (asked.pathname === "/authorize" && request.method === "GET")
      return response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end(membersPage(Object.keys(members)));
    if (asked.pathname === "/authorize") {
      const code = randomUUID();
      byCode.set(code, agree(asked, members[sent.get("member") ?? ""] ?? {}));
      const back = new URL(asked.searchParams.get("redirect_uri") ?? "");
      back.searchParams.set("code", code);
      back.searchParams.set("state", asked.searchParams.get("state") ?? "");
      return response.writeHead(303, { location: back.href }).end();
    }
    const code = sent.get("code") ?? "";
    const agreed = byCode.get(code) ?? said;
    byCode.delete(code);
    if (!agreed || !fits(agreed, sent)) return send(400, { error: "invalid_grant" });
    return send(200, {
      access_token: "a",
      token_type: "Bearer",
      expires_in: 60,
      id_token: idToken(issuer, agreed),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    settings: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT, OIDC_CLIENT_SECRET: SECRET },
    say(visit, claims, change) {
      said = agree(visit, claims, change);
    },
    close: () => server.close(),
  };
}

/** Whether a code is exchanged by the program that asked for it, for the address that it named. */
function fits({ visit: { searchParams: agreed } }: Agreed, sent: URLSearchParams): boolean {
  const challenge = createHash("sha256")
    .update(sent.get("code_verifier") ?? "")
    .digest("base64url");
  return (
    challenge === agreed.get("code_challenge") &&
    sent.get("redirect_uri") === agreed.get("redirect_uri") &&
    sent.get("client_id") === CLIENT &&
    sent.get("client_secret") === SECRET
  );
}

function idToken(issuer: string, { claims, nonce, signedBy }: Agreed): string {
  const seconds = Math.floor(Date.now() / 1000);
  const times = { iat: seconds, exp: seconds + 60 };
  const head = `${base64(signedBy.head)}.${base64({ iss: issuer, aud: CLIENT, ...times, nonce, ...claims })}`;
  return `${head}.${signedBy.sign(head)}`;
}

/** Where a browser says who it is: a button for each. */
function membersPage(names: readonly string[]): string {
  const buttons = names.map((name) => `<button name="member" value="${name}">${name}</button>`);
  return `<!doctype html><html lang="en"><title>Sign in</title><form method="post">${buttons.join("")}</form></html>`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
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

/**
 * A small organisation in this process that signs people in by OpenID Connect: its description, its
 * keys, and a token endpoint that checks secret, address and PKCE verifier.
 *
 * @property settings as the environment names them
 * @property say what it answers when the code of this visit is exchanged
 */
export type Organisation = {
  issuer: string;
  settings: Record<string, string>;
  say: (visit: URL, claims: Record<string, unknown>, change?: Change) => void;
  close: () => void;
};

export async function startOrganisation(): Promise<Organisation> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let answer: {
    visit: URL;
    claims: Record<string, unknown>;
    nonce: string;
    signedBy: Signer;
  } | null = null;
  const server = createServer(async (request, response) => {
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
    const asked = new URLSearchParams(body);
    const agreed = answer?.visit.searchParams;
    const challenge = createHash("sha256")
      .update(asked.get("code_verifier") ?? "")
      .digest("base64url");
    const fits =
      challenge === agreed?.get("code_challenge") &&
      asked.get("redirect_uri") === agreed?.get("redirect_uri") &&
      asked.get("client_id") === CLIENT &&
      asked.get("client_secret") === SECRET;
    if (!fits) return send(400, { error: "invalid_grant" });
    return send(200, {
      access_token: "a",
      token_type: "Bearer",
      expires_in: 60,
      id_token: idToken(),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    settings: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT, OIDC_CLIENT_SECRET: SECRET },
    say(visit, claims, { nonce, signedBy = rsa(privateKey) } = {}) {
      answer = { visit, claims, signedBy, nonce: nonce ?? visit.searchParams.get("nonce") ?? "" };
    },
    close: () => server.close(),
  };

  function idToken(): string {
    if (!answer) throw new Error("nobody said what the organisation answers");
    const seconds = Math.floor(Date.now() / 1000);
    const times = { iat: seconds, exp: seconds + 60 };
    const { claims, nonce, signedBy } = answer;
    const head = `${base64(signedBy.head)}.${base64({ iss: issuer, aud: CLIENT, ...times, nonce, ...claims })}`;
    return `${head}.${signedBy.sign(head)}`;
  }
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

import { eq, sql } from "drizzle-orm";
import { accessTokens, people } from "#db/schema/identity.ts";
import { newToken, sha256 } from "#lib/platform/hash.ts";
import { recordAudit } from "./audit.ts";
import type { Context } from "./context.ts";
import { ACTIONS, authorise } from "./policy.ts";

export type NewToken = { email: string; name: string; scopes: string[] };

/**
 * Makes a personal access token. Only its hash is kept: what is returned cannot be shown again.
 *
 * @throws Error when nobody has this address, or a scope is no action of the policy
 */
export async function createAccessToken(ctx: Context, { email, name, scopes }: NewToken): Promise<string> {
  authorise(ctx.actor, "people.manage");
  const unknown = scopes.find((scope) => !ACTIONS.some((action) => action === scope));
  if (unknown) throw new Error(`"${unknown}" is no scope. Scopes: ${ACTIONS.join(", ")}`);

  return ctx.db.transaction(async (db) => {
    const [person] = await db
      .select({ id: people.id })
      .from(people)
      .where(eq(sql`lower(${people.email})`, email.toLowerCase()));
    if (!person) throw new Error(`Nobody has the address ${email}.`);
    const token = newToken();
    await db
      .insert(accessTokens)
      .values({ personId: person.id, name, scopes, tokenHash: sha256(token), createdAt: ctx.now });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.token_created",
      spaceId: null,
      subject: person.id,
    });
    return token;
  });
}

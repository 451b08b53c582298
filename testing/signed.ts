import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { issuerKeysOf } from "#lib/learning/badges/credentials/keys.ts";
import { test as base } from "./database.ts";
import { documentHolds, faultsOfShape, publicOf, tokenHolds } from "./second-verifier.ts";

/**
 * Tests of badges: at the end of each, everything that was signed in it is verified by code that
 * did not sign it, and each badge is held against the strict schema of 1EdTech.
 */
export const test = base.extend("everythingSigned", { auto: true }, ({ ctx }, { onCleanup }) => {
  onCleanup(async () => {
    await expectSignedHolds(ctx.db);
  });
});

/** All badges, recognitions and lists of withdrawn badges of a database. */
export async function expectSignedHolds(db: Database): Promise<{ badges: number; others: number }> {
  const keys = new Map(
    (await issuerKeysOf(db)).map(({ fragment, publicJwk }) => [fragment, publicOf(publicJwk)]),
  );
  const keyOf = (name: string) => {
    const key = keys.get(name.slice(name.indexOf("#") + 1));
    if (!key) throw new Error(`${name} is no key of ours`);
    return key;
  };
  const holds = async (signed: string) => {
    const document = JSON.parse(signed);
    const [{ verificationMethod }] = [document.proof].flat();
    return documentHolds(document, keyOf(verificationMethod));
  };

  const badges = await rowsOf<{ signed: string; signedJwt: string }>(
    db,
    sql`select signed, signed_jwt from credential`,
  );
  for (const { signed, signedJwt } of badges) {
    expect(faultsOfShape(JSON.parse(signed)), signed).toEqual([]);
    expect(await holds(signed), signed).toBe(true);
    const header = JSON.parse(
      Buffer.from(signedJwt.split(".", 1)[0] ?? "", "base64url").toString(),
    );
    expect(tokenHolds(signedJwt, keyOf(header.kid)), signedJwt).toBe(true);
  }
  const others = await rowsOf<{ signed: string }>(
    db,
    sql`select signed from endorsement union all select signed from status_list`,
  );
  for (const { signed } of others) expect(await holds(signed), signed).toBe(true);
  return { badges: badges.length, others: others.length };
}

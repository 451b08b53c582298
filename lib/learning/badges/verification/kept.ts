import type { Database } from "#db/client.ts";
import { didDocument } from "../credentials/did-document.ts";
import { issuerKeysOf } from "../credentials/keys.ts";
import { newestSigned } from "../credentials/queries.ts";
import type { Fetch } from "./fetching.ts";
import { jsonObject } from "./json.ts";
import { openToken, type Signed, signatureOf } from "./signatures.ts";

/** Each takes some milliseconds: of a large network the newest are looked at. */
const MOST_LOOKED_AT = 1_000;

/**
 * How many badges are kept in bytes that were not signed so: as a document, or as a token. Of the
 * newest thousand. Keys that are believed no more count here, for what they signed was not changed;
 * so does the address of the service before it moved.
 */
export async function unverifiedBadges(db: Database): Promise<number> {
  const keys = (await issuerKeysOf(db)).map((key) => ({ ...key, distrustedAt: null }));
  const fetch: Fetch = async (url) => {
    const text = JSON.stringify(didDocument(new URL(url).origin, keys));
    return { is: "found", url, type: "application/json", bytes: Buffer.from(text) };
  };
  let unverified = 0;
  for (const { signed, signedJwt: token } of await newestSigned({ db }, MOST_LOOKED_AT)) {
    const credential = jsonObject(signed);
    const forms: (Signed | null)[] = [credential && { is: "json", credential }, openToken(token)];
    const passed = await Promise.all(
      forms.map(
        async (form) =>
          form !== null && (await signatureOf(form, fetch)).proof.outcome === "passed",
      ),
    );
    if (passed.includes(false)) unverified += 1;
  }
  return unverified;
}

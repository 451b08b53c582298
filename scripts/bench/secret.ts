import { newToken } from "#lib/foundation/platform/secrets/hash.ts";

/**
 * The key of this process and of each service it starts, made before any of them reads its
 * settings: cards, tablets and sealed answers that are made here are read there.
 */
export const secret = newToken();
process.env.AUTH_SECRET = secret;

import { createHash, createHmac, randomBytes } from "node:crypto";

/** For secrets with enough entropy of their own (tokens): a plain hash cannot be guessed back. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** For short codes: without the key, nobody can try all of them against a stolen table. */
export function keyedHash(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** 256 random bits, safe in a cookie and in an address. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

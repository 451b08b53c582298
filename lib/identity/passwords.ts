import { hash, verify } from "@node-rs/argon2";

/** Argon2id, the library's default; memory in KiB. @see OWASP Password Storage Cheat Sheet */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function passwordHash(password: string): Promise<string> {
  return hash(password, COST);
}

let nobodys: Promise<string> | undefined;

/** Takes as long for an account without a password as for one with: the answer's time tells nothing. */
export async function passwordFits(known: string | null, password: string): Promise<boolean> {
  nobodys ??= passwordHash("of nobody");
  const fits = await verify(known ?? (await nobodys), password);
  return known !== null && fits;
}

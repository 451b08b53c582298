import { hash, verify } from "@node-rs/argon2";
import { inTurn } from "#lib/platform/turns.ts";

/** Argon2id, the library's default; memory in KiB. @see OWASP Password Storage Cheat Sheet */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes a core and 19 MB: four at once leave the others their answers. */
const turn = inTurn({ atOnce: 4, waiting: 32 });

/** @throws DomainError busy when too many wait */
export function passwordHash(password: string): Promise<string> {
  return turn(() => hash(password, COST));
}

let nobodys: Promise<string> | undefined;

/**
 * Takes as long for an account without a password as for one with: the answer's time tells nothing.
 *
 * @throws DomainError busy when too many wait
 */
export async function passwordFits(known: string | null, password: string): Promise<boolean> {
  nobodys ??= hash("of nobody", COST);
  const against = known ?? (await nobodys);
  const fits = await turn(() => verify(against, password));
  return known !== null && fits;
}

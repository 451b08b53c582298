import { withdrawAgain } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { erasePerson } from "./erasure.ts";
import type { Erasures } from "./erasure-list.ts";

/**
 * What repeating changed.
 *
 * @property refused ids of people who are needed still, each with the reason
 */
export type Repeated = {
  people: number;
  consents: number;
  refused: { person: string; reason: string }[];
};

/**
 * Erases and withdraws once more what a restored database has again. Whoever it does not know, or
 * has erased, is left.
 */
export async function repeatErasures(
  ctx: Context,
  { people, consents }: Erasures,
): Promise<Repeated> {
  const repeated: Repeated = { people: 0, consents: 0, refused: [] };
  for (const person of people)
    try {
      await erasePerson(ctx, person);
      repeated.people += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind !== "not_found") repeated.refused.push({ person, reason: error.reason.code });
    }
  for (const consent of consents) if (await withdrawAgain(ctx, consent)) repeated.consents += 1;
  return repeated;
}

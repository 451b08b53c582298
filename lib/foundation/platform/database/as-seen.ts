import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "../errors/errors.ts";

const CHARACTERS = 16;

/** What a form carries of the state that it was drawn with. */
export const seenMark = z.string().length(CHARACTERS);

/**
 * A short mark of a state, the same for the same state: whoever saves a form has seen the state of
 * which it carries the mark, and writes over no other.
 *
 * @param state what the form shows, its fields always in one order; null where nothing is there yet
 */
export function markOf(state: object | null): string {
  const text = JSON.stringify(state);
  return createHash("sha256").update(text).digest("base64url").slice(0, CHARACTERS);
}

/**
 * @param state as it is now, read under the lock of the change
 * @param seen the mark of what was seen; undefined where nobody has looked, as of a change that is
 *   no form's
 * @throws DomainError conflict where it has changed since
 */
export function refuseUnlessSeen(state: object | null, seen: string | undefined): void {
  if (seen !== undefined && seen !== markOf(state))
    throw new DomainError("conflict", { code: "common.changed_meanwhile" });
}

import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { neverNull } from "#db/expressions.ts";
import { profileAnswers } from "#db/schema/consent.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { PROFILE_CODES, type ProfileCode } from "./catalogue.ts";

/**
 * Whose answer it is, and to what: sealed together with it, so that one moved to another row cannot
 * be opened there.
 */
export type AnswerPlace = { personId: string; field: string };

/** An answer as its table keeps it. `code` is set only in rows from before answers were sealed. */
type KeptAnswer = AnswerPlace & { sealed: string | null; code: string | null };

const LONGEST = Math.max(...PROFILE_CODES.map((code) => code.length));

/**
 * The answer as it is kept. All answers to one question have the same length when they are sealed.
 */
export function sealAnswer(place: AnswerPlace, code: string): string {
  return seal(authSecret(), sealedText(place, code));
}

/** @throws Error when it was sealed with another key, changed, or moved from another row */
export function openAnswer({ sealed, code, ...place }: KeptAnswer): ProfileCode {
  const text = sealed === null ? sealedText(place, code ?? "") : unseal(authSecret(), sealed);
  const found = PROFILE_CODES.find((known) => sealedText(place, known) === text);
  if (!found) throw new Error("an answer that belongs to another row");
  return found;
}

function sealedText({ personId, field }: AnswerPlace, code: string): string {
  return [personId, field, code.padEnd(LONGEST)].join(" ");
}

/** Every answer that stands, opened: for counts of many people only. */
export async function openAnswers(
  db: Database,
): Promise<{ personId: string; field: string; code: ProfileCode }[]> {
  const rows = await db
    .select()
    .from(profileAnswers)
    .orderBy(profileAnswers.personId, profileAnswers.field);
  return rows.map((row) => ({ personId: row.personId, field: row.field, code: openAnswer(row) }));
}

const AT_ONCE = 500;

/** Seals answers that were kept in clear before there was a seal. @returns how many */
export async function sealOldAnswers(db: Database): Promise<number> {
  let done = 0;
  for (;;) {
    const sealedNow = await db.transaction(async (tx) => {
      const rows = await tx
        .select({
          personId: profileAnswers.personId,
          field: profileAnswers.field,
          code: neverNull(profileAnswers.code),
        })
        .from(profileAnswers)
        .where(isNull(profileAnswers.sealed))
        .orderBy(profileAnswers.personId, profileAnswers.field)
        .limit(AT_ONCE)
        .for("update", { skipLocked: true });
      for (const { code, ...place } of rows)
        await tx
          .update(profileAnswers)
          .set({ sealed: sealAnswer(place, code), code: null })
          .where(
            and(eq(profileAnswers.personId, place.personId), eq(profileAnswers.field, place.field)),
          );
      return rows.length;
    });
    done += sealedNow;
    if (sealedNow < AT_ONCE) return done;
  }
}

import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { revokeCredential } from "#lib/learning/badges/credentials/commands.ts";
import { rotateKeys } from "#lib/learning/badges/credentials/keys.ts";
import { test } from "#testing/database.ts";
import { earnBadges } from "#testing/earned.ts";
import { ALL_KEPT, brokenPromises } from "./invariants.ts";

const KEPT = { ...ALL_KEPT, brokenChains: expect.any(Number) };

test("badges that were signed, withdrawn, and signed with a key of before keep what is promised", async ({
  ctx,
  given,
}) => {
  const { signed, admin } = await earnBadges(ctx, given, 2);
  await revokeCredential(admin, signed[0] ?? "", "Given by mistake");
  await rotateKeys({ ...admin, now: ctx.now.add({ hours: 1 }) });
  expect(await brokenPromises(ctx.db)).toEqual(KEPT);
});

const MEDDLING: [string, string, Record<string, number>][] = [
  [
    "one letter of a badge is another",
    "update credential set signed = replace(signed, 'Herstellen', 'Bakken')",
    { badgesChanged: 1, badgesUnverified: 1 },
  ],
  [
    "the token of a badge is cut",
    "update credential set signed_jwt = left(signed_jwt, -6)",
    { badgesUnverified: 1 },
  ],
  [
    "the list says less than the badge",
    "update credential set revoked_at = now(), revoke_reason = 'x'",
    { badgesOtherThanTheirStatus: 1 },
  ],
  [
    "a list counts one too many",
    "update status_list set taken = taken + 1",
    { statusListsMiscounted: 1 },
  ],
  ["a badge is gone whose award is signed", "delete from credential", { issuedWithoutBadge: 1 }],
  [
    "an award is no longer signed",
    "update award set state = 'accepted', accepted_at = null, accepted_how = null",
    { badgesWithoutAward: 1 },
  ],
];

test("whoever meddles with what was signed is seen", async ({ ctx, given }) => {
  await earnBadges(ctx, given, 1);
  for (const [what, change, broken] of MEDDLING) {
    const meddled = ctx.db.transaction(async (db) => {
      await db.execute(sql.raw(change));
      expect(await brokenPromises(db), what).toEqual({ ...KEPT, ...broken });
      throw new Undone();
    });
    await expect(meddled, what).rejects.toThrow(Undone);
  }
});

/** Each change is taken back before the next. */
class Undone extends Error {}

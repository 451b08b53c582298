import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { contactHash } from "#lib/booking/guests/guest-contact.ts";
import { guestToken, linkHash } from "#lib/booking/guests/guest-link.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";

/**
 * What is sealed under AUTH_SECRET: table, the columns that name a row, and the column. All of it
 * is sealed anew.
 */
export const SEALED: [table: string, key: string[], column: string][] = [
  ["person", ["id"], "totp_secret"],
  ["invitation", ["id"], "totp_secret"],
  ["kiosk_device", ["id"], "private_key"],
  ["webhook", ["id"], "secret"],
  ["webhook", ["id"], "old_secret"],
  ["profile_answer", ["person_id", "field"], "sealed"],
  ["issuer_key", ["id"], "private_key"],
];

/**
 * What a change of AUTH_SECRET does, by the file that uses it: a test holds that there is no other.
 */
export const FATES: Record<string, string> = {
  "lib/booking/bookings/addressee.ts":
    "offers to an address that nobody has yet lapse, within a week",
  "lib/booking/guests/guest-contact.ts": "worked out anew",
  "lib/booking/guests/guest-link.ts":
    "worked out anew: links that were mailed before open nothing, the next letter has the new one",
  "lib/foundation/consent/answers.ts": "sealed anew",
  "lib/foundation/identity/audit/audit-witness.ts": "the file is moved aside and begins anew",
  "lib/foundation/identity/sign-in/auth.ts":
    "ended: whoever is at their organisation's sign-in just then begins anew; sessions go on",
  "lib/foundation/identity/sign-in/cards.ts": "ended: cards are printed again",
  "lib/foundation/identity/sign-in/devices.ts":
    "staff are new on their devices until they sign in once",
  "lib/foundation/identity/passwords/invitations.ts":
    "ended where a code from hand to hand is needed; apps are sealed anew",
  "lib/foundation/identity/sign-in/rate-limits.ts": "counted from nothing",
  "lib/foundation/identity/passwords/second-factor.ts": "ended: staff make new recovery codes",
  "lib/foundation/identity/sign-in/sign-in-codes.ts": "ended: a new code is mailed",
  "lib/foundation/identity/passwords/staff.ts": "sealed anew: apps go on",
  "lib/foundation/platform/settings/settings.ts": "where it is read",
  "lib/learning/badges/credentials/keys.ts": "sealed anew: badges are signed with the same keys",
  "lib/learning/badges/endorsements/rules.ts":
    "partners find what was asked of them before by the link in its e-mail, no longer by signing in",
  "lib/learning/visits/door-code.ts": "the next code, at once",
  "lib/learning/visits/kiosks.ts": "sealed anew: kiosks go on",
  "lib/foundation/webhooks/commands.ts": "sealed anew",
  "lib/foundation/webhooks/deliver.ts": "sealed anew: receivers notice nothing",
  "server/action-key.ts": "forms that are open go on: no page carries anything under it",
};

export type Rotated = {
  sealed: number;
  unreadable: number;
  cards: number;
  recoveryCodes: number;
  guests: number;
};

/**
 * Seals everything under another key, in one transaction, and ends what can only be known again by
 * the old one. Nothing else may work with the database meanwhile. Idempotent: what is under the new
 * key already is left.
 *
 * @returns counts; `unreadable` values were sealed with neither key, and are left as they are
 */
export async function rotateSecret(
  db: Database,
  { from, to, now }: { from: string; to: string; now: Temporal.Instant },
): Promise<Rotated> {
  return db.transaction(async (tx) => {
    const rotated: Rotated = { sealed: 0, unreadable: 0, cards: 0, recoveryCodes: 0, guests: 0 };
    for (const [table, key, column] of SEALED) {
      const done = await sealAnew(tx, { table, key, column, from, to });
      rotated.sealed += done.sealed;
      rotated.unreadable += done.unreadable;
    }
    rotated.guests = await linkAnew(tx, to);
    const at = sql`${now.toString()}::timestamptz`;
    const ended = async (statement: ReturnType<typeof sql>) =>
      (await tx.execute(statement)).rowCount ?? 0;
    rotated.cards = await ended(sql`update card set revoked_at = ${at} where revoked_at is null`);
    rotated.recoveryCodes = await ended(sql`delete from recovery_code where used_at is null`);
    await ended(sql`delete from sign_in_code`);
    await ended(sql`delete from rate_limit`);
    const { sealed, cards, recoveryCodes, guests } = rotated;
    await recordAudit(tx, {
      actor: { kind: "system", name: "cli" },
      action: "identity.secret_rotated",
      spaceId: null,
      subject: "auth-secret",
      data: { sealed, cards, recoveryCodes, guests },
    });
    return rotated;
  });
}

type Place = { table: string; key: string[]; column: string; from: string; to: string };

async function sealAnew(
  db: Database,
  { table, key, column, from, to }: Place,
): Promise<{ sealed: number; unreadable: number }> {
  const name = sql.identifier(column);
  const row = sql`jsonb_build_array(${sql.join(
    key.map((part) => sql.identifier(part)),
    sql`, `,
  )})`;
  const rows = await rowsOf<{ key: unknown; text: string }>(
    db,
    sql`select ${row} as key, ${name} as text from ${sql.identifier(table)} where ${name} is not null for update`,
  );
  let [sealed, unreadable] = [0, 0];
  for (const { key: of, text } of rows) {
    if (openedWith(to, text) !== null) continue;
    const opened = openedWith(from, text);
    if (opened === null) {
      unreadable += 1;
      continue;
    }
    await db.execute(
      sql`update ${sql.identifier(table)} set ${name} = ${seal(to, opened)} where ${row} = ${JSON.stringify(of)}::jsonb`,
    );
    sealed += 1;
  }
  return { sealed, unreadable };
}

function openedWith(key: string, text: string): string | null {
  try {
    return unseal(key, text);
  } catch {
    return null;
  }
}

/** Links of guests, and how their address or number is known again. */
async function linkAnew(db: Database, secret: string): Promise<number> {
  const rows = await rowsOf<{ id: string; contact: string | null }>(
    db,
    sql`
      select guest.id::text, coalesce(person.email, person.contact_email, person.phone) as contact
      from guest_booking guest join person on person.id = guest.person_id`,
  );
  for (const { id, contact } of rows) {
    await db.execute(
      sql`update guest_booking set link_hash = ${linkHash(guestToken(id, secret))} where id = ${id}`,
    );
    if (contact !== null)
      await db.execute(
        sql`update guest_booking set contact_hash = ${contactHash(contact, secret)} where id = ${id}`,
      );
  }
  return rows.length;
}

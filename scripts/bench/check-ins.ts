import { constants, generateKeyPairSync, publicEncrypt, randomUUID } from "node:crypto";
import type pg from "pg";
import { DEVICE_TOKEN } from "#lib/foundation/identity/context.ts";
import { newCardCode } from "#lib/foundation/identity/sign-in/codes.ts";
import { keyedHash, newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { seal } from "#lib/foundation/platform/secrets/seal.ts";
import { call, type Figures, round, timesOf } from "./load.ts";

const TABLETS = 16;
/** As many as a tablet sends in one turn when its network is back. */
const BATCH = 50;

export type CheckInFigures = Figures & {
  checkIns: number;
  /**
   * Visits in the database at the end, after a part was sent twice: as many as there were
   * check-ins.
   */
  visits: number;
  replayed: number;
};

/**
 * Different people with a card each at sixteen tablets, one tablet each lane, as the tablets send
 * them: sealed, one by one. Then a tenth of it again in turns of fifty, as after a broken
 * connection.
 *
 * @param secret the service's, so that it knows the cards and the tablets made here
 */
export async function measureCheckIns(
  url: string,
  pool: pg.Pool,
  { secret, checkIns }: { secret: string; checkIns: number },
): Promise<CheckInFigures> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const tablets = await addTablets(
    pool,
    secret,
    keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  const cards = await addCards(pool, secret, checkIns);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const sealed = (card: string) =>
    publicEncrypt({ key: keys.publicKey, padding, oaepHash: "sha256" }, Buffer.from(card)).toString(
      "base64",
    );
  const events = cards.map((card) => ({
    id: randomUUID(),
    kind: "arrive",
    at: Temporal.Now.instant().toString(),
    who: { kind: "sealed", card: sealed(card) },
  }));
  const send = (token: string, batch: typeof events) =>
    call({
      url: `${url}/api/v1/visits`,
      method: "POST",
      token,
      json: { deviceNow: Temporal.Now.instant().toString(), events: batch },
    });

  const times: number[] = [];
  let next = 0;
  let errors = 0;
  const began = performance.now();
  await Promise.all(
    tablets.map(async (token) => {
      for (let event = events[next++]; event; event = events[next++]) {
        const start = performance.now();
        const { status, body } = await send(token, [event]);
        times.push(performance.now() - start);
        if (status !== 200 || !body.includes('"arrived"')) errors += 1;
      }
    }),
  );
  const perSecond = round((times.length - errors) / ((performance.now() - began) / 1000));

  // The lane of an event is not known any more: a visit of another space is refused, which counts
  // nothing either.
  const again = events.slice(0, checkIns / 10);
  for (let at = 0; at < again.length; at += BATCH)
    await send(tablets[0] ?? "", again.slice(at, at + BATCH));
  const { rows } = await pool.query<{ visits: number }>(
    "select count(*)::int as visits from visit where person_id is not null",
  );
  return {
    ...timesOf(times),
    perSecond,
    errors,
    checkIns,
    visits: rows[0]?.visits ?? 0,
    replayed: again.length,
  };
}

async function addTablets(pool: pg.Pool, secret: string, privateKey: string): Promise<string[]> {
  const tokens = Array.from({ length: TABLETS }, () => `${DEVICE_TOKEN}${newToken()}`);
  await pool.query(
    `insert into kiosk_device (space_id, name, link_ends_at, token_hash, public_key, private_key)
     select space.id, 'bench', now(), token, '', $2
     from unnest($1::text[]) with ordinality as made (token, at)
     join (select id, row_number() over (order by slug) as at from space) space using (at)`,
    [tokens.map(sha256), seal(secret, privateKey)],
  );
  return tokens;
}

async function addCards(pool: pg.Pool, secret: string, count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, newCardCode);
  await pool.query(
    `with holders as (
       insert into person (display_name, locale) select 'Bench ' || n, 'nl' from generate_series(1, $2::int) n returning id)
     insert into card (person_id, code_hash, issued_at)
     select holder.id, made.hash, now() from unnest($1::text[]) with ordinality as made (hash, at)
     join (select id, row_number() over () as at from holders) holder using (at)`,
    [codes.map((code) => keyedHash(secret, `card:${code}`)), count],
  );
  return codes;
}

import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { STATUS_LIST_LENGTH } from "#db/schema/credentials.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { issueCredential } from "#lib/learning/badges/credentials/commands.ts";
import { ownDidDocument } from "#lib/learning/badges/credentials/did-document.ts";
import { signListsAnew, statusListOf } from "#lib/learning/badges/credentials/status-lists.ts";
import type { Fetch } from "#lib/learning/badges/verification/fetching.ts";
import { verifyBadge } from "#lib/learning/badges/verification/verify.ts";
import { givenAward } from "#testing/badges.ts";
import { givenOn } from "#testing/given.ts";

const WARM = 30;
const TIMES = 300;

/**
 * Badges a second of one core, after the libraries are loaded; a list with every eighth badge
 * withdrawn, signed anew.
 */
export async function measureBadges(db: Database) {
  const given = givenOn(db);
  const actor = await given.person();
  const { id: spaceId } = await given.space();
  const ctx: Context = { actor, now: Temporal.Now.instant(), db, requestId: randomUUID() };
  const issue = () => issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  const issued = await perSecond(issue);

  const { rows } = await db.execute<{ signed: string; listId: string }>(
    sql`select signed, status_list_id as "listId" from credential order by issued_at, id limit ${TIMES}`,
  );
  const listId = rows[0]?.listId ?? "";
  const did = JSON.stringify(await ownDidDocument(db));
  const list = (await statusListOf(db, listId))?.signed ?? "";
  const fetch: Fetch = async (url) => ({
    is: "found",
    url,
    type: "application/json",
    bytes: Buffer.from(url.endsWith("did.json") ? did : list),
  });
  let at = 0;
  const verified = await perSecond(async () => {
    const { signed = "" } = rows[at++ % rows.length] ?? {};
    const { verdict } = await verifyBadge(Buffer.from(signed), { now: ctx.now, fetch });
    if (verdict !== "genuine") throw new Error(`a badge that was just signed is ${verdict}`);
  });

  await db.execute(sql`
    insert into status_entry (list_id, position, revoked_at)
    select ${listId}::uuid, place, case when place % 8 = 0 then now() end
    from generate_series(0, ${STATUS_LIST_LENGTH - 1}) place
    on conflict do nothing`);
  const began = performance.now();
  const lists = await signListsAnew({ ...ctx, actor: { kind: "system", name: "bench" } });
  // What somebody waits who withdraws a badge.
  const listMs = Math.round((performance.now() - began) / lists);
  return { issuedPerSecond: issued, verifiedPerSecond: verified, listMs };
}

export type BadgeFigures = Awaited<ReturnType<typeof measureBadges>>;

/**
 * By the time that this process has a core for it: what else the machine does, and waits for, is
 * not in it.
 */
async function perSecond(run: () => Promise<unknown>): Promise<number> {
  for (let time = 0; time < WARM; time += 1) await run();
  const began = process.cpuUsage();
  for (let time = 0; time < TIMES; time += 1) await run();
  const { user, system } = process.cpuUsage(began);
  return Math.round(TIMES / ((user + system) / 1_000_000));
}

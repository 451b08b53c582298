import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { givenAward } from "#testing/badges.ts";
import { NOW } from "#testing/database.ts";
import { SYSTEM } from "#testing/endorsements.ts";
import { givenOn } from "#testing/given.ts";
import { test } from "#testing/signed.ts";
import { issueCredential, revokeCredential } from "./commands.ts";
import { rotateKeys, signingKeys } from "./keys.ts";
import {
  openStatusList,
  setRevoked,
  signedList,
  statusListOf,
  takeStatusPlace,
} from "./status-lists.ts";

type Row = {
  id: string;
  signed: string;
  sha256: string;
  listId: string;
  position: number;
  revokeReason: string | null;
};

test("an award is signed once, verbatim, with a place of its own in the status list", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const award = givenAward({ personId, spaceId });
  const id = await issueCredential(ctx, award);
  expect(await issueCredential(ctx, award)).toBe(id);
  const other = await issueCredential(ctx, givenAward({ personId, spaceId }));
  expect(other).not.toBe(id);
  const { rows } = await ctx.db.execute<Row>(
    sql`select id, signed, sha256, status_list_id as "listId", status_position as position from credential order by id = ${id} desc`,
  );
  expect(rows).toHaveLength(2);
  const [row] = rows as [Row];
  expect(row.sha256).toBe(createHash("sha256").update(row.signed).digest("hex"));
  expect(JSON.parse(row.signed)).toMatchObject({
    validFrom: "2026-03-01T10:00:00Z",
    credentialStatus: { statusListIndex: String(row.position) },
    proof: [{ cryptosuite: "eddsa-rdfc-2022", created: NOW.toString() }],
  });
  expect(row.signed).not.toContain(personId);
});

test("two who approve one award at the same moment sign it once", async ({ database }) => {
  const { db } = database.connect(6);
  const given = givenOn(db);
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const ctx = { actor, now: NOW, db, requestId: "test" };
  const award = givenAward({ personId: actor.personId, spaceId });
  const awards = [award, award, award, givenAward({ personId: actor.personId, spaceId }), award];
  const ids = await Promise.all(awards.map((each) => issueCredential(ctx, each)));
  expect(new Set(ids).size).toBe(2);
  const { rows } = await db.execute<{
    signed: number;
    lists: number;
    keys: number;
    taken: number;
  }>(sql`
    select (select count(*)::int from credential) as signed, (select count(*)::int from status_list) as lists,
      (select count(*)::int from issuer_key) as keys, (select count(*)::int from status_entry) as taken`);
  expect(rows[0]).toEqual({ signed: 2, lists: 1, keys: 2, taken: 2 });
});

test("who runs the space withdraws a badge with a reason, and the list says so", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const id = await issueCredential(ctx, givenAward({ personId, spaceId }));
  const staff = given.as(ctx, await given.staff(spaceId));
  await expect(revokeCredential(staff, id, " ")).rejects.toMatchObject({ kind: "invalid" });

  const read = async () => {
    const { rows } = await ctx.db.execute<Row>(
      sql`select revoke_reason as "revokeReason", status_list_id as "listId", status_position as position from credential where id = ${id}`,
    );
    const list = await statusListOf(ctx.db, rows[0]?.listId ?? "");
    return { ...(rows[0] as Row), list: list?.signed ?? "" };
  };
  const before = await read();
  await revokeCredential(staff, id, "by mistake");
  const after = await read();
  expect(after.revokeReason).toBe("by mistake");
  expect(after.list).not.toBe(before.list);
  await revokeCredential(staff, id, "twice");
  expect((await read()).revokeReason).toBe("by mistake");
  await expect(revokeCredential(staff, crypto.randomUUID(), "x")).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("a key that is replaced signs no more, and its public half stays", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const method = async (id: string) => {
    const { rows } = await ctx.db.execute<Row>(sql`select signed from credential where id = ${id}`);
    return JSON.parse(rows[0]?.signed ?? "").proof[0].verificationMethod as string;
  };
  const before = await method(await issueCredential(ctx, givenAward({ personId, spaceId })));
  await rotateKeys({ ...ctx, actor: SYSTEM, now: NOW.add({ hours: 1 }) });
  const after = await method(await issueCredential(ctx, givenAward({ personId, spaceId })));
  expect(after).not.toBe(before);
  const { rows } = await ctx.db.execute<{ fragment: string; privateKey: string | null }>(
    sql`select fragment, private_key as "privateKey" from issuer_key where algorithm = 'Ed25519' order by created_at`,
  );
  expect(rows.map(({ fragment, privateKey }) => [fragment, privateKey !== null])).toEqual([
    [before.split("#")[1], false],
    [after.split("#")[1], true],
  ]);
});

test("what is not fit to be signed is refused before a place is taken", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const award = givenAward({ personId, spaceId });
  const taken = async () =>
    (await ctx.db.execute<{ taken: number }>(sql`select count(*)::int as taken from status_entry`))
      .rows[0];
  const before = await taken();
  for (const change of [
    { validUntil: award.awardedAt },
    { recipient: { personId, identifier: "noor@example.org" } },
    { level: { name: "x", levels: [{ key: "a", name: "A" }], achieved: "b" } },
    { achievement: { ...award.achievement, id: "javascript:alert(1)" } },
  ])
    await expect(issueCredential(ctx, { ...award, ...change })).rejects.toThrow();
  expect(await taken()).toEqual(before);
});

test("a service that moved to another address opens a list there, and the old list keeps its own", async ({
  ctx,
}) => {
  const old = crypto.randomUUID();
  const { Ed25519: key } = await signingKeys(ctx);
  const signed = await signedList(old, [], { key, at: NOW, origin: "https://before.example" });
  await ctx.db.execute(sql`insert into status_list (id, signed, signed_at, created_at)
    values (${old}, ${signed}, ${NOW.toString()}::timestamptz, '2020-01-01Z')`);
  const place = await takeStatusPlace(ctx.db, old);
  expect(await openStatusList(ctx)).not.toBe(old);
  await setRevoked(ctx, place);
  const list = JSON.parse((await statusListOf(ctx.db, old))?.signed ?? "");
  expect(list.id).toBe(`https://before.example/status/${old}`);
});

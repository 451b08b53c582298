import { randomUUID } from "node:crypto";
import { downloadZip } from "client-zip";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { AT, givenAward, givenIssuer } from "#testing/badges.ts";
import { NOW } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { test } from "#testing/signed.ts";
import { badgeAs } from "../credentials/answer.ts";
import { bakePng, drawnPng } from "../credentials/bake.ts";
import { issueCredential, revokeCredential } from "../credentials/commands.ts";
import { distrustKey } from "../credentials/keys.ts";
import { SEAL } from "../credentials/picture.ts";
import { readableCredential } from "../credentials/queries.ts";
import { signDocument } from "../credentials/signing.ts";
import { keyOf } from "../credentials/standing.ts";
import { setRevoked } from "../credentials/status-lists.ts";
import {
  addCollection,
  checkAgain,
  endShares,
  fillCollection,
  importBadge,
  removeBadge,
  shareCollection,
} from "./commands.ts";
import { allFiles, myBackpack, packedFile, sharedCollection } from "./queries.ts";

const SYSTEM = { kind: "system", name: "test" } as const;

/**
 * A badge that the network signed for somebody who has left since, in one of its forms: nobody
 * knows any more whose it is, and it comes in from outside.
 */
async function signedBadge(
  ctx: Context,
  form: "json" | "jwt" | "png" | "svg" = "json",
): Promise<Buffer> {
  const given = givenOn(ctx.db);
  const holder = await given.person();
  const { id: spaceId } = await given.space();
  const id = await issueCredential(
    { ...ctx, actor: SYSTEM },
    givenAward({ personId: holder.personId, spaceId }),
  );
  const badge = await readableCredential(given.as(ctx, holder), id, null);
  await ctx.db.execute(sql`delete from credential where id = ${id}`);
  return Buffer.from(await badgeAs(form, badge));
}

/**
 * A school whose name is its key, so that nobody is asked, signs one badge from some day on, for
 * whom it is told.
 */
async function schoolOf(): Promise<(from: string, recipient?: JsonObject) => Promise<string>> {
  const issuer = await givenIssuer();
  const { id, privateJwk } = issuer.documents.Ed25519;
  const did = `did:key:${id.split("#")[1]}`;
  const { credentialStatus: _, ...badge } = issuer.unsigned();
  return async (validFrom, recipient = {}) =>
    JSON.stringify(
      await signDocument(
        {
          ...badge,
          credentialSubject: { ...(badge.credentialSubject as JsonObject), ...recipient },
          id: "urn:uuid:6d0f5a52-6f0a-4b8e-9a3c-2f4f0d7b7c12",
          issuer: did,
          validFrom,
        },
        { id: `${did}#${id.split("#")[1]}`, privateJwk },
        { at: AT },
      ),
    );
}

test.for(["json", "jwt", "png", "svg"] as const)(
  "a badge as %s is checked, kept byte for byte, and taken along",
  async (form, { ctx }) => {
    const file = await signedBadge(ctx, form);
    const { id } = await importBadge(ctx, file);
    const { badges } = await myBackpack(ctx);
    expect(badges).toMatchObject([
      { id, isOwn: false, name: "Réparer", issuer: "Trivium", verdict: "genuine", verifiedAt: NOW },
    ]);
    const files = await allFiles(ctx);
    expect(files.map(({ name }) => name)).toEqual([
      `holder-not-checked/reparer-${id.slice(0, 8)}.${form}`,
    ]);
    const taken = await Array.fromAsync(files[0]?.input ?? []);
    expect(Buffer.concat(taken).equals(file)).toBe(true);
    expect(await importBadge({ ...ctx, now: NOW.add({ hours: 24 }) }, file)).toEqual({
      id,
      verdict: "genuine",
      holder: "unknown",
    });
    expect((await myBackpack(ctx)).badges).toMatchObject([
      { id, verifiedAt: NOW.add({ hours: 24 }) },
    ]);
  },
);

test("a zip that is broken off by whoever downloads it breaks nothing here", async ({ ctx }) => {
  await importBadge(ctx, await signedBadge(ctx));
  const files = await allFiles(ctx);
  await expect(downloadZip(files).body?.cancel()).resolves.toBeUndefined();
});

/** One object in another, so many times. */
const nested = (times: number) => `${'{"a":'.repeat(times)}1${"}".repeat(times)}`;

test.for<[string, (ctx: Context) => Promise<Uint8Array | string>]>([
  ["nothing", async () => ""],
  ["no badge", async () => "hello"],
  ["JSON that is nested ten thousand times", async () => nested(10_000)],
  ["an array", async () => "[]"],
  ["text that is no text", async () => Buffer.from([0xff, 0xfe, 0x00, 0x41])],
  ["zero signs", async () => "\0\0\0"],
  ["twenty megabytes", async () => Buffer.alloc(20_000_000, 0x20)],
  ["a picture that is broken off", async (ctx) => (await signedBadge(ctx, "png")).subarray(0, 200)],
  [
    "a picture with two badges",
    async (ctx) => {
      const png = await signedBadge(ctx, "png");
      const other = Buffer.from(
        await bakePng(await drawnPng(SEAL), (await signedBadge(ctx)).toString()),
      );
      const at = other.indexOf("iTXt") - 4;
      const chunk = other.subarray(at, at + 12 + other.readUInt32BE(at));
      const place = png.indexOf("IDAT") - 4;
      return Buffer.concat([png.subarray(0, place), chunk, png.subarray(place)]);
    },
  ],
  [
    "one that was changed",
    async (ctx) => (await signedBadge(ctx)).toString().replace("Réparer", "Diriger"),
  ],
  [
    "a token without a signature",
    async () =>
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`,
  ],
])("%s is refused with the step that failed, and nothing is kept", async ([, make], { ctx }) => {
  const given = await make(ctx);
  await expect(importBadge(ctx, given)).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "backpack.not_kept", why: expect.stringMatching(/\S/) },
  });
  expect((await myBackpack(ctx)).badges).toEqual([]);
});

test("a badge whose issuer cannot be reached is kept as not wholly checked", async ({ ctx }) => {
  const issuer = await givenIssuer("https://nobody.invalid");
  const { verdict } = await importBadge(ctx, JSON.stringify(await issuer.badge()));
  expect(verdict).toBe("unsure");
  expect((await myBackpack(ctx)).badges).toMatchObject([{ verdict: "unsure", faults: ["issuer"] }]);
});

test.for(["json", "jwt", "png", "svg"] as const)(
  "one's own badge of the network is not kept beside itself, nor by anybody else, as %s",
  async (form, { ctx, given }) => {
    const holder = await given.person();
    const own = given.as(ctx, holder);
    const { id: spaceId } = await given.space();
    const badge = await issueCredential(
      { ...ctx, actor: SYSTEM },
      givenAward({ personId: holder.personId, spaceId }),
    );
    const file = await badgeAs(form, await readableCredential(own, badge, null));
    await expect(importBadge(own, file)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "backpack.own_already" },
    });
    expect((await myBackpack(own)).badges).toMatchObject([{ id: badge, isOwn: true }]);
    const asAnother = importBadge(ctx, file);
    await expect(asAnother).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "backpack.of_another" },
    });
    const said = await asAnother.catch((error: unknown) => JSON.stringify(error));
    expect(said).not.toContain(holder.personId);
    expect((await myBackpack(ctx)).badges).toEqual([]);
  },
);

test("one badge in two files is kept once, and a newer one takes its place", async ({ ctx }) => {
  const signed = await schoolOf();
  const first = await signed("2026-01-01T10:00:00Z");
  const { id } = await importBadge(ctx, first);
  await expect(importBadge(ctx, await bakePng(await drawnPng(SEAL), first))).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "backpack.there_already" },
  });
  const newer = await signed("2026-02-01T10:00:00Z");
  expect(await importBadge(ctx, newer)).toMatchObject({ id });
  await expect(importBadge(ctx, first)).rejects.toMatchObject({ kind: "conflict" });
  expect((await packedFile(ctx, id, null)).bytes.toString()).toBe(newer);
  await importBadge(ctx, await (await schoolOf())("2026-03-01T10:00:00Z"));
  expect((await myBackpack(ctx)).badges).toHaveLength(2);
});

test("a badge that names another address, or nobody, is nowhere shown as one's own, and says nothing of whose it is", async ({
  ctx,
  given,
}) => {
  const actor = await given.person();
  const own = given.as(ctx, actor);
  await ctx.db.execute(
    sql`update person set email = 'Noor@example.org' where id = ${actor.personId}`,
  );
  const of = async (identityHash: string) =>
    importBadge(
      own,
      await (await schoolOf())("2026-01-01T10:00:00Z", {
        identifier: [
          { type: "IdentityObject", hashed: false, identityType: "emailAddress", identityHash },
        ],
      }),
    );
  const mine = await of("noor@example.org");
  const other = await of("somebody@example.org");
  const nobody = await importBadge(own, await (await schoolOf())("2026-01-01T10:00:00Z"));
  expect([mine.holder, other.holder, nobody.holder]).toEqual(["matches", "other", "unknown"]);

  const { badges } = await myBackpack(own);
  const holders = (list: typeof badges) => new Map(list.map(({ id, holder }) => [id, holder]));
  const expected = new Map([mine, other, nobody].map(({ id, holder }) => [id, holder] as const));
  expect(holders(badges)).toEqual(expected);
  expect(JSON.stringify(badges)).not.toContain("somebody");
  const { id: group } = await addCollection(own, "For work");
  await fillCollection(own, group, [...expected.keys()]);
  const key = new URL((await shareCollection(own, group, 7)).address).searchParams.get("key") ?? "";
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  const shared = await sharedCollection(visitor, key);
  expect(holders(shared.badges)).toEqual(expected);
  expect(JSON.stringify(shared)).not.toMatch(/somebody|noor/i);
  expect((await allFiles(own)).map(({ name }) => name.split("/")[0]).toSorted()).toEqual(
    [`reparer-${mine.id.slice(0, 8)}.json`, "holder-not-checked", "of-another-holder"].toSorted(),
  );

  // They take the other address: the next check compares with that one.
  await ctx.db.execute(
    sql`update person set email = 'somebody@example.org' where id = ${actor.personId}`,
  );
  await checkAgain(own, other.id);
  expect(holders((await myBackpack(own)).badges).get(other.id)).toBe("matches");
});

test("one of the network that was kept before it was compared is of another at the next check", async ({
  ctx,
  given,
}) => {
  const holder = await given.person();
  const { id: spaceId } = await given.space();
  const id = await issueCredential(
    { ...ctx, actor: SYSTEM },
    givenAward({ personId: holder.personId, spaceId }),
  );
  const { signed } = await readableCredential(given.as(ctx, holder), id, null);
  const { id: kept } = await importBadge(ctx, await signedBadge(ctx));
  await ctx.db.execute(
    sql`update backpack_badge set file = ${Buffer.from(signed)} where id = ${kept}`,
  );
  await checkAgain(ctx, kept);
  expect((await myBackpack(ctx)).badges).toMatchObject([{ id: kept, holder: "other" }]);
});

test("one that is withdrawn later says so when it is checked again, and for a badge of the network at once", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const staff = given.as(ctx, await given.staff(spaceId));
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const badge = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  await revokeCredential(staff, badge, "By mistake");
  expect((await myBackpack(own)).badges).toMatchObject([
    { id: badge, isOwn: true, verdict: "withdrawn" },
  ]);
  const file = await signedBadge(ctx);
  const { id } = await importBadge(ctx, file);
  const { credentialStatus: status } = JSON.parse(file.toString());
  const listId = status.statusListCredential.split("/").at(-1);
  await setRevoked(ctx, { listId, position: Number(status.statusListIndex) });
  expect((await myBackpack(ctx)).badges).toMatchObject([{ verdict: "genuine" }]);
  const later = { ...ctx, now: NOW.add({ hours: 1 }) };
  await checkAgain(later, id);
  expect((await myBackpack(later)).badges).toMatchObject([
    { verdict: "withdrawn", verifiedAt: later.now },
  ]);
});

test("a badge whose key is believed no more is good no more, for its holder and for whoever sees it", async ({
  ctx,
  given,
}) => {
  const holder = await given.person();
  const own = given.as(ctx, holder);
  const { id: spaceId } = await given.space();
  const system = { ...ctx, actor: SYSTEM };
  const badge = await issueCredential(system, givenAward({ personId: holder.personId, spaceId }));
  const { signed } = await readableCredential(own, badge, null);
  await distrustKey(system, keyOf(JSON.parse(signed)) ?? "");
  const later = await issueCredential(system, givenAward({ personId: holder.personId, spaceId }));
  const { badges } = await myBackpack(own);
  expect(new Map(badges.map(({ id, verdict }) => [id, verdict]))).toEqual(
    new Map([
      [badge, "refused"],
      [later, "genuine"],
    ]),
  );
});

test("a group is seen by its link until that ends, or is ended; only what is in it, and nothing of whose it is", async ({
  ctx,
  given,
}) => {
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const { id: spaceId } = await given.space();
  const inside = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  const outside = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  const { id: imported } = await importBadge(own, await signedBadge(ctx));
  const { id: notMine } = await importBadge(ctx, await signedBadge(ctx));
  const { id } = await addCollection(own, "For work");
  await fillCollection(own, id, [inside, imported, notMine, randomUUID(), inside]);
  const made = async () => {
    const link = await shareCollection(own, id, 7);
    return { id: link.id, key: new URL(link.address).searchParams.get("key") ?? "" };
  };
  const { key: first, id: firstLink } = await made();
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  const shared = await sharedCollection(visitor, first);
  expect(shared.badges.map((badge) => badge.id).toSorted()).toEqual([inside, imported].toSorted());
  expect(JSON.stringify(shared)).not.toContain(actor.personId);
  expect((await packedFile(visitor, inside, first)).type).toBe("application/vc+ld+json");
  for (const [badge, by] of [
    [outside, first],
    [notMine, first],
    [inside, null],
    [inside, "guessed"],
  ] as const)
    await expect(packedFile(visitor, badge, by)).rejects.toMatchObject({
      kind: by === null ? "unauthenticated" : "not_found",
    });
  const late = { ...visitor, now: NOW.add({ hours: 7 * 24 }) };
  await expect(sharedCollection(late, first)).rejects.toMatchObject({ kind: "not_found" });
  const { key: second, id: secondLink } = await made();
  const { key: third } = await made();
  await endShares(own, id, secondLink);
  await expect(sharedCollection(visitor, second)).rejects.toMatchObject({ kind: "not_found" });
  expect((await myBackpack(own)).collections[0]?.links.map((link) => link.id)).toContain(firstLink);
  await sharedCollection(visitor, third);
  await endShares(own, id);
  for (const ended of [first, second, third])
    await expect(sharedCollection(visitor, ended)).rejects.toMatchObject({ kind: "not_found" });
  await removeBadge(own, imported);
  expect((await myBackpack(own)).collections).toMatchObject([{ id, badges: [inside], links: [] }]);
});

test("when somebody is erased, everything of their backpack goes", async ({ ctx }) => {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const { id: badge } = await importBadge(ctx, await signedBadge(ctx));
  const { id } = await addCollection(ctx, "Mine");
  await fillCollection(ctx, id, [badge]);
  await shareCollection(ctx, id, 30);
  await erasePerson({ ...ctx, actor: SYSTEM }, personId);
  const { rows } =
    await ctx.db.execute(sql`select from backpack_badge union all select from backpack_collection
    union all select from backpack_item union all select from backpack_share`);
  expect(rows).toEqual([]);
});

test("ten who keep one file at the same moment keep it once", async ({ database }) => {
  const { db } = database.connect(6);
  const actor = await givenOn(db).person();
  const ctx: Context = { actor, now: NOW, db, requestId: "test" };
  const file = await signedBadge(ctx);
  const kept = await Promise.all(Array.from({ length: 10 }, () => importBadge(ctx, file)));
  expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
  expect((await myBackpack(ctx)).badges).toHaveLength(1);
});

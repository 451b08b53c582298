import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { seal } from "#lib/foundation/platform/secrets/seal.ts";
import { archivedFiles } from "#lib/learning/badges/credentials/archive.ts";
import { issueCredential } from "#lib/learning/badges/credentials/commands.ts";
import {
  distrustedKeys,
  distrustKey,
  exportKeys,
  importKeys,
  issuerKeysOf,
  type KeyBundle,
  rotateKeys,
  signingKeys,
} from "#lib/learning/badges/credentials/keys.ts";
import { readableCredential } from "#lib/learning/badges/credentials/queries.ts";
import { signListsAnew } from "#lib/learning/badges/credentials/status-lists.ts";
import type { Fetch } from "#lib/learning/badges/verification/fetching.ts";
import { verifyBadge } from "#lib/learning/badges/verification/verify.ts";
import { verifyGiven } from "#lib/learning/badges/verification/verifying.ts";
import { givenAward } from "#testing/badges.ts";
import { SYSTEM } from "#testing/endorsements.ts";
import { test } from "#testing/signed.ts";
import { openedBundle, sealedBundle } from "./keys.ts";

const PASSPHRASE = "a passphrase of some length";

test("an export is closed by its passphrase alone", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  await issueCredential(ctx, givenAward({ personId: (await given.person()).personId, spaceId }));
  const bundle = await exportKeys({ ...ctx, actor: SYSTEM });
  const closed = await sealedBundle(bundle, PASSPHRASE);
  expect(await openedBundle(closed, PASSPHRASE)).toEqual(bundle);
  await expect(openedBundle(closed, "another passphrase")).rejects.toThrow("another passphrase");
  await expect(openedBundle("{}", PASSPHRASE)).rejects.toThrow("no export");
});

const outcomes = async (ctx: Context, bundle: KeyBundle) =>
  (await importKeys({ ...ctx, actor: SYSTEM }, bundle)).map(({ outcome }) => outcome);

const signing = async ({ db }: Context) =>
  (await issuerKeysOf(db)).flatMap(({ fragment, retiredAt }) => (retiredAt ? [] : fragment));

test("an older export makes no key sign again that was replaced since, nor one that is not believed", async ({
  ctx,
}) => {
  const system = { ...ctx, actor: SYSTEM };
  await signingKeys(system);
  const older = await exportKeys(system);
  await rotateKeys({ ...system, now: ctx.now.add({ hours: 1 }) });
  const newer = await exportKeys(system);
  const before = await signing(ctx);
  expect(await outcomes(ctx, older)).toEqual(["stays_retired", "stays_retired"]);
  expect(await signing(ctx)).toEqual(before);

  const [stolen] = before;
  await distrustKey(system, stolen!);
  const after = await signing(ctx);
  expect(await outcomes(ctx, newer)).toEqual(["same", "same", "stays_distrusted", "stays_retired"]);
  expect(await signing(ctx)).toEqual(after);
});

test("what an export knows of a theft, an older database learns from it", async ({ ctx }) => {
  const system = { ...ctx, actor: SYSTEM };
  await signingKeys(system);
  const [stolen, other] = await issuerKeysOf(ctx.db);
  await distrustKey({ ...system, now: ctx.now.add({ hours: 1 }) }, stolen!.fragment);
  const bundle = await exportKeys(system);
  const after = await signing(ctx);
  // The database of before the theft is put back.
  await ctx.db.execute(sql`delete from issuer_key where retired_at is null`);
  await ctx.db.execute(sql`update issuer_key set retired_at = null, distrusted_at = null,
    private_key = ${seal("any", "{}")}`);
  expect(await outcomes(ctx, bundle)).toEqual(["distrusted", "same", "signs", "signs"]);
  expect(await signing(ctx)).toEqual(after);
  expect(await distrustedKeys(ctx.db)).toEqual([stolen!.fragment]);
  expect(await signing(ctx)).not.toContain(other!.fragment);
});

test("keys that were lost come back from an export, and old and new badges verify", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const issued = async () => {
    const id = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
    return (await readableCredential(own, id, null)).signed;
  };
  const first = await issued();
  await rotateKeys({ ...ctx, actor: SYSTEM, now: ctx.now.add({ hours: 1 }) });
  const second = await issued();
  const bundle = await exportKeys({ ...ctx, actor: SYSTEM });
  const keys = await issuerKeysOf(ctx.db);
  expect(keys.map(({ retiredAt }) => retiredAt === null)).toEqual([false, false, true, true]);

  // The database was put back without the secret that its keys were sealed under, and the keys of
  // before are gone.
  await ctx.db.execute(sql`delete from issuer_key where retired_at is not null`);
  await ctx.db.execute(sql`update issuer_key set private_key = ${seal("another secret", "{}")}`);
  await expect(issued()).rejects.toThrow("sealed under another AUTH_SECRET");

  expect(await outcomes(ctx, bundle)).toEqual(["kept", "kept", "signs", "signs"]);
  expect(await outcomes(ctx, bundle)).toEqual(["same", "same", "same", "same"]);
  for (const badge of [first, second, await issued()])
    expect(await verifyGiven(ctx, badge)).toMatchObject({ verdict: "genuine" });
  await expect(
    importKeys({ ...ctx, actor: SYSTEM }, { ...bundle, did: "did:web:other.example" }),
  ).rejects.toMatchObject({
    reason: { code: "credentials.keys_of_another" },
  });
});

test("a key that somebody else may have is believed no more, also when an old export comes back", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const id = await issueCredential(ctx, givenAward({ personId, spaceId }));
  const own = given.as(ctx, { ...(await given.person()), personId });
  const { signed, signedJwt } = await readableCredential(own, id, null);
  expect(await verifyGiven(ctx, signed)).toMatchObject({ verdict: "genuine" });
  const bundle = await exportKeys({ ...ctx, actor: SYSTEM });
  const [stolen] = (await issuerKeysOf(ctx.db)).filter(({ algorithm }) => algorithm === "Ed25519");
  expect(await distrustKey({ ...ctx, actor: SYSTEM }, stolen!.fragment)).toEqual({ badges: 1 });
  await signListsAnew({ ...ctx, actor: SYSTEM });
  expect((await verifyGiven(ctx, signed)).verdict).not.toBe("genuine");
  // The key of tokens was not stolen.
  expect(await verifyGiven(ctx, signedJwt)).toMatchObject({ verdict: "genuine" });
  await importKeys({ ...ctx, actor: SYSTEM }, bundle);
  expect((await verifyGiven(ctx, signed)).verdict).not.toBe("genuine");
  const next = await issueCredential(ctx, givenAward({ personId, spaceId }));
  const anew = (await readableCredential(own, next, null)).signed;
  expect(anew).not.toContain(stolen!.fragment);
  expect(await verifyGiven(ctx, anew)).toMatchObject({ verdict: "genuine" });
  await expect(distrustKey({ ...ctx, actor: SYSTEM }, "z6MkNobody")).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("an archive is all that is asked for to check a badge, after the service has ended", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const id = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  const { signed } = await readableCredential(own, id, null);
  const files = await archivedFiles(ctx.db, []);

  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    const file = files.find(({ path }) => `/${path}` === pathname);
    return file
      ? { is: "found", url, type: "application/json", bytes: Buffer.from(file.text) }
      : { is: "unreachable" };
  };
  expect(await verifyBadge(Buffer.from(signed), { now: ctx.now, fetch })).toMatchObject({
    verdict: "genuine",
  });
  expect(asked).toContain("/.well-known/did.json");
  expect(asked.filter((path) => path.startsWith("/status/"))).toHaveLength(1);
});

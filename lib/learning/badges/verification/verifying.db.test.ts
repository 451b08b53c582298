import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { sql } from "drizzle-orm";
import { toBuffer } from "qrcode";
import sharp from "sharp";
import { expect } from "vitest";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Guard } from "#lib/foundation/platform/http/signed-post.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { givenAward, givenIssuer } from "#testing/badges.ts";
import type { Given } from "#testing/given.ts";
import { test } from "#testing/signed.ts";
import { issueCredential, revokeCredential } from "../credentials/commands.ts";
import { openLinks, readableCredential } from "../credentials/queries.ts";
import { endShares, shareCredential } from "../credentials/sharing.ts";
import { verifyGiven, verifyHandedIn } from "./verifying.ts";

/** A badge that was just issued, and its holder. */
async function issued(ctx: Context, given: Given) {
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const id = await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId }));
  return { id, own: given.as(ctx, actor) };
}

test("a badge is verified by the link that its holder shared, as long as the link is open", async ({
  ctx,
  given,
}) => {
  const { id, own } = await issued(ctx, given);
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  const { address: link } = await shareCredential(own, id);
  expect(link).toContain(`${settings().publicUrl}/badges/${id}?key=`);
  expect(await verifyGiven(visitor, link)).toMatchObject({ verdict: "genuine" });
  expect(await verifyGiven(visitor, link.replace(/^https?:\/\//, ""))).toMatchObject({
    verdict: "genuine",
  });
  await expect(endShares(ctx, id)).rejects.toMatchObject({ kind: "not_found" });
  await endShares(own, id);
  // The same is said where there is such a badge and where there is none.
  const plain = [link.split("?")[0] ?? "", `${settings().publicUrl}/badges/${randomUUID()}`];
  for (const address of plain)
    expect((await verifyGiven(visitor, address)).steps[0]).toMatchObject({
      code: "address_private",
    });
  for (const address of [link, ...plain.map((one) => `${one}?key=guessed`)])
    expect((await verifyGiven(visitor, address)).steps[0]).toMatchObject({ code: "address_ended" });
  const elsewhere = `${settings().publicUrl}/nowhere`;
  expect((await verifyGiven(visitor, elsewhere)).steps[0]).toMatchObject({ code: "address_gone" });
});

test("one link of several is ended, and the others go on", async ({ ctx, given }) => {
  const { id, own } = await issued(ctx, given);
  const [one, other] = [await shareCredential(own, id), await shareCredential(own, id)];
  const codeOf = async (link: string) => (await verifyGiven(ctx, link)).verdict;
  await endShares(own, id, one.id);
  expect((await openLinks(own, id)).map((link) => link.id)).toEqual([other.id]);
  expect([await codeOf(one.address), await codeOf(other.address)]).toEqual(["refused", "genuine"]);
  // Of another badge of theirs nothing is ended by it.
  const { id: second, own: holder } = await issued(ctx, given);
  await endShares(holder, second, other.id);
  expect(await codeOf(other.address)).toBe("genuine");
  // Who may see the badge anyhow is told by the page that the link itself opens it no more.
  const key = new URL(one.address).searchParams.get("key");
  expect(await readableCredential(own, id, key)).toMatchObject({ isOwn: true, isByLink: false });
});

test("a picture of the QR code of a badge leads to it, and one of anything else to none", async ({
  ctx,
  given,
}) => {
  const { id, own } = await issued(ctx, given);
  const { address: link } = await shareCredential(own, id);
  const photo = async (text: string, as: "png" | "jpeg" | "webp") => {
    const code = await sharp(await toBuffer(text, { width: 300 }))
      .rotate(8)
      .toBuffer();
    const table = { width: 1400, height: 1000, channels: 3, background: "#b9a58c" } as const;
    const picture = sharp({ create: table }).composite([{ input: code, left: 500, top: 300 }]);
    return picture[as]().toBuffer();
  };
  for (const as of ["png", "jpeg", "webp"] as const) {
    const { verdict, steps } = await verifyHandedIn(ctx, await photo(link, as));
    expect({ as, verdict, read: steps[0]?.code }).toEqual({ as, verdict: "genuine", read: "qr" });
  }
  const readOf = async (bytes: Buffer) => {
    const { verdict, steps } = await verifyHandedIn(ctx, bytes);
    expect(verdict).not.toBe("genuine");
    return steps[0]?.code;
  };
  expect(await readOf(await photo("WIFI:S:Hangar;T:WPA;P:secret;;", "png"))).toBe("qr_no_badge");
  expect(await readOf(await photo("http://192.168.0.1/badge", "png"))).toBe("address_not_public");
  expect(await readOf(await photo(link.split("?")[0] ?? "", "jpeg"))).toBe("address_private");
  const blank = { width: 400, height: 300, channels: 3, background: "#b9a58c" } as const;
  expect(await readOf(await sharp({ create: blank }).jpeg().toBuffer())).toBe(
    "no_badge_in_picture",
  );
  expect(await readOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]))).toBe("no_badge_in_picture");
});

test("a badge that was withdrawn is told to be, by its file and by its link", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const [id, other] = [
    await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId })),
    await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId })),
  ];
  const { signed, signedJwt } = await readableCredential(own, id, null);
  const { address: link } = await shareCredential(own, id);
  await revokeCredential(given.as(ctx, await given.staff(spaceId)), id, "Given by mistake");
  for (const badge of [signed, signedJwt, link])
    expect(await verifyGiven(ctx, badge)).toMatchObject({ verdict: "withdrawn" });
  const untouched = await readableCredential(own, other, null);
  expect(await verifyGiven(ctx, untouched.signed)).toMatchObject({ verdict: "genuine" });
  // Why is for the holder and the space; whoever has the link sees that it was.
  const token = new URL(link).searchParams.get("key");
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  expect(await readableCredential(visitor, id, token)).toMatchObject({ revokeReason: null });
  expect(await readableCredential(own, id, null)).toMatchObject({
    revokeReason: "Given by mistake",
  });
  await expect(readableCredential(visitor, id, null)).rejects.toMatchObject({ kind: "not_found" });
  await expect(readableCredential(ctx, id, "x")).rejects.toMatchObject({ kind: "not_found" });
});

test("after a person is erased nothing of their badge is kept, and the file they took along still verifies", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const actor = await given.person();
  const own = given.as(ctx, actor);
  const award = givenAward({ personId: actor.personId, spaceId });
  const [id, gone] = [
    await issueCredential(ctx, award),
    await issueCredential(ctx, givenAward({ personId: actor.personId, spaceId })),
  ];
  const file = (await readableCredential(own, id, null)).signed;
  const withdrawn = (await readableCredential(own, gone, null)).signed;
  await shareCredential(own, id);
  await revokeCredential(given.as(ctx, await given.staff(spaceId)), gone, "Given by mistake");
  const places = async () =>
    (await ctx.db.execute<{ kept: number }>(sql`select count(*)::int as kept from status_entry`))
      .rows[0];
  const before = await places();

  await erasePerson({ ...ctx, actor: { kind: "system", name: "test" } }, actor.personId);

  const { rows } = await ctx.db.execute<{ kept: number }>(sql`
    select count(*)::int as kept from credential where signed like ${`%${award.recipient.identifier}%`}
      or person_id = ${actor.personId}`);
  expect(rows[0]).toEqual({ kept: 0 });
  expect(await places()).toEqual(before);
  expect(await verifyGiven(ctx, file)).toMatchObject({ verdict: "genuine" });
  expect(await verifyGiven(ctx, withdrawn)).toMatchObject({ verdict: "withdrawn" });
});

test("an issuer that takes the call and never answers is given up within ten seconds, as not checked", async ({
  ctx,
}) => {
  const silent = createServer(() => {});
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  const { port } = silent.address() as AddressInfo;
  const elsewhere = await givenIssuer(`https://school.example:${port}`);
  const guard: Guard = {
    protocols: ["https:"],
    isAllowed: () => true,
    resolve: async () => ["127.0.0.1"],
  };
  try {
    const began = performance.now();
    const { verdict, steps } = await verifyGiven(
      ctx,
      JSON.stringify(await elsewhere.badge()),
      guard,
    );
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(verdict).toBe("unsure");
    expect(steps).toContainEqual(
      expect.objectContaining({ step: "issuer", code: "issuer_unreachable", outcome: "unchecked" }),
    );
  } finally {
    silent.close();
  }
}, 20_000);

test("whoever asks without end is told to wait", async ({ ctx }) => {
  const asked = async () => verifyGiven(ctx, "no badge");
  for (let times = 0; times < 30; times += 1) await asked();
  await expect(asked()).rejects.toMatchObject({ kind: "rate_limited" });
});

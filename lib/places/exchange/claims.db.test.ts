import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { changePlace, publishPlace } from "#lib/places/spaces/places.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { placeForm } from "#lib/places/spaces/schema.ts";
import { test } from "#testing/database.ts";
import { cellOf } from "./cells.ts";
import {
  claimPlace,
  decideClaim,
  ownClaim,
  ownClaims,
  waitingClaims,
  withdrawClaim,
} from "./claims.ts";
import { erase } from "./forgetting.ts";
import { findListedPlace } from "./listed.ts";
import { composeClaimMail } from "./mails.ts";
import { claimAnswer } from "./schema.ts";

const WISH = { organisation: "Stad Menen", role: "Directeur", note: "Het is ons gebouw" };
const yes = (claimId: string) => claimAnswer.parse({ claimId, answer: "" });
const no = (claimId: string) =>
  claimAnswer.parse({ claimId, isTheirs: "no", answer: "Geen bewijs" });

/** A place of another source, as an import leaves it. */
async function listed(db: Database, change: Record<string, string | number> = {}): Promise<string> {
  const record = {
    id: crypto.randomUUID(),
    nom: "Open Huis",
    commune: "Menen",
    code_postal: "8930",
    adresse: "Markt 1",
    latitude: 50.7958,
    longitude: 3.1217,
    horaires: "Mo-Fr 09:00-17:00",
    presentation_resume: "Computers en een bibliotheek",
    pays: "BE",
    ...change,
  };
  const { rows } = await db.execute<{ id: string }>(sql`
    insert into listed_place (source, source_id, licence, name, city, country, lat, lon, cell, search, record, published)
    values ('A town', ${record.id}, 'CC0', ${record.nom}, ${record.commune}, ${record.pays}, ${record.latitude}, ${record.longitude},
      ${cellOf(record.latitude, record.longitude)}, searched_text(${`${record.nom} ${record.commune}`}), ${JSON.stringify(record)}::jsonb, true)
    returning id`);
  return rows[0]?.id ?? "";
}

const claimTest = test.extend("admin", async ({ ctx, given }): Promise<Context> => {
  return { ...ctx, actor: await given.person([{ role: "administrator", spaceId: null }]) };
});

async function claimed(ctx: Context, place: string): Promise<string> {
  await claimPlace(ctx, place, WISH);
  return (await ownClaim(ctx, place))?.id ?? "";
}

async function letters({
  db,
}: Context): Promise<{ person_id: string; data: { claimId: string } }[]> {
  const { rows } = await db.execute<{ person_id: string; data: { claimId: string } }>(
    sql`select person_id, data from outbox_message where template = 'place-claim-decided'`,
  );
  return rows;
}

const personOf = ({ actor }: Context) => (actor.kind === "person" ? actor.personId : "");

claimTest(
  "whoever gets a place manages it, mends it and publishes it; others are told",
  async ({ ctx, admin, given }) => {
    const place = await listed(ctx.db);
    const other: Context = { ...ctx, actor: await given.person() };
    const own = await claimed(ctx, place);
    const theirs = await claimed(other, place);
    const { items, total } = await waitingClaims(admin, 1);
    expect(total).toBe(2);
    expect(items.map(({ id, others, organisation }) => [id, others, organisation])).toEqual(
      expect.arrayContaining([[own, 1, "Stad Menen"]]),
    );

    const { slug } = await decideClaim(admin, yes(own));
    expect(slug).toBe("open-huis-menen");
    expect(await findListedPlace(ctx, place)).toBeNull();
    expect(await ownClaim(other, place)).toMatchObject({ state: "overtaken" });
    expect((await letters(ctx)).map(({ person_id }) => person_id).toSorted()).toEqual(
      [personOf(ctx), personOf(other)].toSorted(),
    );
    const mailOf = async (claimId: string) =>
      composeClaimMail(ctx.db, {
        template: "place-claim-decided",
        to: "noor@trivium.test",
        locale: "nl",
        data: { claimId },
      });
    expect((await mailOf(own))?.text).toContain(`/nl/desk/place?space=${slug}`);
    expect((await mailOf(theirs))?.subject).toContain("Iemand anders beheert nu");

    const space = await findSpace(admin, slug ?? "");
    expect(space).toMatchObject({
      published: false,
      region: "vlaanderen",
      source: "A town",
      licence: "CC0",
      openingHours: "Mo-Fr 09:00-17:00",
      precision: "street",
      summary: { nl: "Computers en een bibliotheek" },
    });
    const spaceId = space?.id ?? "";
    if (ctx.actor.kind !== "person") throw new Error("nobody");
    const manager: Context = {
      ...ctx,
      actor: { ...ctx.actor, roles: [{ role: "manager", spaceId }] },
    };
    const { rows: roles } = await ctx.db.execute(
      sql`select role from role_assignment where person_id = ${personOf(ctx)} and space_id = ${spaceId}`,
    );
    expect(roles).toEqual([{ role: "manager" }]);
    const facts = placeForm.parse({
      name: "Open Huis",
      kind: "library",
      region: "vlaanderen",
      language: "nl",
      city: "Menen",
      position: "50.79581, 3.12171",
      precision: "building",
    });
    await changePlace(manager, spaceId, facts);
    await publishPlace(manager, spaceId, true);
    expect(await findSpace(other, slug ?? "")).toMatchObject({
      precision: "building",
      published: true,
    });
    await expect(publishPlace(other, spaceId, false)).rejects.toMatchObject({ kind: "forbidden" });
  },
);

claimTest(
  "a place that was taken meanwhile is claimed by nobody else, and given to nobody else",
  async ({ ctx, admin, given }) => {
    const place = await listed(ctx.db);
    const other: Context = { ...ctx, actor: await given.person() };
    const own = await claimed(ctx, place);
    const theirs = await claimed(other, place);
    await decideClaim(admin, yes(own));
    await expect(decideClaim(admin, yes(theirs))).rejects.toMatchObject({
      reason: { code: "places.claim_decided" },
    });
    await expect(decideClaim(admin, no(own))).rejects.toMatchObject({ kind: "conflict" });
    const third: Context = { ...ctx, actor: await given.person() };
    await expect(claimPlace(third, place, WISH)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "places.claimed_already" },
    });
  },
);

claimTest("a claim can be taken back, refused, and made again", async ({ ctx, admin, given }) => {
  const place = await listed(ctx.db);
  const first = await claimed(ctx, place);
  await expect(claimPlace(ctx, place, WISH)).rejects.toMatchObject({
    reason: { code: "places.claimed_by_you" },
  });
  const stranger: Context = { ...ctx, actor: await given.person() };
  await expect(withdrawClaim(stranger, first)).rejects.toMatchObject({ kind: "not_found" });
  await withdrawClaim(ctx, first);
  await expect(decideClaim(admin, yes(first))).rejects.toMatchObject({
    reason: { code: "places.claim_withdrawn" },
  });
  expect(await waitingClaims(admin, 1)).toEqual({ items: [], total: 0 });
  const second = await claimed({ ...ctx, now: ctx.now.add({ hours: 1 }) }, place);
  await decideClaim(admin, no(second));
  expect(await ownClaim(ctx, place)).toMatchObject({ state: "refused", answer: "Geen bewijs" });
  expect(await findListedPlace(ctx, place)).toMatchObject({ name: "Open Huis" });
  await claimPlace({ ...ctx, now: ctx.now.add({ hours: 2 }) }, place, WISH);
});

claimTest("a claim goes with whoever made it", async ({ ctx, admin }) => {
  const place = await listed(ctx.db);
  const claim = await claimed(ctx, place);
  for (const statement of erase({ db: ctx.db, personId: personOf(ctx), reached: [], nobody: "" }))
    await ctx.db.execute(statement);
  await expect(decideClaim(admin, yes(claim))).rejects.toMatchObject({
    kind: "not_found",
    reason: { code: "places.claim_gone" },
  });
});

claimTest(
  "nobody claims what lies beyond, more than five places, or anything with a card",
  async ({ ctx }) => {
    const paris = await listed(ctx.db, {
      pays: "FR",
      code_postal: "75001",
      latitude: 48.86,
      longitude: 2.34,
    });
    await expect(claimPlace(ctx, paris, WISH)).rejects.toMatchObject({
      reason: { code: "places.outside_regions" },
    });
    await expect(claimPlace(ctx, crypto.randomUUID(), WISH)).rejects.toMatchObject({
      kind: "not_found",
    });
    const places = await Promise.all(Array.from({ length: 6 }, () => listed(ctx.db)));
    const last = places.pop() ?? "";
    for (const place of places) await claimPlace(ctx, place, WISH);
    await expect(claimPlace(ctx, last, WISH)).rejects.toMatchObject({
      reason: { code: "places.too_many_claims" },
    });
    if (ctx.actor.kind !== "person") throw new Error("nobody");
    const byCard: Context = { ...ctx, actor: { ...ctx.actor, method: "card" } };
    await expect(claimPlace(byCard, last, WISH)).rejects.toMatchObject({ kind: "forbidden" });
  },
);

test("a no has its reason", () => {
  const claimId = crypto.randomUUID();
  expect(
    claimAnswer.safeParse({ claimId, isTheirs: "no", answer: " " }).error?.issues[0],
  ).toMatchObject({
    path: ["answer"],
    message: "places.answer_says_why",
  });
  expect(yes(claimId)).toMatchObject({ isTheirs: true });
});

claimTest(
  "a claimant sees each of their claims with what became of it, and nobody else's",
  async ({ ctx, given, admin }) => {
    const [waits, refused, gotten] = [
      await listed(ctx.db),
      await listed(ctx.db),
      await listed(ctx.db),
    ];
    await claimed(ctx, waits);
    await decideClaim(admin, no(await claimed(ctx, refused)));
    await decideClaim(admin, yes(await claimed(ctx, gotten)));
    const own = await ownClaims(ctx);
    expect(own[0]).toMatchObject({
      placeId: waits,
      state: "asked",
      place: "Open Huis",
      city: "Menen",
    });
    expect(own.find(({ placeId }) => placeId === refused)).toMatchObject({
      state: "refused",
      answer: "Geen bewijs",
      spaceSlug: null,
    });
    expect(own.find(({ placeId }) => placeId === gotten)).toMatchObject({ state: "accepted" });
    expect(own.find(({ placeId }) => placeId === gotten)?.spaceSlug).toMatch(/^open-huis/);
    await withdrawClaim(ctx, own[0]?.id ?? "");
    expect((await ownClaims(ctx)).map(({ state }) => state).sort()).toEqual([
      "accepted",
      "refused",
      "withdrawn",
    ]);

    expect(await ownClaims(given.as(ctx, await given.person()))).toEqual([]);
    const me = ctx.actor as PersonActor;
    expect(await ownClaims(given.as(ctx, { ...me, method: "card" }))).toEqual([]);
    expect(await ownClaims({ ...ctx, actor: { kind: "visitor" } })).toEqual([]);
  },
);

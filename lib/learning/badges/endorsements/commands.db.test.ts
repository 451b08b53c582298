import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import { runRetention } from "#lib/evidence/privacy/retention.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { givenAward } from "#testing/badges.ts";
import {
  asked,
  mailedToken,
  SCHOOL,
  SYSTEM,
  said,
  VISITOR,
  worldOn,
} from "#testing/endorsements.ts";
import { test as base } from "#testing/signed.ts";
import { issueCredential, revokeCredential } from "../credentials/commands.ts";
import { rotateKeys } from "../credentials/keys.ts";
import { shareCredential } from "../credentials/sharing.ts";
import { verifyGiven } from "../verification/verifying.ts";
import {
  askForOwnBadge,
  askOrganisation,
  recognise,
  refuse,
  withdrawEndorsement,
  withdrawRequest,
} from "./commands.ts";
import { composeRequest } from "./mails.ts";
import {
  askedOf,
  partnerPage,
  readableEndorsement,
  recognitionOfBadge,
  recognitionOfClass,
  requestsForDesk,
  whoRecognises,
} from "./queries.ts";

const test = base.extend("world", ({ ctx, given }) => worldOn(ctx, given));

const signedOf = async (db: Database, id: string) =>
  (await db.execute<{ signed: string }>(sql`select signed from endorsement where id = ${id}`))
    .rows[0]?.signed ?? "";

function strict() {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: object) => void)(ajv);
  const file = "schemas/ob_v3p0_achievementcredential_schema.strict-2024-10.json";
  ajv.addSchema(
    JSON.parse(readFileSync(new URL(`../verification/${file}`, import.meta.url), "utf8")),
    "badge",
  );
  return ajv.compile({ $ref: "badge#/$defs/EndorsementCredential" });
}

test("an organisation across the border says yes by the link: what it signed passes the strict schema and verifies", async ({
  ctx,
  given,
  world,
}) => {
  await askOrganisation(given.as(ctx, world.staff), asked(world));
  const token = await mailedToken(ctx.db);
  const template = "endorsement-request";
  const [mail] = await rowsOf<{ data: Record<string, unknown> }>(
    ctx.db,
    sql`select data from outbox_message where template = ${template}`,
  );
  const letter = await composeRequest(ctx.db, {
    template,
    data: mail?.data ?? {},
    locale: "fr",
    to: SCHOOL,
  });
  expect(letter?.text).toContain("Réparer");
  const visitor = { ...ctx, actor: VISITOR };
  expect(await askedOf(visitor, { token, request: "" })).toMatchObject({
    state: "open",
    domain: "ecole-du-nord.example",
    space: { region: "vlaanderen" },
    named: { name: "Réparer" },
  });
  const { id } = await recognise(visitor, said(token));
  const signed = await signedOf(ctx.db, id);
  const document = JSON.parse(signed);
  const validate = strict();
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document).toMatchObject({
    type: ["VerifiableCredential", "EndorsementCredential"],
    issuer: {
      name: "École du Nord",
      description: expect.stringContaining("ecole-du-nord.example"),
    },
    credentialSubject: { id: `${settings().publicUrl}/badges/classes/${world.badge}/1/fr` },
  });
  expect(document.credentialSubject.endorsementComment).toContain("12 heures");
  for (const secret of ["Claire", "Directrice", "direction@"]) expect(signed).not.toContain(secret);
  expect(await verifyGiven(visitor, signed)).toMatchObject({ verdict: "genuine" });
  expect(await verifyGiven(visitor, `${settings().publicUrl}/endorsements/${id}`)).toMatchObject({
    verdict: "genuine",
  });
  expect((await verifyGiven(visitor, signed.replace("réparent", "dirigent"))).verdict).toBe(
    "refused",
  );
  await rotateKeys({ ...ctx, actor: SYSTEM });
  expect(await verifyGiven(visitor, signed)).toMatchObject({ verdict: "genuine" });
  expect(await recognitionOfClass(visitor, world.classId)).toMatchObject([
    { organisation: "École du Nord", hours: 12 },
  ]);
  expect((await whoRecognises(visitor)).map((one) => one.id)).toContain(id);
  expect(await readableEndorsement(visitor, id, null)).toBe(signed);
});

test("a link is answered once, whoever comes with it afterwards", async ({ ctx, given, world }) => {
  await askOrganisation(given.as(ctx, world.staff), asked(world));
  const token = await mailedToken(ctx.db);
  const visitor = { ...ctx, actor: VISITOR };
  await refuse(visitor, { token, request: "", reason: "Pas chez nous" });
  await expect(recognise(visitor, said(token))).rejects.toMatchObject({ kind: "conflict" });
  await expect(refuse(visitor, { token, request: "", reason: "x" })).rejects.toMatchObject({
    kind: "conflict",
  });
  const [seen] = await requestsForDesk(given.as(ctx, world.staff), "fr");
  expect(seen).toMatchObject({ state: "refused", reason: "Pas chez nous", isAcross: true });
  const { rows } = await ctx.db.execute(sql`select address from endorsement_request`);
  expect(rows).toEqual([{ address: null }]);
});

test("a link ends, is taken back, and names nothing to whoever guesses", async ({
  ctx,
  given,
  world,
}) => {
  const staff = given.as(ctx, world.staff);
  const visitor = { ...ctx, actor: VISITOR };
  const { id } = await askOrganisation(staff, asked(world));
  const token = await mailedToken(ctx.db);
  const later = { ...visitor, now: ctx.now.add({ hours: 31 * 24 }) };
  await expect(recognise(later, said(token))).rejects.toMatchObject({ kind: "gone" });
  await expect(recognise(visitor, said("guessed"))).rejects.toMatchObject({ kind: "not_found" });
  await expect(recognise(visitor, said("", { request: id }))).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(withdrawRequest(ctx, id)).rejects.toMatchObject({ kind: "not_found" });
  await withdrawRequest(staff, id);
  await expect(recognise(visitor, said(token))).rejects.toMatchObject({ kind: "gone" });
  await askOrganisation(staff, asked(world));
});

test("who gave it withdraws it by the link of their mail, or the network does: verification says so", async ({
  ctx,
  given,
  world,
}) => {
  const visitor = { ...ctx, actor: VISITOR };
  const give = async (email: string) => {
    await askOrganisation(given.as(ctx, world.staff), asked(world, { email }));
    const { id } = await recognise(visitor, said(await mailedToken(ctx.db, email)));
    return {
      id,
      signed: await signedOf(ctx.db, id),
      token: await mailedToken(ctx.db, email, "endorsement-receipt"),
    };
  };
  const [one, other] = [await give("a@ecole.example"), await give("b@ecole.example")];
  await withdrawEndorsement(visitor, { id: "", token: one.token, reason: "Le cours a changé" });
  expect(await verifyGiven(visitor, one.signed)).toMatchObject({ verdict: "withdrawn" });
  expect(await verifyGiven(visitor, other.signed)).toMatchObject({ verdict: "genuine" });
  for (const actor of [
    VISITOR,
    world.staff,
    await given.person([{ role: "partner", spaceId: null }]),
  ])
    await expect(
      withdrawEndorsement({ ...ctx, actor }, { id: other.id, token: "", reason: "x" }),
    ).rejects.toMatchObject({ kind: "not_found" });
  const admin = await given.person([{ role: "administrator", spaceId: null }]);
  await withdrawEndorsement(
    { ...ctx, actor: admin },
    { id: other.id, token: "", reason: "No such school" },
  );
  expect(await verifyGiven(visitor, other.signed)).toMatchObject({ verdict: "withdrawn" });
  expect(await recognitionOfClass(visitor, world.classId)).toEqual([]);
  const { rows } = await ctx.db.execute(sql`select distinct signer_name as name from endorsement`);
  expect(rows).toEqual([{ name: "" }]);
});

test("a partner who signs in with the address that was asked answers without the link, and nobody else does", async ({
  ctx,
  given,
  world,
}) => {
  const email = `${randomUUID()}@firm.example`;
  const partner = await given.person([{ role: "partner", spaceId: null }], { email });
  const { id } = await askOrganisation(
    given.as(ctx, world.staff),
    asked(world, { email, kind: "employer" }),
  );
  const own = given.as(ctx, partner);
  expect((await partnerPage(own, "fr")).waiting).toMatchObject([
    { id, named: { name: "Réparer" } },
  ]);
  const another = given.as(ctx, await given.person([{ role: "partner", spaceId: null }]));
  expect((await partnerPage(another, "fr")).waiting).toEqual([]);
  await expect(recognise(another, said("", { request: id }))).rejects.toMatchObject({
    kind: "not_found",
  });
  const byToken: PersonActor = { ...partner, scopes: ["endorsement.answer"] };
  await expect(recognise(given.as(ctx, byToken), said("", { request: id }))).rejects.toMatchObject({
    kind: "not_found",
  });
  const { id: given_ } = await recognise(own, said("", { request: id }));
  expect((await partnerPage(own, "fr")).given).toMatchObject([{ id: given_ }]);
  await withdrawEndorsement(own, { id: given_, token: "", reason: "Plus valable" });
  expect((await partnerPage(own, "fr")).waiting).toEqual([]);
});

test("what is said of a learner's badge is seen by whom they show it to, and goes with them", async ({
  ctx,
  given,
  world,
}) => {
  const learner = await given.person();
  const own = given.as(ctx, learner);
  const badge = await issueCredential(
    ctx,
    givenAward({ personId: learner.personId, spaceId: world.spaceId }),
  );
  const { space: _, badge: __, ...form } = asked(world);
  await expect(askForOwnBadge(ctx, { ...form, id: badge })).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(
    askForOwnBadge(given.as(ctx, { ...learner, method: "card" }), { ...form, id: badge }),
  ).rejects.toMatchObject({ kind: "forbidden" });
  await askForOwnBadge(own, { ...form, id: badge });
  const visitor = { ...ctx, actor: VISITOR };
  const token = await mailedToken(ctx.db);
  expect((await askedOf(visitor, { token, request: "" })).own).toMatchObject({
    name: "Réparer",
    level: "Sans aide",
  });
  const { id } = await recognise(visitor, said(token));
  expect(await recognitionOfBadge(own, badge, "")).toMatchObject([{ id }]);
  expect((await whoRecognises(visitor)).map((one) => one.id)).not.toContain(id);
  await expect(readableEndorsement(visitor, id, null)).rejects.toMatchObject({ kind: "not_found" });
  const key = new URL((await shareCredential(own, badge)).address).searchParams.get("key");
  const signed = await readableEndorsement(visitor, id, key);
  expect(await verifyGiven(visitor, signed)).toMatchObject({ verdict: "genuine" });
  await erasePerson({ ...ctx, actor: SYSTEM }, learner.personId);
  const { rows } = await ctx.db.execute(
    sql`select from endorsement_request union all select from endorsement`,
  );
  expect(rows).toEqual([]);
  expect(await verifyGiven(visitor, signed)).toMatchObject({ verdict: "genuine" });
});

test("a badge that is withdrawn while somebody is asked about it is no longer recognised", async ({
  ctx,
  given,
  world,
}) => {
  const learner = await given.person();
  const badge = await issueCredential(
    ctx,
    givenAward({ personId: learner.personId, spaceId: world.spaceId }),
  );
  const { space: _, badge: __, ...form } = asked(world);
  await askForOwnBadge(given.as(ctx, learner), { ...form, id: badge });
  const token = await mailedToken(ctx.db);
  await revokeCredential(given.as(ctx, await given.staff(world.spaceId)), badge, "By mistake");
  await expect(recognise({ ...ctx, actor: VISITOR }, said(token))).rejects.toMatchObject({
    reason: { code: "endorsements.badge_withdrawn" },
  });
});

test("whoever asked or answered is forgotten when they are erased, and what was asked goes after its term", async ({
  ctx,
  given,
  world,
}) => {
  const email = `${randomUUID()}@firm.example`;
  const partner = await given.person([{ role: "partner", spaceId: null }], { email });
  const ask = (change: Record<string, string>) =>
    askOrganisation(given.as(ctx, world.staff), asked(world, change));
  await ask({ email, message: "Noor asks" });
  await recognise(given.as(ctx, partner), said(await mailedToken(ctx.db, email)));
  await ask({ email: "late@firm.example", message: "Noor asks" });
  for (const personId of [partner.personId, world.staff.personId])
    await erasePerson({ ...ctx, actor: SYSTEM }, personId);
  const { rows } = await ctx.db.execute<Record<string, unknown>>(sql`
    select (select array_agg(distinct concat(asked_by, message)) from endorsement_request) as asked,
      (select concat(signer_name, signer_role, address_hash) from endorsement) as signer`);
  expect(rows[0]).toEqual({ asked: [""], signer: "" });
  const { forgetSoon } = await import("#lib/evidence/privacy/retention.ts");
  await forgetSoon(ctx.db, ctx.now.add({ hours: 31 * 24 }));
  const left = async () =>
    (
      await ctx.db.execute<{ state: string; address: string | null }>(
        sql`select state, address from endorsement_request order by state`,
      )
    ).rows;
  expect(await left()).toEqual([
    { state: "accepted", address: null },
    { state: "ended", address: null },
  ]);
  await runRetention(ctx.db, ctx.now.add({ hours: 26 * 31 * 24 }));
  expect(await left()).toEqual([{ state: "accepted", address: null }]);
});

test("an address that anybody can have confirms no organisation, and nobody writes to all", async ({
  ctx,
  given,
  world,
}) => {
  const staff = given.as(ctx, world.staff);
  await expect(
    askOrganisation(staff, asked(world, { email: "x@gmail.com" })),
  ).rejects.toMatchObject({
    reason: { code: "endorsements.private_mail" },
  });
  for (let at = 0; at < 20; at += 1)
    await askOrganisation(staff, asked(world, { email: `${at}@school.example` }));
  await expect(
    askOrganisation(staff, asked(world, { email: "one@school.example" })),
  ).rejects.toMatchObject({
    kind: "rate_limited",
  });
});

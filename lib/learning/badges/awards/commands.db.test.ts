import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { eraseMyself } from "#lib/evidence/privacy/erasure.ts";
import { runRetention } from "#lib/evidence/privacy/retention.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { test as base } from "#testing/signed.ts";
import { publishBadge, retireBadge, saveDraft } from "../classes/commands.ts";
import { findBadge } from "../classes/queries.ts";
import { type ClassDraft, classDraft } from "../classes/schema.ts";
import { loadBundledFrameworks } from "../competences/commands.ts";
import { revokeCredential } from "../credentials/commands.ts";
import { rotateKeys } from "../credentials/keys.ts";
import { credentialOfAward, openLinks } from "../credentials/queries.ts";
import { remindOfRenewal } from "../credentials/renewal.ts";
import { endShares, shareCredential } from "../credentials/sharing.ts";
import { verifyGiven } from "../verification/verifying.ts";
import {
  acceptBadge,
  acceptOnPaper,
  appealRefusal,
  applyForBadge,
  decideOnRequest,
  declineBadge,
  submitAgain,
  withdrawRequest,
} from "./commands.ts";
import { endPaperLinks, paperLinks, sharePaperBadge } from "./paper.ts";
import {
  acceptedBetween,
  givenAwards,
  myAwards,
  ownWayTo,
  readableBadge,
  reviewsAskedOfMe,
  waitingAwards,
} from "./queries.ts";
import { answerReview, lookAfterPeers } from "./reviews.ts";
import type { PeerAnswer } from "./schema.ts";
import { countAwardsToDecide } from "./to-decide.ts";

const PEERS: ClassDraft["rules"] = [
  { kind: "evidence" },
  { kind: "peers", needed: 2, asked: 2, level: "independent" },
];

const SYSTEM = { kind: "system", name: "test" } as const;

type World = {
  slug: string;
  spaceId: string;
  learner: PersonActor;
  staff: PersonActor;
  badge: string;
};

async function worldOn(ctx: Context, given: Given, rules: ClassDraft["rules"]): Promise<World> {
  const admin = { ...ctx, actor: SYSTEM };
  await loadBundledFrameworks(admin);
  const badge = `badge-${randomUUID().slice(0, 8)}`;
  await saveDraft(
    admin,
    classDraft.parse({
      slug: badge,
      icon: "tool",
      colour: "teal",
      editions: {
        nl: { name: "Herstellen", description: "Kan herstellen.", criteria: "Herstel iets." },
      },
      competences: [{ framework: "sustainable-it", code: "C1" }],
      rules,
    }),
  );
  await publishBadge(admin, badge, "active");
  const space = await given.space();
  return {
    slug: space.slug,
    spaceId: space.id,
    badge,
    learner: await given.person(),
    staff: await given.person([{ role: "facilitator", spaceId: space.id }]),
  };
}

const test = base.extend("world", ({ ctx, given }) =>
  worldOn(ctx, given, [{ kind: "evidence" }, { kind: "mentor" }]),
);

const apply = (ctx: Context, { badge, slug }: World, statement = "Mended it") =>
  applyForBadge(ctx, { badge, space: slug, statement });
const decide = (
  ctx: Context,
  id: string,
  what: "approve" | "ask_changes" | "refuse",
  revision = 1,
) => decideOnRequest(ctx, { id, revision, what, note: what === "approve" ? "" : "Tell more" });

test("a request, a question, an answer, a yes of staff, a yes of the learner: then it is signed", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const { id } = await apply(learner, world);
  await decide(staff, id, "ask_changes");
  await submitAgain(learner, id, "Mended it, with a new key");
  const [waiting] = await waitingAwards(staff);
  expect(waiting).toMatchObject({
    id,
    revision: 3,
    state: "submitted",
    statement: "Mended it, with a new key",
  });
  await decide(staff, id, "approve", 3);
  expect(await signed(ctx.db, id)).toBe(0);
  await acceptBadge(learner, id);
  expect(await signed(ctx.db, id)).toBe(1);
  expect((await myAwards(learner))[0]).toMatchObject({ id, state: "issued" });
  await expect(acceptBadge(learner, id)).rejects.toMatchObject({ kind: "conflict" });
  await expect(apply(learner, world)).rejects.toMatchObject({
    reason: { code: "badges.on_the_way" },
  });
});

test("what the learner does not want is never signed, and can be asked for again", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const { id } = await apply(learner, world);
  await decide(given.as(ctx, world.staff), id, "approve");
  await declineBadge(learner, id);
  await expect(acceptBadge(learner, id)).rejects.toMatchObject({ kind: "conflict" });
  expect(await signed(ctx.db, id)).toBe(0);
  await withdrawRequest(learner, (await apply(learner, world)).id);
  await expect(apply(learner, world, "")).rejects.toMatchObject({
    reason: { code: "badges.needs_statement" },
  });
});

test("what was refused or declined goes after its term; what is on its way, or signed, does not", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  await decide(staff, (await apply(learner, world)).id, "refuse");
  await withdrawRequest(learner, (await apply(learner, world)).id);
  const { id: signedOne } = await apply(learner, world);
  await decide(staff, signedOne, "approve");
  await acceptBadge(learner, signedOne);
  const other = await given.person();
  const { id: waiting } = await apply(given.as(ctx, other), world);
  const aged = (months: number) =>
    ctx.db.execute(
      sql`update award set changed_at = ${ctx.now.toZonedDateTimeISO("UTC").subtract({ months }).toInstant().toString()}::timestamptz`,
    );
  const left = async () =>
    (await ctx.db.execute<{ id: string }>(sql`select id from award`)).rows
      .map(({ id }) => id)
      .toSorted();
  await aged(23);
  expect(await runRetention(ctx.db, ctx.now)).toMatchObject({ "sessions.badgeRequests": 0 });
  expect(await left()).toHaveLength(4);
  await aged(25);
  expect(await runRetention(ctx.db, ctx.now)).toMatchObject({ "sessions.badgeRequests": 2 });
  expect(await left()).toEqual([signedOne, waiting].toSorted());
});

test("who appeals against a refusal is heard once, in time, and by somebody else", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const colleague = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: world.spaceId }]),
  );
  const { id } = await apply(learner, world);
  await decide(staff, id, "refuse");
  const late = { ...learner, now: ctx.now.add({ hours: 24 * 30 + 1 }) };
  await expect(appealRefusal(late, id, "You did not look")).rejects.toMatchObject({
    reason: { code: "badges.appeal_over" },
  });
  expect((await myAwards(late))[0]).toMatchObject({ canAppeal: false });
  expect((await myAwards(learner))[0]).toMatchObject({ canAppeal: true });
  await appealRefusal(learner, id, "You did not look");
  expect((await waitingAwards(staff))[0]).toMatchObject({
    isForAnother: true,
    appeal: "You did not look",
  });
  await expect(decide(staff, id, "approve", 3)).rejects.toMatchObject({
    reason: { code: "badges.appeal_to_another" },
  });
  expect((await waitingAwards(colleague))[0]).toMatchObject({ isForAnother: false, revision: 3 });
  const askedOf = (await lettersOf(ctx.db, id)).filter(
    ({ template }) => template === "badge-asked",
  );
  const times = (one: PersonActor) =>
    askedOf.filter(({ personId }) => personId === one.personId).length;
  expect([times(world.staff), times(colleague.actor as PersonActor)]).toEqual([1, 2]);
  await decide(colleague, id, "refuse", 3);
  await expect(appealRefusal(learner, id, "Again")).rejects.toMatchObject({
    reason: { code: "badges.appeal_over" },
  });
});

test("who asked anew after a refusal does not appeal as well", async ({ ctx, given, world }) => {
  const learner = given.as(ctx, world.learner);
  const { id } = await apply(learner, world);
  await decide(given.as(ctx, world.staff), id, "refuse");
  await apply(learner, world);
  await expect(
    ctx.db.transaction((db) => appealRefusal({ ...learner, db }, id, "x")),
  ).rejects.toMatchObject({
    reason: { code: "badges.on_the_way" },
  });
});

test("each step is written to whom it concerns, in their language; what was overtaken is not sent", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const { id } = await apply(learner, world);
  const now = await lettersOf(ctx.db, id);
  expect(now).toEqual([{ template: "badge-asked", personId: world.staff.personId }]);
  const letter = (template: string, locale: "nl" | "fr" | "en") =>
    TEMPLATES[template]!(ctx.db, { template, data: { awardId: id }, locale, to: "x@trivium.test" });
  expect((await letter("badge-asked", "fr"))?.subject).toContain("Une demande attend");
  await decide(staff, id, "ask_changes");
  expect(await letter("badge-asked", "fr")).toBeNull();
  expect((await letter("badge-question", "nl"))?.text).toContain("Tell more");
  await submitAgain(learner, id, "More");
  await decide(staff, id, "approve", 3);
  expect((await letter("badge-waits", "en"))?.subject).toContain("waits for your yes");
  await acceptBadge(learner, id);
  expect(await letter("badge-waits", "en")).toBeNull();
  for (const locale of LOCALES)
    expect((await letter("badge-signed", locale))?.text).toContain("/me/badges");
  expect((await lettersOf(ctx.db, id)).map(({ template }) => template)).toEqual([
    "badge-asked",
    "badge-asked",
    "badge-question",
    "badge-signed",
    "badge-waits",
  ]);
});

test("a badge that ends soon is told of once, one that was withdrawn never; its holder learns why", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, await given.staff(world.spaceId));
  const ids: string[] = [];
  for (const one of [world, await worldIn(ctx, given, world)]) {
    const { id } = await apply(learner, one);
    await decide(staff, id, "approve");
    await acceptBadge(learner, id);
    ids.push((await credentialOfAward(ctx, id)) ?? "");
  }
  const [kept, withdrawn] = ids;
  const soon = ctx.now.add({ hours: 24 * 30 });
  await ctx.db.execute(sql`update credential set valid_until = ${soon.toString()}::timestamptz`);
  const [given1] = await givenAwards(staff);
  expect(ids).toContain(given1?.credentialId);
  expect(await givenAwards(given.as(ctx, world.staff))).toEqual([]);
  await expect(revokeCredential(given.as(ctx, world.staff), withdrawn!, "x")).rejects.toMatchObject(
    {
      kind: "forbidden",
    },
  );
  await revokeCredential(staff, withdrawn!, "Wrong person");
  expect((await givenAwards(staff)).map(({ credentialId }) => credentialId)).toEqual([kept]);
  expect(await remindOfRenewal(ctx.db, ctx.now.subtract({ hours: 24 * 40 }))).toEqual({
    reminded: 0,
  });
  expect(await remindOfRenewal(ctx.db, ctx.now)).toEqual({ reminded: 1 });
  expect(await remindOfRenewal(ctx.db, ctx.now)).toEqual({ reminded: 0 });
  const letter = (template: string, credentialId: string) =>
    TEMPLATES[template]!(ctx.db, {
      template,
      data: { credentialId },
      locale: "nl",
      to: "x@trivium.test",
    });
  expect((await letter("badge-ends", kept!))?.subject).toContain("loopt af op");
  expect((await letter("badge-withdrawn", withdrawn!))?.text).toContain("Wrong person");
  expect(await letter("badge-ends", withdrawn!)).toBeNull();
});

test("who has no e-mail says yes on paper, before staff: whoever awards there opens it to print", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const onPaper = await apply(learner, world);
  await decide(staff, onPaper.id, "approve");
  const badge = await acceptOnPaper(staff, onPaper.id, "nl");
  expect(await signed(ctx.db, onPaper.id)).toBe(1);
  expect(await credentialOfAward(ctx, onPaper.id)).toBe(badge);

  const colleague = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: world.spaceId }]),
  );
  for (const one of [staff, colleague]) {
    expect(await readableBadge(one, badge, null)).toMatchObject({ id: badge, mayWithdraw: false });
    expect(await givenAwards(one)).toMatchObject([{ credentialId: badge }]);
  }
  const elsewhere = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: (await given.space()).id }]),
  );
  const refused = { reason: { code: "credentials.unknown" } };
  await expect(readableBadge(elsewhere, badge, null)).rejects.toMatchObject(refused);
  expect(await givenAwards(elsewhere)).toEqual([]);

  // A badge that its learner accepted by themselves is shown by them alone.
  const signedIn = await worldIn(ctx, given, world);
  const { id } = await apply(learner, signedIn);
  await decide(staff, id, "approve");
  await acceptBadge(learner, id);
  const own = (await credentialOfAward(ctx, id)) ?? "";
  await expect(readableBadge(staff, own, null)).rejects.toMatchObject(refused);

  // Why it was withdrawn is between its holder and who withdraws.
  const manager = given.as(ctx, await given.staff(world.spaceId));
  await revokeCredential(manager, badge, "Wrong person");
  expect(await readableBadge(manager, badge, null)).toMatchObject({ revokeReason: "Wrong person" });
  expect(await readableBadge(staff, badge, null)).toMatchObject({ revokeReason: null });
  expect(await givenAwards(staff)).toEqual([]);
});

test("staff make a code for the sheet of somebody who said yes on paper; the holder sees and ends it, or asks staff to", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, { ...world.learner, method: "card" });
  const staff = given.as(ctx, world.staff);
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  const { id } = await apply(learner, world);
  await decide(staff, id, "approve");
  const badge = await acceptOnPaper(staff, id, "nl");
  expect(await paperLinks(staff, badge)).toEqual([]);

  const sheet = await sharePaperBadge(staff, badge);
  expect(await verifyGiven(visitor, sheet.address)).toMatchObject({ verdict: "genuine" });
  expect(await openLinks(learner, badge)).toMatchObject([{ id: sheet.id, onPaper: true }]);
  await endShares(learner, badge, sheet.id);
  expect(await verifyGiven(visitor, sheet.address)).toMatchObject({ verdict: "refused" });

  const own = await shareCredential(learner, badge);
  const [second, third] = [
    await sharePaperBadge(staff, badge),
    await sharePaperBadge(staff, badge),
  ];
  expect((await paperLinks(staff, badge))?.map((link) => link.id).toSorted()).toEqual(
    [second.id, third.id].toSorted(),
  );
  // Staff end what they made, and nothing that the holder made.
  await endPaperLinks(staff, badge, own.id);
  await endPaperLinks(staff, badge, second.id);
  expect((await paperLinks(staff, badge))?.map((link) => link.id)).toEqual([third.id]);
  await endPaperLinks(staff, badge);
  expect(await verifyGiven(visitor, own.address)).toMatchObject({ verdict: "genuine" });
  expect(await openLinks(learner, badge)).toMatchObject([{ id: own.id, onPaper: false }]);
  const { rows } = await ctx.db.execute<{ said: number }>(sql`
    select count(*)::int as said from audit_entry where subject = ${badge}
      and space_id = ${world.spaceId} and action in ('badge.shared', 'badge.share_ended')`);
  expect(rows[0]?.said).toBe(6);
  // Who may not print it learns nothing of its links.
  expect(await paperLinks(learner, badge)).toBeNull();
});

test("what waits for a yes or no of staff is counted where they may say it, and not for who said no before", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const colleague = given.as(ctx, await given.staff(world.spaceId));
  const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
  const staff = given.as(ctx, world.staff);
  const counts = async () => {
    const found: number[] = [];
    for (const who of [staff, colleague, elsewhere, learner])
      found.push(await countAwardsToDecide(who));
    return found;
  };
  expect(await counts()).toEqual([0, 0, 0, 0]);
  const { id } = await apply(learner, world);
  expect(await counts()).toEqual([1, 1, 0, 0]);
  // Whoever awards here asks for a badge as well: a colleague decides on it.
  await apply(staff, world);
  expect(await counts()).toEqual([1, 2, 0, 0]);
  await decide(staff, id, "refuse");
  expect(await counts()).toEqual([0, 1, 0, 0]);
  await appealRefusal(learner, id, "It was mended.");
  expect(await counts()).toEqual([0, 2, 0, 0]);
});

test("a badge that is retired meanwhile goes on for who has applied, and for nobody else", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const { id } = await apply(learner, world);
  await retireBadge({ ...ctx, actor: SYSTEM }, world.badge);
  await decide(given.as(ctx, world.staff), id, "approve");
  await acceptBadge(learner, id);
  const late = given.as(ctx, await given.person());
  await expect(apply(late, world)).rejects.toMatchObject({ reason: { code: "badges.retired" } });
});

test("a badge that was withdrawn, or ends soon, is earned again; one that counts still is not", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, await given.staff(world.spaceId));
  const earn = async (at: Temporal.Instant) => {
    const { id } = await apply({ ...learner, now: at }, world);
    await decide({ ...staff, now: at }, id, "approve");
    await acceptBadge({ ...learner, now: at }, id);
    return { id, credential: (await credentialOfAward(ctx, id)) ?? "" };
  };
  const hours = (days: number) => ({ hours: days * 24 });
  const first = await earn(ctx.now);
  await expect(apply(learner, world)).rejects.toMatchObject({
    reason: { code: "badges.on_the_way" },
  });
  await revokeCredential(staff, first.credential, "Wrong key");
  expect((await myAwards(learner))[0]).toMatchObject({ id: first.id, canEarnAgain: true });

  const second = await earn(ctx.now.add(hours(1)));
  const end = ctx.now.add(hours(100));
  await ctx.db.execute(
    sql`update credential set valid_until = ${end.toString()}::timestamptz where id = ${second.credential}`,
  );
  const early = { ...learner, now: end.subtract(hours(61)) };
  await expect(apply(early, world)).rejects.toMatchObject({
    reason: { code: "badges.on_the_way" },
  });
  expect((await myAwards(early)).map((one) => one.canEarnAgain)).toEqual([false, false]);
  const third = await earn(end.subtract(hours(59)));
  expect(new Set([first.id, second.id, third.id]).size).toBe(3);
  expect((await myAwards({ ...learner, now: end })).some((one) => one.canEarnAgain)).toBe(false);
  const all = { from: ctx.now.subtract(hours(1)), until: end };
  expect(await acceptedBetween(ctx, all)).toHaveLength(1);
});

test("who has a badge or is on the way to it is told so, and not asked to ask for it", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, await given.staff(world.spaceId));
  const badge = await findBadge(ctx, world.badge);
  const way = (as = learner) => ownWayTo(as, badge?.id ?? "");
  expect(await way()).toBeNull();
  const { id: refused } = await apply(learner, world);
  expect(await way()).toEqual({ state: "submitted", credentialId: null });
  expect(await way(given.as(ctx, await given.person()))).toBeNull();
  await decide(staff, refused, "refuse");
  expect(await way()).toBeNull();

  const { id } = await apply(learner, world);
  await decide(staff, id, "approve");
  await acceptBadge(learner, id);
  const credentialId = (await credentialOfAward(ctx, id)) ?? "";
  expect(await way()).toEqual({ state: "issued", credentialId });
  await revokeCredential(staff, credentialId, "Wrong key");
  expect(await way()).toBeNull();
});

test("a badge that was withdrawn opens no other, and whoever had it looks at the work of nobody", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, PEERS);
  const staff = given.as(ctx, await given.staff(world.spaceId));
  const learner = given.as(ctx, world.learner);
  const next = await worldOn(ctx, given, [{ kind: "badge", slug: world.badge }]);
  const { id } = await apply(learner, world);
  await decide(staff, id, "approve");
  await acceptBadge(learner, id);
  const { id: built } = await apply(learner, { ...next, slug: world.slug });
  const peer = given.as(ctx, await given.person());
  await apply(peer, world);
  expect(await reviewsAskedOfMe(learner)).toHaveLength(1);

  await revokeCredential(staff, (await credentialOfAward(ctx, id)) ?? "", "Not their work");
  await expect(decide(staff, built, "approve")).rejects.toMatchObject({
    reason: { code: "badges.not_met.badge" },
  });
  const { id: late } = await apply(given.as(ctx, await given.person()), world);
  expect(await reviewsAskedOfMe(learner)).toHaveLength(1);
  const waiting = await waitingAwards(staff);
  expect(waiting.find((one) => one.id === late)?.reviewsAsked).toBe(0);
});

test("two peers of another space look, without names; nobody looks in return", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, [
    { kind: "evidence" },
    { kind: "peers", needed: 2, asked: 2, level: "independent" },
  ]);
  const other = await given.space();
  const holders = [
    await holderOf(ctx.db, given, world, other.id),
    await holderOf(ctx.db, given, world, other.id),
  ];
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const { id } = await apply(learner, world);
  await expect(decide(staff, id, "approve")).rejects.toMatchObject({
    reason: { code: "badges.not_met.peers" },
  });
  for (const holder of holders) {
    const [asked] = await reviewsAskedOfMe(given.as(ctx, holder));
    await answerReview(given.as(ctx, holder), {
      id: asked!.id,
      level: "independent",
      comment: "Well done",
    });
    await expect(
      answerReview(given.as(ctx, holder), { id: asked!.id, level: "guides", comment: "" }),
    ).rejects.toMatchObject({ reason: { code: "badges.answered_already" } });
  }
  const [waiting] = await waitingAwards(staff);
  expect(waiting?.reviews).toEqual([
    { level: "independent", comment: "Well done" },
    { level: "independent", comment: "Well done" },
  ]);
  await decide(staff, id, "approve", waiting!.revision);
  await acceptBadge(learner, id);
  const { rows } = await ctx.db.execute<{ signed: string }>(
    sql`select signed from credential where award_id = ${id}`,
  );
  expect(rows[0]?.signed).toContain("PeerReview");
  for (const holder of holders) expect(rows[0]?.signed).not.toContain(holder.personId);
  const inReturn = sql`insert into peer_review (award_id, class_id, learner_id, reviewer_id, is_from_elsewhere, asked_at)
    select id, class_id, person_id, ${world.learner.personId}, false, now() from award where person_id = ${holders[0]!.personId}`;
  await expect(ctx.db.transaction((tx) => tx.execute(inReturn))).rejects.toMatchObject({
    cause: expect.objectContaining({ constraint: "peer_review_not_in_return" }),
  });
});

test("who looks is of another region before another space, and not always the same", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, [
    { kind: "evidence" },
    { kind: "peers", needed: 1, asked: 1, level: "independent" },
  ]);
  const sameRegion = await given.space();
  const across = await given.space({ country: "FR", region: "hauts-de-france" });
  for (const spaceId of [world.spaceId, sameRegion.id, sameRegion.id])
    await holderOf(ctx.db, given, world, spaceId);
  const holders = [
    await holderOf(ctx.db, given, world, across.id),
    await holderOf(ctx.db, given, world, across.id),
    await holderOf(ctx.db, given, world, across.id),
  ];
  const waitingFor = async (holder: PersonActor) =>
    (await reviewsAskedOfMe(given.as(ctx, holder))).length;
  const counts = async () => {
    const found: number[] = [];
    for (const holder of holders) found.push(await waitingFor(holder));
    return found;
  };
  const applyAt = async (minutes: number) =>
    apply({ ...given.as(ctx, await given.person()), now: ctx.now.add({ minutes }) }, world);
  for (const minutes of [1, 2, 3]) await applyAt(minutes);
  expect(await counts()).toEqual([1, 1, 1]);

  const answer = (holder: PersonActor) => answerAs(given.as(ctx, holder), "guides");
  await answer(holders[2]!);
  await applyAt(4);
  expect(await counts()).toEqual([1, 1, 1]);
  for (const holder of holders) await answer(holder);
  for (const minutes of [5, 6]) await applyAt(minutes);
  // Whoever answered twice was asked last.
  expect((await counts()).toSorted()).toEqual([0, 1, 1]);
  const { rows } = await ctx.db.execute<{ personId: string }>(sql`
    select reviewer_id::text as "personId" from peer_review where class_id = (select id from badge_class where slug = ${world.badge})
    order by asked_at`);
  const asked = rows.map(({ personId }) => personId);
  expect(asked).toHaveLength(6);
  expect(new Set(asked.slice(0, 3)).size).toBe(3);
  expect(asked[3]).toBe(holders[2]!.personId);
  expect(asked.slice(4).toSorted()).toEqual(
    asked
      .slice(0, 3)
      .filter((id) => id !== asked[3])
      .toSorted(),
  );
});

test("two requests of one person are each read with their own words", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const other = await worldIn(ctx, given, world);
  await apply(learner, world, "Mended it");
  const { id: late } = await apply(learner, other, "And another");
  await ctx.db.execute(sql`update award set statement = '' where id = ${late}`);
  const waiting = await waitingAwards(given.as(ctx, world.staff));
  const met = waiting.map(({ id, rules }) => [
    id === late,
    rules.filter(({ isMet }) => isMet).map(({ rule }) => rule.kind),
  ]);
  expect(Object.fromEntries(met)).toEqual({ true: ["mentor"], false: ["evidence", "mentor"] });
});

test("where nobody has the badge yet to look along, a mentor decides at once", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, PEERS);
  const { id } = await apply(given.as(ctx, world.learner), world);
  await decide(given.as(ctx, world.staff), id, "approve");
  await acceptBadge(given.as(ctx, world.learner), id);
  expect(await signed(ctx.db, id)).toBe(1);
});

test("a reviewer who leaves is not waited for longer than the others, and what they answered counts", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, PEERS);
  const holders = [
    await holderOf(ctx.db, given, world, world.spaceId),
    await holderOf(ctx.db, given, world, world.spaceId),
  ];
  const staff = given.as(ctx, world.staff);
  const { id } = await apply(given.as(ctx, world.learner), world);
  const [stays, leaves] = holders;
  await answerAs(given.as(ctx, stays!), "independent");
  await eraseMyself(given.as(ctx, stays!));
  const [waiting] = await waitingAwards(staff);
  expect(waiting?.reviews).toEqual([{ level: "independent", comment: "" }]);
  await eraseMyself(given.as(ctx, leaves!));
  await expect(decide(staff, id, "approve", waiting!.revision)).rejects.toMatchObject({
    reason: { code: "badges.not_met.peers" },
  });
  const later = ctx.now.add({ hours: 24 * 15 });
  await decide({ ...staff, now: later }, id, "approve", waiting!.revision);
  await acceptBadge({ ...given.as(ctx, world.learner), now: later }, id);
  expect(await signed(ctx.db, id)).toBe(1);
});

test("whoever leaves before they answered is replaced; where nobody is left, a mentor decides at once", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, PEERS);
  const across = await given.space({ country: "FR", region: "hauts-de-france" });
  const leaves = await holderOf(ctx.db, given, world, across.id);
  const isClosed = await holderOf(ctx.db, given, world, across.id);
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, world.staff);
  const { id } = await apply(learner, world);
  const next = await holderOf(ctx.db, given, world, world.spaceId);
  const waitingFor = async (holder: PersonActor) =>
    (await reviewsAskedOfMe(given.as(ctx, holder))).length;
  const reviewsAsked = async () => (await waitingAwards(staff))[0]?.reviewsAsked;
  expect(await lookAfterPeers(ctx.db, ctx.now)).toEqual({ replaced: 0, handedOver: 0 });
  expect(await waitingFor(next)).toBe(0);

  await eraseMyself(given.as(ctx, leaves));
  expect(await lookAfterPeers(ctx.db, ctx.now)).toEqual({ replaced: 1, handedOver: 0 });
  expect(await waitingFor(next)).toBe(1);
  expect(await waitingFor(isClosed)).toBe(1);
  expect(await reviewsAsked()).toBe(2);
  const letters = await lettersOf(ctx.db, id);
  expect(letters).toContainEqual({ template: "badge-look-along", personId: next.personId });
  expect(letters.filter(({ personId }) => personId === isClosed.personId)).toHaveLength(1);
  expect(await lookAfterPeers(ctx.db, ctx.now)).toEqual({ replaced: 0, handedOver: 0 });

  await ctx.db.execute(sql`update person set disabled_at = now() where id = ${isClosed.personId}`);
  expect(await lookAfterPeers(ctx.db, ctx.now)).toEqual({ replaced: 1, handedOver: 0 });
  expect(await reviewsAsked()).toBe(1);
  await expect(decide(staff, id, "approve")).rejects.toMatchObject({
    reason: { code: "badges.not_met.peers" },
  });

  await eraseMyself(given.as(ctx, next));
  expect(await lookAfterPeers(ctx.db, ctx.now)).toEqual({ replaced: 1, handedOver: 0 });
  await decide(staff, id, "approve");
  await acceptBadge(learner, id);
  expect(await signed(ctx.db, id)).toBe(1);
});

test("a request that is sent again asks those who can look still, and others for those who cannot", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, [
    { kind: "peers", needed: 1, asked: 4, level: "independent" },
  ]);
  const learner = given.as(ctx, world.learner);
  const staff = given.as(ctx, await given.staff(world.spaceId));
  const signedOne = given.as(ctx, await given.person());
  const { id: earlier } = await apply(signedOne, world);
  await decide(staff, earlier, "approve");
  await acceptBadge(signedOne, earlier);
  const stays = await holderOf(ctx.db, given, world, world.spaceId);
  const leaves = await holderOf(ctx.db, given, world, world.spaceId);
  const isClosed = await holderOf(ctx.db, given, world, world.spaceId);
  const { id } = await apply(learner, world);
  const next = await holderOf(ctx.db, given, world, world.spaceId);
  await answerAs(given.as(ctx, stays), "guided");
  await answerAs(given.as(ctx, leaves), "not_yet");
  await decide(staff, id, "ask_changes", 3);

  await eraseMyself(given.as(ctx, leaves));
  await ctx.db.execute(sql`update person set disabled_at = now() where id = ${isClosed.personId}`);
  await revokeCredential(staff, (await credentialOfAward(ctx, earlier)) ?? "", "Not their work");
  await submitAgain(learner, id, "Mended it, with a new key");
  const { rows } = await ctx.db.execute<{ reviewer: string; isOpen: boolean }>(sql`
    select reviewer_id::text as reviewer, answered_at is null as "isOpen" from peer_review where award_id = ${id}`);
  expect(rows.map(({ reviewer }) => reviewer).toSorted()).toEqual(
    [stays.personId, next.personId].toSorted(),
  );
  expect(rows.every(({ isOpen }) => isOpen)).toBe(true);
});

test("staff are told once when a request that peers look at becomes theirs to decide", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given, [
    { kind: "peers", needed: 1, asked: 2, level: "independent" },
  ]);
  const learner = async () => given.as(ctx, await given.person());
  const letters = async (id: string) =>
    (await lettersOf(ctx.db, id)).filter(({ template }) => template === "badge-decide").length;
  const isReady = async (id: string, now = ctx.now) =>
    (await waitingAwards({ ...given.as(ctx, world.staff), now })).find((one) => one.id === id)
      ?.isReady;
  const run = (now: Temporal.Instant) => lookAfterPeers(ctx.db, now);
  const toDecide = () => countAwardsToDecide(given.as(ctx, world.staff));
  const after = ctx.now.add({ hours: 24 * 14 });

  const { id: alone } = await apply(await learner(), world);
  expect(await letters(alone)).toBe(1);
  expect(await isReady(alone)).toBe(true);
  expect(await toDecide()).toBe(1);

  const [one, other] = [
    given.as(ctx, await holderOf(ctx.db, given, world, world.spaceId)),
    given.as(ctx, await holderOf(ctx.db, given, world, world.spaceId)),
  ];
  const { id: enough } = await apply(await learner(), world);
  expect(await isReady(enough)).toBe(false);
  expect(await toDecide()).toBe(1);
  await answerAs(one, "guides");
  expect(await letters(enough)).toBe(1);
  expect(await isReady(enough)).toBe(true);
  expect(await toDecide()).toBe(2);
  await answerAs(other, "guides");
  expect(await letters(enough)).toBe(1);

  const { id: apart } = await apply(await learner(), world);
  await answerAs(one, "not_yet");
  expect(await letters(apart)).toBe(0);
  await answerAs(other, "guided");
  expect(await letters(apart)).toBe(1);
  await decide(given.as(ctx, world.staff), apart, "approve", 3);

  const { id: late } = await apply(await learner(), world);
  expect(await run(after.subtract({ hours: 1 }))).toEqual({ replaced: 0, handedOver: 0 });
  expect(await letters(late)).toBe(0);
  expect(await run(after)).toEqual({ replaced: 0, handedOver: 1 });
  expect(await run(after)).toEqual({ replaced: 0, handedOver: 0 });
  expect(await letters(late)).toBe(1);
  expect(await isReady(late, after)).toBe(true);

  for (const locale of LOCALES) {
    const letter = await TEMPLATES["badge-decide"]!(ctx.db, {
      template: "badge-decide",
      data: { awardId: late },
      locale,
      to: "x@trivium.test",
    });
    expect(letter?.text).toContain(`/${locale}/desk/badges`);
  }
});

test("a request that is sent again is handed over again, once", async ({ ctx, given }) => {
  const world = await worldOn(ctx, given, PEERS);
  const learner = given.as(ctx, world.learner);
  const { id } = await apply(learner, world);
  await decide(given.as(ctx, world.staff), id, "ask_changes");
  await submitAgain(learner, id, "Mended it, with a new key");
  const letters = await lettersOf(ctx.db, id);
  expect(letters.filter(({ template }) => template === "badge-decide")).toHaveLength(2);
  const later = ctx.now.add({ hours: 24 * 15 });
  expect(await lookAfterPeers(ctx.db, later)).toEqual({ replaced: 0, handedOver: 0 });
});

test("a key that is replaced between the yes of staff and that of the learner: the new one signs, and it is checked", async ({
  ctx,
  given,
  world,
}) => {
  const learner = given.as(ctx, world.learner);
  const { id: before } = await apply(learner, await worldIn(ctx, given, world));
  await decide(given.as(ctx, world.staff), before, "approve");
  await acceptBadge(learner, before);
  const { id } = await apply(learner, world);
  await decide(given.as(ctx, world.staff), id, "approve");
  const [fragment] = await rotateKeys({ ...ctx, actor: SYSTEM });
  await acceptBadge(learner, id);
  const { rows } = await ctx.db.execute<{ awardId: string; signed: string }>(
    sql`select award_id::text as "awardId", signed from credential where person_id = ${world.learner.personId}`,
  );
  const keyOf = (awardId: string) =>
    JSON.parse(
      rows.find((row) => row.awardId === awardId)?.signed ?? "",
    ).proof[0].verificationMethod.split("#")[1];
  expect(keyOf(id)).toBe(fragment);
  expect(keyOf(before)).not.toBe(fragment);
  for (const row of rows)
    expect(await verifyGiven(ctx, row.signed)).toMatchObject({ verdict: "genuine" });
});

base(
  "of two who decide, and two yeses, at once one counts, and it is signed once",
  { timeout: 60_000 },
  async ({ database }) => {
    const db = database.connect(1).db;
    const now = Temporal.Instant.from("2026-03-02T06:00:00Z");
    const ctx: Context = { actor: SYSTEM, now, db, requestId: randomUUID() };
    const world = await worldOn(ctx, givenOn(db), [{ kind: "evidence" }, { kind: "mentor" }]);
    const second = await givenOn(db).person([{ role: "manager", spaceId: world.spaceId }]);
    const connections = [
      database.connect(1).db,
      database.connect(1).db,
      database.connect(1).db,
      database.connect(1).db,
    ];
    const { id } = await apply({ ...ctx, actor: world.learner }, world);
    const decided = await Promise.allSettled(
      connections.map((own, at) =>
        decide({ ...ctx, db: own, actor: at % 2 === 0 ? world.staff : second }, id, "approve"),
      ),
    );
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const accepted = await Promise.allSettled(
      connections.map((own, at) =>
        at === 0
          ? acceptOnPaper({ ...ctx, db: own, actor: world.staff }, id, "nl")
          : acceptBadge({ ...ctx, db: own, actor: world.learner }, id),
      ),
    );
    expect(accepted.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await signed(db, id)).toBe(1);
  },
);

/** Answers the oldest question that waits for them. */
async function answerAs(ctx: Context, level: PeerAnswer["level"]): Promise<void> {
  const [asked] = await reviewsAskedOfMe(ctx);
  await answerReview(ctx, { id: asked?.id ?? "", level, comment: "Private" });
}

async function lettersOf(db: Database, awardId: string) {
  const { rows } = await db.execute<{ template: string; personId: string }>(sql`
    select template, person_id::text as "personId" from outbox_message where data ->> 'awardId' = ${awardId} order by 1`);
  return rows;
}

async function signed(db: Database, awardId: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from credential where award_id = ${awardId}`,
  );
  return rows[0]?.count ?? 0;
}

/** Another badge of the same space. */
async function worldIn(ctx: Context, given: Given, world: World): Promise<World> {
  const other = await worldOn(ctx, given, [{ kind: "evidence" }, { kind: "mentor" }]);
  return { ...world, badge: other.badge };
}

async function holderOf(
  db: Database,
  given: Given,
  { badge }: World,
  spaceId: string,
): Promise<PersonActor> {
  const holder = await given.person();
  await db.execute(sql`
    insert into award (class_id, version_id, person_id, space_id, state, accepted_at, accepted_how)
    select badge_class.id, badge_version.id, ${holder.personId}, ${spaceId}, 'issued', now(), 'paper'
    from badge_class join badge_version on class_id = badge_class.id where slug = ${badge}`);
  return holder;
}

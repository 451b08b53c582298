import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context, PersonActor, Role } from "#lib/foundation/identity/context.ts";
import { ownAddress } from "#lib/foundation/identity/people/names.ts";
import { issueOwnCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { givenAward } from "#testing/badges.ts";
import {
  asked,
  mailedToken,
  SYSTEM,
  said,
  VISITOR,
  type World,
  worldOn,
} from "#testing/endorsements.ts";
import type { Given } from "#testing/given.ts";
import { commandsOf, expectPermissions } from "#testing/permissions.ts";
import { sessionToPlan } from "#testing/sessions.ts";
import { test } from "#testing/signed.ts";
import * as awards from "./awards/commands.ts";
import * as paper from "./awards/paper.ts";
import {
  badgesAfterSession,
  readableBadge,
  reviewsAskedOfMe,
  waitingAwards,
} from "./awards/queries.ts";
import { answerReview } from "./awards/reviews.ts";
import * as backpack from "./backpack/commands.ts";
import { packedFile } from "./backpack/queries.ts";
import * as benchmark from "./benchmark/commands.ts";
import { entriesForStaff, entryForStaff } from "./benchmark/queries.ts";
import { entryForm } from "./benchmark/schema.ts";
import * as classes from "./classes/commands.ts";
import { listDrafts } from "./classes/queries.ts";
import { classDraft } from "./classes/schema.ts";
import { bundledFrameworks } from "./competences/bundled.ts";
import * as competences from "./competences/commands.ts";
import { removeFramework, retireFramework } from "./competences/ending.ts";
import { mapHead } from "./competences/schema.ts";
import { issueCredential, revokeCredential } from "./credentials/commands.ts";
import * as keys from "./credentials/keys.ts";
import { readableCredential } from "./credentials/queries.ts";
import * as sharing from "./credentials/sharing.ts";
import { signListsAnew } from "./credentials/status-lists.ts";
import * as endorsements from "./endorsements/commands.ts";
import { partnerPage, readableEndorsement, requestsForDesk } from "./endorsements/queries.ts";
import { verifyGiven } from "./verification/verifying.ts";

/**
 * Whoever has a role in the space, in another one, or for the network; each by the name that the
 * tables use.
 */
async function actorsOf(given: Given, spaceId: string) {
  const there = (await given.space()).id;
  const person = (role: Role, where: string | null) => given.person([{ role, spaceId: where }]);
  const administrator = await person("administrator", null);
  return {
    visitor: VISITOR,
    learner: await person("learner", spaceId),
    researcher: await person("researcher", null),
    partner: await person("partner", null),
    facilitator: await person("facilitator", spaceId),
    manager: await person("manager", spaceId),
    elsewhere: await person("manager", there),
    administrator,
    /** An access token for which nothing was ticked that badges ask for. */
    token: { ...administrator, scopes: ["booking.request"] },
  };
}

const byCard = (actor: PersonActor): PersonActor => ({ ...actor, method: "card" });

/** A list that shows nothing counts as one that is not there. */
async function someOf(list: Promise<unknown[]>): Promise<void> {
  if ((await list).length === 0) throw new DomainError("not_found", { code: "nothing" });
}

async function apply(as: Context, { badge, slug }: World): Promise<string> {
  return (await awards.applyForBadge(as, { badge, space: slug, statement: "Mended it" })).id;
}

const decide = (as: Context, id: string, what: "approve" | "ask_changes" | "refuse") =>
  awards.decideOnRequest(as, { id, revision: 1, what, note: "Tell more" });

test("who may do what with awards", async ({ ctx, given }) => {
  const world = await worldOn(ctx, given);
  const { spaceId } = world;
  const learner = await given.person();
  const own = given.as(ctx, learner);
  const first = given.as(ctx, world.staff);
  const anotherBadge = async (): Promise<World> => ({
    ...world,
    badge: (await worldOn(ctx, given)).badge,
  });
  const sent = await apply(own, world);
  const decided = async (what: Parameters<typeof decide>[2]) => {
    const id = await apply(own, await anotherBadge());
    await decide(first, id, what);
    return id;
  };
  const sentBack = await decided("ask_changes");
  const refused = await decided("refuse");
  const approved = await decided("approve");
  const other = await anotherBadge();
  const card = await issueOwnCard(given.as(ctx, await given.person()));
  const { facilitator: planner, plan } = await sessionToPlan(ctx, given, {});
  const session = await planSession(planner, plan);
  // The staff of this space plan there as well, so that the session is one of theirs.
  await ctx.db.execute(sql`update session set space_id = ${spaceId} where id = ${session.id}`);
  const looked = await worldOn(ctx, given, [
    { kind: "peers", needed: 1, asked: 1, level: "independent" },
  ]);
  const peer = await given.person();
  await ctx.db.execute(sql`
    insert into award (class_id, version_id, person_id, space_id, state, accepted_at, accepted_how)
    select class_id, id, ${peer.personId}, ${spaceId}, 'issued', now(), 'paper'
    from badge_version where class_id = ${looked.classId}`);
  await apply(own, looked);
  const [review] = await reviewsAskedOfMe(given.as(ctx, peer));

  const { researcher: _, ...others } = await actorsOf(given, spaceId);
  const leader = { ...learner, roles: [{ role: "manager" as const, spaceId }] };
  const commands = {
    applyForBadge: (as: Context) => apply(as, other),
    submitAgain: (as: Context) => awards.submitAgain(as, sentBack, "More"),
    appealRefusal: (as: Context) => awards.appealRefusal(as, refused, "I did"),
    withdrawRequest: (as: Context) => awards.withdrawRequest(as, sent),
    acceptBadge: (as: Context) => awards.acceptBadge(as, approved),
    declineBadge: (as: Context) => awards.declineBadge(as, approved),
    answerReview: (as: Context) =>
      answerReview(as, { id: review?.id ?? "", level: "independent", comment: "" }),
    decideOnRequest: (as: Context) => decide(as, sent, "approve"),
    acceptOnPaper: (as: Context) => awards.acceptOnPaper(as, approved, "nl"),
    awardByCard: (as: Context) =>
      awards.awardByCard(as, { space: world.slug, badge: other.badge, card, statement: "x" }),
    awardAfterSession: (as: Context) =>
      awards.awardAfterSession(as, { session: session.id, badge: other.badge, people: [] }),
  };
  expect(Object.keys(commands).toSorted()).toEqual(
    [...commandsOf(awards), "answerReview"].toSorted(),
  );
  await expectPermissions(ctx, {
    actors: { ...others, own: learner, "own-card": byCard(learner), "own-leader": leader, peer },
    commands: {
      ...commands,
      badgesAfterSession: (as) => badgesAfterSession(as, session.id),
      waitingAwards: (as) => someOf(waitingAwards(as)),
    },
    table: `
                         visitor  learner  partner  facilitator  manager  elsewhere  administrator  token  own      own-card  own-leader  peer
      applyForBadge      sign-in  yes      yes      yes          yes      yes        yes            no     yes      yes       yes         yes
      submitAgain        sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     yes      yes       yes         unknown
      appealRefusal      sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     yes      yes       yes         unknown
      withdrawRequest    sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     yes      yes       yes         unknown
      acceptBadge        sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     yes      yes       yes         unknown
      declineBadge       sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     yes      yes       yes         unknown
      answerReview       sign-in  unknown  unknown  unknown      unknown  unknown    unknown        no     unknown  unknown   unknown     yes
      decideOnRequest    sign-in  no       no       yes          yes      no         yes            no     no       no        no          no
      acceptOnPaper      sign-in  no       no       yes          yes      no         yes            no     no       no        no          no
      awardByCard        sign-in  no       no       yes          yes      no         yes            no     no       no        yes         no
      awardAfterSession  sign-in  no       no       yes          yes      no         yes            no     no       no        yes         no
      badgesAfterSession sign-in  no       no       yes          yes      no         yes            no     no       no        yes         no
      waitingAwards      sign-in  no       no       yes          yes      unknown    yes            no     no       no        yes         no
    `,
  });
});

test("who may do what with maps of competences", async ({ ctx, given }) => {
  await competences.loadBundledFrameworks({ ...ctx, actor: SYSTEM });
  const head = mapHead.parse({
    slug: "repair-map",
    version: "1",
    names: { nl: "Herstellen" },
    publisher: "Trivium",
    licence: "CC0",
    source: "Ourselves",
  });
  await competences.addMap({ ...ctx, actor: SYSTEM }, head);
  const [file] = bundledFrameworks();
  if (!file) throw new Error("no framework comes with the product");
  const text = JSON.stringify(file);
  const actors = await actorsOf(given, (await given.space()).id);
  const ticked = { ...actors.administrator, scopes: ["badge.design"] };
  const commands = {
    saveFramework: (as: Context) => competences.saveFramework(as, file),
    loadBundledFrameworks: (as: Context) => competences.loadBundledFrameworks(as),
    importFramework: (as: Context) =>
      competences.importFramework(as, text, { into: "", isTrial: true }),
    addMap: (as: Context) => competences.addMap(as, { ...head, slug: "other-map" }),
    editMap: (as: Context) =>
      competences.editMap(as, { slug: "repair-map", seen: ctx.now.toString() }, (map) => map),
  };
  expect(Object.keys(commands).toSorted()).toEqual(commandsOf(competences).toSorted());
  const seen = { slug: "repair-map", seen: ctx.now.toString() };
  await expectPermissions(ctx, {
    actors: { ...actors, ticked, system: SYSTEM },
    commands: {
      ...commands,
      removeFramework: (as) => removeFramework(as, seen),
      retireFramework: (as) => retireFramework(as, seen, true),
    },
    table: `
                            visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token  ticked  system
      saveFramework         sign-in  no       no          no       no           no       no         yes            no     yes     yes
      loadBundledFrameworks sign-in  no       no          no       no           no       no         yes            no     yes     yes
      importFramework       sign-in  no       no          no       no           no       no         yes            no     yes     yes
      addMap                sign-in  no       no          no       no           no       no         yes            no     yes     yes
      editMap               sign-in  no       no          no       no           no       no         yes            no     yes     yes
      removeFramework       sign-in  no       no          no       no           no       no         yes            no     yes     yes
      retireFramework       sign-in  no       no          no       no           no       no         yes            no     yes     yes
    `,
  });
});

test("who may do what with badge classes", async ({ ctx, given }) => {
  const { badge, spaceId } = await worldOn(ctx, given);
  const draft = classDraft.parse({
    slug: "draft",
    icon: "tool",
    colour: "teal",
    editions: {
      nl: { name: "Herstellen", description: "Kan herstellen.", criteria: "Herstel iets." },
    },
    competences: [{ framework: "sustainable-it", code: "C1" }],
    rules: [{ kind: "mentor" }],
  });
  await classes.saveDraft({ ...ctx, actor: SYSTEM }, draft);
  const actors = await actorsOf(given, spaceId);
  const ticked = { ...actors.administrator, scopes: ["badge.design"] };
  const commands = {
    saveDraft: (as: Context) => classes.saveDraft(as, { ...draft, slug: badge }),
    publishBadge: (as: Context) => classes.publishBadge(as, "draft", "active"),
    retireBadge: (as: Context) => classes.retireBadge(as, badge),
    keepBadge: (as: Context) => classes.keepBadge(as, badge),
  };
  expect(Object.keys(commands).toSorted()).toEqual(commandsOf(classes).toSorted());
  await expectPermissions(ctx, {
    actors: { ...actors, ticked, system: SYSTEM },
    commands: { ...commands, listDrafts: (as) => someOf(listDrafts(as)) },
    table: `
                   visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token    ticked  system
      saveDraft    sign-in  no       no          no       no           no       no         yes            no       yes     yes
      publishBadge sign-in  no       no          no       no           no       no         yes            no       yes     yes
      retireBadge  sign-in  no       no          no       no           no       no         yes            no       yes     yes
      keepBadge    sign-in  no       no          no       no           no       no         yes            no       yes     yes
      listDrafts   unknown  unknown  unknown     unknown  unknown      unknown  unknown    yes            unknown  yes     yes
    `,
  });
});

test("who may do what with the benchmark", async ({ ctx, given }) => {
  const { spaceId } = await worldOn(ctx, given);
  const input = entryForm.parse({
    kind: "badge",
    name: "Managing a project",
    issuer: "UPHF",
    country: "FR",
    languages: "en",
    standard: "2",
    criteria: ["test"],
    competences: ["it-project-management:A1"],
    source: "its page",
    factsOn: "2026-03-01",
  });
  const { id } = await benchmark.addEntry({ ...ctx, actor: SYSTEM }, input);
  const seen = { id, revision: 1 };
  const file = JSON.stringify({
    type: "BadgeClass",
    id: "https://school.example/classes/1",
    name: "Agile",
    issuer: { name: "A school" },
  });
  const actors = await actorsOf(given, spaceId);
  const ticked = { ...actors.manager, scopes: ["benchmark.manage"] };
  const commands = {
    addEntry: (as: Context) => benchmark.addEntry(as, input),
    changeEntry: (as: Context) => benchmark.changeEntry(as, seen, input),
    retireEntry: (as: Context) => benchmark.retireEntry(as, seen, true),
    importBadges: (as: Context) => benchmark.importBadges(as, file),
  };
  expect(Object.keys(commands).toSorted()).toEqual(commandsOf(benchmark).toSorted());
  // It is kept by the spaces together: whoever manages one of them may write in it.
  await expectPermissions(ctx, {
    actors: { ...actors, ticked, system: SYSTEM },
    commands: {
      ...commands,
      entriesForStaff: (as) => entriesForStaff(as, { q: "", page: 1 }),
      entryForStaff: (as) => entryForStaff(as, id),
    },
    table: `
                      visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token  ticked  system
      addEntry        sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
      changeEntry     sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
      retireEntry     sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
      importBadges    sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
      entriesForStaff sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
      entryForStaff   sign-in  no       no          no       no           yes      yes        yes            no     yes     yes
    `,
  });
});

test("who may do what with endorsements", async ({ ctx, given }) => {
  const world = await worldOn(ctx, given);
  const { spaceId } = world;
  const staff = given.as(ctx, world.staff);
  const actors = await actorsOf(given, spaceId);
  const holder = await given.person();
  const address = (await ownAddress(ctx.db, actors.partner.personId)) ?? "";
  const stranger = await given.person([{ role: "partner", spaceId: null }]);
  const badge = await issueCredential(ctx, givenAward({ personId: holder.personId, spaceId }));
  const { space: _, badge: __, ...form } = asked(world);
  const ask = (as: Context, change: Record<string, string> = {}) =>
    endorsements.askOrganisation(
      as,
      asked(world, { email: `${randomUUID()}@school.example`, ...change }),
    );
  const askForOwn = (as: Context) =>
    endorsements.askForOwnBadge(as, {
      ...form,
      id: badge,
      email: `${randomUUID()}@school.example`,
    });

  // Two that the partner was asked, of which one is answered; one that waits with somebody else,
  // and one that the holder asked.
  const { id: waits } = await ask(staff, { email: address });
  const { id: answered } = await ask(staff, { email: address, badge: "" });
  const { id: given_ } = await endorsements.recognise(
    given.as(ctx, actors.partner),
    said("", { request: answered }),
  );
  await ask(staff, { email: "bureau@lycee.example" });
  const token = await mailedToken(ctx.db, "bureau@lycee.example");
  const { id: ofHolder } = await askForOwn(given.as(ctx, holder));
  const { rows } = await ctx.db.execute<{ link: string }>(sql`
    select data ->> 'link' as link from outbox_message where template = 'endorsement-receipt'`);
  const withdrawal = new URL(rows[0]?.link ?? "").searchParams.get("token") ?? "";

  const helping = ["mayWithdraw", "reached", "partnerHash"];
  const commands = {
    askOrganisation: (as: Context) => ask(as),
    askForOwnBadge: askForOwn,
    withdrawRequest: (as: Context) => endorsements.withdrawRequest(as, waits),
    recognise: (as: Context) => endorsements.recognise(as, said("", { request: waits })),
    refuse: (as: Context) => endorsements.refuse(as, { token: "", request: waits, reason: "x" }),
    withdrawEndorsement: (as: Context) =>
      endorsements.withdrawEndorsement(as, { id: given_, token: "", reason: "x" }),
  };
  expect([...Object.keys(commands), ...helping].toSorted()).toEqual(
    commandsOf(endorsements).toSorted(),
  );
  await expectPermissions(ctx, {
    actors: {
      ...actors,
      stranger,
      own: holder,
      "own-card": byCard(holder),
      "own-token": { ...holder, scopes: ["badge.earn"] },
    },
    commands: {
      ...commands,
      "askOrganisation-network": (as) => ask(as, { badge: "" }),
      "withdrawRequest-own": (as) => endorsements.withdrawRequest(as, ofHolder),
      "recognise-link": (as) => endorsements.recognise(as, said(token)),
      "refuse-link": (as) => endorsements.refuse(as, { token, request: "", reason: "x" }),
      "withdrawEndorsement-link": (as) =>
        endorsements.withdrawEndorsement(as, { id: "", token: withdrawal, reason: "x" }),
      requestsForDesk: (as) => someOf(requestsForDesk(as, "nl")),
      partnerPage: async (as) => someOf(Promise.resolve((await partnerPage(as, "nl")).waiting)),
      readableEndorsement: (as) => readableEndorsement(as, given_, null),
    },
    table: `
                               visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token    stranger  own      own-card  own-token
      askOrganisation          sign-in  no       no          no       yes          yes      no         yes            no       no        no       no        no
      askOrganisation-network  sign-in  no       no          no       yes          yes      no         yes            no       no        no       no        no
      askForOwnBadge           sign-in  unknown  unknown     unknown  unknown      unknown  unknown    unknown        no       unknown   yes      no-card   no
      withdrawRequest          unknown  unknown  unknown     unknown  yes          yes      unknown    yes            unknown  unknown   unknown  unknown   unknown
      withdrawRequest-own      unknown  unknown  unknown     unknown  unknown      unknown  unknown    unknown        unknown  unknown   yes      unknown   unknown
      recognise                unknown  unknown  unknown     yes      unknown      unknown  unknown    unknown        unknown  unknown   unknown  unknown   unknown
      recognise-link           yes      yes      yes         yes      yes          yes      yes        yes            yes      yes       yes      yes       yes
      refuse                   unknown  unknown  unknown     yes      unknown      unknown  unknown    unknown        unknown  unknown   unknown  unknown   unknown
      refuse-link              yes      yes      yes         yes      yes          yes      yes        yes            yes      yes       yes      yes       yes
      withdrawEndorsement      unknown  unknown  unknown     yes      unknown      unknown  unknown    yes            unknown  unknown   unknown  unknown   unknown
      withdrawEndorsement-link yes      yes      yes         yes      yes          yes      yes        yes            yes      yes       yes      yes       yes
      requestsForDesk          sign-in  no       no          no       yes          yes      unknown    yes            no       no        no       no        no
      partnerPage              sign-in  no       no          yes      no           no       no         no             no       unknown   no       no        no
      readableEndorsement      yes      yes      yes         yes      yes          yes      yes        yes            yes      yes       yes      yes       yes
    `,
  });
});

test("who may see, share, withdraw and check a badge", async ({ ctx, given }) => {
  const { classId, spaceId } = await worldOn(ctx, given);
  const holder = await given.person();
  const badge = await issueCredential(ctx, givenAward({ personId: holder.personId, spaceId }));
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    insert into award (class_id, version_id, person_id, space_id, state, accepted_at, accepted_how)
    select class_id, id, ${holder.personId}, ${spaceId}, 'issued', now(), 'paper'
    from badge_version where class_id = ${classId} returning id::text`);
  const onPaper = await issueCredential(
    ctx,
    givenAward({ personId: holder.personId, spaceId }, { awardId: rows[0]?.id ?? "" }),
  );
  const { signed } = await readableCredential(given.as(ctx, holder), badge, null);
  const address = new URL((await sharing.shareCredential(given.as(ctx, holder), badge)).address);
  const key = address.searchParams.get("key");
  address.search = "";
  const paperAddress = address.href.replace(badge, onPaper);
  const check = async (as: Context, what: string) => {
    const { verdict } = await verifyGiven(as, what);
    if (verdict !== "genuine") throw new DomainError("not_found", { code: verdict });
  };
  const commands = {
    shareCredential: (as: Context) => sharing.shareCredential(as, badge),
    endShares: (as: Context) => sharing.endShares(as, badge),
  };
  expect(Object.keys(commands).toSorted()).toEqual(commandsOf(sharing).toSorted());
  const actors = await actorsOf(given, spaceId);
  await expectPermissions(ctx, {
    actors: {
      ...actors,
      own: holder,
      "own-card": byCard(holder),
      "own-token": { ...holder, scopes: ["badge.earn"] },
      ticked: { ...actors.manager, scopes: ["badge.revoke"] },
      "ticked-award": { ...actors.facilitator, scopes: ["badge.award"] },
    },
    commands: {
      ...commands,
      revokeCredential: (as) => revokeCredential(as, badge, "By mistake"),
      readableCredential: (as) => readableCredential(as, badge, null),
      "readableCredential-link": (as) => readableCredential(as, badge, key),
      "revokeCredential-paper": (as) => revokeCredential(as, onPaper, "By mistake"),
      readableBadge: (as) => readableBadge(as, badge, null),
      "readableBadge-paper": (as) => readableBadge(as, onPaper, null),
      sharePaperBadge: (as) => paper.sharePaperBadge(as, badge),
      endPaperLinks: (as) => paper.endPaperLinks(as, badge),
      "sharePaperBadge-paper": (as) => paper.sharePaperBadge(as, onPaper),
      "endPaperLinks-paper": (as) => paper.endPaperLinks(as, onPaper),
      verifyGiven: (as) => check(as, signed),
      "verifyGiven-address": (as) => check(as, address.href),
      "verifyGiven-paper": (as) => check(as, paperAddress),
      "verifyGiven-link": (as) => check(as, `${address.href}?key=${key}`),
    },
    table: `
                              visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token    own  own-card  own-token  ticked  ticked-award
      shareCredential         sign-in  unknown  unknown     unknown  unknown      unknown  unknown    unknown        no       yes  yes       no         no      no
      endShares               sign-in  unknown  unknown     unknown  unknown      unknown  unknown    unknown        no       yes  yes       no         no      no
      revokeCredential        sign-in  no       no          no       no           yes      no         yes            no       no   no        no         yes     no
      revokeCredential-paper  sign-in  no       no          no       no           yes      no         yes            no       no   no        no         yes     no
      readableCredential      unknown  unknown  unknown     unknown  unknown      yes      unknown    yes            unknown  yes  yes       unknown    yes     unknown
      readableCredential-link yes      yes      yes         yes      yes          yes      yes        yes            yes      yes  yes       yes        yes     yes
      readableBadge           unknown  unknown  unknown     unknown  unknown      yes      unknown    yes            unknown  yes  yes       unknown    yes     unknown
      readableBadge-paper     unknown  unknown  unknown     unknown  yes          yes      unknown    yes            unknown  yes  yes       unknown    yes     yes
      sharePaperBadge         unknown  unknown  unknown     unknown  unknown      unknown  unknown    unknown        unknown  unknown  unknown   unknown    unknown unknown
      endPaperLinks           unknown  unknown  unknown     unknown  unknown      unknown  unknown    unknown        unknown  unknown  unknown   unknown    unknown unknown
      sharePaperBadge-paper   unknown  unknown  unknown     unknown  yes          yes      unknown    yes            unknown  unknown  unknown   unknown    unknown yes
      endPaperLinks-paper     unknown  unknown  unknown     unknown  yes          yes      unknown    yes            unknown  unknown  unknown   unknown    unknown yes
      verifyGiven-paper       unknown  unknown  unknown     unknown  yes          yes      unknown    yes            unknown  yes  yes       unknown    yes     yes
      verifyGiven             yes      yes      yes         yes      yes          yes      yes        yes            yes      yes  yes       yes        yes     yes
      verifyGiven-address     unknown  unknown  unknown     unknown  unknown      yes      unknown    yes            unknown  yes  yes       unknown    yes     unknown
      verifyGiven-link        yes      yes      yes         yes      yes          yes      yes        yes            yes      yes  yes       yes        yes     yes
    `,
  });
});

test("who may do what with a backpack", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const own = await given.person();
  const mine = given.as(ctx, own);
  const other = await given.person();
  // Of a fourth person, who has left: nobody keeps a badge of the network that is somebody's.
  const holder = await given.person();
  const id = await issueCredential(ctx, givenAward({ personId: holder.personId, spaceId }));
  const { signed } = await readableCredential(given.as(ctx, holder), id, null);
  await ctx.db.execute(sql`delete from credential where id = ${id}`);
  const { id: kept } = await backpack.importBadge(mine, signed);
  const { id: group } = await backpack.addCollection(mine, "For work");
  const commands = {
    importBadge: (as: Context) => backpack.importBadge(as, signed),
    checkAgain: (as: Context) => backpack.checkAgain(as, kept),
    removeBadge: (as: Context) => backpack.removeBadge(as, kept),
    addCollection: (as: Context) => backpack.addCollection(as, "Other"),
    fillCollection: (as: Context) => backpack.fillCollection(as, group, [kept]),
    removeCollection: (as: Context) => backpack.removeCollection(as, group),
    shareCollection: (as: Context) => backpack.shareCollection(as, group, 7),
    endShares: (as: Context) => backpack.endShares(as, group),
  };
  expect(Object.keys(commands).toSorted()).toEqual(commandsOf(backpack).toSorted());
  const { visitor, manager, administrator, token } = await actorsOf(given, spaceId);
  await expectPermissions(ctx, {
    actors: {
      visitor,
      another: other,
      manager,
      administrator,
      token,
      own,
      "own-card": byCard(own),
      "own-token": { ...own, scopes: ["badge.earn"] },
    },
    commands: { ...commands, packedFile: (as) => packedFile(as, kept, null) },
    table: `
                       visitor  another  manager  administrator  token  own  own-card  own-token
      importBadge      sign-in  yes      yes      yes            no     yes  no-card   no
      checkAgain       sign-in  unknown  unknown  unknown        no     yes  no-card   no
      removeBadge      sign-in  unknown  unknown  unknown        no     yes  no-card   no
      addCollection    sign-in  yes      yes      yes            no     yes  no-card   no
      fillCollection   sign-in  unknown  unknown  unknown        no     yes  no-card   no
      removeCollection sign-in  unknown  unknown  unknown        no     yes  no-card   no
      shareCollection  sign-in  unknown  unknown  unknown        no     yes  no-card   no
      endShares        sign-in  unknown  unknown  unknown        no     yes  no-card   no
      packedFile       sign-in  unknown  unknown  unknown        no     yes  no-card   no
    `,
  });
});

test("who may do what with the keys: whoever has the command line, and nobody through the service", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const system = { ...ctx, actor: SYSTEM };
  await issueCredential(ctx, givenAward({ personId: (await given.person()).personId, spaceId }));
  const [key] = await keys.issuerKeysOf(ctx.db);
  const bundle = await keys.exportKeys(system);
  await expectPermissions(ctx, {
    actors: { ...(await actorsOf(given, spaceId)), system: SYSTEM },
    commands: {
      rotateKeys: (as) => keys.rotateKeys(as),
      distrustKey: (as) => keys.distrustKey(as, key?.fragment ?? ""),
      exportKeys: (as) => keys.exportKeys(as),
      importKeys: (as) => keys.importKeys(as, bundle),
      signListsAnew: (as) => signListsAnew(as),
    },
    table: `
                    visitor  learner  researcher  partner  facilitator  manager  elsewhere  administrator  token  system
      rotateKeys    sign-in  no       no          no       no           no       no         no             no     yes
      distrustKey   sign-in  no       no          no       no           no       no         no             no     yes
      exportKeys    sign-in  no       no          no       no           no       no         no             no     yes
      importKeys    sign-in  no       no          no       no           no       no         no             no     yes
      signListsAnew sign-in  no       no          no       no           no       no         no             no     yes
    `,
  });
});

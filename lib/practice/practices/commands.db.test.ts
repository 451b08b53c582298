import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { beginPractice, correctPractice, discardDraft, saveDraft } from "./drafts.ts";
import { composeReportMail, composeVersionMail } from "./mails.ts";
import { findPractice, listPractices } from "./queries.ts";
import { decideOnReport, reportTrial } from "./reports.ts";
import { reviewPractice, submitPractice, takeBack, withdrawPractice } from "./reviewing.ts";
import { practiceDraft, reportForm } from "./schema.ts";
import { tidyPractices } from "./tidy.ts";
import { translatePractice } from "./translations.ts";

const draft = practiceDraft.parse({
  title: "De keukentafel",
  summary: "Begin elke cursus aan een tafel.",
  context: "Kleine bib.",
  targetGroup: "Wie lang niet leerde.",
  done: "Koffie eerst.",
  steps: "Vooraf: zet een tafel klaar",
  effects: "Mensen bleven.",
  failed: "De tafel was te klein.",
  languages: "nl",
});

/** A space in Flanders and one in Wallonia, with somebody who works in each. */
async function twoRegions(ctx: Context, given: Given) {
  const here = await given.space();
  const there = await given.space({ region: "wallonie", city: "Tournai" });
  const author = given.as(ctx, await given.person([{ role: "facilitator", spaceId: here.id }]));
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId: here.id }]));
  const peer = given.as(ctx, await given.person([{ role: "facilitator", spaceId: there.id }]));
  return { here, there, author, manager, peer };
}

async function written(author: Context, space: string) {
  const { slug } = await beginPractice(author, { space, language: "nl", title: "De keukentafel" });
  const id = await beingWritten(author, slug);
  const { revision } = await saveDraft(author, { id, revision: 1 }, draft);
  return { slug, id, revision };
}

async function beingWritten({ db }: Context, slug: string): Promise<string> {
  const { rows } = await db.execute<{
    id: string;
  }>(sql`select practice_version.id from practice_version
    join practice on practice.id = practice_id where slug = ${slug} and published_at is null`);
  return rows[0]!.id;
}

async function statesOf({ db }: Context, slug: string): Promise<string[]> {
  const { rows } = await db.execute<{ state: string }>(sql`select state from practice_version
    join practice on practice.id = practice_id where slug = ${slug} order by number`);
  return rows.map(({ state }) => state);
}

test("a practice is written, read by a peer of another region, published, corrected and withdrawn", async ({
  ctx,
  given,
}) => {
  const { here, author, manager, peer } = await twoRegions(ctx, given);
  const { slug, id, revision } = await written(author, here.slug);
  await submitPractice(author, { id, revision });
  await expect(saveDraft(author, { id, revision: revision + 1 }, draft)).rejects.toMatchObject({
    kind: "conflict",
  });
  for (const [who, code] of [
    [author, "practices.review_own"],
    [manager, "practices.review_own_space"],
  ] as const)
    await expect(
      reviewPractice(who, { id, revision: revision + 1, what: "publish", note: "" }),
    ).rejects.toMatchObject({ kind: "forbidden", reason: { code } });
  await reviewPractice(peer, { id, revision: revision + 1, what: "ask_changes", note: "Say more" });
  expect(await statesOf(ctx, slug)).toEqual(["changes_asked"]);
  await submitPractice(author, { id, revision: revision + 2 });
  await reviewPractice(peer, { id, revision: revision + 3, what: "publish", note: "" });
  await expect(
    reviewPractice(peer, { id, revision: revision + 3, what: "publish", note: "" }),
  ).rejects.toMatchObject({ kind: "conflict" });

  await correctPractice(author, slug);
  await expect(correctPractice(manager, slug)).rejects.toMatchObject({
    reason: { code: "practices.written_already" },
  });
  expect(await statesOf(ctx, slug)).toEqual(["published", "draft"]);
  const next = await beingWritten(ctx, slug);
  await submitPractice(author, { id: next, revision: 1 });
  await reviewPractice(peer, { id: next, revision: 2, what: "publish", note: "" });
  expect(await statesOf(ctx, slug)).toEqual(["replaced", "published"]);

  await expect(withdrawPractice(author, slug)).rejects.toMatchObject({ kind: "forbidden" });
  await withdrawPractice(manager, slug);
  expect(await statesOf(ctx, slug)).toEqual(["replaced", "withdrawn"]);
});

test("a draft is its author's: nobody else changes it, and who saw an older state changes nothing", async ({
  ctx,
  given,
}) => {
  const { here, author, manager } = await twoRegions(ctx, given);
  const { id, revision, slug } = await written(author, here.slug);
  await expect(saveDraft(manager, { id, revision }, draft)).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(submitPractice(manager, { id, revision })).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(saveDraft(author, { id, revision: 1 }, draft)).rejects.toMatchObject({
    reason: { code: "practices.changed_meanwhile" },
  });
  await submitPractice(author, { id, revision });
  await takeBack(author, { id, revision: revision + 1 });
  await discardDraft(author, id);
  expect(await statesOf(ctx, slug)).toEqual([]);
  const elsewhere = await given.space();
  await expect(
    beginPractice(author, { space: elsewhere.slug, language: "nl", title: "X" }),
  ).rejects.toMatchObject({ kind: "forbidden" });
});

test("the database keeps what was published as it was read, and lets its translations be bettered", async ({
  ctx,
  given,
}) => {
  const { here, author, peer } = await twoRegions(ctx, given);
  const { slug, id, revision } = await written(author, here.slug);
  await submitPractice(author, { id, revision });
  await reviewPractice(peer, { id, revision: revision + 1, what: "publish", note: "" });
  for (const change of [
    sql`update practice_edition set title = 'Other'`,
    sql`update practice_version set evidence = 'published'`,
  ])
    await expect(ctx.db.transaction((tx) => tx.execute(change))).rejects.toMatchObject({
      cause: expect.objectContaining({ constraint: "practice_published_stays" }),
    });
  const words = { ...draft, slug, title: "La table", summary: "Commencer autour d’une table." };
  await translatePractice(peer, { ...words, language: "fr" });
  await translatePractice(peer, { ...words, language: "fr", title: "La grande table" });
  await expect(translatePractice(peer, { ...words, language: "nl" })).rejects.toMatchObject({
    reason: { code: "practices.original_language" },
  });
  const { rows } = await ctx.db.execute(
    sql`select language, title, is_original from practice_edition order by 1`,
  );
  expect(rows).toEqual([
    { language: "fr", title: "La grande table", is_original: false },
    { language: "nl", title: "De keukentafel", is_original: true },
  ]);
});

test("another space says that it tried it, once; staff of the first let it through, never their own", async ({
  ctx,
  given,
}) => {
  const { here, there, author, manager, peer } = await twoRegions(ctx, given);
  const { slug, id, revision } = await written(author, here.slug);
  const report = reportForm.parse({
    slug,
    space: there.slug,
    outcome: "worked",
    month: "2026-02",
    sessions: "4",
    words: "Good.",
    measured: "Came back",
    measuredPeople: "40",
    measuredWith: "70",
    measuredWithout: "50",
  });
  await expect(reportTrial(peer, report)).rejects.toMatchObject({ kind: "not_found" });
  await submitPractice(author, { id, revision });
  await reviewPractice(peer, { id, revision: revision + 1, what: "publish", note: "" });
  await expect(reportTrial(author, { ...report, space: here.slug })).rejects.toMatchObject({
    reason: { code: "practices.report_own" },
  });
  await expect(reportTrial(peer, { ...report, measuredWith: 98 })).rejects.toMatchObject({
    reason: { code: "practices.figures_point" },
  });
  await reportTrial(peer, report);
  await expect(
    ctx.db.transaction((db) => reportTrial({ ...peer, db }, report)),
  ).rejects.toMatchObject({
    reason: { code: "practices.reported_already" },
  });
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from practice_report`);
  const decision = { id: rows[0]!.id, what: "show" as const, note: "" };
  await expect(decideOnReport(peer, decision)).rejects.toMatchObject({ kind: "forbidden" });
  const known = async () => [
    (await findPractice(ctx, slug))?.evidence,
    (await listPractices(ctx, { evidence: "own_figures" })).total,
  ];
  expect(await known()).toEqual(["story", 0]);
  await decideOnReport(manager, decision);
  await expect(decideOnReport(manager, decision)).rejects.toMatchObject({ kind: "conflict" });
  expect(await known()).toEqual(["own_figures", 1]);
});

test("at night, drafts that nobody goes on with go, and words that nobody finds any more", async ({
  ctx,
  given,
}) => {
  const { here, author, manager, peer } = await twoRegions(ctx, given);
  const { slug, id, revision } = await written(author, here.slug);
  await submitPractice(author, { id, revision });
  await reviewPractice(peer, { id, revision: revision + 1, what: "publish", note: "" });
  const { slug: old } = await beginPractice(author, {
    space: here.slug,
    language: "nl",
    title: "Oud",
  });
  const later = ctx.now.toZonedDateTimeISO("UTC").add({ months: 30 }).toInstant();
  await ctx.db.execute(
    sql`update practice_version set changed_at = ${ctx.now.toString()}::timestamptz`,
  );
  expect(await tidyPractices(ctx.db, later)).toEqual({ drafts: 1, practices: 1, words: 0 });
  expect(await statesOf(ctx, old)).toEqual([]);
  await withdrawPractice(manager, slug);
  expect((await tidyPractices(ctx.db, later)).words).toBeGreaterThan(5);
});

test("figures of a draft are whole, of enough people, and point at nobody", async ({
  ctx,
  given,
}) => {
  const { here, author } = await twoRegions(ctx, given);
  const { id, revision } = await written(author, here.slug);
  const figures = {
    measured: "Came back",
    measuredPeople: 200,
    measuredWith: 64,
    measuredWithout: 49,
  };
  for (const [change, code] of [
    [{ measuredWith: null }, "practices.figures_whole"],
    [{ measuredPeople: 5 }, "practices.figures_few"],
    [{ measuredWith: 1 }, "practices.figures_point"],
  ] as const)
    await expect(
      saveDraft(author, { id, revision }, { ...draft, ...figures, ...change }),
    ).rejects.toMatchObject({ kind: "invalid", reason: { code } });
  await saveDraft(author, { id, revision }, { ...draft, ...figures });
});

test("an author is written to in their own language, and only while what the letter says is so", async ({
  ctx,
  given,
}) => {
  const { here, there, author, manager, peer } = await twoRegions(ctx, given);
  const { slug, id, revision } = await written(author, here.slug);
  const queued = async () => {
    const { rows } = await ctx.db.execute<{ template: string; person: string; data: object }>(
      sql`select template, person_id as person, data from outbox_message where template like 'practice-%' order by id`,
    );
    return rows.map(({ template, person, data }) => ({ template, person, data }));
  };
  const message = { template: "", data: { versionId: id }, locale: "fr", to: "" } as const;
  await submitPractice(author, { id, revision });
  await reviewPractice(peer, { id, revision: revision + 1, what: "ask_changes", note: "Say more" });
  const authorId = author.actor.kind === "person" ? author.actor.personId : "";
  expect(await queued()).toEqual([
    { template: "practice-changes-asked", person: authorId, data: { versionId: id } },
  ]);
  const asked = await composeVersionMail("changes")(ctx.db, message);
  expect(asked?.subject).toMatch(/^Un lecteur demande un changement/);
  expect(asked?.text).toContain("Say more");
  expect(asked?.text).toContain(`/fr/desk/practices/${slug}`);
  expect(await composeVersionMail("published")(ctx.db, message)).toBeNull();

  await submitPractice(author, { id, revision: revision + 2 });
  await reviewPractice(peer, { id, revision: revision + 3, what: "publish", note: "" });
  expect(await composeVersionMail("changes")(ctx.db, message)).toBeNull();
  expect((await composeVersionMail("published")(ctx.db, message))?.subject).toMatch(
    /^C’est publié/,
  );

  const trial = {
    slug,
    space: there.slug,
    outcome: "failed",
    month: "2026-02",
    sessions: "4",
    words: "No.",
  };
  await reportTrial(peer, reportForm.parse(trial));
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from practice_report`);
  const reportId = rows[0]!.id;
  const decided = { ...message, data: { reportId } };
  expect(await composeReportMail(ctx.db, decided)).toBeNull();
  await decideOnReport(manager, { id: reportId, what: "refuse", note: "Who was there is named" });
  const reporter = peer.actor.kind === "person" ? peer.actor.personId : "";
  expect(await queued()).toContainEqual({
    template: "practice-report-decided",
    person: reporter,
    data: { reportId },
  });
  expect((await composeReportMail(ctx.db, decided))?.text).toContain("Who was there is named");
});

import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { givenAward } from "#testing/badges.ts";
import { test } from "#testing/signed.ts";
import { bundledFrameworks } from "../competences/bundled.ts";
import { loadBundledFrameworks, saveFramework } from "../competences/commands.ts";
import { findFramework, listFrameworks } from "../competences/queries.ts";
import { achievement } from "../credentials/achievement.ts";
import { issueCredential } from "../credentials/commands.ts";
import { achievementDocument } from "../credentials/credential.ts";
import { readableCredential } from "../credentials/queries.ts";
import { achievementOf } from "./achievement.ts";
import { keepBadge, publishBadge, retireBadge, saveDraft } from "./commands.ts";
import { findBadge, findVersion, listBadges, listDrafts } from "./queries.ts";
import { composeReviewMail, remindOfReviews } from "./reviews.ts";
import { badgesByCompetence, publishedNumber } from "./rules.ts";
import { type ClassDraft, classDraft } from "./schema.ts";

const SYSTEM = { kind: "system", name: "test" } as const;

const draft = (change: Partial<ClassDraft> = {}): ClassDraft =>
  classDraft.parse({
    slug: "plan",
    icon: "list",
    colour: "red",
    editions: {
      nl: { name: "Plannen", description: "Kan plannen.", criteria: "Maak een plan." },
      fr: { name: "Planifier", description: "Sait planifier.", criteria: "Faites un plan." },
    },
    competences: [{ framework: "it-project-management", code: "A1", level: 2 }],
    rules: [{ kind: "attendance", minutes: 90 }, { kind: "mentor" }],
    ...change,
  });

const designer = (ctx: Context): Context => ({ ...ctx, actor: SYSTEM });

test("the frameworks come twice without harm, with their links", async ({ ctx }) => {
  await loadBundledFrameworks(designer(ctx));
  await loadBundledFrameworks(designer(ctx));
  const list = await listFrameworks(ctx);
  expect(list.map(({ kind }) => kind)).toEqual(["map", "map", ...Array(5).fill("reference")]);
  const map = await findFramework(ctx, "it-project-management");
  const agile = map?.items.find(({ code }) => code === "B2");
  expect(agile?.aligned.map(({ framework }) => framework)).toEqual(["esco-1.2", "rome-v460"]);
});

test("a badge is seen when it is published, and its version stays as it was", async ({ ctx }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  expect(await listBadges(ctx)).toEqual([]);
  await publishBadge(admin, "plan", "active");
  const first = await findBadge(ctx, "plan");
  expect(first?.version).toMatchObject({ number: 1, competences: [{ code: "A1", level: 2 }] });

  await saveDraft(admin, draft({ colour: "blue" }));
  expect((await findBadge(ctx, "plan"))?.version).toMatchObject({ number: 1, colour: "red" });
  await publishBadge(admin, "plan", "active");
  expect((await findBadge(ctx, "plan"))?.version).toMatchObject({ number: 2, colour: "blue" });
  expect((await findVersion(ctx, "plan", 1))?.version.id).toBe(first?.version.id);
  await expect(publishBadge(admin, "plan", "active")).rejects.toMatchObject({
    reason: { code: "badges.nothing_to_publish" },
  });
});

test("the database lets nobody change a published version", async ({ ctx }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  const changes = [
    sql`update badge_version set number = 9`,
    sql`update badge_edition set name = 'Other'`,
    sql`insert into badge_edition select version_id, 'en', name, description, criteria from badge_edition limit 1`,
    sql`delete from badge_class_competence`,
    sql`update award_rule set minutes = 15 where kind = 'attendance'`,
  ];
  const changed = (change: (typeof changes)[number]) =>
    ctx.db.transaction(async (tx) => {
      await tx.execute(change);
      tx.rollback();
    });
  for (const change of changes) await expect(changed(change)).rejects.toThrow("Rollback");
  await publishBadge(admin, "plan", "active");
  for (const change of changes)
    await expect(changed(change)).rejects.toMatchObject({
      cause: expect.objectContaining({ constraint: "badge_version_published_stays" }),
    });
});

test("a map says which badges in use cover it; a retired one covers nothing, and keeps its words", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  await publishBadge(admin, "plan", "pilot");
  expect(badgesByCompetence(await listBadges(ctx)).size).toBe(1);
  await retireBadge(admin, "plan");
  expect(badgesByCompetence(await listBadges(ctx)).size).toBe(0);
  expect((await findBadge(ctx, "plan"))?.state).toBe("retired");
  await expect(retireBadge(admin, "plan")).rejects.toMatchObject({
    reason: { code: "badges.not_in_use" },
  });
});

test("a retired badge says since when, and which one took its place, until it is given again", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  for (const slug of ["plan", "plan-better", "written"]) await saveDraft(admin, draft({ slug }));
  await publishBadge(admin, "plan", "active");
  await publishBadge(admin, "plan-better", "pilot");
  for (const follower of ["plan", "written", "nowhere"])
    await expect(retireBadge(admin, "plan", follower)).rejects.toMatchObject({
      kind: "invalid",
      details: { field: "followedBy" },
    });
  await retireBadge(admin, "plan", "plan-better");
  const retired = await findBadge(ctx, "plan");
  expect(retired).toMatchObject({ retiredAt: ctx.now, followedBy: "plan-better" });
  expect(await findVersion(ctx, "plan", 1)).toEqual(retired);
  await publishBadge(admin, "plan", "active");
  expect(await findBadge(ctx, "plan")).toMatchObject({ retiredAt: null, followedBy: null });
});

test("the number that everybody sees is that of the published version, also while the next is written", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  const seen = async () => (await listDrafts(admin)).map(publishedNumber);
  await saveDraft(admin, draft());
  expect(await seen()).toEqual([0]);
  await publishBadge(admin, "plan", "active");
  expect(await seen()).toEqual([1]);
  await saveDraft(admin, draft());
  expect(await seen()).toEqual([1]);
});

test("what a badge stands for and asks for must be there", async ({ ctx }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  const refused = [
    { competences: [{ framework: "it-project-management", code: "Z9", level: null }] },
    { competences: [{ framework: "it-project-management", code: "A", level: null }] },
    { rules: [{ kind: "badge" as const, slug: "plan" }] },
    { rules: [{ kind: "badge" as const, slug: "nowhere" }] },
  ];
  for (const change of refused)
    await expect(saveDraft(admin, draft(change))).rejects.toMatchObject({ kind: "invalid" });
  expect(await listDrafts(admin)).toEqual([]);
});

test("a badge is tied to a level that its list has", async ({ ctx }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  const at = (framework: string, code: string, level: number) =>
    saveDraft(admin, draft({ competences: [{ framework, code, level }] }));
  await expect(at("it-project-management", "A1", 4)).rejects.toMatchObject({
    reason: { code: "badges.level_not_there", list: "it-project-management", most: 3 },
    details: { field: "competences" },
  });
  await expect(at("e-cf-4.0", "E.2", 1)).rejects.toMatchObject({ reason: { most: 0 } });
  await at("digcomp-2.2", "1.1", 8);
});

test("of two who write one badge, the second hears who was first, and writes nothing over", async ({
  ctx,
  given,
}) => {
  await loadBundledFrameworks(designer(ctx));
  const admin = async (displayName: string) =>
    given.as(ctx, await given.person([{ role: "administrator", spaceId: null }], { displayName }));
  const [mira, youssef] = [await admin("Mira"), await admin("Youssef")];
  const seenNow = async () => (await listDrafts(mira))[0]?.version.id ?? "";
  await saveDraft(mira, draft(), { seen: "" });
  await expect(saveDraft(youssef, draft(), { seen: "" })).rejects.toMatchObject({
    reason: { code: "badges.slug_taken" },
  });

  const seen = await seenNow();
  await saveDraft(mira, draft({ colour: "blue" }), { seen });
  const late = {
    kind: "conflict",
    reason: { code: "badges.class_changed_by", name: "Mira", changedAt: expect.any(String) },
  };
  await expect(saveDraft(youssef, draft({ colour: "teal" }), { seen })).rejects.toMatchObject(late);
  await expect(publishBadge(youssef, "plan", "active", { seen })).rejects.toMatchObject(late);
  expect((await listDrafts(mira))[0]?.version.colour).toBe("blue");

  // What was published since is seen all the same: the next version follows it.
  const read = await seenNow();
  await publishBadge(mira, "plan", "active", { seen: read });
  await saveDraft(youssef, draft({ colour: "teal" }), { seen: read });
  expect((await listDrafts(mira))[0]?.version).toMatchObject({ number: 2, colour: "teal" });
});

test("where the log no longer says who was first, it is said that somebody was", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  const seen = (await listDrafts(admin))[0]?.version.id ?? "";
  await saveDraft(admin, draft());
  await expect(saveDraft(admin, draft(), { seen })).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "badges.class_changed" },
  });
});

test("a competence that a badge stands for cannot go from its map", async ({ ctx }) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  const map = bundledFrameworks().find(({ slug }) => slug === "it-project-management")!;
  const without = {
    ...map,
    items: map.items.filter(({ code }) => code !== "A1"),
    alignments: map.alignments.filter(({ code }) => code !== "A1"),
  };
  await expect(saveFramework(admin, without)).rejects.toMatchObject({
    reason: { code: "badges.competence_in_use" },
  });
});

test("what is signed is one language of one version, with the others beside it and where its competences are", async ({
  ctx,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  await saveDraft(admin, draft());
  await publishBadge(admin, "plan", "active");
  const badge = (await findBadge(ctx, "plan"))!;
  const origin = "https://trivium.example";
  const signed = achievement.parse(achievementOf(badge, "fr", origin));
  expect(signed).toMatchObject({
    id: `${origin}/badges/classes/plan/1/fr`,
    name: "Planifier",
    related: [{ id: `${origin}/badges/classes/plan/1/nl`, language: "nl", version: "1" }],
  });
  expect(signed.competences.map(({ framework, url }) => [framework, url])).toEqual([
    ["Mener des projets informatiques", `${origin}/api/v1/frameworks/it-project-management#A1`],
    ["e-CF 4.0", `${origin}/api/v1/frameworks/e-cf-4.0#D.11`],
    ["ESCO 1.2", "http://data.europa.eu/esco/skill/21fecc8a-392e-49ce-ac26-fb0696ccfead"],
  ]);
  // Nobody wrote it in English: it is not made up, but signed in a language that it has.
  expect(achievementOf(badge, "en", origin)).toMatchObject({ language: "fr", name: "Planifier" });
});

test("three languages of one badge lead to each other in what is signed, and at the addresses that it names", async ({
  ctx,
  given,
}) => {
  const admin = designer(ctx);
  await loadBundledFrameworks(admin);
  const en = { name: "Plan", description: "Can plan.", criteria: "Make a plan." };
  await saveDraft(admin, draft({ editions: { ...draft().editions, en } }));
  await publishBadge(admin, "plan", "active");
  const badge = (await findBadge(ctx, "plan"))!;
  const { id: spaceId } = await given.space();
  const editions: JsonObject[] = [];
  for (const language of LOCALES) {
    const learner = await given.person();
    const said = achievementOf(badge, language, settings().publicUrl);
    const award = givenAward({ personId: learner.personId, spaceId }, { achievement: said });
    const id = await issueCredential(admin, award);
    const { signed } = await readableCredential(given.as(ctx, learner), id, null);
    const { credentialSubject } = JSON.parse(signed);
    const { resultDescription: _, ...edition } = credentialSubject.achievement;
    expect(achievementDocument(said)).toMatchObject(edition);
    editions.push(edition);
  }
  expect(editions.map(({ inLanguage }) => inLanguage)).toEqual([...LOCALES]);
  for (const one of editions)
    expect(one.related).toEqual(
      editions
        .filter((other) => other !== one)
        .map(({ id, inLanguage, version }) => ({ id, type: ["Related"], inLanguage, version })),
    );
});

test("administrators are told once of a badge that is to be looked at again, and one press keeps it", async ({
  ctx,
  given,
}) => {
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  await given.person([{ role: "manager", spaceId: (await given.space()).id }]);
  await loadBundledFrameworks(designer(ctx));
  await saveDraft(admin, draft());
  expect((await listDrafts(admin))[0]?.reviewOn).toBeNull();
  await expect(keepBadge(admin, "plan")).rejects.toMatchObject({
    reason: { code: "badges.not_in_use" },
  });
  await publishBadge(admin, "plan", "active");
  const reviewOn = () => listDrafts(admin).then(([badge]) => badge?.reviewOn?.toString());
  const letters = async () => {
    const { rows } = await ctx.db.execute<{ person_id: string; data: Record<string, unknown> }>(
      sql`select person_id, data from outbox_message where template = 'badge-reviews'`,
    );
    return rows;
  };
  const day = (months: number, days = 0) =>
    ctx.now.toZonedDateTimeISO("Europe/Brussels").add({ months }).add({ days }).toInstant();

  expect(await remindOfReviews(ctx.db, day(10))).toEqual({ reminded: 0 });
  expect(await remindOfReviews(ctx.db, day(12, -20))).toEqual({ reminded: 1 });
  expect(await remindOfReviews(ctx.db, day(12))).toEqual({ reminded: 0 });
  const [letter, ...others] = await letters();
  expect(others).toEqual([]);
  expect(letter?.person_id).toBe(admin.actor.kind === "person" && admin.actor.personId);

  await keepBadge({ ...admin, now: day(12) }, "plan");
  expect(await reviewOn()).toBe(
    day(24).toZonedDateTimeISO("Europe/Brussels").toPlainDate().toString(),
  );
  expect(await remindOfReviews(ctx.db, day(24))).toEqual({ reminded: 1 });
  await retireBadge(admin, "plan");
  expect(await reviewOn()).toBeUndefined();
  const message = {
    template: "badge-reviews",
    data: letter?.data ?? {},
    locale: "fr",
    to: "a@b.test",
  } as const;
  expect(await composeReviewMail(ctx.db, message)).toBeNull();
});

test("the letter names the badges that still wait, in the language of its reader", async ({
  ctx,
}) => {
  await loadBundledFrameworks(designer(ctx));
  await saveDraft(designer(ctx), draft());
  const past = Temporal.Now.instant().subtract({ hours: 24 * 366 });
  await publishBadge({ ...designer(ctx), now: past }, "plan", "active");
  const badge = await findBadge(ctx, "plan");
  const message = {
    template: "badge-reviews",
    data: { badges: [badge?.id] },
    locale: "fr",
    to: "a@b.test",
  } as const;
  const mail = await composeReviewMail(ctx.db, message);
  expect(mail?.subject).toBe("1 badge est à revoir");
  expect(mail?.text).toContain("Planifier");
});

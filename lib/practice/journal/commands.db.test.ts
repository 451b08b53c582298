import { expect } from "vitest";
import { test } from "#testing/database.ts";
import {
  addEntry,
  beginJournal,
  planPhase,
  publishJournal,
  removeEntry,
  withdrawJournal,
} from "./commands.ts";
import { findJournal, journalPages, listJournals, ownJournals, workedOnJournal } from "./queries.ts";

const PHASE = {
  kind: "need" as const,
  plannedFrom: "2026-01-01",
  plannedTo: "2026-01-31",
  actualFrom: "2026-01-05",
  actualTo: null,
  plannedCents: 100_000,
};

const NOTE = {
  phase: "need" as const,
  kind: "note" as const,
  day: "2026-01-06",
  words: "<b>Wij</b> vroegen het.",
  reason: "",
  cents: null,
  quotedAs: null,
  agreedOn: null,
  visible: "public" as const,
};

test("a journal is kept by the team of its space and read by everybody once it is published", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await given.room();
  const { rows } = await ctx.db.execute<{ slug: string }>(`select slug from space where id = '${spaceId}'`);
  const begun = {
    space: rows[0]?.slug ?? "",
    language: "nl" as const,
    title: "Van nood tot deur",
    summary: "Hoe het ging.",
    phases: [PHASE],
  };
  const as = async (role: "facilitator" | "manager", at = spaceId) =>
    given.as(ctx, await given.person([{ role, spaceId: at }]));
  const facilitator = await as("facilitator");
  const manager = await as("manager");
  const stranger = await as("manager", (await given.space()).id);

  await expect(beginJournal(stranger, begun)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(beginJournal(facilitator, { ...begun, space: "nowhere" })).rejects.toMatchObject({
    kind: "not_found",
  });
  const { slug } = await beginJournal(facilitator, begun);
  expect((await beginJournal(facilitator, begun)).slug).toBe(`${slug}-2`);

  await expect(addEntry(stranger, slug, NOTE)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(publishJournal(facilitator, slug)).rejects.toMatchObject({ kind: "forbidden" });
  await addEntry(facilitator, slug, { ...NOTE, visible: "team", words: "Onder ons." });
  await expect(publishJournal(manager, slug)).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "journal.needs_entry" },
  });
  await addEntry(facilitator, slug, NOTE);
  await expect(
    addEntry(facilitator, slug, { ...NOTE, kind: "words", quotedAs: "een buur" }),
  ).rejects.toMatchObject({ kind: "invalid", reason: { code: "journal.not_agreed" } });

  expect(await findJournal(ctx, slug)).toBeNull();
  expect(await listJournals(ctx)).toEqual([]);
  await publishJournal(manager, slug);
  const shown = await findJournal(ctx, slug);
  expect(shown?.phases).toEqual([PHASE]);
  expect(shown?.entries.map(({ words }) => words)).toEqual([NOTE.words]);
  expect((await listJournals(ctx)).map((one) => one.slug)).toEqual([slug]);
  expect((await journalPages(ctx)).map(({ path }) => path)).toEqual([
    `/journals/${slug}`,
    `/journals/${slug}/guide`,
  ]);
  await expect(publishJournal(manager, slug)).rejects.toMatchObject({ kind: "conflict" });
});

test("a phase is planned and planned anew, an entry goes, and what was withdrawn is published again", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await given.room();
  const { rows } = await ctx.db.execute<{ slug: string }>(`select slug from space where id = '${spaceId}'`);
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const facilitator = given.as(ctx, await given.person([{ role: "facilitator", spaceId }]));
  const stranger = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  const { slug } = await beginJournal(facilitator, {
    space: rows[0]?.slug ?? "",
    language: "nl",
    title: "Ons begin",
    summary: "Hoe het ging.",
    phases: [],
  });
  await expect(addEntry(facilitator, slug, NOTE)).rejects.toMatchObject({
    reason: { code: "journal.unknown_phase" },
  });
  await expect(planPhase(stranger, slug, PHASE)).rejects.toMatchObject({ kind: "forbidden" });
  await planPhase(facilitator, slug, PHASE);
  await planPhase(facilitator, slug, { ...PHASE, plannedCents: 123_450, actualTo: "2026-01-20" });
  await addEntry(facilitator, slug, NOTE);
  await addEntry(facilitator, slug, { ...NOTE, visible: "team", day: "2026-01-07", words: "Onder ons." });
  const later = ctx.now.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 2 }).toString();
  const quoted = { ...NOTE, kind: "words" as const, quotedAs: "een buur", agreedOn: later };
  await expect(addEntry(facilitator, slug, quoted)).rejects.toMatchObject({
    reason: { code: "journal.not_agreed" },
  });

  const own = await workedOnJournal(facilitator, slug);
  expect(own?.phases).toEqual([{ ...PHASE, plannedCents: 123_450, actualTo: "2026-01-20" }]);
  expect(own?.entries.map(({ words, visible }) => [words, visible])).toEqual([
    [NOTE.words, "public"],
    ["Onder ons.", "team"],
  ]);
  expect(await workedOnJournal(stranger, slug)).toBeNull();
  expect(await workedOnJournal(ctx, slug)).toBeNull();
  expect((await ownJournals(facilitator)).map((one) => one.slug)).toEqual([slug]);
  expect(await ownJournals(stranger)).toEqual([]);

  await expect(withdrawJournal(manager, slug)).rejects.toMatchObject({ kind: "conflict" });
  await publishJournal(manager, slug);
  await expect(withdrawJournal(facilitator, slug)).rejects.toMatchObject({ kind: "forbidden" });
  await withdrawJournal(manager, slug);
  expect(await findJournal(ctx, slug)).toBeNull();
  expect(await journalPages(ctx)).toEqual([]);
  await publishJournal(manager, slug);

  const id = own?.entries[0]?.id ?? "";
  await expect(removeEntry(stranger, slug, id)).rejects.toMatchObject({ kind: "forbidden" });
  await removeEntry(facilitator, slug, id);
  await expect(removeEntry(facilitator, slug, id)).rejects.toMatchObject({ kind: "not_found" });
  expect((await findJournal(ctx, slug))?.entries).toEqual([]);
});

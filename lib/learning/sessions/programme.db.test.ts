import { describe, expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { planSession } from "./commands.ts";
import { enrol } from "./enrolment.ts";
import { programmeOfWeek } from "./programme-weeks.ts";
import { listSessions } from "./queries.ts";
import { programmeFilter, sessionFilter } from "./schema.ts";

/** Three sessions that differ in all that can be asked for. */
async function programme(ctx: Context, given: Given) {
  const easy = await sessionToPlan(ctx, given, { title: { en: "easy" }, level: "A1", places: 1 });
  const { id } = await planSession(easy.facilitator, easy.plan);
  await enrol(given.as(ctx, await given.person()), id);

  const remote = await sessionToPlan(ctx, given, {
    title: { en: "remote", fr: "Vie privée", nl: "Privacy" },
    about: "Repérer l’arnaque.",
    topic: "safety",
    modality: "remote",
    roomId: null,
    language: "fr",
    level: "B2",
    costCents: 500,
    start: at("10:00").add({ hours: 24 }),
    end: at("12:00").add({ hours: 24 }),
  });
  await planSession(remote.facilitator, remote.plan);

  const lille = await given.space({
    city: "Lille",
    country: "FR",
    timeZone: "Europe/Paris",
    name: "Le Bazar",
  });
  const room = await given.room({ spaceId: lille.id });
  const staff = given.as(ctx, await given.staff(lille.id));
  const { plan } = await sessionToPlan(ctx, given, {
    title: { en: "lille", fr: "Café numérique" },
    language: "fr",
    accessibility: ["step_free"],
  });
  await planSession(staff, { ...plan, spaceSlug: lille.slug, roomId: room.id });
  return { lille };
}

const CASES: [what: string, asked: Record<string, string>, found: string[]][] = [
  ["nothing", {}, ["easy", "lille", "remote"]],
  ["a topic", { topic: "safety" }, ["remote"]],
  ["a town, however it is written", { town: "lille" }, ["lille"]],
  ["a part of the name of a place", { town: "bazar" }, ["lille"]],
  ["a town by its name in another language", { town: "Rijsel" }, ["lille"]],
  ["a town whose name is none", { town: "..." }, []],
  ["a word of a title, in small letters and without accents", { q: "prive" }, ["remote"]],
  ["a word of a title in another language", { q: "privacy" }, ["remote"]],
  ["several words, some of the title and some of the town", { q: "lille cafe" }, ["lille"]],
  ["a town in another language among the words", { q: "café Rijsel" }, ["lille"]],
  ["what is done there", { q: "l’arnaque" }, ["remote"]],
  ["words of which one is nowhere", { q: "privé nergens" }, []],
  ["the name of a language, which is no word of a title", { q: "nl" }, []],
  ["signs that are no words", { q: "%_" }, []],
  ["a language", { language: "fr" }, ["lille", "remote"]],
  ["what somebody at A2 can follow", { level: "A2" }, ["easy", "lille"]],
  ["what somebody at C1 can follow", { level: "C1" }, ["easy", "lille", "remote"]],
  ["a way to meet", { modality: "remote" }, ["remote"]],
  ["from a day on", { from: "2026-03-04" }, ["remote"]],
  ["until a day, that day as well", { until: "2026-03-03" }, ["easy", "lille"]],
  ["places left", { places: "yes" }, ["lille", "remote"]],
  ["no cost", { free: "yes" }, ["easy", "lille"]],
  ["in the evening", { evening: "yes" }, []],
  ["without a step", { stepFree: "yes" }, ["lille"]],
  ["several things at once", { language: "fr", free: "yes", places: "yes" }, ["lille"]],
  ["a town without any", { town: "Nergens" }, []],
];

describe("the programme, asked for", () => {
  test("by all that can be asked for", async ({ ctx, given }) => {
    await programme(ctx, given);
    for (const [what, asked, found] of CASES) {
      const { items, total } = await listSessions(ctx, sessionFilter.parse(asked));
      expect([items.map(({ title }) => title.en).sort(), total], what).toEqual([
        found,
        found.length,
      ]);
    }
  });

  test("of one space", async ({ ctx, given }) => {
    const { lille } = await programme(ctx, given);
    const { items } = await listSessions(ctx, sessionFilter.parse({ space: lille.slug }));
    expect(items.map(({ title }) => title.en)).toEqual(["lille"]);
  });
});

/** Of each session the English title, and of each day its date with how many there are. */
async function week(ctx: Context, asked: Record<string, string>, size = 10) {
  const { items, days, ...week } = await programmeOfWeek(ctx, programmeFilter.parse(asked), size);
  return {
    titles: items.map(({ title }) => title.en).sort(),
    days: days.map(({ day, count }) => `${day}: ${count}`),
    total: week.total,
    week: week.week?.toString() ?? null,
    before: week.before?.toString() ?? null,
    after: week.after?.toString() ?? null,
  };
}

describe("the programme by week", () => {
  test("begins with the first week that has something, and knows the next that has", async ({
    ctx,
    given,
  }) => {
    await programme(ctx, given);
    const later = await sessionToPlan(ctx, given, {
      title: { en: "later" },
      start: at("10:00").add({ hours: 24 * 21 }),
      end: at("12:00").add({ hours: 24 * 21 }),
    });
    await planSession(later.facilitator, later.plan);

    const first = { week: "2026-03-02", before: null, after: "2026-03-23", total: 4 };
    const here = {
      ...first,
      titles: ["easy", "lille", "remote"],
      days: ["2026-03-03: 2", "2026-03-04: 1"],
    };
    expect(await week(ctx, {})).toEqual(here);
    expect(await week(ctx, { week: "2026-03-08" })).toEqual(here);
    expect(await week(ctx, { page: "2" }, 2)).toEqual({ ...here, titles: ["remote"] });
    expect(await week(ctx, { week: "2026-03-24" })).toEqual({
      ...{ titles: ["later"], days: ["2026-03-24: 1"], total: 4 },
      ...{ week: "2026-03-23", before: "2026-03-02", after: null },
    });
    expect(await week(ctx, { week: "2026-03-10" })).toMatchObject({
      ...{ titles: [], days: [], before: "2026-03-02", after: "2026-03-23" },
    });
  });

  test("shows days that are asked for, of whatever week, and nothing where nothing fits", async ({
    ctx,
    given,
  }) => {
    await programme(ctx, given);
    const ofDays = { week: null, before: null, after: null };
    expect(await week(ctx, { from: "2026-03-04", week: "2026-03-02" })).toEqual({
      ...{ ...ofDays, titles: ["remote"], days: ["2026-03-04: 1"], total: 1 },
    });
    expect(await week(ctx, { town: "Nergens" })).toEqual({
      ...ofDays,
      titles: [],
      days: [],
      total: 0,
    });
  });
});

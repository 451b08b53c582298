import { describe, expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { planSession } from "./commands.ts";
import { enrol } from "./enrolment.ts";
import { listSessions } from "./queries.ts";
import { sessionFilter } from "./schema.ts";

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
  ["several things at once", { language: "fr", free: "yes", places: "yes" }, ["lille"]],
  ["a town without any", { town: "Nergens" }, []],
  [
    "what cannot be read",
    { topic: "no", level: "Z9", from: "2026-02-31", page: "-4" },
    ["easy", "lille", "remote"],
  ],
];

describe("the programme, asked for", () => {
  test("by all that can be asked for", async ({ ctx, given }) => {
    await programme(ctx, given);
    for (const [what, asked, found] of CASES) {
      const { items, total } = await listSessions(ctx, sessionFilter.parse(asked));
      expect([items.map(({ title }) => title.en).sort(), total], what).toEqual([found, found.length]);
    }
  });

  test("of one space", async ({ ctx, given }) => {
    const { lille } = await programme(ctx, given);
    const { items } = await listSessions(ctx, sessionFilter.parse({ space: lille.slug }));
    expect(items.map(({ title }) => title.en)).toEqual(["lille"]);
  });
});

import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test as plain } from "vitest";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { publishedBlocks } from "#db/schema/research.ts";
import { sessions } from "#db/schema/sessions.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cellKey, peopleOn, type SheetContents } from "#lib/learning/attendance/rules.ts";
import {
  ANSWER_STATES,
  codesOf,
  type PersonLine,
  type TRAIT_NAMES,
  untouchedLine,
} from "#lib/learning/attendance/traits.ts";
import { test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { publishedCrossBorder } from "./cross-border.ts";
import { csvOfIndicators, indicatorReport } from "./indicator-report.ts";
import { GENDERS, INDICATORS } from "./indicators.ts";
import { keyFigures } from "./key-figures.ts";
import { closedQuarters } from "./periods.ts";
import { networkRegions, publishCells } from "./published.ts";

const month = (text: string) => Temporal.PlainYearMonth.from(text);
const january = { from: month("2026-01"), to: month("2026-01"), people: "all" as const };

async function meeting(ctx: Context, given: Given, spaceId: string, day = "2026-01-14") {
  const start = Temporal.Instant.from(`${day}T09:00:00Z`);
  const [session] = await ctx.db
    .insert(sessions)
    .values({
      spaceId,
      facilitatorId: (await given.person()).personId,
      title: { en: "Mail" },
      topic: "communication",
      modality: "in_person",
      language: "en",
      places: 30,
      during: { start, end: start.add({ hours: 2 }) },
    })
    .returning();
  const there = { sessionId: session!.id, spaceId };
  return {
    there,
    tick: (personId: string) => ctx.db.insert(attendances).values({ ...there, personId }),
    lines: async (lines: Partial<PersonLine>[]) => {
      const rows = lines.map((line) => ({
        ...untouchedLine(randomUUID(), "BE"),
        ...line,
        ...there,
      }));
      if (rows.length > 0) await ctx.db.insert(personLines).values(rows);
    },
    tally: async (tally: SheetContents["tally"]) => {
      if (tally.length > 0)
        await ctx.db.insert(tallyCells).values(tally.map((cell) => ({ ...cell, ...there })));
    },
  };
}

const oneOf = (trait: (typeof TRAIT_NAMES)[number]) => fc.constantFrom(...codesOf(trait));

const contents = fc.record({
  ticked: fc.integer({ min: 0, max: 3 }),
  lines: fc.array(
    fc.record({
      gender: oneOf("gender"),
      ageBand: oneOf("ageBand"),
      labourStatus: oneOf("labourStatus"),
      educationBand: oneOf("educationBand"),
    }),
    { maxLength: 12 },
  ),
  tally: fc.uniqueArray(
    fc.record({
      gender: oneOf("gender"),
      ageBand: oneOf("ageBand"),
      labourStatus: oneOf("labourStatus"),
      people: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 12, selector: cellKey },
  ),
});

test("whatever is ticked, written as lines or tallied, by gender and status the report counts each person once", {
  timeout: 60_000,
}, async ({ ctx, given }) => {
  await fc.assert(
    fc.asyncProperty(contents, async ({ ticked, lines, tally }) => {
      const space = await given.space();
      const who = given.as(ctx, await given.staff(space.id));
      const { tick, ...sheet } = await meeting(ctx, given, space.id);
      for (let at = 0; at < ticked; at += 1) await tick((await given.person()).personId);
      await sheet.lines(lines);
      await sheet.tally(tally);

      const { everybody, indicators, unanswered } = await indicatorReport(who, {
        ...january,
        space: space.slug,
      });
      const present = Array.from({ length: ticked }, String);
      // Whoever says nothing of themselves was counted all the same.
      const counted = lines.map((line) => ({ ...line, groups: {}, counted: true }) as PersonLine);
      const people = peopleOn({ present, lines: counted, tally });
      expect(everybody.total).toBe(people);

      // Counted a second time, one person after the other.
      const each = [
        ...present.map(() => ({
          gender: "not_asked",
          ageBand: "not_asked",
          labourStatus: "not_asked",
        })),
        ...lines,
        ...tally.flatMap(({ people, ...cell }) => Array.from({ length: people }, () => cell)),
      ];
      const column = { labour_status: "labourStatus", age_band: "ageBand" } as const;
      for (const { code, question, byGender } of indicators) {
        if (question !== "labour_status" && question !== "age_band") continue;
        const answers: readonly string[] =
          INDICATORS.find((one) => one.code === code)?.answers ?? [];
        for (const gender of GENDERS)
          expect(byGender[gender], `${code} ${gender}`).toBe(
            each.filter(
              (person) => person.gender === gender && answers.includes(person[column[question]]),
            ).length,
          );
      }
      for (const state of ANSWER_STATES)
        for (const gender of GENDERS)
          expect(
            unanswered.find((line) => line.question === "labour_status" && line.state === state)
              ?.byGender[gender],
          ).toBe(
            each.filter((person) => person.gender === gender && person.labourStatus === state)
              .length,
          );
    }),
    { numRuns: 12 },
  );
});

describe("the report of a space", () => {
  test("is exact for who keeps its sheets, and nobody else's", async ({ ctx, given }) => {
    const space = await given.space();
    const { lines, tally } = await meeting(ctx, given, space.id);
    await lines(Array.from({ length: 3 }, () => ({ gender: "man", labourStatus: "inactive" })));
    await tally([{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 13 }]);
    const input = { ...january, space: space.slug };

    const manager = given.as(ctx, await given.staff(space.id));
    expect(await indicatorReport(manager, input)).toMatchObject({
      isProtected: false,
      everybody: { total: 16, byGender: { woman: 13, man: 3 } },
    });
    const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
    await expect(indicatorReport(researcher, input)).rejects.toMatchObject({
      kind: "invalid",
      reason: { code: "research.no_single_space" },
    });
    const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
    for (const stranger of [elsewhere, given.as(ctx, await given.person())])
      await expect(indicatorReport(stranger, input)).rejects.toMatchObject({ kind: "forbidden" });
    expect((await indicatorReport(elsewhere, january)).everybody.total).toBe(0);
  });

  test("counts who came for the first time once, and leaves a tally out of that", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const who = given.as(ctx, await given.staff(space.id));
    const { personId } = await given.person();
    const december = await meeting(ctx, given, space.id, "2025-12-10");
    const first = await meeting(ctx, given, space.id);
    const second = await meeting(ctx, given, space.id, "2026-01-21");
    await december.tick(personId);
    const other = (await given.person()).personId;
    for (const { tick } of [first, second]) for (const one of [personId, other]) await tick(one);
    await first.lines([{ firstTime: "yes" }, { firstTime: "no" }, { firstTime: "asked_unknown" }]);
    await first.tally([
      { gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 9 },
    ]);

    const input = { ...january, space: space.slug };
    expect((await indicatorReport(who, input)).everybody.total).toBe(16);
    expect((await indicatorReport(who, { ...input, people: "newcomers" })).everybody.total).toBe(2);
  });

  test("knows a disability only while its person consents", async ({ ctx, given }) => {
    const space = await given.space();
    const who = given.as(ctx, await given.staff(space.id));
    const { tick } = await meeting(ctx, given, space.id);
    const [one, two, three] = [await given.person(), await given.person(), await given.person()];
    for (const { personId } of [one, two, three]) await tick(personId);
    const asked = { field: "disability", country: "BE" } as const;
    const consent = await recordChoice(
      given.as(ctx, one),
      { ...asked, choice: "given", isOldEnough: "yes" },
      "nl",
    );
    await saveAnswer(given.as(ctx, one), { field: "disability", code: "yes" });
    await recordChoice(given.as(ctx, two), { ...asked, choice: "refused" }, "nl");

    const disability = async () => {
      const { indicators, unanswered } = await indicatorReport(who, {
        ...january,
        space: space.slug,
      });
      const without = Object.fromEntries(
        unanswered
          .filter(({ question }) => question === "disability")
          .map(({ state, total }) => [state, total]),
      );
      return { yes: indicators.find(({ code }) => code === "EECO12")?.total, ...without };
    };
    expect(await disability()).toEqual({
      yes: 1,
      not_asked: 1,
      asked_refused: 1,
      asked_unknown: 0,
    });
    await withdrawConsent(given.as(ctx, one), { recordId: consent });
    expect(await disability()).toEqual({
      yes: 0,
      not_asked: 1,
      asked_refused: 2,
      asked_unknown: 0,
    });
  });
});

/** When the first quarter of 2026 has been closed for a day. */
const MAY = Temporal.Instant.from("2026-05-02T08:00:00Z");
const quarter = { from: month("2026-01"), to: month("2026-03"), people: "all" as const };
const man: Partial<PersonLine> = { gender: "man", labourStatus: "inactive" };

describe("published figures", () => {
  const outsiderAt = async (ctx: Context, given: Given, now = MAY) => ({
    ...given.as(ctx, await given.person([{ role: "researcher", spaceId: null }])),
    now,
  });
  const publish = async (who: Context, from = "2026-01", to = from) =>
    publishCells(
      who,
      closedQuarters({ from: month(from), to: month(to).add({ months: 2 }) }, who.now),
      await networkRegions(who),
    );

  test("are published by a file and not by being looked at: who reads freezes nothing", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const { lines } = await meeting(ctx, given, space.id);
    await lines(Array.from({ length: 12 }, () => man));
    const who = await outsiderAt(ctx, given);
    const missing = [{ quarter: "2026-Q1", region: space.region, state: "unpublished" }];
    for (const region of [undefined, "all", space.region]) {
      const shown = await indicatorReport(who, { ...quarter, region });
      expect(shown).toMatchObject({ isPublished: false, missing, everybody: { total: null } });
      expect(csvOfIndicators(shown)).not.toMatch(/,(\d+|withheld)\n/);
    }
    const key = await keyFigures(who);
    expect(key.newest).toBeNull();
    expect(key.course.every(({ counts }) => counts === null)).toBe(true);
    const months = { from: quarter.from, to: quarter.to };
    expect(await publishedCrossBorder(who, months)).toMatchObject({ isPublished: false, missing });
    expect(await ctx.db.$count(publishedBlocks)).toBe(0);

    await publish(who);
    expect(await indicatorReport(who, quarter)).toMatchObject({
      isPublished: true,
      missing: [],
      everybody: { total: 10 },
    });
    expect((await keyFigures(who)).newest).toMatchObject({
      quarter: "2026-Q1",
      regions: [{ region: space.region, state: "published", totals: { EECO01: 10, EECO04: 10 } }],
      all: { EECO01: 10, EECO02: null },
    });
  });

  test("stand first as they are published for every region, and nothing of the sheets beside them", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const french = await given.space({ country: "FR", region: "hauts-de-france" });
    const { lines } = await meeting(ctx, given, space.id);
    await lines(Array.from({ length: 17 }, () => man));
    const who = await outsiderAt(ctx, given);
    await publishCells(who, [quarter.from], [space.region]);
    const half = await keyFigures(who);
    expect(half.course.at(-1)).toEqual({ quarter: "2026-Q1", counts: null });
    expect(half.missing).toContainEqual({
      quarter: "2026-Q1",
      region: french.region,
      state: "unpublished",
    });
    expect(half.newest?.regions.find(({ region }) => region === french.region)).toMatchObject({
      state: "unpublished",
      totals: {},
    });
    await publish(who);
    await lines(Array.from({ length: 40 }, () => man));
    expect((await keyFigures(who)).course.at(-1)).toEqual({
      quarter: "2026-Q1",
      counts: { attendances: 10, without_work: 10, short_schooling: null, joint: null },
    });
    await expect(keyFigures(given.as(ctx, await given.person()))).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("are those of the sheets, rounded down, and the same for a region and the network", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const other = await given.space();
    const { lines, tally } = await meeting(ctx, given, space.id);
    await lines(Array.from({ length: 9 }, () => man));
    await tally([{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 13 }]);
    await (await meeting(ctx, given, other.id, "2026-02-11")).tally([
      { gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 14 },
    ]);
    const who = await outsiderAt(ctx, given);
    await publish(who);
    for (const region of [undefined, "all", space.region]) {
      const shown = await indicatorReport(who, { ...quarter, region });
      expect(shown).toMatchObject({
        isProtected: true,
        missing: [],
        everybody: { total: 20, byGender: { woman: 20, man: null } },
      });
      const file = csvOfIndicators(shown);
      expect(file).toContain("EECO05,labour_status,counted,woman,20\n");
      expect(file).toContain("EECO04,labour_status,counted,man,withheld\n");
      expect(file).not.toMatch(/,\d*[1-9]\n/);
    }
    const manager = { ...given.as(ctx, await given.staff(space.id)), now: MAY };
    expect(await indicatorReport(manager, { ...quarter, region: "all" })).toMatchObject({
      isProtected: true,
      everybody: { total: 20 },
    });
  });

  test("count people and not attendances: one who comes every week is one", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    for (let week = 0; week < 12; week += 1) {
      const day = Temporal.PlainDate.from("2026-01-06").add({ weeks: week }).toString();
      const { lines } = await meeting(ctx, given, space.id, day);
      await lines([man, ...Array.from({ length: 5 }, () => ({ ...man, gender: "woman" }))]);
    }
    const who = await outsiderAt(ctx, given);
    await publish(who);
    expect(await indicatorReport(who, quarter)).toMatchObject({
      everybody: { byGender: { man: null, woman: 60 } },
    });
  });

  test("are of a whole quarter or year that was closed thirty days ago, and of nothing else", async ({
    ctx,
    given,
  }) => {
    await given.space();
    const who = await outsiderAt(ctx, given);
    const refusals: [string, string, string][] = [
      ["2026-01", "2026-01", "whole_periods"],
      ["2026-02", "2026-04", "whole_periods"],
      ["2025-10", "2026-03", "whole_periods"],
      ["2025-04", "2026-03", "whole_periods"],
      ["2026-04", "2026-06", "not_closed"],
      ["2026-01", "2026-12", "not_closed"],
      ["2027-01", "2027-03", "not_closed"],
    ];
    for (const [from, to, code] of refusals)
      await expect(
        indicatorReport(who, { ...quarter, from: month(from), to: month(to) }),
        `${from} ${to}`,
      ).rejects.toMatchObject({ kind: "invalid", reason: { code: `research.${code}` } });
    const early = { ...who, now: Temporal.Instant.from("2026-04-29T12:00:00Z") };
    await expect(indicatorReport(early, quarter)).rejects.toMatchObject({
      reason: { code: "research.not_closed" },
    });
    await expect(indicatorReport(who, { ...quarter, people: "newcomers" })).rejects.toMatchObject({
      reason: { code: "research.only_all" },
    });
    await expect(indicatorReport(who, { ...quarter, region: "nowhere" })).rejects.toMatchObject({
      reason: { code: "research.unknown_region" },
    });
    const first = { ...who, now: Temporal.Instant.from("2026-04-30T22:30:00Z") };
    for (const may of [
      { ...quarter },
      { ...quarter, from: month("2025-01"), to: month("2025-12") },
    ])
      expect(await indicatorReport(first, may)).toMatchObject({ isProtected: true });
  });

  test("never move: not by a correction, not by one attendance more, and a year is the sum of its quarters", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const winter = await meeting(ctx, given, space.id);
    await winter.lines(Array.from({ length: 19 }, () => man));
    const spring = await meeting(ctx, given, space.id, "2026-05-06");
    await spring.lines(Array.from({ length: 19 }, () => man));
    const who = await outsiderAt(ctx, given, Temporal.Instant.from("2027-02-01T08:00:00Z"));
    await publish(who);
    const before = await indicatorReport(who, quarter);
    expect(before.everybody.total).toBe(10);
    await winter.lines([man]);
    await publish(who, "2026-01", "2026-10");
    expect(await indicatorReport(who, quarter)).toEqual(before);
    const year = await indicatorReport(who, { ...quarter, to: month("2026-12") });
    expect(year.everybody.total).toBe(20);
    await spring.lines([man]);
    expect(await indicatorReport(who, { ...quarter, to: month("2026-12") })).toEqual(year);
    for (const change of ["update published_block set region = 'x'", "delete from published_block"])
      await expect(ctx.db.transaction((db) => db.execute(sql.raw(change)))).rejects.toMatchObject({
        cause: { code: "42501" },
      });
  });
});

plain("many who publish a quarter at once publish and read the same", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(8);
  const given = givenOn(db);
  const ctx: Context = { actor: await given.person(), now: MAY, db, requestId: "test" };
  const space = await given.space();
  const { lines } = await meeting(ctx, given, space.id);
  await lines(Array.from({ length: 12 }, () => man));
  const who = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  const read = await Promise.all(
    Array.from({ length: 8 }, async () => {
      await publishCells(who, [quarter.from], [space.region]);
      return indicatorReport(who, quarter);
    }),
  );
  expect(new Set(read.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(read[0]?.everybody.total).toBe(10);
  await database.drop();
});

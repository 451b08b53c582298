import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { sessions } from "#db/schema/sessions.ts";
import { cellKey, headsOn, type SheetContents } from "#lib/attendance/rules.ts";
import {
  ANSWER_STATES,
  codesOf,
  type PersonLine,
  type TRAIT_NAMES,
  untouchedLine,
} from "#lib/attendance/traits.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/consent/commands.ts";
import { test } from "#lib/fixtures/database.ts";
import type { Given } from "#lib/fixtures/given.ts";
import type { Context } from "#lib/identity/context.ts";
import { csvOfIndicators, indicatorReport } from "./indicator-report.ts";
import { GENDERS, INDICATORS } from "./indicators.ts";

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
      const rows = lines.map((line) => ({ ...untouchedLine(randomUUID(), "BE"), ...line, ...there }));
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

test("whatever is ticked, written as lines or tallied, by gender and status the report counts each head once", {
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
      const heads = headsOn({ present, lines: lines as PersonLine[], tally });
      expect(everybody.total).toBe(heads);

      // Counted a second time, one head after the other.
      const each = [
        ...present.map(() => ({ gender: "not_asked", ageBand: "not_asked", labourStatus: "not_asked" })),
        ...lines,
        ...tally.flatMap(({ people, ...cell }) => Array.from({ length: people }, () => cell)),
      ];
      const column = { labour_status: "labourStatus", age_band: "ageBand" } as const;
      for (const { code, question, byGender } of indicators) {
        if (question !== "labour_status" && question !== "age_band") continue;
        const answers: readonly string[] = INDICATORS.find((one) => one.code === code)?.answers ?? [];
        for (const gender of GENDERS)
          expect(byGender[gender], `${code} ${gender}`).toBe(
            each.filter((head) => head.gender === gender && answers.includes(head[column[question]])).length,
          );
      }
      for (const state of ANSWER_STATES)
        for (const gender of GENDERS)
          expect(
            unanswered.find((line) => line.question === "labour_status" && line.state === state)?.byGender[
              gender
            ],
          ).toBe(each.filter((head) => head.gender === gender && head.labourStatus === state).length);
    }),
    { numRuns: 12 },
  );
});

describe("the report of a space", () => {
  test("is exact for who works there, rounded down for a researcher, and nothing for others", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const { lines, tally } = await meeting(ctx, given, space.id);
    await lines(Array.from({ length: 3 }, () => ({ gender: "man", labourStatus: "inactive" })));
    await tally([{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 13 }]);
    const wish = { ...january, space: space.slug };

    const manager = given.as(ctx, await given.staff(space.id));
    const exact = await indicatorReport(manager, wish);
    expect(exact).toMatchObject({
      isProtected: false,
      everybody: { total: 16, byGender: { woman: 13, man: 3 } },
    });

    const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
    await expect(indicatorReport(researcher, wish)).rejects.toMatchObject({
      kind: "invalid",
      reason: { code: "research.too_few_months" },
    });
    const shown = await indicatorReport(researcher, { ...wish, from: month("2025-11") });
    expect(shown).toMatchObject({
      isProtected: true,
      everybody: { total: 10, byGender: { woman: 10, man: null } },
    });
    const file = csvOfIndicators(shown);
    expect(file).toContain("EECO05,labour_status,counted,woman,10\n");
    expect(file).toContain("EECO04,labour_status,counted,man,withheld\n");
    expect(file).not.toMatch(/,[1-46-9]\n/);

    const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
    for (const stranger of [elsewhere, given.as(ctx, await given.person())])
      await expect(indicatorReport(stranger, wish)).rejects.toMatchObject({ kind: "forbidden" });
    expect((await indicatorReport(elsewhere, { ...january, space: undefined })).everybody.total).toBe(0);
  });

  test("counts who came for the first time once, and leaves a tally out of that", async ({ ctx, given }) => {
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
    await first.tally([{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 9 }]);

    const wish = { ...january, space: space.slug };
    expect((await indicatorReport(who, wish)).everybody.total).toBe(16);
    expect((await indicatorReport(who, { ...wish, people: "newcomers" })).everybody.total).toBe(2);
  });

  test("knows a disability only while its person consents", async ({ ctx, given }) => {
    const space = await given.space();
    const who = given.as(ctx, await given.staff(space.id));
    const { tick } = await meeting(ctx, given, space.id);
    const [one, two, three] = [await given.person(), await given.person(), await given.person()];
    for (const { personId } of [one, two, three]) await tick(personId);
    const asked = { field: "disability", country: "BE" } as const;
    const consent = await recordChoice(given.as(ctx, one), { ...asked, choice: "given" }, "nl");
    await saveAnswer(given.as(ctx, one), { field: "disability", code: "yes" });
    await recordChoice(given.as(ctx, two), { ...asked, choice: "refused" }, "nl");

    const disability = async () => {
      const { indicators, unanswered } = await indicatorReport(who, { ...january, space: space.slug });
      const without = Object.fromEntries(
        unanswered
          .filter(({ question }) => question === "disability")
          .map(({ state, total }) => [state, total]),
      );
      return { yes: indicators.find(({ code }) => code === "EECO12")?.total, ...without };
    };
    expect(await disability()).toEqual({ yes: 1, not_asked: 1, asked_refused: 1, asked_unknown: 0 });
    await withdrawConsent(given.as(ctx, one), { recordId: consent });
    expect(await disability()).toEqual({ yes: 0, not_asked: 1, asked_refused: 2, asked_unknown: 0 });
  });
});

import { describe, expect } from "vitest";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { courses, enrolments, schemes, sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { untouchedLine } from "#lib/learning/attendance/traits.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { crossBorderCounts, publishedCrossBorder, totalOf } from "./cross-border.ts";
import { closedQuarters } from "./periods.ts";
import { networkRegions, publishCells } from "./published.ts";

const period = {
  from: Temporal.PlainDate.from("2026-03-01"),
  until: Temporal.PlainDate.from("2026-03-31"),
};

type Meeting = {
  country?: "BE" | "FR";
  partners?: string[];
  scheme?: string;
  joint?: string;
  day?: string;
  status?: "planned" | "cancelled";
  /** People by name who were there, lines without a name, and who has a place only. */
  came?: string[];
  lines?: number;
  tallied?: number;
  enrolled?: string[];
  waiting?: string[];
};

const JOINT = "44444444-4444-4444-8444-444444444444";

/** A small world told in a table: one row is one session in one space. */
async function held(
  ctx: Context,
  given: Given,
  meetings: Meeting[],
  indicators?: Record<string, string[]>,
) {
  const leader = await given.person();
  const people = new Map<string, string>();
  const named = async (name: string) => {
    const id = people.get(name) ?? (await given.person()).personId;
    people.set(name, id);
    return id;
  };
  const known = new Map<string, string>();
  for (const code of new Set(meetings.flatMap(({ scheme }) => scheme ?? []))) {
    const values = {
      code,
      name: code,
      project: "P",
      ...(indicators ? { indicators: indicators[code] } : {}),
    };
    const [row] = await ctx.db.insert(schemes).values(values).returning();
    known.set(code, row!.id);
  }
  for (const meeting of meetings) {
    const {
      country = "BE",
      partners = [],
      day = "2026-03-10",
      came = [],
      lines = 0,
      tallied = 0,
    } = meeting;
    const { id: spaceId } = await given.space({ country });
    const start = Temporal.Instant.from(`${day}T10:00:00+01:00`);
    const [session] = await ctx.db
      .insert(sessions)
      .values({
        spaceId,
        facilitatorId: leader.personId,
        title: { en: "Mail" },
        topic: "communication",
        modality: "in_person",
        language: "nl",
        places: 20,
        during: { start, end: start.add({ hours: 2 }) },
        partners: partners.map((one) => ({ name: one, country: one })),
        schemeId: meeting.scheme ? known.get(meeting.scheme) : null,
        jointId: meeting.joint ?? null,
        status: meeting.status ?? "planned",
      })
      .returning();
    const sessionId = session!.id;
    const places = [
      ...[...came, ...(meeting.enrolled ?? [])].map((name) => ({ name, status: "enrolled" })),
      ...(meeting.waiting ?? []).map((name) => ({ name, status: "waiting" })),
    ];
    for (const { name, status } of places)
      await ctx.db
        .insert(enrolments)
        .values({ spaceId, sessionId, personId: await named(name), status });
    for (const name of came)
      await ctx.db.insert(attendances).values({ spaceId, sessionId, personId: await named(name) });
    const untold = { gender: "not_asked", ageBand: "not_asked", labourStatus: "not_asked" };
    if (tallied > 0)
      await ctx.db.insert(tallyCells).values({ spaceId, sessionId, people: tallied, ...untold });
    for (let line = 0; line < lines; line += 1)
      await ctx.db
        .insert(personLines)
        .values({ ...untouchedLine(crypto.randomUUID(), country), spaceId, sessionId });
  }
  const keeper = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  return crossBorderCounts(keeper, period);
}

const ALL: [what: string, meetings: Meeting[], rco81: number, rco85: number][] = [
  ["one country alone", [{ came: ["a", "b"] }], 0, 0],
  ["a partner of the same country", [{ partners: ["BE"], came: ["a"] }], 0, 0],
  ["a partner from over the border", [{ partners: ["FR"], came: ["a", "b"], lines: 3 }], 5, 0],
  ["people who were tallied", [{ partners: ["FR"], came: ["a"], tallied: 7 }], 8, 0],
  ["two partners from elsewhere", [{ country: "FR", partners: ["NL", "DE"], lines: 1 }], 1, 0],
  [
    "somebody who comes twice counts twice",
    [
      { partners: ["FR"], came: ["a"] },
      { partners: ["FR"], came: ["a"] },
    ],
    2,
    0,
  ],
  [
    "a joint session of two countries, in both its places",
    [
      { country: "BE", joint: JOINT, came: ["a"], lines: 2 },
      { country: "FR", joint: JOINT, came: ["b"] },
    ],
    4,
    0,
  ],
  [
    "a joint session inside one country",
    [
      { joint: JOINT, came: ["a"] },
      { joint: JOINT, came: ["b"] },
    ],
    0,
    0,
  ],
  [
    "a joint session whose partner stands with one place only",
    [
      { joint: JOINT, partners: ["FR"], came: ["a"] },
      { joint: JOINT, came: ["b"] },
    ],
    2,
    0,
  ],
  ["cancelled", [{ partners: ["FR"], came: ["a"], status: "cancelled" }], 0, 0],
  [
    "the day before and the day after",
    [
      { partners: ["FR"], came: ["a"], day: "2026-02-28" },
      { partners: ["FR"], came: ["b"], day: "2026-04-01" },
    ],
    0,
    0,
  ],
  [
    "the first and the last day",
    [
      { partners: ["FR"], came: ["a"], day: "2026-03-01" },
      { partners: ["FR"], came: ["b"], day: "2026-03-31" },
    ],
    2,
    0,
  ],
  ["a one-off is no scheme", [{ enrolled: ["a", "b"] }, { enrolled: ["a"] }], 0, 0],
  ["a scheme of one session is a one-off", [{ scheme: "S", enrolled: ["a", "b"] }], 0, 0],
  [
    "a scheme of one joint session is a one-off as well",
    [
      { scheme: "S", country: "BE", joint: JOINT, enrolled: ["a"] },
      { scheme: "S", country: "FR", joint: JOINT, enrolled: ["b"] },
    ],
    0,
    0,
  ],
  [
    "a scheme of two: each person once",
    [
      { scheme: "S", enrolled: ["a", "b"] },
      { scheme: "S", enrolled: ["b", "c"] },
    ],
    0,
    3,
  ],
  [
    "whoever waits is not enrolled",
    [{ scheme: "S", enrolled: ["a"], waiting: ["b"] }, { scheme: "S" }],
    0,
    1,
  ],
  [
    "a second session that was cancelled leaves a one-off",
    [
      { scheme: "S", enrolled: ["a"] },
      { scheme: "S", enrolled: ["b"], status: "cancelled" },
    ],
    0,
    0,
  ],
  [
    "the same person in two schemes counts in each",
    [
      { scheme: "S", enrolled: ["a"] },
      { scheme: "S" },
      { scheme: "T", enrolled: ["a"] },
      { scheme: "T" },
    ],
    0,
    2,
  ],
];

describe("the counts across the border", () => {
  for (const [what, meetings, rco81, rco85] of ALL)
    test(what, async ({ ctx, given }) => {
      const counts = await held(ctx, given, meetings);
      expect([totalOf(counts, "RCO81"), totalOf(counts, "RCO85")]).toEqual([rco81, rco85]);
    });

  test("are those that the scheme says it reports", async ({ ctx, given }) => {
    const meetings: Meeting[] = [
      { scheme: "S", partners: ["FR"], came: ["a"] },
      { scheme: "S", enrolled: ["b"] },
      { scheme: "T", partners: ["FR"], came: ["c"] },
      { scheme: "T", enrolled: ["d"] },
    ];
    const counts = await held(ctx, given, meetings, { S: ["RCO85"], T: ["RCO81"] });
    expect([totalOf(counts, "RCO81"), totalOf(counts, "RCO85")]).toEqual([1, 2]);
    expect(counts.map(({ code, sessions: n }) => [code, n])).toEqual([
      ["S", 2],
      ["T", 2],
    ]);
  });

  test("are exact for who keeps the sheets, of their own spaces alone", async ({ ctx, given }) => {
    await held(ctx, given, [
      { country: "BE", joint: JOINT, scheme: "S", came: ["a"], lines: 2 },
      { country: "FR", joint: JOINT, scheme: "S", came: ["b"] },
    ]);
    const both = await ctx.db.select().from(sessions);
    const own = [];
    for (const { spaceId } of both)
      own.push((await crossBorderCounts(given.as(ctx, await given.staff(spaceId)), period))[0]);
    expect(own.map((counts) => counts?.RCO81).sort()).toEqual([1, 3]);
    const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
    for (const stranger of [ctx, researcher])
      await expect(crossBorderCounts(stranger, period)).rejects.toMatchObject({
        kind: "forbidden",
      });
    expect(await ctx.db.select().from(courses)).toEqual([]);
  });
});

describe("the counts as outsiders read them", () => {
  const months = (from: string, to: string) => ({
    from: Temporal.PlainYearMonth.from(from),
    to: Temporal.PlainYearMonth.from(to),
  });
  const quarter = months("2026-01", "2026-03");
  const names = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => `p${from + at}`);

  test("are of a whole quarter that is closed, rounded down, from ten people on", async ({
    ctx,
    given,
  }) => {
    await held(ctx, given, [
      { scheme: "S", partners: ["FR"], came: names(17), lines: 6 },
      { scheme: "S", enrolled: names(4, 20) },
      { scheme: "T", partners: ["FR"], came: names(3) },
      { scheme: "T" },
    ]);
    const who = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
    const may = { ...who, now: Temporal.Instant.from("2026-05-02T08:00:00Z") };
    await publishCells(may, closedQuarters(quarter, may.now), await networkRegions(may));
    const shown = await publishedCrossBorder(may, quarter);
    expect(shown).toMatchObject({ missing: [], isPublished: true });
    expect(shown.counts.map(({ code, RCO81, RCO85 }) => [code, RCO81, RCO85])).toEqual([
      ["S", 20, 20],
      ["T", null, null],
    ]);
    const [session] = await ctx.db.select().from(sessions);
    await ctx.db.insert(tallyCells).values({
      spaceId: session!.spaceId,
      sessionId: session!.id,
      people: 30,
      gender: "not_asked",
      ageBand: "not_asked",
      labourStatus: "not_asked",
    });
    expect(await publishedCrossBorder(may, quarter)).toEqual(shown);
    const next = { ...who, now: Temporal.Instant.from("2027-02-01T08:00:00Z") };
    const year = await publishedCrossBorder(next, months("2026-01", "2026-12"));
    expect([...new Set(year.missing.map((block) => block.quarter))]).toEqual([
      "2026-Q2",
      "2026-Q3",
      "2026-Q4",
    ]);
    expect(year.counts.map(({ RCO81, RCO85 }) => [RCO81, RCO85])).toEqual([
      [20, 20],
      [null, null],
    ]);
  });

  test("are not of a day, a month, or what still runs", async ({ ctx, given }) => {
    const who = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
    for (const input of [months("2026-01", "2026-01"), months("2026-02", "2026-04"), quarter])
      await expect(publishedCrossBorder(who, input)).rejects.toMatchObject({ kind: "invalid" });
    await expect(publishedCrossBorder(ctx, quarter)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

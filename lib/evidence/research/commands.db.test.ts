import { createHash, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { releaseDownloads, releases } from "#db/schema/research.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type PersonLine, untouchedLine } from "#lib/learning/attendance/traits.ts";
import { test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { makeRelease, previewRelease, registerDownload } from "./commands.ts";
import { indicatorReport } from "./indicator-report.ts";
import { releaseBytes } from "./queries.ts";
import type { ReleaseInput } from "./schema.ts";

const month = (text: string) => Temporal.PlainYearMonth.from(text);
const input = (change: Partial<ReleaseInput> = {}): ReleaseInput => ({
  dataset: "person_lines",
  from: month("2026-01"),
  to: month("2026-01"),
  spaces: [],
  ...change,
});
const purpose = "To see whether new places reach new people.";

/** When the first quarter of 2026 has been closed for a day. */
const MAY = Temporal.Instant.from("2026-05-02T08:00:00Z");
const quarter = { dataset: "table", from: month("2026-01"), to: month("2026-03") } as const;

const researcher = async (ctx: Context, given: Given) => ({
  ...given.as(ctx, await given.person([{ role: "researcher", spaceId: null }])),
  now: MAY,
});

/** A session in a month with so many people alike. */
async function attended(
  ctx: Context,
  given: Given,
  people: [number, Partial<PersonLine>][],
  day = "2026-01-14",
) {
  const space = await given.space();
  const start = Temporal.Instant.from(`${day}T09:00:00Z`);
  const { personId: facilitatorId } = await given.person();
  const [session] = await ctx.db
    .insert(sessions)
    .values({
      spaceId: space.id,
      facilitatorId,
      title: { en: "Mail" },
      topic: "communication",
      modality: "in_person",
      language: "en",
      places: 30,
      during: { start, end: start.add({ hours: 2 }) },
    })
    .returning();
  const lines = people.flatMap(([count, traits]) =>
    Array.from({ length: count }, () => ({
      ...untouchedLine(randomUUID(), "BE"),
      ...traits,
      sessionId: session!.id,
      spaceId: space.id,
    })),
  );
  if (lines.length > 0) await ctx.db.insert(personLines).values(lines);
  return { space, session: session!, lines };
}

async function bytesOf(ctx: Context, id: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of releaseBytes(ctx, id)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const men = { gender: "man", ageBand: "25-29", labourStatus: "employed" };

describe("a release of person lines", () => {
  test("says what the sheets said, and its hash is that of its bytes", async ({ ctx, given }) => {
    const { space, session } = await attended(ctx, given, [[6, men]]);
    for (let ticked = 0; ticked < 5; ticked += 1)
      await ctx.db.insert(attendances).values({
        spaceId: space.id,
        sessionId: session.id,
        personId: (await given.person()).personId,
      });
    const who = await researcher(ctx, given);
    const release = await makeRelease(who, input(), purpose);
    const bytes = await bytesOf(ctx, release.id);
    const [head, ...rows] = bytes.toString("utf8").trim().split("\n");

    expect(head).toBe("space,age_band,gender,labour_status,education_band,first_time");
    expect(
      rows.filter((row) => row === `${space.slug},25-29,man,employed,not_asked,not_asked`),
    ).toHaveLength(6);
    expect(
      rows.filter(
        (row) => row === `${space.slug},not_asked,not_asked,not_asked,not_asked,not_asked`,
      ),
    ).toHaveLength(5);
    expect(release).toMatchObject({ rows: 11, protection: { steps: [], withheld: 0 } });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(release.sha256);
  });

  test("stays as it was when a sheet is corrected, and the same question gets the same file", async ({
    ctx,
    given,
  }) => {
    const { lines } = await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    const first = await makeRelease(who, input(), purpose);
    const before = await bytesOf(ctx, first.id);
    await ctx.db
      .update(personLines)
      .set({ gender: "woman" })
      .where(eq(personLines.id, lines[0]!.id));

    expect((await makeRelease(who, input(), purpose)).id).toBe(first.id);
    expect((await bytesOf(ctx, first.id)).equals(before)).toBe(true);
    for (const change of [
      () => ctx.db.transaction((db) => db.update(releases).set({ purpose: "another" })),
      () => ctx.db.transaction((db) => db.delete(releases)),
    ])
      await expect(change()).rejects.toMatchObject({
        cause: { constraint: "release_append_only" },
      });
  });

  test("is refused where so few came that nobody could be protected", async ({ ctx, given }) => {
    await attended(ctx, given, [[4, men]]);
    await expect(makeRelease(await researcher(ctx, given), input(), purpose)).rejects.toMatchObject(
      {
        kind: "conflict",
        reason: { code: "research.cannot_protect" },
      },
    );
  });

  test("makes coarser what would point at somebody", async ({ ctx, given }) => {
    const one = await attended(ctx, given, [[3, men]]);
    const other = await attended(ctx, given, [[3, men]]);
    const who = await researcher(ctx, given);
    const release = await makeRelease(who, input(), purpose);
    expect(release).toMatchObject({
      protection: { steps: ["labour", "age", "region"], withheld: 0 },
    });
    const text = (await bytesOf(ctx, release.id)).toString("utf8");
    expect(text).toContain("vlaanderen,u30,man,employed,");
    for (const { space } of [one, other]) expect(text).not.toContain(space.slug);
  });

  test("counts people: one woman at five sessions is not left among five lines of her own", async ({
    ctx,
    given,
  }) => {
    for (const day of ["05", "12", "19", "26", "29"])
      await attended(
        ctx,
        given,
        [
          [1, { ...men, gender: "woman" }],
          [8, men],
        ],
        `2026-01-${day}`,
      );
    const who = await researcher(ctx, given);
    const { id } = await makeRelease(who, input(), purpose);
    expect((await bytesOf(ctx, id)).toString("utf8")).not.toContain(",woman,");
  });

  test("is refused where four people came five times", async ({ ctx, given }) => {
    for (const day of ["05", "12", "19", "26", "29"])
      await attended(ctx, given, [[4, men]], `2026-01-${day}`);
    await expect(makeRelease(await researcher(ctx, given), input(), purpose)).rejects.toMatchObject(
      {
        reason: { code: "research.cannot_protect" },
      },
    );
  });
});

describe("a preview", () => {
  test("says what a file would hold, and nothing of who was counted", async ({ ctx, given }) => {
    await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    for (const asked of [input(), input(quarter)]) {
      const before = await previewRelease(who, asked);
      expect(before.existing).toBeNull();
      await attended(ctx, given, [[1, { ...men, gender: "woman" }]]);
      expect(await previewRelease(who, asked)).toEqual(before);
      expect(JSON.stringify(before)).not.toMatch(/\d/);
    }
    const nobody = { from: month("2024-01"), to: month("2024-01") };
    expect(await previewRelease(who, input(nobody))).toEqual(await previewRelease(who, input()));
  });

  test("of a release that exists shows it as it left", async ({ ctx, given }) => {
    const { lines } = await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    const { id } = await makeRelease(who, input(), purpose);
    await ctx.db.delete(personLines).where(eq(personLines.id, lines[0]!.id));
    const { existing, columns } = await previewRelease(who, input());
    expect(existing?.id).toBe(id);
    expect(existing?.rows).toHaveLength(6);
    const [head] = (await bytesOf(ctx, id)).toString("utf8").split("\n");
    expect(columns.join()).toBe(head);
  });

  test("stands in the audit log, with what was asked and by whom", async ({ ctx, given }) => {
    const who = await researcher(ctx, given);
    await previewRelease(who, input());
    const { rows } = await ctx.db.execute<{ data: object }>(
      sql`select data from audit_entry where action = 'research.previewed'`,
    );
    expect(rows).toMatchObject([
      { data: { dataset: "person_lines", from: "2026-01", to: "2026-01" } },
    ]);
  });
});

describe("two releases of the same people", () => {
  test("would tell together what neither tells alone: the second is refused", async ({
    ctx,
    given,
  }) => {
    await attended(ctx, given, [[6, men]]);
    await attended(ctx, given, [[6, men]], "2025-12-10");
    const who = await researcher(ctx, given);
    const first = await makeRelease(who, input(), purpose);
    await expect(
      makeRelease(who, input({ from: month("2025-12") }), purpose),
    ).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "research.released_before" },
      details: { releaseId: first.id },
    });
    await expect(makeRelease(who, input(quarter), purpose)).rejects.toMatchObject({
      reason: { code: "research.released_before" },
    });
  });

  test("may be lines of one region and figures of another", async ({ ctx, given }) => {
    await attended(ctx, given, [[16, men]]);
    const french = await given.space({ country: "FR", region: "hauts-de-france" });
    const who = await researcher(ctx, given);
    await makeRelease(who, input(), purpose);
    const report = await indicatorReport(who, {
      from: quarter.from,
      to: quarter.to,
      people: "all",
    });
    expect(report.missing).toContainEqual({
      quarter: "2026-Q1",
      region: "vlaanderen",
      state: "left_otherwise",
    });
    expect(report.everybody.total).toBeNull();
    await expect(
      makeRelease(who, input({ ...quarter, spaces: [french.slug] }), purpose),
    ).rejects.toMatchObject({
      reason: { code: "research.cannot_protect" },
    });
  });

  test("that are figures say the same, and no lines leave beside them", async ({ ctx, given }) => {
    const { lines } = await attended(ctx, given, [[16, men]]);
    const who = await researcher(ctx, given);
    const { id } = await makeRelease(who, input(quarter), purpose);
    await ctx.db.delete(personLines).where(eq(personLines.id, lines[0]!.id));
    const report = await indicatorReport(who, {
      from: quarter.from,
      to: quarter.to,
      people: "all",
    });
    expect(report).toMatchObject({ isPublished: true, missing: [] });
    const rows = (await bytesOf(ctx, id)).toString("utf8").trim().split("\n").slice(1);
    const shown = rows.filter((row) => !row.endsWith(",withheld"));
    expect(shown).toContain("vlaanderen,2026-Q1,EECO01,all,all,man,10");
    const withMen = [report.everybody, ...report.indicators, ...report.unanswered].filter(
      ({ byGender }) => byGender.man !== null,
    );
    expect(shown).toHaveLength(withMen.length);
    await expect(makeRelease(who, input(), purpose)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "research.figures_left" },
    });
  });

  test("of one space there are no figures", async ({ ctx, given }) => {
    const { space } = await attended(ctx, given, [[16, men]]);
    await given.space();
    const who = await researcher(ctx, given);
    const one = input({ ...quarter, spaces: [space.slug] });
    for (const ask of [() => makeRelease(who, one, purpose), () => previewRelease(who, one)])
      await expect(ask()).rejects.toMatchObject({ reason: { code: "research.no_single_space" } });
  });
});

describe("a tally", () => {
  const tally = (session: { id: string; spaceId: string }, people: number, gender = "woman") => ({
    sessionId: session.id,
    spaceId: session.spaceId,
    gender,
    ageBand: "not_asked",
    labourStatus: "employed",
    people,
  });

  test("is counted in figures, and what it does not ask is not asked", async ({ ctx, given }) => {
    const { session } = await attended(ctx, given, [[19, men]]);
    await ctx.db
      .insert(tallyCells)
      .values([tally(session, 21), tally(session, 16, "asked_unknown")]);
    const who = await researcher(ctx, given);
    const release = await makeRelease(who, input(quarter), purpose);
    const text = (await bytesOf(ctx, release.id)).toString("utf8");
    for (const row of [
      "EECO01,all,all,woman,20",
      "EECO01,all,all,man,10",
      "EECO01,all,all,asked_unknown,10",
      "EECO01,all,all,not_asked,withheld",
      "EECO05,labour_status,counted,woman,20",
      "EECO07,age_band,counted,man,10",
      "none,age_band,not_asked,woman,20",
      "none,rural,not_asked,asked_unknown,10",
    ])
      expect(text).toContain(`vlaanderen,2026-Q1,${row}\n`);
    expect(text).not.toMatch(/,\d*[1-9]\n/);
  });

  test("makes no line, whatever it counts", async ({ ctx, given }) => {
    const { session } = await attended(ctx, given, [[6, men]]);
    await ctx.db.insert(tallyCells).values(tally(session, 40));
    expect(await makeRelease(await researcher(ctx, given), input(), purpose)).toMatchObject({
      rows: 6,
    });
  });
});

test("only researchers make, see and download; each download is in the register", async ({
  ctx,
  given,
}) => {
  await attended(ctx, given, [[6, men]]);
  const who = await researcher(ctx, given);
  const { id, sha256 } = await makeRelease(who, input(), purpose);
  const learner = given.as(ctx, await given.person());
  await expect(makeRelease(learner, input(), purpose)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(previewRelease(learner, input())).rejects.toMatchObject({ kind: "forbidden" });
  await expect(registerDownload(learner, id)).rejects.toMatchObject({ kind: "forbidden" });

  await registerDownload(who, id);
  const register = await ctx.db.select().from(releaseDownloads);
  expect(register).toMatchObject([
    { releaseId: id, sha256, personId: who.actor.kind === "person" && who.actor.personId },
  ]);
});

test("a month leaves thirty days after its end, and figures a quarter at a time", async ({
  ctx,
  given,
}) => {
  await attended(ctx, given, [[6, men]], "2026-03-01");
  const who = await researcher(ctx, given);
  const march = input({ from: month("2026-03"), to: month("2026-03") });
  const april = { ...who, now: Temporal.Instant.from("2026-04-29T12:00:00Z") };
  for (const ask of [() => makeRelease(april, march, purpose), () => previewRelease(april, march)])
    await expect(ask()).rejects.toMatchObject({ reason: { code: "research.not_closed" } });
  await expect(makeRelease(who, { ...march, dataset: "table" }, purpose)).rejects.toMatchObject({
    reason: { code: "research.whole_periods" },
  });
  expect(await makeRelease(who, march, purpose)).toMatchObject({ rows: 6 });
});

plain(
  "of many who publish and meddle at once: one release for one question, and nothing of it changes",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(12);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: MAY, db, requestId: "test" };
    await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    const made = await Promise.all(
      Array.from({ length: 6 }, () => makeRelease(who, input(), purpose)),
    );
    const [first] = made as [(typeof made)[number]];
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);

    const before = await bytesOf(ctx, first.id);
    await registerDownload(who, first.id);
    const meddling = ["release", "release_chunk", "release_block", "release_download"].flatMap(
      (table) => [
        `delete from ${table}`,
        `update ${table} set ${table === "release" ? "purpose = 'another'" : "release_id = release_id"}`,
      ],
    );
    const outcomes = await Promise.allSettled([
      ...meddling.map((statement) => db.execute(sql.raw(statement))),
      ...Array.from({ length: 4 }, () => registerDownload(who, first.id)),
    ]);
    for (const outcome of outcomes.slice(0, meddling.length))
      if (outcome.status === "rejected") expect(outcome.reason.cause.code).toBe("42501");
      else expect(outcome.value).toMatchObject({ rowCount: 0 });
    const bytes = await bytesOf(ctx, first.id);
    expect(bytes.equals(before)).toBe(true);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(first.sha256);
    expect(await db.select().from(releaseDownloads)).toHaveLength(5);
    await database.drop();
  },
);

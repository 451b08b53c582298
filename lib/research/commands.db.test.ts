import { createHash, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { releaseDownloads, releases } from "#db/schema/research.ts";
import { sessions } from "#db/schema/sessions.ts";
import { type PersonLine, untouchedLine } from "#lib/attendance/traits.ts";
import { NOW, test } from "#lib/fixtures/database.ts";
import { type Given, givenOn } from "#lib/fixtures/given.ts";
import { freshDatabase } from "#lib/fixtures/postgres-database.ts";
import type { Context } from "#lib/identity/context.ts";
import { makeRelease, previewRelease, registerDownload } from "./commands.ts";
import { releaseBytes } from "./queries.ts";
import type { ReleaseWish } from "./schema.ts";

const month = (text: string) => Temporal.PlainYearMonth.from(text);
const wish = (change: Partial<ReleaseWish> = {}): ReleaseWish => ({
  dataset: "person_lines",
  from: month("2026-01"),
  to: month("2026-01"),
  spaces: [],
  ...change,
});
const purpose = "To see whether new places reach new people.";

const researcher = async (ctx: Context, given: Given) =>
  given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));

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
      await ctx.db
        .insert(attendances)
        .values({ spaceId: space.id, sessionId: session.id, personId: (await given.person()).personId });
    const who = await researcher(ctx, given);
    const release = await makeRelease(who, wish(), purpose);
    const bytes = await bytesOf(ctx, release.id);
    const [head, ...rows] = bytes.toString("utf8").trim().split("\n");

    expect(head).toMatch(/^space,age_band,gender,labour_status,education_band,first_time,/);
    expect(rows.filter((row) => row.startsWith(`${space.slug},25-29,man,employed,not_asked,`))).toHaveLength(
      6,
    );
    expect(rows.filter((row) => row.startsWith(`${space.slug},not_asked,not_asked,not_asked,`))).toHaveLength(
      5,
    );
    expect(release).toMatchObject({ rows: 11, protection: { steps: [], withheld: 0 } });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(release.sha256);
  });

  test("stays as it was when a sheet is corrected, and the same question gets the same file", async ({
    ctx,
    given,
  }) => {
    const { lines } = await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    const first = await makeRelease(who, wish(), purpose);
    const before = await bytesOf(ctx, first.id);
    await ctx.db.update(personLines).set({ gender: "woman" }).where(eq(personLines.id, lines[0]!.id));

    expect((await makeRelease(who, wish(), purpose)).id).toBe(first.id);
    expect((await bytesOf(ctx, first.id)).equals(before)).toBe(true);
    for (const change of [
      () => ctx.db.transaction((db) => db.update(releases).set({ purpose: "another" })),
      () => ctx.db.transaction((db) => db.delete(releases)),
    ])
      await expect(change()).rejects.toMatchObject({ cause: { constraint: "release_append_only" } });
  });

  test("is refused where so few came that nobody could be protected", async ({ ctx, given }) => {
    await attended(ctx, given, [[4, men]]);
    await expect(makeRelease(await researcher(ctx, given), wish(), purpose)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "research.cannot_protect" },
    });
  });

  test("makes coarser what would point at somebody, and says so beforehand", async ({ ctx, given }) => {
    const one = await attended(ctx, given, [[3, men]]);
    const other = await attended(ctx, given, [[3, men]]);
    const preview = await previewRelease(await researcher(ctx, given), wish());
    expect(preview).toMatchObject({
      people: 6,
      steps: ["labour", "age", "region"],
      withheld: 0,
      existing: null,
    });
    expect(new Set(preview.rows.map(([space]) => space))).toEqual(new Set(["vlaanderen"]));
    expect(JSON.stringify(preview.rows)).not.toContain(one.space.slug);
    expect(JSON.stringify(preview.rows)).not.toContain(other.space.slug);
  });
});

describe("two releases of the same people", () => {
  test("would tell together what neither tells alone: the second is refused", async ({ ctx, given }) => {
    await attended(ctx, given, [[6, men]]);
    await attended(ctx, given, [[6, men]], "2025-12-10");
    const who = await researcher(ctx, given);
    const first = await makeRelease(who, wish(), purpose);
    for (const second of [wish({ from: month("2025-12") }), wish({ dataset: "table" })])
      await expect(makeRelease(who, second, purpose)).rejects.toMatchObject({
        kind: "conflict",
        reason: { code: "research.released_before" },
        details: { releaseId: first.id },
      });
  });

  test("may be two tables, as long as nothing was corrected between them", async ({ ctx, given }) => {
    const { lines } = await attended(ctx, given, [[12, men]]);
    await attended(ctx, given, [[8, men]], "2025-12-10");
    const who = await researcher(ctx, given);
    await makeRelease(who, wish({ dataset: "table" }), purpose);
    await makeRelease(who, wish({ dataset: "table", from: month("2025-12") }), purpose);
    await ctx.db.delete(personLines).where(eq(personLines.id, lines[0]!.id));
    await expect(
      makeRelease(who, wish({ dataset: "table", from: month("2025-11") }), purpose),
    ).rejects.toMatchObject({ reason: { code: "research.released_before" } });
  });
});

test("a table shows no count from one to four, and no total that gives it away", async ({ ctx, given }) => {
  const { space } = await attended(ctx, given, [
    [9, men],
    [3, { ...men, gender: "woman" }],
    [20, { ...men, gender: "not_asked" }],
  ]);
  const release = await makeRelease(await researcher(ctx, given), wish({ dataset: "table" }), purpose);
  const text = (await bytesOf(ctx, release.id)).toString("utf8");

  expect(text).toContain(`${space.slug},2026-01,all,all,32\n`);
  expect(text).toContain(`${space.slug},2026-01,gender,woman,withheld\n`);
  expect(text).toContain(`${space.slug},2026-01,gender,man,withheld\n`);
  expect(text).toContain(`${space.slug},2026-01,gender,not_asked,20\n`);
  expect(text).toContain(`${space.slug},2026-01,age,18-29,32\n`);
  expect(text).not.toMatch(/,[1-4]\n/);
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

  test("is counted in a table, and what it does not ask is not asked", async ({ ctx, given }) => {
    const { space, session } = await attended(ctx, given, [[9, men]]);
    await ctx.db.insert(tallyCells).values([tally(session, 21), tally(session, 6, "asked_unknown")]);
    const who = await researcher(ctx, given);
    const release = await makeRelease(who, wish({ dataset: "table" }), purpose);
    const text = (await bytesOf(ctx, release.id)).toString("utf8");
    for (const row of [
      "all,all,36",
      "gender,woman,21",
      "gender,man,9",
      "gender,asked_unknown,6",
      "gender,not_asked,0",
      "labour,employed,36",
      "age,18-29,9",
      "age,not_asked,27",
      "education,not_asked,36",
      "rural,not_asked,36",
    ])
      expect(text).toContain(`${space.slug},2026-01,${row}\n`);
  });

  test("makes no line, whatever it counts, and the preview says so", async ({ ctx, given }) => {
    const { session } = await attended(ctx, given, [[6, men]]);
    await ctx.db.insert(tallyCells).values(tally(session, 40));
    const who = await researcher(ctx, given);
    expect(await previewRelease(who, wish())).toMatchObject({ people: 6, leftOut: 40 });
    expect(await makeRelease(who, wish(), purpose)).toMatchObject({ rows: 6 });
  });

  test("that was corrected after a table left keeps the next one back", async ({ ctx, given }) => {
    const { session } = await attended(ctx, given, [[12, men]]);
    await ctx.db.insert(tallyCells).values(tally(session, 8));
    const who = await researcher(ctx, given);
    await makeRelease(who, wish({ dataset: "table" }), purpose);
    await ctx.db.update(tallyCells).set({ people: 9 });
    await expect(
      makeRelease(who, wish({ dataset: "table", from: month("2025-12") }), purpose),
    ).rejects.toMatchObject({ reason: { code: "research.released_before" } });
  });
});

test("only researchers make, see and download; each download is in the register", async ({ ctx, given }) => {
  await attended(ctx, given, [[6, men]]);
  const who = await researcher(ctx, given);
  const { id, sha256 } = await makeRelease(who, wish(), purpose);
  const learner = given.as(ctx, await given.person());
  await expect(makeRelease(learner, wish(), purpose)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(previewRelease(learner, wish())).rejects.toMatchObject({ kind: "forbidden" });
  await expect(registerDownload(learner, id)).rejects.toMatchObject({ kind: "forbidden" });

  await registerDownload(who, id);
  const register = await ctx.db.select().from(releaseDownloads);
  expect(register).toMatchObject([
    { releaseId: id, sha256, personId: who.actor.kind === "person" && who.actor.personId },
  ]);
});

test("a month that is not over does not leave", async ({ ctx, given }) => {
  await attended(ctx, given, [[6, men]], "2026-03-01");
  await expect(
    makeRelease(await researcher(ctx, given), wish({ to: month("2026-03") }), purpose),
  ).rejects.toMatchObject({ reason: { code: "research.month_not_over" } });
});

plain(
  "of many who publish and meddle at once: one release for one question, and nothing of it changes",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(12);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    await attended(ctx, given, [[6, men]]);
    const who = await researcher(ctx, given);
    const made = await Promise.all(Array.from({ length: 6 }, () => makeRelease(who, wish(), purpose)));
    const [first] = made as [(typeof made)[number]];
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);

    const before = await bytesOf(ctx, first.id);
    await registerDownload(who, first.id);
    const meddling = ["release", "release_chunk", "release_block", "release_download"].flatMap((table) => [
      `delete from ${table}`,
      `update ${table} set ${table === "release" ? "purpose = 'another'" : "release_id = release_id"}`,
    ]);
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

import { randomUUID } from "node:crypto";
import { describe, expect, test as plain } from "vitest";
import type { Database } from "#db/client.ts";
import { attendances, personLines, sheetEvents, tallyCells } from "#db/schema/attendance.ts";
import { profileAnswers } from "#db/schema/consent.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { enrol } from "#lib/learning/sessions/enrolment.ts";
import { NOW, test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { closeSheet, openSheetAgain, saveSheet, saveTicks } from "./commands.ts";
import { findSheet } from "./queries.ts";
import { mergedSheet } from "./rules.ts";
import { untouchedLine } from "./traits.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

/** A session with two people enrolled, and whoever takes attendance in its space. */
async function sheetFor(db: Database, given: Given) {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const visitor: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
  const ctx = given.as(visitor, await given.person([{ role: "facilitator", spaceId: space.id }]));
  const { id } = await planSession(ctx, {
    spaceSlug: space.slug,
    roomId: room.id,
    title: { en: "Mail" },
    topic: "communication",
    modality: "in_person",
    language: "en",
    places: 10,
    start: at("10:00"),
    end: at("12:00"),
    equipment: [],
  });
  const [one, two] = [await given.person(), await given.person()];
  await enrol(given.as(ctx, one), id);
  await enrol(given.as(ctx, two), id);
  return { id, ctx, visitor, one, two };
}

const save = (change = {}) => ({
  saveId: randomUUID(),
  sheetVersion: 0,
  present: [],
  lines: [],
  ...change,
});
const cell = (people: number, change = {}) => ({
  gender: "woman" as const,
  ageBand: "not_asked" as const,
  labourStatus: "employed" as const,
  people,
  ...change,
});
const line = (change = {}) =>
  ({ ...untouchedLine(randomUUID(), "BE"), counted: true, ...change }) as never;

describe("a sheet", () => {
  test("keeps who was ticked and each line, with its three ways of not answering", async ({
    ctx,
    given,
  }) => {
    const { id, ctx: staff, one } = await sheetFor(ctx.db, given);
    const walkIn = line({
      ageBand: "25-29",
      gender: "asked_refused",
      educationBand: "asked_unknown",
    });
    await saveSheet(staff, id, save({ present: [one.personId], lines: [walkIn] }));

    expect(await findSheet(staff, id)).toMatchObject({
      sheetVersion: 1,
      present: [one.personId],
      lines: [walkIn],
    });
  });

  test("counts a person by one answer or by an explicit count, and nobody by an empty line", async ({
    ctx,
    given,
  }) => {
    const { id, ctx: staff } = await sheetFor(ctx.db, given);
    const ghost = line({ counted: undefined });
    const refused = line({ counted: false, gender: "asked_refused" });
    const rural = line({
      counted: undefined,
      groups: { ...untouchedLine("", "BE").groups, rural: "no" },
    });
    const silent = line();
    const saved = await saveSheet(staff, id, save({ lines: [ghost, refused, rural, silent] }));
    const ids = [refused, rural, silent].map((kept: { id: string }) => kept.id);
    expect(saved.lines.map((kept) => kept.id)).toEqual(ids);
    expect((await findSheet(staff, id)).history[0]?.people).toBe(3);

    const cleared = { ...(refused as object), gender: "not_asked" };
    const again = await saveSheet(staff, id, save({ sheetVersion: 1, lines: [cleared, silent] }));
    expect(again.lines.map((kept) => kept.id)).toEqual(ids.slice(2));
  });

  test("saved twice under one id counts once", async ({ ctx, given }) => {
    const { id, ctx: staff, one } = await sheetFor(ctx.db, given);
    const sent = save({ present: [one.personId], lines: [line()] });
    const first = await saveSheet(staff, id, sent);
    expect(await saveSheet(staff, id, sent)).toEqual(first);
    expect(await ctx.db.select().from(attendances)).toHaveLength(1);
    expect(await ctx.db.select().from(personLines)).toHaveLength(1);
  });

  test("takes ticks alone, whoever saved meanwhile, and leaves the rest as it is", async ({
    ctx,
    given,
  }) => {
    const { id, ctx: staff, one, two } = await sheetFor(ctx.db, given);
    const walkIn = line();
    const counted = { lines: [walkIn], tally: [cell(3)] };
    await saveSheet(staff, id, save({ present: [one.personId], ...counted }));
    // Both pages were drawn before anybody was ticked.
    await saveTicks(staff, id, { was: [], present: [two.personId] });
    expect(await findSheet(staff, id)).toMatchObject({
      present: [one.personId, two.personId].toSorted(),
      ...counted,
    });
    await saveTicks(staff, id, { was: [one.personId], present: [] });
    expect(await findSheet(staff, id)).toMatchObject({ present: [two.personId], ...counted });
  });

  test("saved from an older state is refused with what was saved since", async ({ ctx, given }) => {
    const { id, ctx: staff, one, two } = await sheetFor(ctx.db, given);
    await saveSheet(staff, id, save({ present: [one.personId] }));
    await expect(saveSheet(staff, id, save({ present: [two.personId] }))).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "attendance.saved_meanwhile" },
      details: { sheet: { sheetVersion: 1, present: [one.personId], lines: [] } },
    });
  });

  test("takes only those who are enrolled, and lines of its own", async ({ ctx, given }) => {
    const { id, ctx: staff, visitor } = await sheetFor(ctx.db, given);
    const other = await sheetFor(ctx.db, given);
    const foreign = line();
    await saveSheet(other.ctx, other.id, save({ lines: [foreign] }));
    const stranger = visitor.actor.kind === "person" ? visitor.actor.personId : "";

    await expect(saveSheet(staff, id, save({ present: [stranger] }))).rejects.toMatchObject({
      reason: { code: "attendance.not_enrolled" },
    });
    await expect(saveSheet(staff, id, save({ lines: [foreign] }))).rejects.toMatchObject({
      reason: { code: "attendance.line_of_other_sheet" },
    });
    await expect(
      saveSheet(staff, id, save({ lines: [line({ groups: { disability: "yes" } })] })),
    ).rejects.toMatchObject({ reason: { code: "attendance.not_asked_here" } });
  });

  test("refuses what is wrong by itself, and counts the others", async ({ ctx, given }) => {
    const { id, ctx: staff, visitor, one, two } = await sheetFor(ctx.db, given);
    const other = await sheetFor(ctx.db, given);
    const foreign = line();
    await saveSheet(other.ctx, other.id, save({ lines: [foreign] }));
    const stranger = visitor.actor.kind === "person" ? visitor.actor.personId : "";
    const known = { ...untouchedLine(randomUUID(), "BE"), counted: true, gender: "woman" };
    const tally = [cell(4), cell(2, { gender: "man" })];
    await saveSheet(staff, id, save({ lines: [known], tally }));

    const right = line({ ageBand: "25-29" });
    const group = line({ groups: { disability: "yes" } });
    const saved = await saveSheet(
      staff,
      id,
      save({
        sheetVersion: 1,
        present: [one.personId, stranger, "nobody", two.personId],
        lines: [{ ...known, gender: "queen" }, right, foreign, group, null, { id: 7 }],
        tally: [cell(5), cell(-1, { gender: "man" }), cell(1, { gender: "king" })],
      }),
    );
    expect(saved.present.toSorted()).toEqual([one.personId, two.personId].toSorted());
    // What is wrong now takes nothing away that was right before.
    expect(saved.lines).toEqual(expect.arrayContaining([known, right]));
    expect(saved.lines).toHaveLength(2);
    expect(saved.tally.map(({ people }) => people).toSorted()).toEqual([2, 5]);
    expect(saved.refused.map(({ field, code }) => [field, code]).toSorted()).toEqual(
      [
        ["lines.0.gender", "attendance.unknown_code"],
        ["lines.2", "attendance.line_of_other_sheet"],
        ["lines.3", "attendance.not_asked_here"],
        ["lines.4", "common.check_fields"],
        ["lines.5.id", "common.check_fields"],
        ["present.1", "attendance.not_enrolled"],
        ["present.2", "attendance.not_enrolled"],
        ["tally.1.people", "attendance.count_out_of_range"],
        ["tally.2.gender", "attendance.unknown_code"],
      ].toSorted(),
    );
  });

  test("keeps a tally as counts, and invents nobody from it", async ({ ctx, given }) => {
    const { id, ctx: staff, one } = await sheetFor(ctx.db, given);
    const tally = [cell(12), cell(3, { gender: "man", labourStatus: "asked_refused" })];
    await saveSheet(
      staff,
      id,
      save({ present: [one.personId], tally: [...tally, cell(0, { gender: "man" })] }),
    );

    expect((await findSheet(staff, id)).tally).toEqual(expect.arrayContaining(tally));
    expect(await ctx.db.$count(tallyCells)).toBe(2);
    expect(await ctx.db.$count(personLines)).toBe(0);
    // A device that knows no tally leaves it alone; an empty one takes it away.
    expect((await saveSheet(staff, id, save({ sheetVersion: 1 }))).tally).toHaveLength(2);
    expect((await saveSheet(staff, id, save({ sheetVersion: 2, tally: [] }))).tally).toEqual([]);
  });

  test.for([
    ["the same cell twice", [cell(1), cell(2)], "attendance.cell_twice"],
    [
      "more people than fit",
      [cell(999), cell(999, { gender: "man" }), cell(9, { gender: "non_binary" })],
      "attendance.too_many_people",
    ],
  ] as const)("with %s is refused whole", async ([, tally, code], { ctx, given }) => {
    const { id, ctx: staff, one } = await sheetFor(ctx.db, given);
    await expect(
      saveSheet(staff, id, save({ present: [one.personId], tally })),
    ).rejects.toMatchObject({
      kind: "invalid",
      reason: { code },
    });
    expect(await findSheet(staff, id)).toMatchObject({ sheetVersion: 0, present: [], tally: [] });
  });

  test("notes what each save changed, without saying who", async ({ ctx, given }) => {
    const { id, ctx: staff, one, two } = await sheetFor(ctx.db, given);
    const walkIn = line();
    await saveSheet(
      staff,
      id,
      save({ present: [one.personId], lines: [walkIn], tally: [cell(4)] }),
    );
    const changed = { ...(walkIn as object), gender: "woman" };
    await saveSheet(
      staff,
      id,
      save({ sheetVersion: 1, present: [two.personId], lines: [changed], tally: [cell(6)] }),
    );

    const { history } = await findSheet(staff, id);
    expect(history.map(({ people }) => people)).toEqual([8, 6]);
    expect(history[0]?.changes).toEqual({
      ticked: 1,
      unticked: 1,
      linesAdded: 0,
      linesRemoved: 0,
      answers: [{ trait: "gender", from: "not_asked", to: "woman", lines: 1 }],
      cells: [{ gender: "woman", ageBand: "not_asked", labourStatus: "employed", from: 4, to: 6 }],
    });
    for (const change of [
      () => ctx.db.transaction((db) => db.update(sheetEvents).set({ lines: 9 })),
      () => ctx.db.transaction((db) => db.delete(sheetEvents)),
    ])
      await expect(change()).rejects.toThrow();
  });

  test("tells with each save whose consent no longer stands, and keeps no answer that needs one", async ({
    ctx,
    given,
  }) => {
    const { id, ctx: staff, one } = await sheetFor(ctx.db, given);
    const self = given.as(ctx, one);
    const consent = await recordChoice(
      self,
      { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" },
      "nl",
    );
    await saveAnswer(self, { field: "disability", code: "yes" });
    const opened = await findSheet(staff, id);
    expect(opened.consents).toEqual([consent]);

    await withdrawConsent(self, { recordId: consent });
    const saved = await saveSheet(staff, id, save({ present: [one.personId] }));
    expect(saved).toMatchObject({ present: [one.personId], consents: [] });
    expect(await ctx.db.$count(profileAnswers)).toBe(0);
  });

  test("is for those who take attendance in its space", async ({ ctx, given }) => {
    const { id, visitor } = await sheetFor(ctx.db, given);
    const other = await sheetFor(ctx.db, given);
    for (const who of [visitor, other.ctx]) {
      await expect(findSheet(who, id)).rejects.toMatchObject({ kind: "forbidden" });
      await expect(saveSheet(who, id, save())).rejects.toMatchObject({ kind: "forbidden" });
    }
  });
});

plain("one save that arrives eight times at once is one save", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(8);
  const { id, ctx, one } = await sheetFor(db, givenOn(db));
  const sent = save({ present: [one.personId], lines: [line(), line()] });
  const answers = await Promise.all(Array.from({ length: 8 }, () => saveSheet(ctx, id, sent)));

  expect(new Set(answers.map(({ sheetVersion }) => sheetVersion))).toEqual(new Set([1]));
  expect(await db.select().from(personLines)).toHaveLength(2);
  await database.drop();
});

plain(
  "of two who save a tally at once, one is told, and together they count everybody once",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(8);
    const { id, ctx } = await sheetFor(db, givenOn(db));
    const base = await saveSheet(ctx, id, save({ tally: [cell(2)] }));
    const [ours, theirs] = [cell(5), cell(3)].map((counted) =>
      save({ sheetVersion: 1, tally: [counted] }),
    );
    const answers = await Promise.allSettled([
      saveSheet(ctx, id, ours!),
      saveSheet(ctx, id, theirs!),
    ]);
    const [refused] = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason] : [],
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);

    const late = answers[0]?.status === "rejected" ? ours! : theirs!;
    const together = mergedSheet(base, refused.details.sheet, { ...base, ...late });
    await saveSheet(
      ctx,
      id,
      save({ ...together, sheetVersion: refused.details.sheet.sheetVersion }),
    );
    expect((await findSheet(ctx, id)).tally).toEqual([cell(6)]);
    await database.drop();
  },
);

describe("a closed sheet", () => {
  test("changes only once it was opened with a reason, and keeps what became of it", async ({
    ctx,
    given,
  }) => {
    const { id, ctx: staff, one, two } = await sheetFor(ctx.db, given);
    await saveSheet(staff, id, save({ present: [one.personId] }));
    await expect(closeSheet(staff, id, 1)).rejects.toMatchObject({
      reason: { code: "attendance.closed_too_early" },
    });
    const after = { ...staff, now: at("12:00") };
    await expect(closeSheet(after, id, 0)).rejects.toMatchObject({
      reason: { code: "attendance.saved_meanwhile" },
    });
    await closeSheet(after, id, 1);

    const late = save({ present: [one.personId, two.personId], sheetVersion: 1 });
    await expect(saveSheet(after, id, late)).rejects.toMatchObject({
      reason: { code: "attendance.sheet_closed" },
    });
    await expect(openSheetAgain(after, id, " ")).rejects.toMatchObject({
      reason: { code: "attendance.say_why" },
    });
    await openSheetAgain(after, id, "Two was late");
    await saveSheet(after, id, late);

    const { history, isClosed, present } = await findSheet(after, id);
    expect(isClosed).toBe(false);
    expect(present).toHaveLength(2);
    expect(history.map(({ kind, people, reason }) => [kind, people, reason])).toEqual([
      ["saved", 2, ""],
      ["opened", 1, "Two was late"],
      ["closed", 1, ""],
      ["saved", 1, ""],
    ]);
  });

  test("is closed by the staff of its space only", async ({ ctx, given }) => {
    const { id, visitor } = await sheetFor(ctx.db, given);
    await expect(closeSheet({ ...visitor, now: at("12:00") }, id, 0)).rejects.toMatchObject({
      reason: { code: "identity.not_allowed" },
    });
  });
});

import { eq, sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { consentEvents, consentRecords, profileAnswers } from "#db/schema/consent.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { openAnswer, openAnswers, sealOldAnswers } from "./answers.ts";
import { PROFILE_CODES } from "./catalogue.ts";
import { expireConsents, recordChoice, saveAnswer, withdrawConsent } from "./commands.ts";
import { accessToOwn, consentFields, findReceipt } from "./queries.ts";

const yes = { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" } as const;

describe("a consent", () => {
  test("says what was shown, and keeps each step", async ({ ctx }) => {
    const id = await recordChoice(ctx, { ...yes, listened: "yes" }, "nl");
    await saveAnswer(ctx, { field: "disability", code: "yes" });
    expect(await recordChoice(ctx, yes, "nl")).toBe(id);
    await withdrawConsent(ctx, { recordId: id });
    await withdrawConsent(ctx, { recordId: id });

    const receipt = await findReceipt(ctx, id);
    expect(receipt).toMatchObject({
      controller: "Trivium",
      jurisdiction: "BE",
      noticeVersion: 1,
      language: "nl",
      formats: ["text", "pictograms", "audio"],
      retention: "P24M",
    });
    expect(receipt.events.map(({ state, expressed }) => [state, expressed])).toEqual([
      ["given", "self"],
      ["withdrawn", "self"],
    ]);
    expect(await ctx.db.select().from(profileAnswers)).toEqual([]);
  });

  test("refused is not withdrawn, and neither is never asked", async ({ ctx }) => {
    if (ctx.actor.kind !== "person") throw new Error("a person is needed");
    const state = async () =>
      (await consentFields(ctx, (ctx.actor as { personId: string }).personId)).map((view) => [
        view.field,
        view.state,
      ]);
    expect(await state()).toEqual([
      ["disability", "not_asked"],
      ["minority", "not_asked"],
    ]);
    await recordChoice(ctx, { ...yes, choice: "refused" }, "fr");
    expect(await state()).toEqual([
      ["disability", "refused"],
      ["minority", "not_asked"],
    ]);
    await recordChoice({ ...ctx, now: NOW.add({ hours: 1 }) }, yes, "fr");
    await recordChoice({ ...ctx, now: NOW.add({ hours: 2 }) }, { ...yes, choice: "refused" }, "fr");
    expect(await state()).toContainEqual(["disability", "refused"]);
    const states = await ctx.db.select({ state: consentEvents.state }).from(consentEvents);
    expect(states.map(({ state: each }) => each).sort()).toEqual([
      "given",
      "refused",
      "refused",
      "withdrawn",
    ]);
  });

  test("is a yes only of somebody old enough to give it alone; a no needs no age", async ({
    ctx,
  }) => {
    const young = { ...yes, isOldEnough: undefined };
    await expect(recordChoice(ctx, young, "nl")).rejects.toMatchObject({
      kind: "invalid",
      reason: { code: "consent.age_unsaid", age: 15 },
    });
    expect(await ctx.db.$count(consentRecords)).toBe(0);
    await recordChoice(ctx, { ...young, choice: "refused" }, "nl");
    expect(await ctx.db.$count(consentRecords)).toBe(1);
  });

  test("to ethnic origin is never asked in France, by no road", async ({ ctx }) => {
    const input = {
      field: "minority",
      country: "FR",
      choice: "given",
      isOldEnough: "yes",
    } as const;
    await expect(recordChoice(ctx, input, "fr")).rejects.toMatchObject({
      reason: { code: "consent.not_asked_here" },
    });
    const id = await recordChoice(ctx, yes, "fr");
    const [record] = await ctx.db.select().from(consentRecords).where(eq(consentRecords.id, id));
    const forged = ctx.db.transaction((db) =>
      db
        .insert(consentRecords)
        .values({ ...record!, id: crypto.randomUUID(), field: "minority", jurisdiction: "FR" }),
    );
    expect(databaseFault(await forged.catch((error: unknown) => error))?.constraint).toBe(
      "consent_record_may_be_asked",
    );
  });

  test("is written down by staff of a space where the person enrolled, and by nobody else", async ({
    ctx,
    given,
  }) => {
    const room = await given.room();
    const helper = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
    );
    const learner = await given.person();
    const asked = { ...yes, personId: learner.personId, expressed: "helper" } as const;
    await expect(recordChoice(helper, asked, "nl")).rejects.toMatchObject({ kind: "not_found" });

    await enrolled(ctx, helper, room.spaceId, learner.personId);
    await expect(
      recordChoice(helper, { ...asked, expressed: undefined }, "nl"),
    ).rejects.toMatchObject({
      reason: { code: "consent.choose_how" },
    });
    const id = await recordChoice(helper, asked, "nl");
    expect((await findReceipt(given.as(ctx, learner), id)).events).toMatchObject([
      { expressed: "helper" },
    ]);
    const other = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: (await given.space()).id }]),
    );
    await expect(findReceipt(other, id)).rejects.toMatchObject({ kind: "not_found" });
    await expect(
      withdrawConsent(other, { recordId: id, personId: learner.personId }),
    ).rejects.toMatchObject({
      kind: "not_found",
    });
    await withdrawConsent(given.as(ctx, learner), { recordId: id });
  });

  test("ends by itself when its time is over", async ({ ctx }) => {
    const id = await recordChoice(ctx, yes, "nl");
    await saveAnswer(ctx, { field: "disability", code: "no" });
    const system = { ...ctx, actor: { kind: "system", name: "retention" } as const };
    expect(await expireConsents({ ...system, now: NOW.add({ hours: 24 * 700 }) })).toBe(0);
    expect(await expireConsents({ ...system, now: NOW.add({ hours: 24 * 740 }) })).toBe(1);
    expect((await findReceipt(ctx, id)).state).toBe("expired");
    await expect(saveAnswer(ctx, { field: "disability", code: "no" })).rejects.toMatchObject({
      reason: { code: "consent.none_given" },
    });
  });

  test.for([
    ["changed", sql`update consent_event set state = 'refused'`],
    ["taken away", sql`delete from consent_event`],
    ["emptied", sql`truncate consent_event`],
    ["changed with its record", sql`update consent_record set language = 'en'`],
    ["taken away with its record", sql`delete from consent_record`],
  ] as const)("cannot be %s", async ([, statement], { ctx }) => {
    await recordChoice(ctx, yes, "nl");
    const tried = ctx.db
      .transaction((db) => db.execute(statement))
      .catch((error: unknown) => error);
    expect(databaseFault(await tried)?.code).toBe("42501");
  });
});

describe("an answer", () => {
  const around = (days: number) =>
    Temporal.Instant.from("2026-03-03T11:00:00Z").add({ hours: 24 * days });

  async function answering(ctx: Context, given: ReturnType<typeof givenOn>) {
    const { id: spaceId } = await given.space();
    const as = async (role: "facilitator" | "manager") =>
      given.as(ctx, await given.person([{ role, spaceId }]));
    const [facilitator, manager] = [await as("facilitator"), await as("manager")];
    const learner = given.as(ctx, await given.person());
    const { personId } = learner.actor as { personId: string };
    await enrolled(ctx, facilitator, spaceId, personId);
    await recordChoice(learner, yes, "nl");
    await saveAnswer(learner, { field: "disability", code: "yes" });
    return { facilitator, manager, learner, personId };
  }

  test.for([
    [-29, true],
    [29, true],
    [-32, false],
    [32, false],
    [700, false],
  ] as const)(
    "%d days from the session: staff may open it: %s",
    async ([days, may], { ctx, given }) => {
      const { facilitator, manager, personId } = await answering(ctx, given);
      const input = { field: "disability", code: "no", personId } as const;
      for (const staff of [facilitator, manager]) {
        const then = { ...staff, now: around(days) };
        const [read, written] = [consentFields(then, personId), saveAnswer(then, input)];
        if (may) await expect(Promise.all([read, written])).resolves.toBeDefined();
        else
          for (const tried of [read, written])
            await expect(tried).rejects.toMatchObject({ kind: "not_found" });
      }
    },
  );

  test("is not opened by a session that was cancelled", async ({ ctx, given }) => {
    const { manager, personId } = await answering(ctx, given);
    await ctx.db.execute(sql`update session set status = 'cancelled'`);
    await expect(consentFields(manager, personId)).rejects.toMatchObject({ kind: "not_found" });
  });

  test("is there for a facilitator, says what to those who run the space, and its person sees who opened it", async ({
    ctx,
    given,
  }) => {
    const { facilitator, manager, learner, personId } = await answering(ctx, given);
    expect((await consentFields(facilitator, personId))[0]).toMatchObject({
      answered: true,
      answer: null,
    });
    expect((await consentFields(manager, personId))[0]).toMatchObject({
      answered: true,
      answer: "yes",
    });
    await saveAnswer(facilitator, { field: "disability", code: "no", personId });
    expect((await consentFields(learner, personId))[0]).toMatchObject({ answer: "no" });
    await saveAnswer(learner, { field: "disability", code: "yes" });

    const seen = await accessToOwn(learner);
    expect(seen.map(({ what }) => what)).toEqual([
      "answer_written",
      "answers_read",
      "answers_seen",
    ]);
    expect(seen.every(({ space }) => space === "La Fabrique")).toBe(true);
    const { rows } = await ctx.db.execute<{ data: unknown }>(
      sql`select data from audit_entry where action like 'consent.answer%' order by id`,
    );
    expect(rows.map(({ data }) => data)).toEqual(Array(3).fill({ fields: "disability" }));
  });

  test("is kept sealed: no word of it in the table, all of one length, and none opens in another row", async ({
    ctx,
  }) => {
    await recordChoice(ctx, yes, "nl");
    const lengths = new Set<number>();
    for (const code of PROFILE_CODES) {
      await saveAnswer(ctx, { field: "disability", code });
      const [kept] = await ctx.db.select().from(profileAnswers);
      expect(kept?.code).toBeNull();
      expect(openAnswer(kept!)).toBe(code);
      expect(() => openAnswer({ ...kept!, personId: crypto.randomUUID() })).toThrow();
      expect(() => openAnswer({ ...kept!, field: "minority" })).toThrow();
      lengths.add(kept!.sealed!.length);
    }
    expect(lengths.size).toBe(1);
  });

  test("from before there was a seal is read, and sealed by the job", async ({ ctx }) => {
    const { personId } = ctx.actor as { personId: string };
    const consentId = await recordChoice(ctx, yes, "nl");
    await ctx.db
      .insert(profileAnswers)
      .values({ personId, field: "disability", code: "no", consentId, recordedAt: NOW });
    expect((await consentFields(ctx, personId))[0]?.answer).toBe("no");
    expect([await sealOldAnswers(ctx.db), await sealOldAnswers(ctx.db)]).toEqual([1, 0]);
    expect(await ctx.db.select().from(profileAnswers)).toMatchObject([{ code: null }]);
    expect((await consentFields(ctx, personId))[0]?.answer).toBe("no");
    expect(await openAnswers(ctx.db)).toEqual([{ personId, field: "disability", code: "no" }]);
  });
});

async function enrolled(ctx: Context, helper: Context, spaceId: string, personId: string) {
  if (helper.actor.kind !== "person") throw new Error("a person is needed");
  await ctx.db.execute(sql`
    with planned as (insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
      values (${spaceId}, ${helper.actor.personId}, '{"en":"Mail"}', 'first_steps', 'remote', 'nl', 5,
        tstzrange('2026-03-03T10:00:00Z', '2026-03-03T12:00:00Z')) returning id)
    insert into enrolment (space_id, session_id, person_id) select ${spaceId}, id, ${personId} from planned`);
}

plain("an answer that is saved while its consent is withdrawn never outlives it", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(8);
  const given = givenOn(db);
  for (let round = 0; round < 20; round += 1) {
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const recordId = await recordChoice(ctx, yes, "nl");
    const results = await Promise.allSettled([
      saveAnswer(ctx, { field: "disability", code: "yes" }),
      saveAnswer(ctx, { field: "disability", code: "no" }),
      withdrawConsent(ctx, { recordId }),
      saveAnswer(ctx, { field: "disability", code: "yes" }),
    ]);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(DomainError);
    expect(results[2].status).toBe("fulfilled");
    expect(await db.$count(profileAnswers)).toBe(0);
  }
  await database.drop();
});

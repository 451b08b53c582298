import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { blockingsOf } from "#lib/booking/closures/blockings.ts";
import { eraseMyself } from "#lib/evidence/privacy/erasure.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { NOW, test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import {
  acceptMandate,
  lapseMandateOffers,
  offeredByMe,
  offeredToMe,
  offerMandate,
  refuseMandate,
  withdrawMandateOffer,
} from "./mandate-offers.ts";
import { actsFor, endMandate, myMandates } from "./mandates.ts";
import { findBooking, myBookings } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";

const over = { kind: "not_found", reason: { code: "booking.mandate_offer_is_over" } };
const FIEN = "fien@trivium.test";
const NOBODY = "nobody@trivium.test";
const personOf = (ctx: Context) => (ctx.actor as { personId: string }).personId;
const onlyTo = async (ctx: Context) => (await offeredToMe(ctx))[0]!.id;

async function two(ctx: Context, given: Given) {
  const lien = given.as(
    ctx,
    await given.person([], { displayName: "Lien", email: "lien@trivium.test" }),
  );
  const fien = given.as(ctx, await given.person([], { displayName: "Fien", email: FIEN }));
  return { lien, fien };
}

async function letters(ctx: Context): Promise<string[]> {
  const sent: (Mail & { to: string })[] = [];
  const later = Temporal.Now.instant().add({ hours: 24 });
  while (await deliverNext(ctx.db, TEMPLATES, async (mail) => void sent.push(mail), later));
  return sent.map(({ to, subject }) => `${to}: ${subject}`).toSorted();
}

describe("whoever asks for a helper", () => {
  test("is answered alike, and sees the same, whether somebody has the address, nobody, or somebody closed it", async ({
    ctx,
    given,
  }) => {
    const seen: unknown[] = [];
    await given.person([], { email: FIEN });
    const gone = await given.person([], { email: "gone@trivium.test" });
    await ctx.db.execute(sql`update person set disabled_at = now() where id = ${gone.personId}`);
    for (const email of [FIEN, NOBODY, "gone@trivium.test"]) {
      const asker = given.as(ctx, await given.person());
      // Twice, and written otherwise: the second replaces the first.
      const answers = [
        await offerMandate(asker, { email, days: 1 }),
        await offerMandate(asker, { email: ` ${email.toUpperCase()} `, days: 30 }),
      ];
      const waiting = (await offeredByMe(asker)).map(({ id: _, ...offer }) => offer);
      await sweepBookings(ctx.db, NOW.add({ hours: 24 * 7 }));
      const after = { ...asker, now: NOW.add({ hours: 24 * 7 }) };
      const log = await ctx.db.execute(
        sql`select action, data from audit_entry where actor like ${`%${personOf(asker)}`} order by id`,
      );
      expect(log.rows).toHaveLength(2);
      const told = (await letters(ctx)).filter((letter) => !letter.startsWith(FIEN));
      const words = told.map((letter) => letter.replace(/^\S+ /, ""));
      seen.push({ answers, waiting, left: await offeredByMe(after), log: log.rows, words });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({
      waiting: [{ days: 30 }],
      left: [],
      words: [expect.any(String)],
    });
  });

  test("sees no difference either when the other says no, or is erased", async ({ ctx, given }) => {
    const { lien, fien } = await two(ctx, given);
    await offerMandate(lien, { email: FIEN, days: 7 });
    await letters(ctx);
    const before = await offeredByMe(lien);
    const id = await onlyTo(fien);
    await refuseMandate(fien, id);
    expect(await offeredByMe(lien)).toEqual(before);
    expect(await offeredToMe(fien)).toEqual([]);
    expect(await letters(ctx)).toEqual([]);
    await expect(acceptMandate(fien, id)).rejects.toMatchObject(over);
    await expect(refuseMandate(fien, id)).rejects.toMatchObject(over);

    await offerMandate(lien, { email: FIEN, days: 7 });
    const [waiting] = await offeredByMe(lien);
    await eraseMyself(fien);
    expect(await offeredByMe(lien)).toEqual([waiting]);
    const [kept] = await ctx.db.select().from(mandateOffers);
    expect(kept).toMatchObject({ helperId: null, addressHash: null });
  });

  test("asks ten times an hour, whoever has the addresses, and never themselves", async ({
    ctx,
    given,
  }) => {
    const { lien } = await two(ctx, given);
    const own = { reason: { code: "booking.mandate_for_yourself" } };
    await expect(offerMandate(lien, { email: "Lien@trivium.test", days: 7 })).rejects.toMatchObject(
      own,
    );
    for (let more = 2; more <= 10; more += 1)
      await offerMandate(lien, { email: more % 2 ? FIEN : `${more}@trivium.test`, days: 7 });
    for (const email of [FIEN, NOBODY])
      await expect(offerMandate(lien, { email, days: 7 })).rejects.toMatchObject({
        kind: "rate_limited",
      });
    const later = { ...lien, now: NOW.add({ hours: 1 }) };
    await expect(offerMandate(later, { email: NOBODY, days: 7 })).resolves.toBeUndefined();
  });
});

test("an offer gives nothing; a yes gives the right from then on, and both are told, now and when either ends it", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const { lien, fien } = await two(ctx, given);
  const hour = { start: NOW.add({ hours: 28 }), end: NOW.add({ hours: 29 }) };
  const request = { roomId: room.id, ...hour, people: 1, equipment: [], purpose: "" };
  const { id: booking } = await requestBooking(lien, request);
  await letters(ctx);
  const rights = async (now = NOW) => {
    const helper = { ...fien, now };
    return [
      await actsFor(helper, personOf(lien)),
      (await findBooking(helper, booking)) !== null,
      (await myBookings(helper)).length > 0,
      (await myMandates(helper)).length > 0,
    ];
  };
  const none = [false, false, false, false];
  const all = [true, true, true, true];

  await offerMandate(lien, { email: FIEN, days: 1 });
  expect(await rights()).toEqual(none);
  const inTheirName = requestBooking(fien, { ...request, for: personOf(lien) });
  await expect(inTheirName).rejects.toMatchObject({ reason: { code: "booking.no_mandate" } });
  expect(await letters(ctx)).toEqual([expect.stringMatching(/^fien@.*Lien/)]);
  // Until the yes nobody's name stands there but the asker's, who wrote to them.
  expect(JSON.stringify([await offeredByMe(lien), await myMandates(lien)])).not.toContain("Fien");
  expect(await offeredToMe(fien)).toMatchObject([{ personName: "Lien", days: 1 }]);

  await acceptMandate({ ...fien, now: NOW.add({ hours: 2 }) }, await onlyTo(fien));
  expect(await rights(NOW.add({ hours: 2 }))).toEqual(all);
  expect(await myMandates(lien)).toMatchObject([{ helperName: "Fien", isHelper: false }]);
  const told = [expect.stringMatching(/^fien@.*Lien/), expect.stringMatching(/^lien@.*Fien/)];
  expect(await letters(ctx)).toEqual(told);
  // A day from the yes on, and not from the question.
  expect(await rights(NOW.add({ hours: 25 }))).toEqual(all);
  expect((await rights(NOW.add({ hours: 26 }))).slice(0, 2)).toEqual([false, false]);

  for (const [who, days] of [
    [fien, 7],
    [lien, 30],
  ] as const) {
    await offerMandate(lien, { email: FIEN, days });
    await acceptMandate(fien, await onlyTo(fien));
    await letters(ctx);
    const [mandate, ...more] = await myMandates(lien);
    expect(more, "one between two").toEqual([]);
    await endMandate(given.as(ctx, await given.person()), mandate!.id);
    expect(await rights()).toEqual(all);
    await endMandate(who, mandate!.id);
    await endMandate(who, mandate!.id);
    expect(await rights()).toEqual(none);
    expect(await letters(ctx)).toEqual(told);
  }
});

describe("an offer is answered", () => {
  test("by whom it was made to, in time, with more than a card or a program, and taken back by whoever made it", async ({
    ctx,
    given,
  }) => {
    const { lien, fien } = await two(ctx, given);
    await offerMandate(lien, { email: FIEN, days: 7 });
    const id = await onlyTo(fien);
    const stranger = given.as(ctx, await given.person());
    for (const answer of [acceptMandate, refuseMandate]) {
      for (const who of [lien, stranger]) await expect(answer(who, id)).rejects.toMatchObject(over);
      const late = { ...fien, now: NOW.add({ hours: 24 * 7 }) };
      await expect(answer(late, id)).rejects.toMatchObject(over);
    }
    const actor = fien.actor as Extract<Context["actor"], { kind: "person" }>;
    for (const weaker of [{ method: "card" as const }, { scopes: ["booking.request" as const] }])
      await expect(acceptMandate(given.as(ctx, { ...actor, ...weaker }), id)).rejects.toMatchObject(
        {
          kind: "forbidden",
        },
      );
    for (const who of [fien, stranger])
      await expect(withdrawMandateOffer(who, id)).rejects.toMatchObject(over);
    await withdrawMandateOffer(lien, id);
    await expect(acceptMandate(fien, id)).rejects.toMatchObject(over);
    // The letter about what was taken back does not leave.
    expect(await letters(ctx)).toEqual([]);
  });

  test("by nobody once the account it came from is closed, and its mandates give nothing", async ({
    ctx,
    given,
  }) => {
    const { lien, fien } = await two(ctx, given);
    await offerMandate(lien, { email: FIEN, days: 7 });
    await acceptMandate(fien, await onlyTo(fien));
    await offerMandate(lien, { email: FIEN, days: 7 });
    const id = await onlyTo(fien);
    expect(await actsFor(fien, personOf(lien))).toBe(true);
    await ctx.db.execute(sql`update person set disabled_at = now() where id = ${personOf(lien)}`);
    expect(await actsFor(fien, personOf(lien))).toBe(false);
    expect(await offeredToMe(fien)).toEqual([]);
    await expect(acceptMandate(fien, id)).rejects.toMatchObject(over);
  });

  test("or lapses once, with one letter to whoever asked", async ({ ctx, given }) => {
    const { lien } = await two(ctx, given);
    await offerMandate(lien, { email: NOBODY, days: 7 });
    const at = (hours: number) => ({ ...ctx, now: NOW.add({ hours }) });
    expect(await lapseMandateOffers(at(24 * 7 - 1))).toBe(0);
    expect(await lapseMandateOffers(at(24 * 7))).toBe(1);
    expect(await lapseMandateOffers(at(24 * 7))).toBe(0);
    expect(await letters(ctx)).toEqual([expect.stringMatching(/^lien@/)]);
  });
});

test("a database with helpers and kept rooms from before keeps them: who helped helps, and as many are named", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await given.room();
  const { lien, fien } = await two(ctx, given);
  for (const statement of [
    sql`drop table mandate_offer`,
    sql`alter table booking_proposal drop column address_hash`,
    sql`alter table blocking drop column named`,
    sql`insert into mandate (person_id, helper_id, expires_at)
      values (${personOf(lien)}, ${personOf(fien)}, ${NOW.add({ hours: 24 }).toString()}::timestamptz)`,
    sql`with made as (insert into blocking (space_id, title, windows)
        values (${spaceId}, 'Choir', array[tstzrange('2026-03-03', '2026-03-04')]) returning id)
      insert into blocking_member (blocking_id, person_id)
      select id, person from made, (values (${personOf(lien)}::uuid), (${personOf(fien)}::uuid)) as named (person)`,
  ])
    await ctx.db.execute(statement);
  const migration = readFileSync(
    new URL("../../../db/migrations/38_mandates.sql", import.meta.url),
    "utf8",
  );
  for (const statement of migration.split("--> statement-breakpoint"))
    await ctx.db.execute(statement);

  expect(await actsFor(fien, personOf(lien))).toBe(true);
  expect(await actsFor(lien, personOf(fien))).toBe(false);
  expect(await offeredByMe(lien)).toEqual([]);
  const staff = given.as(ctx, await given.staff(spaceId));
  expect(await blockingsOf(staff, spaceId)).toMatchObject([{ title: "Choir", members: 2 }]);
});

plain(
  "many answers to one offer at the same moment: it is answered once, and what is shown is what holds",
  {
    timeout: 60_000,
  },
  async () => {
    const database = await freshDatabase();
    try {
      const { db } = database.connect(8);
      const given = givenOn(db);
      const ctx: Context = { actor: { kind: "visitor" }, now: NOW, db, requestId: "test" };
      const { lien, fien } = await two(ctx, given);
      for (let round = 0; round < 10; round += 1) {
        const asker = given.as(ctx, await given.person());
        await offerMandate(asker, { email: FIEN, days: 7 });
        const id = await onlyTo(fien);
        const answers = await Promise.allSettled([
          acceptMandate(fien, id),
          acceptMandate(fien, id),
          ...(round % 2 ? [withdrawMandateOffer(asker, id)] : []),
          acceptMandate(fien, id),
        ]);
        expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        for (const answer of answers)
          if (answer.status === "rejected") expect(answer.reason).toMatchObject(over);
        const wasTakenBack = round % 2 === 1 && answers[2]?.status === "fulfilled";
        expect(await myMandates(asker)).toHaveLength(wasTakenBack ? 0 : 1);
        expect(await actsFor(fien, personOf(asker))).toBe(!wasTakenBack);
        expect(await offeredByMe(asker)).toEqual([]);
      }
      // Two who ask the same address at once, and one who asks it twice at once: an offer from
      // each.
      await Promise.all(
        [lien, lien, lien].map((who) => offerMandate(who, { email: FIEN, days: 7 })),
      );
      expect(await offeredByMe(lien)).toHaveLength(1);
      const { rows } =
        await db.execute(sql`select count(*)::int as found from ${mandates} one join ${mandates} other
      on one.id < other.id and one.person_id = other.person_id and one.helper_id = other.helper_id`);
      expect(rows).toEqual([{ found: 0 }]);
    } finally {
      await database.drop();
    }
  },
);

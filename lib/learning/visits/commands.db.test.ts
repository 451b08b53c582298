import { constants, createPublicKey, publicEncrypt, randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test as plain } from "vitest";
import type { Database } from "#db/client.ts";
import { attendances } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { visits } from "#db/schema/presence.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { issueCard, revokeCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { cases } from "#testing/cases.ts";
import { NOW, test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { closeForgotten } from "./closing.ts";
import { checkInMyself, checkOutMyself, placeOfStaff, recordVisits } from "./commands.ts";
import { doorCodeAt } from "./door-code.ts";
import {
  addKiosk,
  type Kiosk,
  kioskByToken,
  kioskOf,
  listKiosks,
  openKiosk,
  revokeKiosk,
} from "./kiosks.ts";
import { countPulse, pulseAt } from "./pulse.ts";
import { presentAt } from "./queries.ts";
import { type VisitEvent, visitBatch } from "./schema.ts";
import { arrive, leave } from "./visits.ts";

/** Monday at noon: the space is open until six. */
const NOON = NOW.add({ hours: 5 });
const ago = (minutes: number) => NOON.subtract({ minutes });

/** A space with a kiosk, whoever manages it, and somebody with a card. */
async function door(db: Database, given: Given) {
  const space = await given.space();
  const visitor: Context = { actor: await given.person(), now: NOON, db, requestId: "test" };
  const manager = given.as(visitor, await given.person([{ role: "manager", spaceId: space.id }]));
  const { link } = await addKiosk(manager, { spaceId: space.id, name: "Door" });
  const token = await openKiosk(visitor, space.slug, link);
  const kiosk = await kioskOf(visitor, token);
  return { space, visitor, manager, kiosk, token, link };
}

async function holder(given: Given, manager: Context, spaceId: string) {
  const person = await given.person([{ role: "learner", spaceId }], { email: null });
  return { person, card: await issueCard(manager, person.personId) };
}

/** As the tablet seals it. */
function sealed({ publicKey }: Kiosk, card: string): VisitEvent["who"] {
  const key = createPublicKey({
    key: Buffer.from(publicKey, "base64"),
    format: "der",
    type: "spki",
  });
  const bytes = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    Buffer.from(card),
  );
  return { kind: "sealed", card: bytes.toString("base64") };
}

const event = (change: Partial<VisitEvent>): VisitEvent => ({
  id: randomUUID(),
  kind: "arrive",
  at: NOON,
  who: { kind: "unnamed" },
  sessionId: null,
  ...change,
});

const sent = (...events: VisitEvent[]) => ({ deviceNow: NOON, events });

const outcomes = async (answers: Promise<{ outcome: string }[]>) =>
  (await answers).map(({ outcome }) => outcome);

const openAt = (db: Database, spaceId: string) =>
  db.$count(visits, and(eq(visits.spaceId, spaceId), isNull(visits.leftAt)));

describe("at the door", () => {
  test("a card arrives, is known already, leaves, and is not there", async ({ ctx, given }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card, person } = await holder(given, manager, space.id);
    const who = sealed(kiosk, `https://elsewhere.test/nl/sign-in/card#${card}`);
    const day = sent(
      event({ who, at: ago(60) }),
      event({ who, at: ago(30) }),
      event({ who, at: ago(20), kind: "leave" }),
      event({ who, at: ago(10), kind: "leave" }),
    );
    expect(await outcomes(recordVisits(visitor, kiosk, day))).toEqual([
      "arrived",
      "here_already",
      "left",
      "not_here",
    ]);
    const [visit, ...more] = await ctx.db.select().from(visits);
    expect(more).toEqual([]);
    expect(visit).toMatchObject({
      personId: person.personId,
      leftAssumed: false,
      clockCorrected: false,
    });
    expect([visit?.arrivedAt, visit?.leftAt].map(String)).toEqual([ago(60), ago(20)].map(String));
  });

  test("a card that ended or is unknown is refused, and the person still counts as one more", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card, person } = await holder(given, manager, space.id);
    await revokeCard(manager, person.personId);
    const other = await door(ctx.db, given);
    const answers = recordVisits(
      visitor,
      kiosk,
      sent(
        event({ at: ago(9), who: sealed(kiosk, card) }),
        event({ at: ago(8), who: sealed(kiosk, "AAAABBBB") }),
        event({ at: ago(7), who: sealed(kiosk, "a loyalty card") }),
        event({ at: ago(6), who: sealed(other.kiosk, card) }),
        event({ at: ago(5) }),
        event({ at: ago(4), kind: "leave" }),
        event({ at: ago(3), kind: "leave" }),
        event({ at: ago(61 * 24 * 60) }),
      ),
    );
    expect(await outcomes(answers)).toEqual([
      "too_old",
      "card_revoked",
      "card_unknown",
      "card_unknown",
      "card_unknown",
      "arrived_unnamed",
      "left_unnamed",
      "nobody_unnamed",
    ]);
    const replaced = await issueCard(manager, person.personId);
    expect(
      await outcomes(recordVisits(visitor, kiosk, sent(event({ who: sealed(kiosk, replaced) })))),
    ).toEqual(["arrived"]);
  });

  test("after many wrong cards none that begins like them is judged for a while; nobody else waits", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card } = await holder(given, manager, space.id);
    const rubbish = () => event({ who: { kind: "card", card: "AAAABBBB" } });
    await recordVisits(visitor, kiosk, sent(...Array.from({ length: 30 }, rubbish)));
    const others = ["CCCC", "DDDD", "EEEE", "FFFF"].map((begins) => `${begins}BBBB2222`);
    const wrong = others.flatMap((code) =>
      Array.from({ length: 20 }, () => event({ who: { kind: "card", card: code } })),
    );
    await recordVisits(visitor, kiosk, sent(...wrong));
    const batch = [
      event({ who: sealed(kiosk, card), at: ago(2) }),
      event({ at: ago(1) }),
      rubbish(),
    ];
    const told = ["arrived", "arrived_unnamed", "later"];
    expect(await outcomes(recordVisits(visitor, kiosk, sent(...batch)))).toEqual(told);

    const soon = { ...visitor, now: NOON.add({ minutes: 11 }) };
    expect(
      await outcomes(recordVisits(soon, kiosk, { deviceNow: soon.now, events: batch })),
    ).toEqual(["arrived", "arrived_unnamed", "card_unknown"]);
    expect(await openAt(ctx.db, space.id)).toBe(2);
  });

  test("what waits on a tablet that was ended counts when it is opened again, and not before", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk, token } = await door(ctx.db, given);
    const { card } = await holder(given, manager, space.id);
    const kept = sent(event({ who: sealed(kiosk, card), at: ago(9) }), event({ at: ago(8) }));
    await revokeKiosk(manager, kiosk.deviceId);
    await expect(kioskOf(visitor, token)).rejects.toMatchObject({
      kind: "unauthenticated",
      reason: { code: "presence.no_kiosk" },
    });

    const { link } = await addKiosk(manager, { spaceId: space.id, name: "Door again" });
    const again = await kioskOf(visitor, await openKiosk(visitor, space.slug, link));
    expect(await outcomes(recordVisits(visitor, again, kept))).toEqual([
      "arrived",
      "arrived_unnamed",
    ]);
    const elsewhere = await door(ctx.db, given);
    const copied = sent(event({ who: sealed(kiosk, card) }));
    expect(await outcomes(recordVisits(visitor, elsewhere.kiosk, copied))).toEqual([
      "card_unknown",
    ]);
  });

  test("at another space, the first visit ends as assumed, and a departure seen there later does not count twice", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const other = await door(ctx.db, given);
    const { card } = await holder(given, manager, space.id);
    await recordVisits(visitor, kiosk, sent(event({ who: sealed(kiosk, card), at: ago(60) })));
    expect(
      await recordVisits(
        visitor,
        other.kiosk,
        sent(event({ who: sealed(other.kiosk, card), at: ago(30) })),
      ),
    ).toMatchObject([{ outcome: "arrived", leftElsewhere: true }]);
    const first = () => ctx.db.select().from(visits).where(eq(visits.spaceId, space.id));
    expect(await first()).toMatchObject([{ leftAssumed: true }]);
    expect(String((await first())[0]?.leftAt)).toBe(String(ago(30)));

    const late = sent(event({ kind: "leave", who: sealed(kiosk, card), at: ago(40) }));
    expect(await outcomes(recordVisits(visitor, kiosk, late))).toEqual(["left"]);
    expect(await first()).toMatchObject([{ leftAssumed: false }]);
    expect(String((await first())[0]?.leftAt)).toBe(String(ago(40)));
    expect(await openAt(ctx.db, other.space.id)).toBe(1);
  });

  test("a clock three hours wrong is corrected, and marked", async ({ ctx, given }) => {
    const { visitor, kiosk } = await door(ctx.db, given);
    const deviceNow = ago(180);
    const [answer] = await recordVisits(visitor, kiosk, {
      deviceNow,
      events: [event({ at: deviceNow.subtract({ minutes: 5 }) })],
    });
    expect(answer).toMatchObject({ outcome: "arrived_unnamed", clockCorrected: true });
    const [visit] = await ctx.db.select().from(visits);
    expect(visit).toMatchObject({ clockCorrected: true, leftAt: null });
    expect(String(visit?.arrivedAt)).toBe(String(ago(5)));
  });

  test("a queue sent a week later is counted once, at its own times, and closed as the space did", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card } = await holder(given, manager, space.id);
    const later = { ...visitor, now: NOON.add({ hours: 7 * 24 }) };
    const events = [
      event({ who: sealed(kiosk, card), at: ago(60) }),
      event({ who: sealed(kiosk, card), at: ago(10), kind: "leave" }),
      event({ at: ago(5) }),
    ];
    for (let time = 0; time < 3; time += 1)
      await recordVisits(later, kiosk, { deviceNow: later.now, events });
    const rows = await ctx.db.select().from(visits).orderBy(visits.arrivedAt);
    expect(rows.map(({ leftAssumed }) => leftAssumed)).toEqual([false, true]);
    expect(rows.map(({ arrivedAt, leftAt }) => `${arrivedAt} ${leftAt}`)).toEqual([
      `${ago(60)} ${ago(10)}`,
      `${ago(5)} 2026-03-02T17:00:00Z`,
    ]);
  });

  test("of a batch, each that cannot be counted is refused by itself, and the others count", async ({
    ctx,
    given,
  }) => {
    const { space, visitor, manager, kiosk } = await door(ctx.db, given);
    const stranger = { kind: "person" as const, personId: (await given.person()).personId };
    const nobody = { kind: "person" as const, personId: randomUUID() };
    const { events } = visitBatch.parse({
      deviceNow: NOON.toString(),
      events: [
        { ...event({}), at: "yesterday" },
        { id: randomUUID(), kind: "arrive", at: ago(9).toString(), who: { kind: "unnamed" } },
        null,
        { id: randomUUID(), kind: "arrive", at: ago(8).toString(), who: stranger },
        { id: randomUUID(), kind: "leave", at: ago(7).toString(), who: nobody },
        { ...event({ sessionId: randomUUID() }), at: ago(6).toString() },
      ],
    });
    const batch = { deviceNow: NOON, events };
    const staffPlace = await placeOfStaff(manager, space.slug);
    expect(await outcomes(recordVisits(manager, staffPlace, batch))).toEqual([
      "unreadable",
      "unreadable",
      "arrived_unnamed",
      "not_enrolled",
      "not_here",
      "arrived_unnamed",
    ]);
    const again = await outcomes(recordVisits(visitor, kiosk, batch));
    expect(again.filter((outcome) => outcome === "not_allowed")).toHaveLength(2);
    expect(await openAt(ctx.db, space.id)).toBe(2);
  });

  test.for([
    ["a queued arrival that is earlier", ["arrive 22:40", "arrive 22:30"], ["22:30 23:59"]],
    ["a departure after midnight", ["arrive 23:40", "leave 24:05"], ["23:40 24:05"]],
    ["the same, the other way round", ["leave 24:05", "arrive 23:40"], ["23:40 24:05"]],
  ] as const)("%s", async ([, steps, expectedVisits], { ctx, given }) => {
    const { space, visitor, manager, kiosk } = await door(ctx.db, given);
    const { card } = await holder(given, manager, space.id);
    const later = { ...visitor, now: NOON.add({ hours: 30 }) };
    const midnight = Temporal.Instant.from("2026-03-02T00:00:00+01:00");
    const moment = (time: string) => {
      const [hours = 0, minutes = 0] = time.split(":").map(Number);
      return midnight.add({ hours, minutes });
    };
    for (const step of steps) {
      const [kind, time = ""] = step.split(" ");
      const one = event({ kind: kind as "arrive", at: moment(time), who: sealed(kiosk, card) });
      await recordVisits(later, kiosk, { deviceNow: later.now, events: [one] });
    }
    const rows = await ctx.db.select().from(visits);
    const told = rows.map(({ arrivedAt, leftAt, leftAssumed }) => [
      String(arrivedAt),
      leftAssumed ? "assumed" : String(leftAt),
    ]);
    expect(told).toEqual(
      expectedVisits.map((visit) => {
        const [from = "", until = ""] = visit.split(" ");
        return [String(moment(from)), until === "23:59" ? "assumed" : String(moment(until))];
      }),
    );
  });

  test("the id of a visit elsewhere is refused", async ({ ctx, given }) => {
    const { visitor, kiosk } = await door(ctx.db, given);
    const other = await door(ctx.db, given);
    const one = event({});
    await recordVisits(visitor, kiosk, sent(one));
    expect(await outcomes(recordVisits(visitor, other.kiosk, sent(one)))).toEqual(["not_yours"]);
  });
});

describe("what a visit tells", () => {
  async function sessionAt(db: Database, given: Given, spaceId: string, start: Temporal.Instant) {
    const [session] = await db
      .insert(sessions)
      .values({
        spaceId,
        facilitatorId: (await given.person()).personId,
        title: { en: "Mail" },
        topic: "communication",
        modality: "in_person",
        language: "en",
        places: 10,
        during: { start, end: start.add({ hours: 1 }) },
      })
      .returning();
    return session!;
  }

  async function enrolled(db: Database, sessionId: string, spaceId: string, personId: string) {
    await db.insert(enrolments).values({ sessionId, spaceId, personId });
  }

  test("an enrolled person is present in the session that starts, and the sheet knows it changed", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card, person } = await holder(given, manager, space.id);
    const session = await sessionAt(ctx.db, given, space.id, NOON.add({ minutes: 10 }));
    await enrolled(ctx.db, session.id, space.id, person.personId);
    const walkIn = await holder(given, manager, space.id);
    const answers = await recordVisits(
      visitor,
      kiosk,
      sent(
        event({ who: sealed(kiosk, card) }),
        event({ who: sealed(kiosk, walkIn.card), sessionId: session.id }),
        event({ sessionId: session.id }),
      ),
    );
    expect(answers.map((answer) => answer.session)).toEqual([
      { en: "Mail" },
      { en: "Mail" },
      { en: "Mail" },
    ]);
    expect(await ctx.db.select().from(attendances)).toMatchObject([
      { personId: person.personId, sessionId: session.id },
    ]);
    const [sheet] = await ctx.db.select().from(sessions).where(eq(sessions.id, session.id));
    expect(sheet?.sheetVersion).toBe(1);
  });

  test("staying for the next session counts in both, as one person", async ({ ctx, given }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card, person } = await holder(given, manager, space.id);
    const one = await sessionAt(ctx.db, given, space.id, ago(60));
    const two = await sessionAt(ctx.db, given, space.id, NOON);
    for (const { id } of [one, two]) await enrolled(ctx.db, id, space.id, person.personId);
    const who = sealed(kiosk, card);
    await recordVisits(visitor, kiosk, sent(event({ who, at: ago(55) }), event({ who })));
    expect(await ctx.db.select().from(attendances)).toHaveLength(2);
    expect(await openAt(ctx.db, space.id)).toBe(1);
  });

  test("one's own booking that starts soon is checked in, another's and a later one are not", async ({
    ctx,
    given,
  }) => {
    const { space, manager, visitor, kiosk } = await door(ctx.db, given);
    const { card, person } = await holder(given, manager, space.id);
    const room = await given.room({ spaceId: space.id });
    const stranger = await given.person();
    const made = (bookedBy: string, start: Temporal.Instant) => ({
      spaceId: space.id,
      roomId: room.id,
      people: 1,
      bookedBy,
      during: { start, end: start.add({ hours: 1 }) },
    });
    await ctx.db
      .insert(bookings)
      .values([
        made(person.personId, NOON.add({ minutes: 14 })),
        made(person.personId, NOON.add({ minutes: 16 })),
        made(stranger.personId, NOON),
      ]);
    await recordVisits(visitor, kiosk, sent(event({ who: sealed(kiosk, card) })));
    const checked = (await ctx.db.select().from(bookings)).filter(({ checkedInAt }) => checkedInAt);
    expect(checked).toMatchObject([{ bookedBy: person.personId }]);
    expect(String(checked[0]?.during.start)).toBe(String(NOON.add({ minutes: 14 })));
  });

  test("the list is for helpers of the space, who name those enrolled today and nobody else", async ({
    ctx,
    given,
  }) => {
    const { space, visitor } = await door(ctx.db, given);
    const staff = given.as(
      visitor,
      await given.person([{ role: "facilitator", spaceId: space.id }]),
    );
    await expect(placeOfStaff(visitor, space.slug)).rejects.toMatchObject({ kind: "forbidden" });
    const place = await placeOfStaff(staff, space.slug);
    const person = await given.person();
    const named = () => event({ who: { kind: "person", personId: person.personId } });
    expect(await outcomes(recordVisits(staff, place, sent(named())))).toEqual(["not_enrolled"]);
    const session = await sessionAt(ctx.db, given, space.id, NOON.add({ hours: 3 }));
    await enrolled(ctx.db, session.id, space.id, person.personId);
    expect((await presentAt(staff, place)).expected).toMatchObject([{ personId: person.personId }]);
    await recordVisits(staff, place, sent(named()));
    expect(await presentAt(staff, place)).toMatchObject({
      present: [{ personId: person.personId, displayName: "Noor" }],
      expected: [],
    });
  });
});

describe("the code at the door", () => {
  test("opens for a minute from when it is first shown, once per person and visit", async ({
    ctx,
    given,
  }) => {
    const { space, visitor } = await door(ctx.db, given);
    const { digits } = doorCodeAt(space.id, NOON);
    const at = (seconds: number) => ({ ...visitor, now: NOON.add({ seconds }) });
    const use = (who: Context) => checkInMyself(who, { space: space.slug, code: digits });

    await expect(use(at(60))).rejects.toMatchObject({ reason: { code: "presence.code_wrong" } });
    await expect(use(at(-1))).rejects.toMatchObject({ reason: { code: "presence.code_wrong" } });
    expect((await use(at(59))).outcome).toBe("arrived");
    expect((await use(at(59))).outcome).toBe("here_already");
    expect((await checkOutMyself(at(59), space.slug)).outcome).toBe("left");
    await expect(use(at(59))).rejects.toMatchObject({ reason: { code: "presence.code_used" } });
    const neighbour = given.as(at(10), await given.person());
    expect((await use(neighbour)).outcome).toBe("arrived");
  });

  test("is not found by trying, nor by a visitor", async ({ ctx, given }) => {
    const { space, visitor } = await door(ctx.db, given);
    const wrong = doorCodeAt(space.id, NOON.add({ hours: 3 })).digits;
    const tried = () => checkInMyself(visitor, { space: space.slug, code: wrong });
    for (let time = 0; time < 10; time += 1)
      await expect(tried()).rejects.toMatchObject({ kind: "invalid" });
    await expect(tried()).rejects.toMatchObject({ kind: "rate_limited" });
    await expect(
      checkInMyself({ ...visitor, actor: { kind: "visitor" } }, { space: space.slug, code: wrong }),
    ).rejects.toMatchObject({ kind: "unauthenticated" });
  });
});

describe("a tablet", () => {
  test("is opened once, by its link, in its space; revoked, it is nobody's", async ({
    ctx,
    given,
  }) => {
    const { space, visitor, manager, token, link } = await door(ctx.db, given);
    const other = await given.space();
    await expect(openKiosk(visitor, space.slug, link)).rejects.toMatchObject({ kind: "gone" });
    const second = await addKiosk(manager, { spaceId: space.id, name: "Back" });
    await expect(openKiosk(visitor, other.slug, second.link)).rejects.toMatchObject({
      kind: "gone",
    });
    const tomorrow = { ...visitor, now: NOON.add({ hours: 25 }) };
    await expect(openKiosk(tomorrow, space.slug, second.link)).rejects.toMatchObject({
      kind: "gone",
    });

    const listed = await listKiosks(manager);
    expect(listed.map(({ name, isOpened }) => [name, isOpened]).sort()).toEqual([
      ["Back", false],
      ["Door", true],
    ]);
    const stranger = given.as(
      visitor,
      await given.person([{ role: "manager", spaceId: other.id }]),
    );
    const stolen = listed.find(({ name }) => name === "Door")?.id ?? "";
    await expect(revokeKiosk(stranger, stolen)).rejects.toMatchObject({ kind: "forbidden" });
    expect(await listKiosks(stranger)).toEqual([]);
    expect(await kioskByToken(visitor, token)).not.toBeNull();
    await revokeKiosk(manager, stolen);
    expect(await kioskByToken(visitor, token)).toBeNull();
  });
});

describe("closing", () => {
  test("ends who was not seen leaving, when their space closes, and again does nothing", async ({
    ctx,
    given,
  }) => {
    const { visitor, kiosk } = await door(ctx.db, given);
    const yesterday = NOON.subtract({ hours: 24 });
    await recordVisits(visitor, kiosk, sent(event({}), event({ at: ago(10) })));
    await recordVisits({ ...visitor, now: yesterday }, kiosk, {
      deviceNow: yesterday,
      events: [event({ at: yesterday })],
    });
    expect(await closeForgotten(ctx.db, NOON)).toBe(1);
    expect(await closeForgotten(ctx.db, NOON)).toBe(0);
    expect(await closeForgotten(ctx.db, NOON.add({ hours: 6 }))).toBe(2);
    const rows = await ctx.db.select().from(visits).orderBy(visits.arrivedAt);
    expect(rows.every(({ leftAssumed }) => leftAssumed)).toBe(true);
    expect(rows.map(({ leftAt }) => String(leftAt))).toEqual([
      "2026-03-01T17:00:00Z",
      "2026-03-02T17:00:00Z",
      "2026-03-02T17:00:00Z",
    ]);
  });
});

describe("the pulse", () => {
  test("is counted once, in its week, and told from five on when the week is over", async ({
    ctx,
    given,
  }) => {
    const { visitor, kiosk } = await door(ctx.db, given);
    const say = (mood: "good" | "poor") => ({
      id: randomUUID(),
      week: "2026-W10",
      language: "nl" as const,
      answers: { mood },
    });
    const first = say("good");
    for (const said of [
      first,
      first,
      say("good"),
      say("good"),
      say("good"),
      say("good"),
      say("poor"),
    ])
      await countPulse(visitor, kiosk, said);
    expect(await pulseAt(visitor, kiosk)).toEqual([]);
    const nextWeek = { ...visitor, now: NOON.add({ hours: 7 * 24 }) };
    expect((await pulseAt(nextWeek, kiosk)).filter(({ question }) => question === "mood")).toEqual([
      { question: "mood", answer: "good", count: 5 },
      { question: "mood", answer: "fair", count: 0 },
      { question: "mood", answer: "poor", count: null },
    ]);
  });
});

describe("many at once", () => {
  plain(
    "the same card eight times at once is one visit; at two spaces at once, one place",
    async () => {
      const database = await freshDatabase();
      const { db } = database.connect(8);
      const given = givenOn(db);
      const [one, two] = [await door(db, given), await door(db, given)];
      const { card, person } = await holder(given, one.manager, one.space.id);
      const again = await Promise.all(
        Array.from({ length: 8 }, () =>
          recordVisits(
            one.visitor,
            one.kiosk,
            sent(event({ who: sealed(one.kiosk, card), at: ago(30) })),
          ),
        ),
      );
      expect(again.flat().filter(({ outcome }) => outcome === "arrived")).toHaveLength(1);
      expect(await db.select().from(visits)).toHaveLength(1);

      const both = await Promise.all(
        Array.from({ length: 8 }, (_, index) => {
          const { visitor, kiosk } = index % 2 ? one : two;
          return recordVisits(
            visitor,
            kiosk,
            sent(event({ who: sealed(kiosk, card), at: ago(index) })),
          );
        }),
      );
      expect(
        both.flat().every(({ outcome }) => ["arrived", "here_already"].includes(outcome)),
      ).toBe(true);
      const open = (await db.select().from(visits)).filter(({ leftAt }) => leftAt === null);
      expect(open).toMatchObject([{ personId: person.personId }]);
      await database.drop();
    },
  );

  plain("one batch that arrives eight times at once counts once", async () => {
    const database = await freshDatabase();
    const { db } = database.connect(8);
    const { visitor, kiosk } = await door(db, givenOn(db));
    const batch = sent(
      event({ at: ago(9) }),
      event({ at: ago(8) }),
      event({ at: ago(7), kind: "leave" }),
      event({ at: ago(6) }),
    );
    await Promise.all(Array.from({ length: 8 }, () => recordVisits(visitor, kiosk, batch)));
    const rows = await db.select().from(visits);
    expect(rows).toHaveLength(3);
    expect(rows.filter(({ leftAt }) => leftAt === null)).toHaveLength(2);
    await database.drop();
  });

  plain("the database itself keeps one person in one place", async () => {
    const database = await freshDatabase();
    const { db } = database.connect(1);
    const given = givenOn(db);
    const { personId } = await given.person();
    const row = async () => ({
      id: randomUUID(),
      spaceId: (await given.space()).id,
      personId,
      arrivedAt: NOON,
      source: "list",
    });
    await db.insert(visits).values(await row());
    await expect(db.insert(visits).values(await row())).rejects.toThrow();
    await database.drop();
  });

  plain(
    "whatever comes in whichever order, and again: present are those who came and did not go",
    async () => {
      const database = await freshDatabase();
      const { db } = database.connect(4);
      const given = givenOn(db);
      const step = fc.record({
        who: fc.constantFrom("a", "b", "c", "unnamed"),
        where: fc.constantFrom(0, 1),
        kind: fc.constantFrom("arrive" as const, "leave" as const),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 14 }),
          fc.infiniteStream(fc.nat()),
          async (steps, luck) => {
            const doors = [await door(db, given), await door(db, given)] as const;
            const people = {
              a: (await given.person()).personId,
              b: (await given.person()).personId,
              c: (await given.person()).personId,
            };
            const events = steps.map(({ who, where, kind }, index) => ({
              ...event({ kind, at: ago(300 - index * 5) }),
              where,
              personId: who === "unnamed" ? null : people[who as "a"],
            }));
            const shuffled = () =>
              events
                .map((one) => ({ one, order: luck.next().value ?? 0 }))
                .sort((x, y) => x.order - y.order)
                .map(({ one }) => one);
            const run = (list: typeof events) =>
              list.reduce(async (before, { where, id, kind, personId, at }) => {
                await before;
                const seen = { id, personId, at, clockCorrected: false, sessionId: null };
                const { visitor, kiosk } = doors[where as 0];
                await (kind === "arrive" ? arrive : leave)(visitor, kiosk, seen);
              }, Promise.resolve());

            // In any order, as doors without network send them, with some of it twice; then all of
            // it again.
            const late = shuffled();
            await run([...late.slice(0, luck.next().value! % (late.length + 1)), ...late]);
            expect(await present(db, doors)).toEqual(expected(events));
            await run(shuffled());
            expect(await present(db, doors)).toEqual(expected(events));
            const rows = await db.select().from(visits);
            const arrivals = events.filter(({ kind }) => kind === "arrive").length;
            expect(
              rows.filter(({ spaceId }) => doors.some(({ space }) => space.id === spaceId)).length,
            ).toBeLessThanOrEqual(arrivals);
          },
        ),
        { numRuns: cases(10, 50) },
      );
      await database.drop();
    },
    60_000,
  );
});

test("what comes in late leaves a visit its end by an arrival two days after it", async ({
  ctx,
  given,
}) => {
  const [here, there] = [await door(ctx.db, given), await door(ctx.db, given)];
  const { personId } = await given.person();
  const now = NOON.add({ hours: 72 });
  const minutes = { first: 0, elsewhere: 2160, again: 2881 };
  const hear = ({ visitor, kiosk }: typeof here, after: number) => {
    const at = ago(24 * 60).add({ minutes: after });
    return arrive({ ...visitor, now }, kiosk, {
      id: randomUUID(),
      personId,
      at,
      clockCorrected: false,
      sessionId: null,
    });
  };
  await hear(here, minutes.again);
  await hear(there, minutes.elsewhere);
  await hear(here, minutes.first);

  const rows = await ctx.db.select().from(visits).where(eq(visits.personId, personId));
  const elsewhere = rows.find(({ spaceId }) => spaceId === there.space.id);
  expect(elsewhere?.leftAt?.toString()).toBe(
    ago(24 * 60)
      .add({ minutes: minutes.again })
      .toString(),
  );
});

plain(
  "the same is told of arrivals and departures over days, in whichever order they come in",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(2);
    const given = givenOn(db);
    const doors = [await door(db, given), await door(db, given)];
    const now = NOON.add({ hours: 72 });
    const step = fc.record({
      where: fc.constantFrom(0, 1),
      kind: fc.constantFrom("arrive" as const, "arrive" as const, "leave" as const),
      minutes: fc.integer({ min: 0, max: 60 * 60 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(step, { minLength: 2, maxLength: 9, selector: ({ minutes }) => minutes }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        async (steps, luck, isNamed) => {
          const notify = async (order: typeof steps) => {
            const personId = isNamed ? (await given.person()).personId : null;
            const fresh = isNamed ? doors : [await door(db, given), await door(db, given)];
            for (const { where, kind, minutes } of order) {
              const at = ago(24 * 60).add({ minutes });
              const seen = {
                id: randomUUID(),
                personId,
                at,
                clockCorrected: false,
                sessionId: null,
              };
              const { visitor, kiosk } = fresh[where]!;
              await (kind === "arrive" ? arrive : leave)({ ...visitor, now }, kiosk, seen);
            }
            const ids = fresh.map(({ space }) => space.id);
            const rows = (await db.select().from(visits)).filter(
              (visit) => ids.includes(visit.spaceId) && visit.personId === personId,
            );
            return rows
              .map(
                (row) =>
                  `${row.arrivedAt} ${row.leftAt} ${row.leftAssumed} ${ids.indexOf(row.spaceId)} ${Boolean(row.departureId)}`,
              )
              .sort();
          };
          const inOrder = await notify(steps.toSorted((one, other) => one.minutes - other.minutes));
          const order = new Map(steps.map((one) => [one, luck.next().value ?? 0]));
          expect(
            await notify(steps.toSorted((one, other) => order.get(one)! - order.get(other)!)),
          ).toEqual(inOrder);
        },
      ),
      { numRuns: cases(12, 80) },
    );
    await database.drop();
  },
  60_000,
);

/** People present, as anybody would count them. */
function expected(events: { kind: string; where: number; personId: string | null }[]): number[] {
  const named = [new Set<string>(), new Set<string>()];
  const unnamed = [0, 0];
  for (const { kind, where, personId } of events) {
    if (personId === null)
      unnamed[where] = Math.max(0, unnamed[where]! + (kind === "arrive" ? 1 : -1));
    else if (kind === "arrive") {
      named[1 - where]!.delete(personId);
      named[where]!.add(personId);
    } else named[where]!.delete(personId);
  }
  return [0, 1].map((where) => named[where]!.size + unnamed[where]!);
}

async function present(
  db: Database,
  doors: readonly { space: { id: string } }[],
): Promise<number[]> {
  return Promise.all(doors.map(({ space }) => openAt(db, space.id)));
}

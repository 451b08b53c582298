import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import { closeRooms, reopen } from "#lib/booking/closures/closures.ts";
import { importCalendar } from "#lib/booking/series/import.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { cancelSession } from "#lib/learning/sessions/commands.ts";
import { planCourse } from "#lib/learning/sessions/courses.ts";
import { enrol } from "#lib/learning/sessions/enrolment.ts";
import { test } from "#testing/database.ts";
import { courseToPlan } from "#testing/sessions.ts";
import { TEMPLATES } from "./templates.ts";

const DAYS = 30;
const START = Temporal.Instant.from("2026-03-03T09:00:00Z");
const later = Temporal.Now.instant().add({ hours: 1 });

/** Sends all that is due. @returns the letters, by who gets them */
async function deliverAll(db: Database) {
  const sent: (Mail & { to: string })[] = [];
  while (await deliverNext(db, TEMPLATES, async (mail) => void sent.push(mail), later));
  return (to: string) => sent.filter((mail) => mail.to === to);
}

const fileOf = (method = "PUBLISH") => {
  const events = Array.from({ length: DAYS }, (_, day) => {
    const start = START.add({ hours: 24 * day })
      .toString({ smallestUnit: "second" })
      .replaceAll(/[-:]/g, "");
    return `BEGIN:VEVENT\r\nUID:lesson-${day}\r\nSUMMARY:Lesson\r\nDTSTART:${start}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n`;
  });
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:${method}\r\n${events.join("")}END:VCALENDAR\r\n`;
};

const linesIn = (mail: Mail | undefined) =>
  mail?.text.split("\n").filter((line) => line.startsWith("- ")) ?? [];

/** Nine days in which a room is closed. */
const painting = ({ id, spaceId }: { id: string; spaceId: string }) => ({
  spaceId,
  roomIds: [id],
  from: Temporal.PlainDateTime.from("2026-03-03T00:00"),
  to: Temporal.PlainDateTime.from("2026-03-12T00:00"),
  repeat: "once" as const,
  until: null,
  reason: "Painting",
});

/** What somebody asks for on one of the days from `START` on. */
const wishOn = (roomId: string, day: number) => {
  const start = START.add({ hours: 24 * day });
  return { roomId, people: 2, equipment: [], purpose: "", start, end: start.add({ hours: 1 }) };
};

test("an import sends one letter to whoever asked, with its dates in order; taking it back sends one more", async ({
  ctx: visitor,
  given,
}) => {
  const room = await given.room();
  const actor = await given.person([{ role: "facilitator", spaceId: room.spaceId }], {
    email: "facilitator@trivium.test",
  });
  const ctx = given.as(visitor, actor);
  await importCalendar(ctx, fileOf(), { roomId: room.id, people: 2, dryRun: false });
  const booked = (await deliverAll(ctx.db))("facilitator@trivium.test");
  expect(booked).toHaveLength(1);
  expect(linesIn(booked[0])).toHaveLength(DAYS);
  expect(linesIn(booked[0])[0]).toContain("3 maart, 10:00–11:00, Atelier");
  expect(linesIn(booked[0]).at(-1)).toContain("1 april, 11:00–12:00");
  expect(booked[0]?.invitations).toBeUndefined();
  expect(booked[0]?.text).toContain("/nl/me/calendars");

  await importCalendar(ctx, fileOf("CANCEL"), { roomId: room.id, people: 2, dryRun: false });
  const cancelled = (await deliverAll(ctx.db))("facilitator@trivium.test");
  expect(cancelled).toHaveLength(1);
  expect(linesIn(cancelled[0])).toHaveLength(DAYS);
});

test("a closure writes once to each person, and takes each of their dates out of their calendar", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const book = async (email: string, days: number[]) => {
    const reader = given.as(ctx, await given.person([], { email }));
    const ids = [];
    for (const day of days) ids.push((await requestBooking(reader, wishOn(room.id, day))).id);
    return ids;
  };
  const many = await book("many@trivium.test", [0, 1, 2, 3, 4]);
  const one = await book("one@trivium.test", [5]);
  await deliverAll(ctx.db);
  const staff = given.as(ctx, await given.staff(space.id));
  const steps: string[] = [];
  const made = await closeRooms(staff, painting(room), [...many, ...one], async (done, total) => {
    steps.push(`${done}/${total}`);
  });
  expect(made).toMatchObject({ cancelled: 6 });
  expect([steps[0], steps.at(-1), steps.length]).toEqual(["1/12", "12/12", 12]);

  const letters = await deliverAll(ctx.db);
  const [letter, ...more] = letters("many@trivium.test");
  expect(more).toEqual([]);
  const cancelled = letter?.text.split("\n\n").find((part) => part.includes("Painting"));
  expect(cancelled?.match(/^- /gm)).toHaveLength(5);
  expect(letter?.invitations?.map(({ method }) => method)).toEqual(Array(5).fill("CANCEL"));
  const { rows } = await ctx.db.execute(
    sql`select from calendar_message join person on person.id = person_id where email = 'many@trivium.test' and method = 'CANCEL'`,
  );
  expect(rows).toHaveLength(5);
  const [single] = letters("one@trivium.test");
  expect(letters("one@trivium.test")).toHaveLength(1);
  expect(single).toMatchObject({ invitation: { method: "CANCEL" } });
  expect(single?.invitations).toBeUndefined();
});

test("a room that opens again is offered in one letter to whoever waits for several of its times", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const staff = given.as(ctx, await given.staff(space.id));
  const { id } = await closeRooms(staff, painting(room), []);
  const waits = async (email: string, days: number[]) => {
    const reader = given.as(ctx, await given.person([], { email }));
    for (const day of days) await joinWaiting(reader, wishOn(room.id, day));
  };
  await waits("many@trivium.test", [0, 1, 2]);
  await waits("one@trivium.test", [3]);
  await deliverAll(ctx.db);

  await reopen(staff, id);
  const letters = await deliverAll(ctx.db);
  expect(letters("many@trivium.test").map((letter) => linesIn(letter).length)).toEqual([3]);
  expect(letters("one@trivium.test").map((letter) => linesIn(letter).length)).toEqual([0]);
});

test("a course that is cancelled writes once to whoever booked its rooms, and once to whoever had a place", async ({
  ctx,
  given,
}) => {
  const { course, space } = await courseToPlan(ctx, given);
  const facilitator = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: space.id }], {
      email: "facilitator@trivium.test",
    }),
  );
  const learner = given.as(ctx, await given.person([], { email: "learner@trivium.test" }));
  const { sessions } = await planCourse(facilitator, course, {
    decisions: [],
    onConflict: "refuse",
  });
  const [first] = sessions;
  await enrol(learner, first?.id ?? "");
  await deliverAll(ctx.db);

  await cancelSession(facilitator, first?.id ?? "", "all");
  const letters = await deliverAll(ctx.db);
  expect(letters("facilitator@trivium.test").map((letter) => linesIn(letter).length)).toEqual([4]);
  expect(letters("learner@trivium.test")).toHaveLength(1);
});

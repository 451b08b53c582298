import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOLDING, isOneOf } from "#db/booking-states.ts";
import {
  BOOKING_STATES,
  type BookingEvent,
  effectsOf,
  type FirstEvent,
  firstState,
  isPossible,
  type StepEvent,
  stateAfter,
  stepsOf,
  TRANSITIONS,
} from "./transitions.ts";

const EVENTS = Object.keys(TRANSITIONS) as BookingEvent[];
const isFirst = (event: BookingEvent): event is FirstEvent => "nothing" in TRANSITIONS[event].from;
const FIRST = EVENTS.filter(isFirst);
const STEPS = EVENTS.filter((event): event is StepEvent => !isFirst(event));

describe("a booking's life", () => {
  test.each<[StepEvent, (typeof BOOKING_STATES)[number], boolean, string | null]>([
    ["approve", "requested", false, "confirmed"],
    ["refuse", "requested", false, "refused"],
    ["accept", "offered", false, "confirmed"],
    ["accept", "offered", true, "requested"],
    ["lapse", "offered", false, "refused"],
    ["change", "confirmed", false, "confirmed"],
    ["change", "confirmed", true, "requested"],
    ["change", "offered", false, null],
    ["cancel", "offered", false, "cancelled"],
    ["cancel", "cancelled", false, null],
    ["restore", "cancelled", true, "requested"],
    ["restore", "refused", false, null],
    ["end_early", "requested", false, null],
    ["hand_over", "confirmed", true, "requested"],
    ["hand_over", "missed", false, null],
    ["miss", "confirmed", false, "missed"],
    ["forgive", "missed", false, "missed"],
    ["forgive", "confirmed", false, null],
  ])("%s of what is %s (asked: %s) leads to %s", (event, status, asked, to) => {
    expect(isPossible(event, status)).toBe(to !== null);
    expect(stepsOf(event, asked).find(([from]) => from === status)?.[1] ?? null).toBe(to);
  });

  test.each(STEPS.flatMap((event) => [false, true].map((asked) => ({ event, asked }))))(
    "$event (asked: $asked) leads to one state, or leaves each as it is",
    ({ event, asked }) => {
      const steps = stepsOf(event, asked);
      expect(steps.length).toBeGreaterThan(0);
      const after = stateAfter(event, asked);
      for (const [from, to] of steps) expect(to).toBe(after ?? from);
    },
  );

  test("every state can be reached, and nothing leads out of what was refused", () => {
    const first = FIRST.flatMap((event) => [firstState(event, true), firstState(event, false)]);
    const reached = new Set<string>(first);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const event of STEPS)
        for (const [from, to] of [...stepsOf(event, true), ...stepsOf(event, false)])
          if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...BOOKING_STATES].sort());
    expect(STEPS.filter((event) => isPossible(event, "refused"))).toEqual([]);
  });
});

describe("what follows", () => {
  const moves = STEPS.flatMap((event) =>
    [false, true].flatMap((asked) =>
      stepsOf(event, asked).map(([from, to]) => ({ event, from, to })),
    ),
  );

  test.each(moves)(
    "$event: what stops holding gives back, what begins to hold takes ($from to $to)",
    (move) => {
      const [held, holds] = [isOneOf(HOLDING, move.from), isOneOf(HOLDING, move.to)];
      const { time } = effectsOf(move.event);
      expect(time === "given back").toBe(held && !holds);
      expect(time === "taken").toBe(!held && holds);
    },
  );

  test.each(moves)(
    "$event: a change of state is seen by whoever edits it and by calendars ($from to $to)",
    (move) => {
      const { version, sequence } = effectsOf(move.event);
      if (move.from !== move.to)
        expect({ version, sequence }).toEqual({ version: true, sequence: true });
    },
  );

  test.each(STEPS)("%s: whoever has it hears of every state it comes to, or of none", (event) => {
    const { notification } = effectsOf(event);
    const heard = [false, true].flatMap((asked) =>
      stepsOf(event, asked).map(([, to]) => notification[to]),
    );
    expect(
      heard.every((news) => news === undefined) || heard.every((news) => news !== undefined),
    ).toBe(true);
  });

  test("only a change of the whole series, and coming oneself, leaves no line of its own in the audit log", () => {
    expect(EVENTS.filter((event) => effectsOf(event).audit === null)).toEqual([
      "change_with_series",
      "cancel_with_series",
      "arrive",
    ]);
  });

  test("time that comes free is offered to whoever waits, by the series after all its dates", () => {
    const frees = EVENTS.filter((event) =>
      ["given back", "moved", "shortened"].includes(effectsOf(event).time),
    );
    expect(frees.filter((event) => !effectsOf(event).waitlist)).toEqual([
      "change_with_series",
      "cancel_with_series",
    ]);
  });
});

/** Functions by name, cut where the next one begins. */
function functionsIn(text: string): [name: string, text: string][] {
  return text
    .split(/\n(?=(?:export )?(?:async )?function )/)
    .map((part) => [/function (\w+)/.exec(part)?.[1] ?? "", part]);
}

/**
 * Whether it writes the status of a booking that is there: by the builder, or in SQL. Columns that
 * are put together count.
 */
function writesStatus(text: string): boolean {
  const inBuilder = [...text.matchAll(/\.update\(bookings\)([\s\S]*?)\.where\(/g)].some(
    ([, set = ""]) => /\bstatus\b|\.set\(\s*\w+\s*\)|\.\.\./.test(set),
  );
  const inSql = [
    ...text.matchAll(/\bupdate\s+"?booking"?\s[^`]*?\bset\b([^`]*?)(?:\bwhere\b|`|$)/gi),
  ].some(([, set = ""]) => /\bstatus"?\s*=|\bsql\b/.test(set));
  return inBuilder || inSql;
}

/** Whether it makes a booking, with the first state it has. */
const makesBooking = (text: string) =>
  /\.insert\(bookings\)/.test(text) || /\binsert\s+into\s+"?booking"?[\s(]/i.test(text);

/**
 * Invented worlds: the demonstration's past, and what the doors are tried on. They are written as
 * they are, not lived.
 */
const INVENTED = /^(?:lib\/demonstration\/|server\/doors\/world\/|scripts\/)/;

const functions = ["app", "components", "db", "lib", "scripts", "server"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !INVENTED.test(path))
  .flatMap((path) =>
    functionsIn(readFileSync(path, "utf8")).map(([name, text]) => ({
      name: `${path} ${name}`,
      text,
    })),
  );
const namesOf = (found: typeof functions) => found.map(({ name }) => name);

describe("who writes the status of a booking", () => {
  test("is one function, and one more that makes bookings", () => {
    expect(namesOf(functions.filter(({ text }) => writesStatus(text)))).toEqual([
      "lib/booking/bookings/apply-event.ts writeStep",
    ]);
    expect(namesOf(functions.filter(({ text }) => makesBooking(text)))).toEqual([
      "lib/booking/bookings/writing.ts writeBooking",
    ]);
  });

  test.each([
    ['db.update(bookings).set({ status: "cancelled" }).where(eq(bookings.id, id))'],
    ["db.update(bookings).set({ note, status }).where(eq(bookings.id, id))"],
    ["db.update(bookings).set(columns).where(eq(bookings.id, id))"],
    ["db.execute(sql`update booking set status = 'missed', version = version + 1 where id = 1`)"],
    ["db.execute(sql`update booking set note = '',\n  status = 'missed' where id = 1`)"],
    ['await client.query(\'UPDATE "booking" SET "status" = $1\')'],
    [
      "db.execute(sql`update booking set note = '' $" +
        "{asks ? sql`, status = 'requested'` : sql``} where id = 1`)",
    ],
    ["db.update(bookings).set({ ...columns }).where(eq(bookings.id, id))"],
  ])("a second writer is found: %s", (text) => {
    expect(writesStatus(text)).toBe(true);
  });

  test.each([
    ["db.insert(bookings).values(row)"],
    ["sql`insert into booking (id, status) values (1, 'confirmed')`"],
  ])("a second maker is found: %s", (text) => {
    expect(makesBooking(text)).toBe(true);
  });

  test("what leaves the status alone is not taken for a writer", () => {
    expect(
      writesStatus("sql`update booking set reminded_at = now() where status = 'requested'`"),
    ).toBe(false);
    expect(
      writesStatus(
        "db.update(bookings).set({ seriesId: null }).where(inArray(bookings.status, x))",
      ),
    ).toBe(false);
    expect(makesBooking("sql`insert into booking_wait (id) values (1)`")).toBe(false);
  });

  /*
   * Migrations and triggers are left out: a migration runs once on what is there before the program starts, and a trigger
   * writes beside the status only. That none of them sets it is looked at all the same.
   */
  test("no migration sets it", () => {
    const migrations = readdirSync("db/migrations").filter((name) => name.endsWith(".sql"));
    const texts = migrations.map((name) => readFileSync(join("db/migrations", name), "utf8"));
    expect(texts.filter((text) => /NEW\."status" :=/.test(text) || writesStatus(text))).toEqual([]);
  });
});

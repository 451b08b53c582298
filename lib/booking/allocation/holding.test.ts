import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { applyEvent } from "#lib/booking/bookings/apply-event.ts";
import { type BookingEvent, effectsOf } from "#lib/booking/bookings/transitions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";

/** Functions by name, cut where the next one begins. */
function functionsIn(text: string): [name: string, text: string][] {
  return text
    .split(/\n(?=(?:export )?(?:async )?function )/)
    .map((part) => [/function (\w+)/.exec(part)?.[1] ?? "", part]);
}

/**
 * Whether it makes a booking somebody's: a new row, another holder, or a yes; by a statement, or by
 * what the table says of an event.
 */
function makesHolder(text: string, appliesToBookings = true): boolean {
  const inSql =
    /insert into booking\s*\(/i.test(text) ||
    [...text.matchAll(/update booking\b[^`]*?\bset\b([^`]*?)(?:\bwhere\b|`|$)/gi)].some(
      ([, set = ""]) => /booked_by\s*=|status\s*=(?!\s*'(?:refused|cancelled|missed)')/.test(set),
    );
  const inBuilder =
    /\.insert\(bookings\)/.test(text) ||
    [...text.matchAll(/\.update\(bookings\)([\s\S]*?)\.where\(/g)].some(([, set = ""]) =>
      /\bbookedBy\b|\bstatus(?::(?!\s*"(?:refused|cancelled|missed)")|,)/.test(set),
    );
  const inTable = [...(appliesToBookings ? text : "").matchAll(/\bapplyEvent\([^"]*"(\w+)"/g)].some(
    ([, event = ""]) => effectsOf(event as BookingEvent).leave,
  );
  return inSql || inBuilder || inTable;
}

/** Other things have lives, and events of their own by the same name. */
const isOfBookings = (path: string, text: string) =>
  path.startsWith("lib/booking/") || text.includes("bookings/apply-event.ts");

const asks = (text: string) => /\bcanHold\(|\bcanKeep\(|leave: MayHold/.test(text);

/**
 * Who nobody is holds nothing (lib/evidence/privacy), and the invented past of the demonstration
 * asks nobody.
 */
const EXEMPT = /^lib\/(?:demonstration|evidence\/privacy)\//;

const sources = readdirSync("lib", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.includes(".test."))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !EXEMPT.test(path))
  .map((path): [string, string] => [path, readFileSync(path, "utf8")]);

const makers = sources.flatMap(([path, text]) =>
  functionsIn(text)
    .filter(([, part]) => makesHolder(part, isOfBookings(path, text)))
    .map(([name, part]) => ({ name: `${path} ${name}`, asks: asks(part) })),
);

test("every function by which somebody comes to have a booking asks whether they may", () => {
  expect(makers.filter((maker) => !maker.asks)).toEqual([]);
  // A new one is welcome here, with what it asks.
  expect(makers.map(({ name }) => name).sort()).toEqual([
    "lib/booking/bookings/approvals.ts answerRequest",
    "lib/booking/bookings/commands.ts restoreBooking",
    "lib/booking/bookings/commands.ts writeChange",
    "lib/booking/bookings/proposals.ts takeOver",
    "lib/booking/bookings/waiting.ts acceptOffer",
    "lib/booking/bookings/writing.ts writeBooking",
  ]);
});

test("what takes rooms takes them with leave", () => {
  const takers = sources.flatMap(([path, text]) =>
    functionsIn(text)
      .filter(([, part]) => /insert into allocation\b[^`]*booking_id/i.test(part))
      .map(([name, part]) => ({ name: `${path} ${name}`, leave: /\bleave\b/.test(part) })),
  );
  expect(takers).toEqual([{ name: "lib/booking/allocation/taking.ts takenRooms", leave: true }]);
});

test.each([
  ["update booking set booked_by = gen_random_uuid() where id = 1"],
  ["update booking set status = 'confirmed', version = version + 1 where id = 1"],
  ["update booking set status = case when true then 'requested' else 'confirmed' end where id = 1"],
  ["insert into booking (id) values (1)"],
  ["await db.insert(bookings).values(row)"],
  ['await applyEvent({ ...ctx, db }, "restore", { where })'],
  ['await db.update(bookings).set({ status: "confirmed" }).where(eq(bookings.id, id))'],
  ["await db.update(bookings).set({ bookedBy }).where(eq(bookings.id, id))"],
])("a path that forgets to ask is found: %s", (text) => {
  expect(makesHolder(text)).toBe(true);
  expect(asks(text)).toBe(false);
});

/**
 * Read by the compiler, never called: what makes somebody a holder wants what `canHold` answered,
 * and what takes rooms takes them.
 */
function refusedByTheCompiler(ctx: Context, apply: typeof applyEvent) {
  const where = undefined;
  const between = async () => {};
  return [
    apply(ctx, "cancel", { where }),
    // @ts-expect-error leave is missing
    apply(ctx, "approve", { where }),
    // @ts-expect-error leave is missing
    apply(ctx, "restore", { where, between }),
    // @ts-expect-error nothing gives the rest of the time back
    apply(ctx, "end_early", { where }),
    // @ts-expect-error a booking that is there is not made
    apply(ctx, "book", { where }),
    // @ts-expect-error the table says what it becomes
    apply(ctx, "cancel", { where, set: { status: "confirmed" } }),
  ];
}
void refusedByTheCompiler;

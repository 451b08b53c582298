import { findAvailability } from "#lib/booking/queries.ts";
import type { Context } from "#lib/identity/context.ts";
import { call, type Figures, measure, timesOf } from "./load.ts";
import { FILLED_FROM, HOURS, HOUSE } from "./network.ts";

const DAYS = 5;

export type Reading = { oneAtOnce: Figures; sixteenAtOnce: Figures; manyAtOnce: Figures } | "not there";

/** "Which room of the network is free for eight, with a projector?", each time for another hour. */
export function measureSearch(url: string, seconds: number): Promise<Reading> {
  return measureAddress(seconds, (index) => {
    const [start, end] = hourOf(index);
    const query = new URLSearchParams({
      start: start.toJSON(),
      end: end.toJSON(),
      people: "8",
      equipment: "projector:1",
    });
    return `${url}/api/v1/availability?${query}`;
  });
}

/** The same question without HTTP: as the web process asks it, one at a time, in milliseconds. */
export async function measureSearchInDatabase(db: Context["db"]): Promise<ReturnType<typeof timesOf>> {
  const times: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    const [start, end] = hourOf(index).map((moment) => Temporal.Instant.from(moment.toJSON()));
    const ctx: Context = { actor: { kind: "visitor" }, now: Temporal.Now.instant(), db, requestId: "bench" };
    const began = performance.now();
    await findAvailability(ctx, {
      start: start!,
      end: end!,
      people: 8,
      equipment: [{ kind: "projector", quantity: 1 }],
    });
    if (index >= 50) times.push(performance.now() - began);
  }
  return timesOf(times);
}

/** A week of a house with thirty rooms, as its bookings stand: this week, the next, the one after. */
export function measureFeed(url: string, seconds: number): Promise<Reading> {
  const today = Temporal.Now.zonedDateTimeISO("Europe/Brussels").startOfDay();
  return measureAddress(seconds, (index) => {
    const start = today.add({ weeks: index % 3 });
    const query = new URLSearchParams({
      start: start.toInstant().toString(),
      end: start.add({ weeks: 1 }).toInstant().toString(),
    });
    return `${url}/api/v1/spaces/${HOUSE}/events?${query}`;
  });
}

export function measurePage(url: string, path: string, seconds: number): Promise<Reading> {
  return measureAddress(seconds, () => `${url}${path}`);
}

async function measureAddress(seconds: number, address: (index: number) => string): Promise<Reading> {
  if ((await call({ url: address(0) })).status === 404) return "not there";
  const read = async (index: number) => (await call({ url: address(index) })).status === 200;
  await measure({ atOnce: 4, seconds: 1 }, read);
  return {
    oneAtOnce: await measure({ atOnce: 1, seconds }, read),
    sixteenAtOnce: await measure({ atOnce: 16, seconds }, read),
    manyAtOnce: await measure({ atOnce: 64, seconds }, read),
  };
}

function hourOf(index: number): [Date, Date] {
  const start = new Date();
  start.setUTCHours(FILLED_FROM + (index % HOURS), 0, 0, 0);
  start.setUTCDate(start.getUTCDate() + 1 + (Math.floor(index / HOURS) % DAYS));
  return [start, new Date(start.getTime() + 3_600_000)];
}

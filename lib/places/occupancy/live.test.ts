import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveOccupancy } from "./live.ts";
import type { SpaceNow } from "./now.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const spaceWith = (spaceId: string, people: number): SpaceNow => {
  const figure = {
    people,
    capacity: 20,
    source: "counter" as const,
    certainty: "counted" as const,
    observedAt: Temporal.Now.instant(),
    isStale: false,
  };
  return {
    spaceId,
    slug: spaceId,
    rooms: [],
    figure: { ...figure, heldByOneBooking: false },
    open: { counter: figure, registered: null, hasCounter: true, countedBy: "counted" },
  };
};

const QUARTER_MS = 15 * 60 * 1000;

/**
 * A network of two spaces, and how often it was asked. Everybody is told of it as it was when the
 * quarter began.
 */
function network() {
  const people: Record<string, number> = { here: 12, there: 1 };
  let notify: ((spaceId: string) => void) | null = null;
  const answer = async (which: string[] | "all") =>
    (which === "all" ? Object.keys(people) : which).map((id) => spaceWith(id, people[id] ?? 0));
  const reads = { staff: vi.fn(answer), everybody: vi.fn(answer) };
  const live = new LiveOccupancy(reads, (hear) => {
    notify = hear;
    return () => {
      notify = null;
    };
  });
  const counted = (spaceId: string, now: number) => {
    people[spaceId] = now;
    notify?.(spaceId);
  };
  return { live, reads, counted, isListening: () => notify !== null };
}

const dataOf = (text: string) => JSON.parse(text.split("data: ")[1] ?? "");

test("two hundred staff who watch one space are told by one question", async () => {
  const { live, reads, counted } = network();
  const heard: string[][] = [];
  for (let watcher = 0; watcher < 200; watcher += 1) {
    const own: string[] = [];
    heard.push(own);
    live.watchSpace("here", true, (text) => own.push(text));
  }
  await vi.advanceTimersByTimeAsync(150);
  expect(reads.staff).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 50; count += 1) counted("here", count % 20);
  counted("there", 3);
  await vi.advanceTimersByTimeAsync(150);
  expect(reads.staff).toHaveBeenCalledTimes(2);
  expect(heard.every((own) => own.length === 2)).toBe(true);
});

test("staff hear a number, everybody a word without the moment of a count", async () => {
  vi.setSystemTime(new Date("2026-03-02T10:07:31Z"));
  const { live } = network();
  const heard: Record<string, unknown[]> = { staff: [], all: [] };
  live.watchSpace("here", true, (text) => heard.staff?.push(dataOf(text)));
  live.watchSpace("here", false, (text) => heard.all?.push(dataOf(text)));
  await vi.advanceTimersByTimeAsync(150);
  expect(heard.staff?.at(-1)).toMatchObject({ people: 12, band: "busy" });
  expect(heard.all?.at(-1)).toMatchObject({
    band: "busy",
    atLeast: 10,
    observedAt: "2026-03-02T10:00:00Z",
  });
  expect(heard.all?.at(-1)).not.toHaveProperty("people");
});

test("ten who arrive one by one cannot be counted: everybody hears a new word at the quarter, once", async () => {
  vi.setSystemTime(new Date("2026-03-02T10:01:00Z"));
  const { live, counted } = network();
  counted("here", 0);
  const heard: { band: string }[] = [];
  const ofNetwork: unknown[] = [];
  live.watchSpace("here", false, (text) => heard.push(dataOf(text)));
  live.watchNetwork((text) => ofNetwork.push(dataOf(text)));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toMatchObject([{ band: "quiet" }]);
  for (let arrival = 1; arrival <= 10; arrival += 1) {
    counted("here", arrival);
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(heard).toHaveLength(1);
  expect(ofNetwork).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(QUARTER_MS);
  expect(heard).toMatchObject([{ band: "quiet" }, { band: "busy" }]);
  expect(ofNetwork).toHaveLength(2);
});

test("one who comes and goes changes no word and no moment", async () => {
  vi.setSystemTime(new Date("2026-03-02T10:01:00Z"));
  const { live, counted } = network();
  counted("here", 0);
  const heard: { band: string; observedAt: string }[] = [];
  live.watchSpace("here", false, (text) => heard.push(dataOf(text)));
  await vi.advanceTimersByTimeAsync(1_000);
  for (const people of [1, 2, 1, 0, 1]) {
    counted("here", people);
    await vi.advanceTimersByTimeAsync(QUARTER_MS);
  }
  expect(heard).toHaveLength(6);
  expect(new Set(heard.map(({ band }) => band))).toEqual(new Set(["quiet"]));
  for (const { observedAt } of heard) expect(observedAt).toMatch(/:(00|15|30|45):00Z$/);
});

test("the network is told whole, and then only where a word changes", async () => {
  const { live, counted } = network();
  const heard: unknown[] = [];
  live.watchNetwork((text) => heard.push(dataOf(text)));
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toEqual([
    [
      { space: "here", band: "busy" },
      { space: "there", band: "quiet" },
    ],
  ]);
  counted("there", 19);
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(QUARTER_MS);
  expect(heard.at(-1)).toEqual([{ space: "there", band: "full" }]);
  const late: unknown[] = [];
  live.watchNetwork((text) => late.push(dataOf(text)));
  expect(late[0]).toHaveLength(2);
});

test("while nobody watches, nothing is asked and nothing listened to", async () => {
  const { live, reads, counted, isListening } = network();
  const leave = [live.watchSpace("here", true, () => {}), live.watchSpace("here", false, () => {})];
  await vi.advanceTimersByTimeAsync(3_000);
  for (const stop of leave) stop();
  expect(isListening()).toBe(false);
  const asked = [reads.staff, reads.everybody].map((read) => read.mock.calls.length);
  expect(asked.every((times) => times > 0)).toBe(true);
  counted("here", 3);
  await vi.advanceTimersByTimeAsync(QUARTER_MS);
  expect([reads.staff, reads.everybody].map((read) => read.mock.calls.length)).toEqual(asked);
});

test("a question that fails is asked again", async () => {
  const { live, reads, counted } = network();
  const heard: string[] = [];
  live.watchSpace("here", true, (text) => heard.push(text));
  reads.staff.mockRejectedValueOnce(new Error("the database is away"));
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(0);
  counted("here", 4);
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(1);
});

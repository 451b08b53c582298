import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveOccupancy } from "./live.ts";
import type { SpaceNow } from "./now.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const spaceWith = (spaceId: string, people: number): SpaceNow => ({
  spaceId,
  slug: spaceId,
  rooms: [],
  figure: {
    people,
    capacity: 20,
    source: "counter",
    certainty: "counted",
    observedAt: Temporal.Now.instant(),
    isStale: false,
    heldByOneBooking: false,
  },
});

/** A network of two spaces, and how often it was asked. */
function network() {
  const people: Record<string, number> = { here: 12, there: 1 };
  let notify: ((spaceId: string) => void) | null = null;
  const read = vi.fn(async (which: string[] | "all") =>
    (which === "all" ? Object.keys(people) : which).map((id) => spaceWith(id, people[id] ?? 0)),
  );
  const live = new LiveOccupancy(read, (hear) => {
    notify = hear;
    return () => {
      notify = null;
    };
  });
  const counted = (spaceId: string, now: number) => {
    people[spaceId] = now;
    notify?.(spaceId);
  };
  return { live, read, counted, isListening: () => notify !== null };
}

const dataOf = (text: string) => JSON.parse(text.split("data: ")[1] ?? "");

test("two hundred who watch one space are told by one question", async () => {
  const { live, read, counted } = network();
  const heard: string[][] = [];
  for (let watcher = 0; watcher < 200; watcher += 1) {
    const mine: string[] = [];
    heard.push(mine);
    live.watchSpace("here", false, (text) => mine.push(text));
  }
  await vi.advanceTimersByTimeAsync(150);
  expect(read).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 50; count += 1) counted("here", count % 20);
  counted("there", 3);
  await vi.advanceTimersByTimeAsync(150);
  expect(read).toHaveBeenCalledTimes(2);
  expect(heard.every((mine) => mine.length === 2)).toBe(true);
});

test("staff hear a number, everybody a word", async () => {
  const { live } = network();
  const heard: Record<string, unknown[]> = { staff: [], all: [] };
  live.watchSpace("here", true, (text) => heard.staff?.push(dataOf(text)));
  live.watchSpace("here", false, (text) => heard.all?.push(dataOf(text)));
  await vi.advanceTimersByTimeAsync(150);
  expect(heard.staff?.at(-1)).toMatchObject({ people: 12, band: "busy" });
  expect(heard.all?.at(-1)).toMatchObject({ band: "busy", atLeast: 10 });
  expect(heard.all?.at(-1)).not.toHaveProperty("people");
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
  counted("there", 2);
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(1);
  counted("there", 19);
  await vi.advanceTimersByTimeAsync(150);
  expect(heard.at(-1)).toEqual([{ space: "there", band: "full" }]);
  const late: unknown[] = [];
  live.watchNetwork((text) => late.push(dataOf(text)));
  expect(late[0]).toHaveLength(2);
});

test("while nobody watches, nothing is asked and nothing listened to", async () => {
  const { live, read, counted, isListening } = network();
  const leave = live.watchSpace("here", false, () => {});
  await vi.advanceTimersByTimeAsync(3_000);
  leave();
  expect(isListening()).toBe(false);
  const asked = read.mock.calls.length;
  counted("here", 3);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(read).toHaveBeenCalledTimes(asked);
});

test("a question that fails is asked again", async () => {
  const { live, read, counted } = network();
  const heard: string[] = [];
  live.watchSpace("here", false, (text) => heard.push(text));
  read.mockRejectedValueOnce(new Error("the database is away"));
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(0);
  counted("here", 4);
  await vi.advanceTimersByTimeAsync(150);
  expect(heard).toHaveLength(1);
});

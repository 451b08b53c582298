import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerInTurn } from "./contested.ts";

const start = Temporal.Instant.from("2026-03-03T09:00:00Z");
const later = start.add({ hours: 1 });
type Request = Parameters<typeof answerInTurn>[0];
const of = (roomId: string, more: { start?: Temporal.Instant; resources?: string[] } = {}) => ({
  roomId,
  start,
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // What was asked in one case is forgotten before the next.
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
});

/** A request that is answered when the test says so. */
function asked(request: Request) {
  const { promise: answer, resolve, reject } = Promise.withResolvers<string>();
  const seen: boolean[] = [];
  const answered = answerInTurn(request, ({ isContested }) => {
    seen.push(isContested);
    return answer;
  });
  return { seen, answered, resolve, reject };
}

test("only the same room from the same moment on, asked for a moment ago, is contested", async () => {
  const cases: [at: number, request: Request, isContested: boolean][] = [
    [0, of("one"), false],
    [1, of("two"), false],
    [2, of("one", { start: later }), false],
    [3, of("one"), true],
    [4, of("three", { resources: ["two"] }), true],
    [5, of("three"), true],
    [2_002, of("one"), true],
    [4_002, of("one"), false],
    [4_003, of("one"), true],
  ];
  const began = performance.now();
  for (const [at, request, isContested] of cases) {
    vi.advanceTimersByTime(began + at - performance.now());
    const said = await answerInTurn(request, async (turn) => turn.isContested);
    expect(said, `${request.roomId} at ${at}`).toBe(isContested);
  }
});

test("who comes later waits until the first has an answer, whatever it is", async () => {
  const [first, second, third] = [asked(of("four")), asked(of("four")), asked(of("four"))];
  const elsewhere = asked(of("five"));
  await vi.advanceTimersByTimeAsync(100);
  expect([first.seen, second.seen, third.seen, elsewhere.seen]).toEqual([[false], [], [], [false]]);

  first.reject(new Error("refused"));
  await expect(first.answered).rejects.toThrow("refused");
  await vi.advanceTimersByTimeAsync(0);
  // Not one after the other: all that is known of them is that they come too late.
  expect([second.seen, third.seen]).toEqual([[true], [true]]);

  second.resolve("taken");
  third.resolve("taken as well");
  await expect(second.answered).resolves.toBe("taken");
  await expect(third.answered).resolves.toBe("taken as well");
});

test("nobody waits for long", async () => {
  asked(of("six"));
  const second = asked(of("six"));
  await vi.advanceTimersByTimeAsync(249);
  expect(second.seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(second.seen).toEqual([true]);
});

test("rooms that are asked for together wait for each of them", async () => {
  const [one, other] = [asked(of("seven")), asked(of("eight"))];
  const both = asked(of("seven", { resources: ["eight"] }));
  one.resolve("booked");
  await vi.advanceTimersByTimeAsync(0);
  expect(both.seen).toEqual([]);
  other.resolve("booked");
  await vi.advanceTimersByTimeAsync(0);
  expect(both.seen).toEqual([true]);
});

import { expect, test, vi } from "vitest";
import { FOR_STAFF, MOST_FROM_ONE, MOST_OPEN, notifyEvents } from "./event-stream.ts";

test("what is said is read, until the reader goes", async () => {
  const stopped = vi.fn();
  const gone = new AbortController();
  let say: (text: string) => void = () => {};
  const stream = notifyEvents(gone.signal, (speak) => {
    say = speak;
    speak("one");
    return stopped;
  });
  const reader = stream.getReader();
  say("two");
  const heard = [await reader.read(), await reader.read()].map(({ value }) =>
    new TextDecoder().decode(value),
  );
  expect(heard).toEqual(["one", "two"]);
  gone.abort();
  expect(await reader.read()).toMatchObject({ done: true });
  expect(stopped).toHaveBeenCalledTimes(1);
  expect(() => say("three")).not.toThrow();
});

test("a reader who does not read is let go, and holds no more than its share", async () => {
  const stopped = vi.fn();
  let said = 0;
  let say: (text: string) => void = () => {};
  const stream = notifyEvents(new AbortController().signal, (speak) => {
    say = speak;
    return stopped;
  });
  for (; said < 1_000 && stopped.mock.calls.length === 0; said += 1) say("x".repeat(1_000));
  expect(stopped).toHaveBeenCalledTimes(1);
  expect(said).toBeLessThan(100);
  let bytes = 0;
  for await (const piece of stream) bytes += piece.length;
  expect(bytes).toBeLessThan(70_000);
});

test("one who left before it began is told nothing", async () => {
  const stopped = vi.fn();
  const gone = AbortSignal.abort();
  const reader = notifyEvents(gone, (speak) => {
    speak("nobody hears");
    return stopped;
  }).getReader();
  expect(await reader.read()).toMatchObject({ done: true });
  expect(stopped).toHaveBeenCalledTimes(1);
});

test("so many may watch at once, and one more when one has gone", async () => {
  const begin = () => () => {};
  const watchers = Array.from({ length: MOST_OPEN }, () => new AbortController());
  for (const { signal } of watchers) notifyEvents(signal, begin);
  const late = new AbortController();
  expect(() => notifyEvents(late.signal, begin)).toThrow(
    expect.objectContaining({ kind: "rate_limited", reason: { code: "common.too_many_watch" } }),
  );
  watchers[0]?.abort();
  expect(() => notifyEvents(late.signal, begin)).not.toThrow();
  for (const watcher of [...watchers, late]) watcher.abort();
});

test("five thousand streams from one address leave the others and the staff theirs", () => {
  const begin = () => () => {};
  const all = new AbortController();
  const opens = (from: string, isStaff = false) => {
    try {
      notifyEvents(all.signal, begin, { from, isStaff });
      return true;
    } catch {
      return false;
    }
  };
  const greedy = Array.from({ length: 5_000 }, () => opens("192.0.2.7")).filter(Boolean);
  expect(greedy).toHaveLength(MOST_FROM_ONE);
  expect(opens("198.51.100.1")).toBe(true);
  let strangers = MOST_FROM_ONE + 1;
  for (let at = 0; at < 5_000; at += 1) strangers += Number(opens(`2001:db8:0:${at % 90}::/64`));
  expect(strangers).toBe(MOST_OPEN - FOR_STAFF);
  expect(opens("203.0.113.9")).toBe(false);
  expect(opens("203.0.113.9", true)).toBe(true);
  all.abort();
  expect(opens("203.0.113.9")).toBe(true);
});

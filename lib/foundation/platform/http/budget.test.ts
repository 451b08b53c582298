import { expect, test } from "vitest";
import { budgets } from "./budget.ts";

test("who asks for dear work too often waits; others do not, and time pays back", async () => {
  let now = 0;
  const within = budgets({ most: 1_000, clock: () => now });
  const work = (ms: number) => async () => {
    now += ms;
    return "done";
  };
  const together = (ms: number) => async () => {
    // Four at once: the clock moves once, and each pays for its own.
    now += ms / 4;
    return "done";
  };
  for (let at = 0; at < 50; at += 1) await within("steady", work(100));
  await expect(within("steady", work(100))).resolves.toBe("done");

  const four = Array.from({ length: 4 }, () => within("greedy", together(2_000)));
  await Promise.all(four);
  await expect(within("greedy", work(1))).rejects.toMatchObject({ kind: "rate_limited" });
  await expect(within("other", work(1))).resolves.toBe("done");
  now += 60_000;
  await expect(within("greedy", work(1))).resolves.toBe("done");
});

test("work that fails is paid for as well", async () => {
  let now = 0;
  const within = budgets({ most: 10, clock: () => now });
  const failing = () =>
    within("a", async () => {
      now += 1;
      await Promise.resolve();
      throw new Error("broken");
    });
  const answers = await Promise.allSettled(Array.from({ length: 30 }, failing));
  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  await expect(within("a", async () => "x")).rejects.toMatchObject({ kind: "rate_limited" });
});

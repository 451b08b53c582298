import { expect, test } from "vitest";
import { inTurn } from "./turns.ts";

test("four at once, others in order, and who finds the queue full is told", async () => {
  const turn = inTurn({ atOnce: 4, waiting: 10 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const asked = Array.from({ length: 20 }, (_, at) =>
    turn(async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(at);
      await new Promise((done) => setTimeout(done, 2));
      running -= 1;
      if (at === 3) throw new Error("broken");
      return at;
    }),
  );
  const answers = await Promise.allSettled(asked);
  expect(most).toBe(4);
  expect(order).toEqual(Array.from({ length: 14 }, (_, at) => at));
  const refusals = answers
    .filter((answer) => answer.status === "rejected")
    .map(({ reason }) => reason);
  expect(refusals.filter(({ kind }) => kind === "busy")).toHaveLength(6);
  expect(await turn(async () => "again")).toBe("again");
});

import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { inTime, TooLate } from "./patience.ts";

test("what comes in time is handed on, a failure as well", async () => {
  expect(await inTime(Promise.resolve("here"), 1_000)).toBe("here");
  await expect(inTime(Promise.reject(new Error("refused")), 1_000)).rejects.toThrow("refused");
});

test("what comes late is not waited for, and its failure later ends nothing", async () => {
  const failsLater = wait(40).then(() => Promise.reject(new Error("later")));
  await expect(inTime(failsLater, 10)).rejects.toThrow(TooLate);
  await wait(60);
});

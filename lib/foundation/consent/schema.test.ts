import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { consentChoice, profileAnswer } from "./schema.ts";

test.each([
  ["an answer", profileAnswer, { field: "disability" }, "code", "consent.choose_answer"],
  ["yes or no", consentChoice, { field: "disability", country: "BE" }, "choice", "consent.choose"],
] as const)("%s that is missing is asked for by name", (_, schema, sent, field, sentence) => {
  const [issue] = schema.safeParse({ ...sent, personId: randomUUID() }).error?.issues ?? [];
  expect([issue?.path.join("."), issue?.message]).toEqual([field, sentence]);
});

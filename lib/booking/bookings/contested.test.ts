import { expect, test } from "vitest";
import { noteRequest } from "./contested.ts";

const start = Temporal.Instant.from("2026-03-03T09:00:00Z");
const later = start.add({ hours: 1 });
const of = (roomId: string, more: { start?: Temporal.Instant; resources?: string[] } = {}) => ({
  roomId,
  start,
  ...more,
});

test("only the same room from the same moment on, asked for a moment ago, is contested", () => {
  const asked: [at: number, request: ReturnType<typeof of>, isContested: boolean][] = [
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
  for (const [at, request, isContested] of asked)
    expect(noteRequest(request, at), `${request.roomId} at ${at}`).toBe(isContested);
});

import { describe, expect, it } from "vitest";
import { budgetOf, type Entry, missingFrom, type Phase, planFrom, timelineOf } from "./rules.ts";

const need: Phase = {
  kind: "need",
  plannedFrom: "2026-01-01",
  plannedTo: "2026-01-10",
  actualFrom: "2026-01-06",
  actualTo: null,
  plannedCents: 50_000,
};
const build: Phase = {
  ...need,
  kind: "build",
  plannedFrom: "2026-01-11",
  plannedTo: "2026-01-20",
  actualFrom: null,
};
const paid = (phase: Entry["phase"], cents: number | null): Entry => ({
  phase,
  kind: cents === null ? "note" : "cost",
  day: "2026-01-06",
  words: "x",
  isOpen: false,
  reason: "",
  cents,
  quotedAs: null,
});

describe("a journal", () => {
  it("needs a phase and something to read", () => {
    expect(missingFrom([], 3)).toEqual({ code: "journal.needs_phase" });
    expect(missingFrom([need], 0)).toEqual({ code: "journal.needs_entry" });
    expect(missingFrom([need], 1)).toBeNull();
  });

  it("adds up what each phase cost", () => {
    const entries = [paid("need", 12_345), paid("need", 5), paid("need", null), paid("build", 1)];
    expect(budgetOf([need, build], entries)).toEqual([
      { kind: "need", planned: 50_000, spent: 12_350 },
      { kind: "build", planned: 50_000, spent: 1 },
    ]);
  });

  it("places its phases between its first and its last day, the last one included", () => {
    expect(timelineOf([need, build])).toEqual([
      { kind: "need", planned: { from: 0, to: 0.5 }, actual: { from: 0.25, to: 1 } },
      { kind: "build", planned: { from: 0.5, to: 1 }, actual: null },
    ]);
    expect(timelineOf([])).toEqual([]);
  });

  it("gives a next place its phases as long as they took, and its tasks as far from the beginning", () => {
    const opening = { ...build, actualFrom: "2026-01-28", actualTo: null };
    const task = { ...paid("build", null), kind: "task" as const };
    const early = { ...task, phase: "need" as const, day: "2025-12-01", words: "early" };
    const late = { ...task, day: "2026-02-01", words: "late" };
    const went = { ...need, actualTo: "2026-01-26" };
    expect(
      planFrom({ phases: [went, opening], entries: [early, late, paid("need", 5)] }, "2028-02-28"),
    ).toEqual({
      phases: [
        {
          ...need,
          plannedFrom: "2028-02-28",
          plannedTo: "2028-03-19",
          actualFrom: null,
          plannedCents: 0,
        },
        {
          ...build,
          plannedFrom: "2028-03-21",
          plannedTo: "2028-03-21",
          actualFrom: null,
          plannedCents: 0,
        },
      ],
      tasks: [
        { ...early, day: "2028-02-28" },
        { ...late, day: "2028-03-25" },
      ],
    });
    expect(planFrom({ phases: [], entries: [] }, "2028-02-28")).toEqual({ phases: [], tasks: [] });
  });
});

import { describe, expect, test } from "vitest";
import { answeredJustNow, domainOf, hoursSaid, seenState, thanksAddress } from "./rules.ts";

test.each([
  ["a school's own", "hr@school.be", "school.be"],
  ["in capitals", "HR@School.BE", "school.be"],
  ["below another", "hr@it.school.be", "it.school.be"],
  ["what looks like two", '"a@gmail.com"@school.be', "school.be"],
  ["one that anybody has", "school@gmail.com", null],
  ["one of a provider", "school@SKYNET.be", null],
  ["another name of one that anybody has", "school@pm.me", null],
  ["one that is thrown away", "school@yopmail.com", null],
])("the address %s confirms %s", (_, email, domain) => {
  expect(domainOf(email)).toBe(domain);
});

const now = Temporal.Instant.from("2026-03-02T06:00:00Z");

test.each([
  ["open", 1, "open"],
  ["open", 0, "ended"],
  ["open", -1, "ended"],
  ["accepted", -1, "accepted"],
  ["refused", 1, "refused"],
])("a request that is %s, with %i hours to go, is %s", (state, hours, seen) => {
  expect(seenState({ state, expiresAt: now.add({ hours }) }, now)).toBe(seen);
});

test("hours are said where they count", () => {
  expect(hoursSaid(["hours"], 12)).toBe(12);
  expect(hoursSaid(["interview"], 12)).toBeNull();
  expect(() => hoursSaid(["hours", "interview"], null)).toThrow(
    expect.objectContaining({
      reason: { code: "endorsements.hours" },
      details: { field: "hours" },
    }),
  );
});

describe("whoever just answered by a link is thanked", () => {
  const now = Temporal.Instant.from("2026-03-02T10:00:00Z");
  const queryOf = (address: string) =>
    Object.fromEntries(new URL(address, "http://x").searchParams);
  const given = queryOf(thanksAddress("fr", "signed", now));

  test.each<[string, Record<string, string>, number, string | null]>([
    ["at once", {}, 0, "signed"],
    ["after half an hour", {}, 30, "signed"],
    ["not an hour later", {}, 60, null],
    ["not before", {}, -1, null],
    ["not for another answer", { what: "withdrawn" }, 0, null],
    ["not for an answer that there is not", { what: "title" }, 0, null],
    ["not at a time of their own", { at: String(now.epochMilliseconds + 1) }, 1, null],
    ["not without a seal", { seal: "" }, 0, null],
  ])("%s", (_, change, minutes, expected) => {
    expect(answeredJustNow({ ...given, ...change }, now.add({ minutes }))).toBe(expected);
  });

  test("nor is whoever opens the page by itself, or as it was linked before", () => {
    expect(answeredJustNow({}, now)).toBeNull();
    expect(answeredJustNow({ what: "signed" }, now)).toBeNull();
  });
});

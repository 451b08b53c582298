import { expect, test } from "vitest";
import { failedInPlaywright, failedInVitest } from "./failed-tests.mjs";

const ESCAPE = String.fromCharCode(27);

test("names what failed, with the beginning of its error and without colours", () => {
  expect(
    failedInVitest({
      testResults: [
        {
          name: "/house/lib/prices.test.ts",
          status: "failed",
          message: "",
          assertionResults: [
            { status: "passed", fullName: "adds", failureMessages: [] },
            {
              status: "failed",
              fullName: "rounds up",
              failureMessages: [`${ESCAPE}[31mexpected 2${ESCAPE}[39m\nto be 3`],
            },
          ],
        },
      ],
    }),
  ).toEqual(["/house/lib/prices.test.ts › rounds up\n    expected 2\n    to be 3"]);
});

test("names a file that could not be read", () => {
  expect(
    failedInVitest({
      testResults: [
        { name: "/house/x.test.ts", status: "failed", message: "no import", assertionResults: [] },
      ],
    }),
  ).toEqual(["/house/x.test.ts\n    no import"]);
});

test("names journeys of all depths with the page they saw, and what failed outside", () => {
  const seen: Record<string, string> = {
    "seen.md": "# Page snapshot\n- banner\n- main [ref=e1]:\n  - heading",
  };
  const journey = (title: string, ok: boolean) => ({
    file: "map.spec.ts",
    title,
    ok,
    tests: [
      {
        projectName: "phone",
        status: ok ? "expected" : "unexpected",
        results: [
          {},
          {
            error: { message: "no such link" },
            attachments: [{ name: "error-context", path: "seen.md" }],
          },
        ],
      },
    ],
  });
  expect(
    failedInPlaywright(
      {
        errors: [{ message: "no server" }],
        suites: [
          {
            specs: [journey("a place is found", true)],
            suites: [{ specs: [journey("a room is booked", false)] }],
          },
        ],
      },
      (file: string) => seen[file] ?? "",
    ),
  ).toEqual([
    "Playwright\n    no server",
    "[phone] e2e/map.spec.ts › a room is booked\n    no such link\n    - main [ref=e1]:\n      - heading",
  ]);
});

test.each([failedInVitest, failedInPlaywright])(
  "without results nothing is named (%o)",
  (named) => {
    expect(named(null, () => "")).toEqual([]);
  },
);

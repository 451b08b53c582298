import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const TOKENS = readFileSync(resolve(import.meta.dirname, "../../app/tokens.css"), "utf8");

/** The colour of a name, in light and in dark. */
const COLOURS = new Map(
  [...TOKENS.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

/** As WCAG reckons it: 0 for black, 1 for white. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["paper", "card", "wash"];

/** What is read, on what; and what is only seen, such as the edge of a control. */
const READ: [string, string[]][] = [
  ["ink", [...GROUNDS, "wash-2", "action-wash", "free-wash", "busy-wash", "full-wash"]],
  ["muted", GROUNDS],
  ["action", [...GROUNDS, "action-wash"]],
  ["action-strong", [...GROUNDS, "action-wash"]],
  ["action-ink", ["action"]],
  ["free", ["paper", "card", "free-wash"]],
  ["busy", ["paper", "card", "busy-wash"]],
  ["full", ["paper", "card", "full-wash"]],
  ["off", ["paper", "card", "off-wash"]],
];
const SEEN: [string, string[]][] = [
  ["edge", ["paper", "card"]],
  ["focus", GROUNDS],
  ["vlaanderen", ["paper", "card"]],
  ["hauts-de-france", ["paper", "card"]],
  ["wallonie", ["paper", "card"]],
  ["chart-1", ["paper", "card"]],
  ["chart-2", ["paper", "card"]],
  ["chart-3", ["paper", "card"]],
];

const PAIRS = [
  ...READ.map((pair) => [...pair, 4.5] as const),
  ...SEEN.map((pair) => [...pair, 3] as const),
];

test.each(PAIRS)("%s is told apart from %s, in light and in dark", (front, grounds, least) => {
  for (const ground of grounds)
    for (const theme of ["light", "dark"] as const)
      expect
        .soft(
          contrast(COLOURS.get(front)?.[theme] ?? "", COLOURS.get(ground)?.[theme] ?? ""),
          `${front} on ${ground}, ${theme}`,
        )
        .toBeGreaterThanOrEqual(least);
});

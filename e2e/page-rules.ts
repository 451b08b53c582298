import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  // What was found is all that is asked, and what has no colour of its own.
  resultTypes: ["violations", "incomplete"],
};

/**
 * They show days and times as the device is used to, with a clock of twelve hours on many: ours are
 * in the reader's order.
 */
const NATIVE_MOMENTS = ["date", "time", "datetime-local", "month", "week"]
  .map((type) => `input[type="${type}"]`)
  .join(", ");

/** What `HOSTILE` words would be where they left their text; no page of ours has any. */
const ACTIVE = "[onerror], [onload]";

/** The widths of the screens: no page is wider than either, whichever it is looked at on. */
const WIDTHS = [360, 1280];

/** Of the screen, by how far: what Google calls cumulative layout shift, and good below 0.1. */
const MOST_MOVED = 0.05;

/**
 * From here on, what moves on the pages of this tab after their first paint, unasked, is added up:
 * `expectSoundPage` looks at it.
 */
export async function watchMoves(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as { moved: number };
    watched.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) watched.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** How much moved on a page that is watched, and nothing by now. */
async function expectNothingMoved(page: Page, name: string) {
  const moved = await page.evaluate(() => (window as { moved?: number }).moved);
  if (moved === undefined) return;
  const { pathname, search } = new URL(page.url());
  const width = page.viewportSize()?.width;
  process.stdout.write(`${pathname}${search} at ${width} px: CLS ${moved.toFixed(3)}\n`);
  expect(moved, `${name}: moves after its first paint`).toBeLessThan(MOST_MOVED);
}

/**
 * Hears what a program that reads pages aloud is told from here on, on this page and those it leads
 * to by script: words that come into a region that stood there before them.
 *
 * @returns what was heard so far
 */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    (window as unknown as { heard: string[] }).heard = heard;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        if (target instanceof Element && target.closest('[role="status"]'))
          for (const { textContent } of addedNodes) heard.push(textContent ?? "");
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

/**
 * No rule broken that a machine can check (WCAG 2.2 A and AA), and no wider than a phone or a desk.
 */
export async function expectSoundPage(page: Page, name = page.url()) {
  // Again for a moment: a page that is being brought up to date is without a title meanwhile.
  await expect(async () => expect(await violationsOf(page, name)).toEqual([])).toPass({
    timeout: 20_000,
  });
  await expectNothingMoved(page, name);
  await expectToFit(page, name);
  await expect(page.locator(ACTIVE), `${name}: a text that became markup`).toHaveCount(0);
  await expect(
    page.locator(NATIVE_MOMENTS),
    `${name}: fields in the order of the device`,
  ).toHaveCount(0);
  await expectNoErrors(page, name);
}

/**
 * No script failed since this tab was opened, and no page was drawn by the browser otherwise than by
 * the server: React throws that as an error. What is said here is forgotten, so that the next page
 * answers for itself.
 */
async function expectNoErrors(page: Page, name: string) {
  const errors = await page.pageErrors({ filter: "all" });
  await page.clearPageErrors();
  expect(
    errors.map(({ message, stack }) => stack ?? message),
    `${name}: scripts failed`,
  ).toEqual([]);
}

async function violationsOf(page: Page, name: string) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as {
      axe: { run: (options: RunOptions) => Promise<AxeResults> };
    };
    const { violations: found, incomplete } = await axe.run(rules);
    // Words in the very colour of their ground are left to somebody's eyes by axe: nobody reads them.
    // Where the reader's own colours are forced, they are not those that it reads.
    const isForced = matchMedia("(forced-colors: active)").matches;
    const isUnseen = ({ any }: (typeof incomplete)[number]["nodes"][number]) =>
      !isForced && any.some(({ data }) => data?.messageKey === "equalRatio");
    return [
      ...found.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ id, html }))),
      ...incomplete.flatMap(({ nodes }) =>
        nodes.filter(isUnseen).map(({ html }) => ({ id: "unseen-words", html })),
      ),
    ];
  }, RULES);
  return violations
    .filter(({ id, html }) => !isMapPin(id, html))
    .map(({ id, html }) => [name, id, html]);
}

/** No wider than the narrowest and the widest screen, with its times whole; then as wide as it was. */
async function expectToFit(page: Page, name: string) {
  const own = page.viewportSize();
  const widths = own ? [...WIDTHS.filter((width) => width !== own.width), own.width] : [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: own?.height ?? 0 });
    const [content, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    expect(content, `${name} at ${width}`).toBeLessThanOrEqual(screen ?? 0);
    expect(await brokenTimes(page), `${name} at ${width}: times on two lines`).toEqual([]);
  }
}

/** Times such as "14:00–16:00" in which a line ends. */
async function brokenTimes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const broken: string[] = [];
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      for (const { index, 0: time } of text.data.matchAll(/\d\d:\d\d–\u2060?\d\d:\d\d/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + time.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(time);
      }
    }
    return broken;
  });
}

/**
 * Where a pin of a map stands is essential, so pins may be close: the exception of WCAG 2.5.8 made
 * for maps.
 */
function isMapPin(rule: string, html: string): boolean {
  return rule === "target-size" && html.includes("leaflet-marker-icon");
}

// What visitors wait for while a file of many places comes in, and what a browser paints with them:
// `npm run places-in-use -- [--rows 100000]`.
//
// The whole product in a folder of its own, with its worker and the demonstration: an administrator
// sends the file of many-places/made-up-file.ts in a browser, and pages are asked for all the while.
import "./without-env-file.ts";
import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { startService } from "#testing/service.ts";
import { buildWeb } from "./build.ts";
import { madeUpFile } from "./many-places/made-up-file.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "100000" } } });
const { places: t } = MESSAGES.en;
const ASKED = ["/nl", "/nl/places", "/nl/places?q=kortrijk", "/nl/practices", "/nl/book"];
const PAINTED = ["/nl", "/nl/places", "/nl/places?q=kortrijk", "/embed/nl/map", "/nl/practices"];
const ROUNDS = 5;
const BETWEEN_MS = 500;
const MOST = { timeout: 20 * 60_000 };

await buildWeb();
const service = await startService({ env: { DEMO: "1" } });
const browser = await chromium.launch({
  executablePath: [process.env.CHROME_PATH, "/usr/bin/chromium"].find(
    (path) => path && existsSync(path),
  ),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  await asked("before", 20);
  await painted(browser, "before");
  const page = await administrator(browser);
  await sendFile(page);
  await beside("looked at", async () => {
    await page.getByRole("button", { name: t.import.look, exact: true }).click();
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: t.import.take, exact: true }).waitFor(MOST);
  });
  await beside("taken in", async () => {
    for (const label of [t.import.withDuplicates, t.import.withoutRefused])
      await page.getByLabel(label, { exact: true }).check();
    await page.getByRole("button", { name: t.import.take, exact: true }).click();
    await page.getByText(t.import.doneHint).waitFor(MOST);
  });
  await asked("with them", 20);
  await painted(browser, "with them");
} finally {
  await browser.close();
  service.signal("SIGTERM");
  await service.ended;
}

/** Signed in by one press on an account of the demonstration, on the page for files. */
async function administrator(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ baseURL: service.url });
  await page.goto("/en/sign-in");
  await page.getByRole("button", { name: "Administrator", exact: true }).click();
  await page.waitForURL(/\/en$/);
  await page.goto("/en/admin/spaces/import");
  return page;
}

async function sendFile(page: Page): Promise<void> {
  const pieces = await Array.fromAsync(madeUpFile(Number(values.rows)));
  await page.getByLabel(t.import.source).fill("Made up");
  await page.getByLabel(t.import.licence).fill("CC0-1.0");
  await page
    .getByLabel(t.import.file)
    .setInputFiles({ name: "many.csv", mimeType: "text/csv", buffer: Buffer.concat(pieces) });
  await page.getByRole("button", { name: t.import.send }).click();
  await page.waitForURL(/import\/[0-9a-f-]{36}/, { timeout: MOST.timeout });
}

/** Asks for pages, again and again, until something is done. */
async function beside(what: string, run: () => Promise<void>): Promise<void> {
  const began = performance.now();
  let isDone = false;
  const running = run().finally(() => {
    isDone = true;
  });
  const times = new Map<string, number[]>(ASKED.map((path) => [path, []]));
  while (!isDone) {
    for (const path of ASKED) times.get(path)?.push(await millisecondsOf(path));
    await Promise.race([running, wait(BETWEEN_MS)]);
  }
  await running;
  console.log(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s; meanwhile`);
  printTimes(times);
}

async function asked(when: string, rounds: number): Promise<void> {
  const times = new Map<string, number[]>(ASKED.map((path) => [path, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const path of ASKED) times.get(path)?.push(await millisecondsOf(path));
  console.log(`${when}`);
  printTimes(times);
}

async function millisecondsOf(path: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${service.url}${path}`);
  await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return performance.now() - began;
}

function printTimes(times: Map<string, number[]>): void {
  for (const [path, taken] of times) {
    const sorted = taken.toSorted((one, other) => one - other);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
    console.log(
      `  ${path}: ${taken.length} times, p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms`,
    );
  }
}

/** The median time to the first and the largest thing on the screen, each time in a new browser. */
async function painted(browser: Browser, when: string): Promise<void> {
  for (const path of PAINTED) {
    const first: number[] = [];
    const largest: number[] = [];
    let marks = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      await page.goto(`${service.url}${path}`, { waitUntil: "load" });
      const paint = await page.evaluate(paintTimes);
      first.push(paint.first);
      largest.push(paint.largest);
      marks = await page.locator(".geo [data-count], .geo circle").count();
      await context.close();
    }
    const median = (taken: number[]) => taken.toSorted((one, other) => one - other)[ROUNDS >> 1];
    console.log(
      `painted ${when}, ${path}: first ${median(first)?.toFixed(0)} ms, largest ${median(largest)?.toFixed(0)} ms, ${marks} marks on the map`,
    );
  }
}

/** In the browser: since the page was asked for. */
function paintTimes(): Promise<{ first: number; largest: number }> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const largest = list.getEntries().at(-1)?.startTime ?? 0;
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      resolve({ first: paint?.startTime ?? 0, largest });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
}

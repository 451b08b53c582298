// What visitors wait for while a file of many places comes in, and what a browser gets and paints
// with them: `npm run places-in-use -- [--rows 100000]`.
//
// The whole product in a folder of its own, with its worker and the demonstration: an administrator
// sends the file of many-places/made-up-file.ts in a browser, and pages are asked for all the while.
import "./without-env-file.ts";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { startService, stopService } from "#testing/service.ts";
import { ecoIndex } from "../e2e/ecoindex.ts";
import { buildWeb } from "./build.ts";
import { launchOptions } from "./chromium.mjs";
import { madeUpFile } from "./many-places/made-up-file.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "100000" } } });
const { places: t } = MESSAGES.en;
/** A town that one place in nine stands in, on the map that shows its streets. */
const ONE_TOWN = "/nl/places?q=kortrijk&at=13,50.8279,3.2649";
const ASKED = ["/nl", "/nl/places", ONE_TOWN, "/nl/practices", "/nl/book"];
const PAINTED = ["/nl", "/nl/places", ONE_TOWN, "/embed/nl/map"];
const SCREENS = [
  { width: 360, height: 740 },
  { width: 1920, height: 1080 },
];
const ROUNDS_ASKED = 40;
const ROUNDS_PAINTED = 3;
const BETWEEN_MS = 500;
const MOST = { timeout: 20 * 60_000 };

await buildWeb();
const service = await startService({ env: { DEMO: "1" } });
const browser = await chromium.launch(launchOptions());
try {
  await asked("before");
  await painted(browser, "before");
  const page = await administrator(browser);
  await beside("sent and looked at", async () => {
    await sendFile(page);
    await page.getByRole("button", { name: t.import.take, exact: true }).waitFor(MOST);
  });
  await beside("taken in", async () => {
    for (const label of [t.import.withDuplicates, t.import.withoutRefused])
      await page.getByLabel(label, { exact: true }).check();
    await page.getByRole("button", { name: t.import.take, exact: true }).click();
    await page.getByText(t.import.doneHint).waitFor(MOST);
  });
  await asked("with them");
  await painted(browser, "with them");
} finally {
  await browser.close();
  await stopService(service);
}

/** Signed in by one press on an account of the demonstration, on the page for files. */
async function administrator(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ baseURL: service.url });
  page.setDefaultTimeout(60_000);
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
  await page.waitForURL(/import\/[0-9a-f-]{36}/, MOST);
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

async function asked(when: string): Promise<void> {
  const times = new Map<string, number[]>(ASKED.map((path) => [path, []]));
  for (let round = 0; round < ROUNDS_ASKED; round += 1)
    for (const path of ASKED) times.get(path)?.push(await millisecondsOf(path));
  console.log(when);
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
      `  ${path}: ${taken.length} times, p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)} ms`,
    );
  }
}

/** What a new browser gets and paints: medians of a few, the weight of the last. */
async function painted(browser: Browser, when: string): Promise<void> {
  for (const viewport of SCREENS)
    for (const path of PAINTED) {
      const looks: Look[] = [];
      for (let round = 0; round < ROUNDS_PAINTED; round += 1)
        looks.push(await lookAt(browser, viewport, path));
      const median = (of: (look: Look) => number) =>
        looks.map(of).toSorted((one, other) => one - other)[ROUNDS_PAINTED >> 1] ?? 0;
      const [{ marks, dom, requests, kilobytes } = NOTHING] = looks.slice(-1);
      console.log(
        `painted ${when}, ${path} at ${viewport.width}: first ${median(({ first }) => first).toFixed(0)} ms, ` +
          `largest ${median(({ largest }) => largest).toFixed(0)} ms, moved ${median(({ moved }) => moved).toFixed(3)}, ` +
          `${marks} marks on the map, ${dom} elements, ${requests} requests, ${kilobytes.toFixed(0)} KB, ` +
          `EcoIndex ${ecoIndex({ dom, requests, kilobytes }).toFixed(1)}`,
      );
    }
}

type Paint = { first: number; largest: number; moved: number };
type Look = Paint & { marks: number; dom: number; requests: number; kilobytes: number };
const NOTHING = { marks: 0, dom: 0, requests: 0, kilobytes: 0 };

async function lookAt(
  browser: Browser,
  viewport: (typeof SCREENS)[number],
  path: string,
): Promise<Look> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let requests = 0;
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
  });
  await page.goto(`${service.url}${path}`, { waitUntil: "networkidle" });
  const paint = await page.evaluate(paintTimes);
  const marks = await page.locator(".geo a").count();
  const dom = await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length);
  await context.close();
  return { ...paint, marks, dom, requests, kilobytes: bytes / 1024 };
}

/** In the browser: milliseconds since the page was asked for, and how much moved meanwhile. */
function paintTimes(): Promise<Paint> {
  const entriesOf = (type: string) =>
    new Promise<PerformanceEntry[]>((resolve) => {
      const entries: PerformanceEntry[] = [];
      new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({
        type,
        buffered: true,
      });
      setTimeout(() => resolve(entries), 100);
    });
  return Promise.all([entriesOf("largest-contentful-paint"), entriesOf("layout-shift")]).then(
    ([paints, shifts]) => ({
      first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
      largest: paints.at(-1)?.startTime ?? 0,
      moved: shifts.reduce((sum, shift) => sum + (shift as unknown as { value: number }).value, 0),
    }),
  );
}

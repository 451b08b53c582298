// `npm run pictures`: a sheet of pictures of every page, in four widths, three languages, light and
// dark, with its drawing beside it.
//
// npm run pictures -- --page /desk --width 360 --locale fr --theme dark
//
// `--page` chooses by the beginning of its path ("=/desk" by the whole of it); each option can be
// given several times. `--mocks` is the folder of the drawings. The demonstration is filled into
// `--data`, which stays for the next run, and the pictures go to `--out`; both are below the
// temporary folder when not given. `--readme` makes the pictures of README.md anew, and only those.
import "./without-env-file.ts";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import type pg from "pg";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { ownerOf, startService } from "#testing/service.ts";
import { buildWeb } from "./build.ts";
import { launchOptions } from "./chromium.mjs";
import { addressOf, type PicturePage, picturePages, type Viewer } from "./pictures/pages.ts";
import { type Picture, sheetOf } from "./pictures/sheet.ts";

const BELOW = join(tmpdir(), "trivium-pictures");
const WIDTHS = ["360", "768", "1280", "1600"];
const THEMES = ["light", "dark"] as const;
const HEIGHTS: Record<string, number> = { 360: 740, 768: 1024, 1280: 900, 1600: 1000 };
/** A page that is longer is cut: what is wrong with a list shows in its first lines. */
const MOST_HEIGHT = 6_000;
const VIEWERS: Viewer[] = ["visitor", "learner", "partner", "manager", "admin"];

const { values } = parseArgs({
  options: {
    page: { type: "string", multiple: true, default: [] },
    width: { type: "string", multiple: true, default: WIDTHS },
    locale: { type: "string", multiple: true, default: [...LOCALES] },
    theme: { type: "string", multiple: true, default: [...THEMES] },
    mocks: { type: "string", default: "../shared/mocks" },
    out: { type: "string", default: join(BELOW, "sheet") },
    data: { type: "string", default: join(BELOW, "data") },
    readme: { type: "boolean", default: false },
  },
});

const pages = picturePages().filter(
  ({ name, path }) =>
    values.page.length === 0 ||
    values.page.some((word) =>
      word.startsWith("=")
        ? word.slice(1) === name
        : name.startsWith(word) || path.startsWith(word),
    ),
);
if (pages.length === 0) throw new Error("There is no such page.");

// The database of the demonstration runs as a user of its own, who must be able to enter.
mkdirSync(values.data, { recursive: true });
chmodSync(resolve(values.data, ".."), 0o755);
mkdirSync(values.out, { recursive: true });
if (!existsSync(values.mocks)) console.log(`There are no drawings in ${resolve(values.mocks)}.`);

await buildWeb();
const service = await startService({ dataDir: resolve(values.data), env: { DEMO: "1" } });
const database = await ownerOf(service);
const browser = await chromium.launch(launchOptions());
try {
  if (values.readme) await takeReadmePictures(browser);
  else await takeAll(browser, database);
} finally {
  await browser.close();
  await database.end();
  service.signal("SIGTERM");
  await service.ended;
}

async function takeAll(browser: Browser, database: pg.Client): Promise<void> {
  const { addresses, without } = await addressesOf(database);
  const pictures: Picture[] = [];
  for (const theme of values.theme)
    for (const width of values.width) {
      const drawn = await drawings(browser, theme, width);
      for (const viewer of VIEWERS) {
        const ofViewer = [...addresses].filter(([page]) => page.viewer === viewer);
        if (ofViewer.length > 0)
          pictures.push(...(await takenBy(browser, viewer, ofViewer, { theme, width, drawn })));
      }
    }
  const order = new Map(pages.map(({ name }, at) => [name, at]));
  pictures.sort((one, other) => (order.get(one.page) ?? 0) - (order.get(other.page) ?? 0));
  writeFileSync(join(values.out, "index.html"), sheetOf(pictures, without));
  reportOn(pictures, without);
}

/** Where each page is seen, with an example of the demonstration. @returns those without one too */
async function addressesOf(database: pg.Client) {
  const addresses = new Map<PicturePage, string>();
  const without: string[] = [];
  for (const page of pages) {
    const { rows } = page.example ? await database.query(page.example) : { rows: [] };
    const address = page.example && rows.length === 0 ? null : addressOf(page, rows[0] ?? {});
    if (address === null) without.push(page.name);
    else addresses.set(page, address);
  }
  return { addresses, without };
}

function reportOn(pictures: readonly Picture[], without: readonly string[]): void {
  const faults = pictures.filter(({ status, page }) => status >= 400 && page !== "/[...rest]");
  for (const { page, locale, status } of faults)
    console.log(`${locale} ${page} answered ${status}`);
  if (without.length > 0)
    console.log(`Nothing to show in the demonstration: ${without.join(", ")}`);
  const seen = new Set(pictures.map(({ page }) => page)).size;
  console.log(`${pictures.length} pictures of ${seen} pages: ${join(values.out, "index.html")}`);
}

/** Pictures of the drawings at one width. @returns their files by name */
async function drawings(
  browser: Browser,
  theme: string,
  width: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const context = await contextOf(browser, theme, width);
  const tab = await context.newPage();
  for (const name of new Set(pages.map(({ mock }) => mock))) {
    const source = name && resolve(values.mocks, `${name}.html`);
    if (!source || !existsSync(source)) continue;
    const file = `mock-${name}-${width}-${theme}.jpg`;
    await tab.goto(pathToFileURL(source).href);
    await takePicture(tab, file);
    files.set(name, file);
  }
  await context.close();
  return files;
}

type Look = { theme: string; width: string; drawn: Map<string, string> };

async function takenBy(
  browser: Browser,
  viewer: Viewer,
  addresses: [PicturePage, string][],
  { theme, width, drawn }: Look,
): Promise<Picture[]> {
  const context = await contextOf(browser, theme, width);
  const tab = await context.newPage();
  const taken: Picture[] = [];
  if (viewer !== "visitor") await signIn(context, viewer);
  for (const locale of values.locale)
    for (const [page, address] of addresses) {
      const answer = await tab.goto(under(locale, page.path, address), { waitUntil: "load" });
      // Fonts, the calendar and what is asked for after the first paint; not every page becomes
      // quiet.
      await tab.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
      const file = `${page.name.replace(/[^\w]+/g, "-").replace(/^-|-$/g, "") || "home"}-${width}-${locale}-${theme}.jpg`;
      await takePicture(tab, file);
      taken.push({
        page: page.name,
        width: Number(width),
        locale,
        theme,
        file,
        mock: (page.mock && drawn.get(page.mock)) ?? null,
        status: answer?.status() ?? 0,
      });
    }
  await context.close();
  return taken;
}

/**
 * The kiosk has no language in its address: it speaks that of its space. That of a map in somebody
 * else's page stands further on.
 */
function under(locale: string, path: string, address: string): string {
  if (path.startsWith("/embed/")) return address.replace(/^\/embed\/[a-z]+/, `/embed/${locale}`);
  return path.startsWith("/kiosk") ? address : `/${locale}${address.replace(/^\/(?=\?|$)/, "")}`;
}

async function signIn(
  context: Awaited<ReturnType<typeof contextOf>>,
  account: string,
): Promise<void> {
  const { origin } = new URL(service.url);
  const answer = await context.request.post("/api/demo/sign-in", {
    form: { account, next: "/en" },
    headers: { origin },
    maxRedirects: 0,
  });
  if (answer.status() !== 303) throw new Error(`${account} cannot sign in: ${answer.status()}`);
}

function contextOf(browser: Browser, theme: string, width: string) {
  return browser.newContext({
    baseURL: service.url,
    colorScheme: theme === "dark" ? "dark" : "light",
    reducedMotion: "reduce",
    viewport: { width: Number(width), height: HEIGHTS[width] ?? 900 },
  });
}

type Tab = Awaited<ReturnType<Awaited<ReturnType<typeof contextOf>>["newPage"]>>;

async function takePicture(tab: Tab, file: string): Promise<void> {
  const size = tab.viewportSize() ?? { width: 1280, height: 900 };
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  const clip = {
    x: 0,
    y: 0,
    width: size.width,
    height: Math.min(Math.max(height, size.height), MOST_HEIGHT),
  };
  await tab.screenshot({
    path: join(values.out, file),
    type: "jpeg",
    quality: 75,
    fullPage: true,
    clip,
  });
}

/** The two pictures of README.md: places on a laptop, the free times of a place on a phone. */
async function takeReadmePictures(browser: Browser): Promise<void> {
  for (const [name, width, path] of [
    ["desktop", "1280", "/nl"],
    ["phone", "360", "/fr/book/when?people=8&hours=2&space=plaine-images"],
  ] as const) {
    const context = await contextOf(browser, "light", width);
    const tab = await context.newPage();
    await tab.goto(path, { waitUntil: "networkidle" });
    await tab.screenshot({ path: `docs/images/${name}.png` });
    await context.close();
  }
}

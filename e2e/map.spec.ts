import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { MAIN, ONCE, walkedBy } from "./runs.ts";

const WORDS = {
  nl: {
    more: "Meer",
    show: "Toon",
    openNow: "Nu open",
    library: "Bibliotheek",
    wheelchair: "Toegang met rolstoel",
    streets: "Toon straten",
    closer: "Dichter",
    openUntil: /Nu open/,
    all: "Toon alle plekken",
    see: "Bekijk deze plek",
    map: "Kaart",
    region: "Kaart van de plekken. De lijst toont dezelfde plekken.",
    places: /^(\d+) plek/,
  },
  fr: {
    more: "Plus",
    show: "Voir",
    openNow: "Ouvert maintenant",
    library: "Bibliothèque",
    wheelchair: "Accès en fauteuil roulant",
    streets: "Voir les rues",
    closer: "Plus près",
    openUntil: /Ouvert/,
    all: "Voir tous les lieux",
    see: "Voir ce lieu",
    map: "Carte",
    region: "Carte des lieux. La liste montre les mêmes lieux.",
    places: /^(\d+) lieu/,
  },
  en: {
    more: "More",
    show: "Show",
    openNow: "Open now",
    library: "Library",
    wheelchair: "Wheelchair access",
    streets: "Show streets",
    closer: "Closer",
    openUntil: /Open now/,
    all: "Show all places",
    see: "See this place",
    map: "Map",
    region: "Map of the places. The list has the same places.",
    places: /^(\d+) place/,
  },
} as const;

/** The slugs of all places that the drawn map stands for, in marks or groups. */
const drawn = (page: Page) =>
  page
    .locator(".geo [data-slugs]")
    .evaluateAll((marks) =>
      marks.flatMap((mark) => (mark as HTMLElement).dataset.slugs?.split(" ") ?? []).sort(),
    );

/** Addresses of other servers that the page asked for. None is reached. */
async function watchOthers(page: Page, own: string) {
  const others: string[] = [];
  await page.route(
    (url) => url.host !== new URL(own).host,
    (route) => {
      others.push(route.request().url());
      return route.abort();
    },
  );
  return others;
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a visitor finds a place that is open now, or reads that none is (${locale})`,
    MAIN,
    async ({ page }) => {
      await page.goto(`/${locale}`);
      await page.getByRole("link", { name: words.openNow, exact: true }).click();
      await expect(page).toHaveURL(/open=now/);
      const now = Temporal.Now.instant().toString();
      const { items } = await (await page.request.get(`/api/v1/spaces?open_at=${now}`)).json();
      await expectSoundPage(page);
      if (items.length === 0) {
        await expect(page.getByRole("link", { name: words.all })).toBeVisible();
        return;
      }
      await expect(page.locator(".places > li")).toHaveCount(Math.min(items.length, 5));
      await page.getByRole("link", { name: items[0].name, exact: true }).first().click();
      await expect(page.getByText(words.openUntil).first()).toBeVisible();
    },
  );

  test(
    `the map is there at once, becomes a live one when asked, and speaks to no other server before streets (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page, baseURL }) => {
      const others = await watchOthers(page, baseURL ?? "");
      await page.goto(`/${locale}`);
      if ((page.viewportSize()?.width ?? 0) < 768)
        await page.getByRole("link", { name: words.map, exact: true }).click();
      const map = page.getByRole("region", { name: words.region });
      await expect(map).toBeVisible();
      const { features } = await (await page.request.get("/api/v1/spaces.geojson")).json();
      expect(features.length).toBeGreaterThan(70);
      expect(await drawn(page)).toEqual(
        features.map(({ properties }: { properties: { slug: string } }) => properties.slug).sort(),
      );
      await expectSoundPage(page, "drawn");

      await map.getByRole("button", { name: words.closer }).click();
      const live = map.locator('.live[data-state="drawn"]');
      await expect(live).toBeFocused();
      await expect(live).toHaveAccessibleName(MESSAGES[locale].map.move);
      await expect(page).toHaveURL(/[?&]at=/);
      await expectSoundPage(page, "live");
      expect(others).toEqual([]);

      const dot = map.locator(".live .dot").first();
      await dot.focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("link", { name: words.see })).toBeFocused();
      await expect(map.locator(".leaflet-popup-close-button")).toHaveAccessibleName(
        MESSAGES[locale].map.closePlace,
      );
      await page.keyboard.press("Escape");
      await expect(page.getByRole("link", { name: words.see })).toHaveCount(0);
      await expect(dot).toBeFocused();

      await map.getByRole("button", { name: words.streets }).click();
      await expect(map.locator(".live")).toBeFocused();
      await expect.poll(() => others.length).toBeGreaterThan(0);
    },
  );

  test(
    `list and map agree after each filter (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page }) => {
      await page.goto(`/${locale}`);
      for (const filter of [words.library, words.wheelchair]) {
        await page.getByRole("link", { name: filter, exact: true }).click();
        await expect(page.locator(".chip[aria-current]").filter({ hasText: filter })).toBeVisible();
        const heading = await page.locator("#list").textContent();
        const [, count = "0"] = words.places.exec(heading ?? "") ?? [];
        const onMap = await drawn(page);
        expect(onMap).toHaveLength(Number(count));
        for (const item of await page.locator(".places > li").all())
          expect(onMap).toContain(await item.getAttribute("data-slugs"));
      }
    },
  );
}

/** What can be chosen behind "more", by the name of its field. */
const CHOSEN = ["kind", "language", "equipment", "partner", "practice", "badge", "actor", "having"];

/** The list has as many as the map, and the map has what the list shows. @returns how many */
async function listAgrees(page: Page, locale: keyof typeof WORDS): Promise<number> {
  const heading = await page.locator("#list").textContent();
  const [, count = "0"] = WORDS[locale].places.exec(heading ?? "") ?? [];
  const onMap = await drawn(page);
  expect(onMap).toHaveLength(Number(count));
  for (const item of await page.locator(".places > li").all())
    expect(onMap).toContain(await item.getAttribute("data-slugs"));
  return Number(count);
}

for (const [locale, walk] of [
  ["nl", "nl phone"],
  ["fr", "fr desktop"],
] as const)
  test(
    `each filter behind "more" narrows list and map alike, and is taken off again (${locale})`,
    walkedBy(locale, walk),
    async ({ page }) => {
      const words = WORDS[locale];
      await page.goto(`/${locale}`);
      const all = await listAgrees(page, locale);
      const narrowed: string[] = [];
      for (const name of CHOSEN) {
        await page.getByRole("link", { name: words.more, exact: true }).click();
        const field = page.locator(`select[name="${name}"]`);
        const value = await field.locator("option").nth(1).getAttribute("value");
        await field.selectOption(value ?? "");
        await page.getByRole("button", { name: words.show, exact: true }).press("Enter");
        await expect(page).toHaveURL(new RegExp(`[?&]${name}=`));
        const found = await listAgrees(page, locale);
        expect(found, name).toBeGreaterThan(0);
        // What every place has narrows nothing.
        if (found < all) narrowed.push(name);
        // The address alone says it: whoever gets it finds the same.
        expect(new URL(page.url()).searchParams.get(name)).toBe(value);
        await page.locator(".chip[aria-current]").first().click();
        await expect(page).not.toHaveURL(new RegExp(`[?&]${name}=`));
        expect(await listAgrees(page, locale)).toBe(all);
      }
      expect(narrowed).toEqual(
        expect.arrayContaining(["kind", "language", "partner", "practice", "actor"]),
      );
    },
  );

test(
  "a filter that names what is not there finds nothing, says so, and can be taken off",
  ONCE,
  async ({ page }) => {
    for (const query of [
      "practice=no-such",
      "badge=no-such",
      "actor=no-such",
      "partner=%22%3E%3Cb%3E",
      "equipment=no-such",
    ]) {
      await page.goto(`/en?${query}`);
      expect(await listAgrees(page, "en"), query).toBe(0);
      await expect(page.getByText("No place has all of this")).toBeVisible();
      await expect(page.locator(".chip[aria-current]")).toHaveCount(1);
    }
  },
);

test.describe("without JavaScript", ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test("several filters are chosen together, and the address can be shared", async ({ page }) => {
    await page.goto("/en?open=&language=fr");
    await page.getByRole("link", { name: "More", exact: true }).click();
    await page.locator('select[name="partner"]').selectOption({ index: 1 });
    await page.getByRole("button", { name: "Show", exact: true }).click();
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("language")).toBe("fr");
    const found = await listAgrees(page, "en");
    await page.goto(page.url());
    expect(await listAgrees(page, "en")).toBe(found);
  });

  test("each place is a link on the map, some after a look closer", async ({ request }) => {
    const { features } = await (await request.get("/api/v1/spaces.geojson")).json();
    const wanted = new Set(
      features.map(({ properties }: { properties: { slug: string } }) => properties.slug as string),
    );
    const looked = new Set<string>();
    const ahead = ["/nl"];
    for (let next = ahead.pop(); next && wanted.size > 0; next = ahead.pop()) {
      const [address = ""] = next.split("#");
      if (looked.has(address)) continue;
      looked.add(address);
      // What a browser gets: no script has touched it.
      const page = await (await request.get(address)).text();
      const [map = ""] = /<svg class="geo"[\s\S]*?<\/svg>/.exec(page) ?? [];
      for (const [, href = ""] of map.matchAll(/<a [^>]*href="([^"]+)"/g))
        if (href.includes("/spaces/")) wanted.delete(href.split("/").at(-1) ?? "");
        else ahead.push(href.replaceAll("&amp;", "&"));
      expect(looked.size).toBeLessThan(60);
    }
    expect([...wanted]).toEqual([]);
  });

  test("a phone switches from the list to the map and back", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto("/nl");
    await expect(page.locator("#map")).toBeHidden();
    await page.getByRole("link", { name: "Kaart", exact: true }).click();
    await expect(page.locator("#map")).toBeVisible();
    await page.getByRole("link", { name: "Lijst", exact: true }).click();
    await expect(page.locator("#map")).toBeHidden();
  });
});

test(
  "list and map answer each other, and an address with a part of the map shows that part",
  ONCE,
  async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto("/en?kind=library");
    const card = page.locator(".places > li").first();
    const slug = (await card.getAttribute("data-slugs")) ?? "";
    const mark = page.locator(`.geo [data-slugs~="${slug}"]`);
    // Once the script is there.
    await expect(page.getByRole("button", { name: "Show streets" })).toBeVisible();
    await card.getByRole("link").focus();
    await expect(mark).toHaveClass(/lit/);
    await mark.focus();
    await expect(card).toHaveClass(/lit/);
    const wide = await page.locator(".geo").getAttribute("data-view");
    await page.goto("/en?kind=library&at=12.5,50.83,3.26");
    expect(wide).not.toContain("12.5,");
    await expect(page.locator(".geo")).toHaveAttribute("data-view", /^12\.5,50\.83/);
  },
);

test("dots that share a point can each be pressed", ONCE, async ({ page, baseURL }) => {
  await watchOthers(page, baseURL ?? "");
  const places = await (await page.request.get("/api/v1/spaces.geojson")).json();
  const stacks = Map.groupBy(
    places.features as { geometry: { coordinates: number[] }; properties: { slug: string } }[],
    ({ geometry }) => geometry.coordinates.map((degrees) => degrees.toFixed(4)).join(),
  );
  const stack = [...stacks.values()].find(({ length }) => length > 2) ?? [];
  expect(stack.length).toBeGreaterThan(2);
  const [lon, lat] = stack[0]?.geometry.coordinates ?? [];
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/en?at=16,${lat},${lon}`);
  const apart = async (where: string) => {
    const boxes = [];
    for (const { properties } of stack)
      boxes.push(await page.locator(`${where} [data-slugs="${properties.slug}"]`).boundingBox());
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1))
        expect(
          Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0)),
        ).toBeGreaterThan(18);
  };
  await apart(".geo");
  await page.getByRole("button", { name: "Show streets" }).click();
  await expect(page.locator('.live[data-state="detailed"] .dot').first()).toBeVisible();
  await apart(".live");
});

test("a filter that makes no sense is a clear 422", ONCE, async ({ page }) => {
  for (const query of ["bbox=1,2,3", "near=here", "open_at=14:00", "radius_km=-1", "page=0"])
    expect((await page.request.get(`/api/v1/spaces?${query}`)).status(), query).toBe(422);
});

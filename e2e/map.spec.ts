import { expect, type Page, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { byLearners, ONCE } from "./runs.ts";

const WORDS = {
  nl: {
    openNow: "Nu open",
    filter: "Toon",
    show: "Toon de kaart",
    detailed: "Toon de kaart met straten",
    openUntil: /Nu open/,
    all: "Toon alle plekken",
    name: "Naam of stad",
    see: "Bekijk deze plek",
  },
  fr: {
    openNow: "Ouvert maintenant",
    filter: "Voir",
    show: "Montrer la carte",
    detailed: "Montrer la carte détaillée",
    openUntil: /Ouvert/,
    all: "Voir tous les lieux",
    name: "Nom ou ville",
    see: "Voir ce lieu",
  },
  en: {
    openNow: "Open now",
    filter: "Show",
    show: "Show the map",
    detailed: "Show the detailed map",
    openUntil: /Open now/,
    all: "Show all places",
    name: "Name or town",
    see: "See this place",
  },
} as const;

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
    byLearners(locale),
    async ({ page }) => {
      await page.goto(`/${locale}`);
      await page.getByRole("checkbox", { name: words.openNow }).check();
      await page.getByRole("button", { name: words.filter, exact: true }).click();
      await expect(page).toHaveURL(/open=now/);
      const now = Temporal.Now.instant().toString();
      const { items } = await (await page.request.get(`/api/v1/spaces?open_at=${now}`)).json();
      await expectSoundPage(page);
      if (items.length === 0) {
        await expect(page.getByRole("link", { name: words.all })).toBeVisible();
        return;
      }
      await expect(page.locator("main").getByRole("listitem")).toHaveCount(items.length);
      await page.getByRole("link", { name: items[0].name, exact: true }).click();
      await expect(page.getByText(words.openUntil)).toBeVisible();
    },
  );

  test(
    `the map comes when asked, speaks to no other server before, and obeys the keyboard (${locale})`,
    byLearners(locale),
    async ({ page, baseURL }) => {
      const others = await watchOthers(page, baseURL ?? "");
      await page.goto(`/${locale}`);
      await page.getByRole("button", { name: words.show }).click();
      await expect(page.locator('.map[data-state="drawn"]')).toBeVisible();
      const dots = page.locator(".map .dot");
      const { features } = await (await page.request.get("/api/v1/spaces.geojson")).json();
      expect(features.length).toBeGreaterThan(70);
      await expect(dots).toHaveCount(features.length);
      await expectSoundPage(page);
      expect(others).toEqual([]);

      await dots.first().focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("link", { name: words.see })).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("link", { name: words.see })).toHaveCount(0);
      await expect(dots.first()).toBeFocused();

      await page.getByRole("button", { name: words.detailed }).click();
      await expect.poll(() => others.length).toBeGreaterThan(0);
    },
  );
}

test("dots that share a point can each be pressed", async ({ page, baseURL }) => {
  await watchOthers(page, baseURL ?? "");
  await page.goto("/en");
  await page.getByRole("button", { name: "Show the map" }).click();
  await expect(page.locator('.map[data-state="drawn"]')).toBeVisible();
  const places = await (await page.request.get("/api/v1/spaces.geojson")).json();
  const stacks = Map.groupBy(
    places.features as { geometry: { coordinates: number[] }; properties: { name: string; city: string } }[],
    ({ geometry }) => geometry.coordinates.map((degrees) => degrees.toFixed(4)).join(),
  );
  const stack = [...stacks.values()].find(({ length }) => length > 2) ?? [];
  expect(stack.length).toBeGreaterThan(2);
  const boxes = [];
  for (const { properties } of stack)
    boxes.push(
      await page
        .getByRole("button", { name: `${properties.name}, ${properties.city}` })
        .first()
        .boundingBox(),
    );
  for (const [at, one] of boxes.entries())
    for (const other of boxes.slice(at + 1))
      expect(Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0))).toBeGreaterThan(
        18,
      );
});

test("a filter that makes no sense is a clear 422", ONCE, async ({ page }) => {
  for (const query of ["bbox=1,2,3", "near=here", "open_at=14:00", "radius_km=-1", "page=0"])
    expect((await page.request.get(`/api/v1/spaces?${query}`)).status(), query).toBe(422);
});

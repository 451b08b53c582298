import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { walkedOn } from "./runs.ts";

test(
  "places of other sources are found in words and on the map that the server counts",
  walkedOn("desktop"),
  async ({ page }) => {
    await page.goto("/fr");
    await page.getByRole("link", { name: /sans réservation$/ }).click();
    await expect(page).toHaveURL(/\/fr\/places/);
    await expectSoundPage(page);
    await page.getByLabel("Nom ou commune").fill("doornik");
    await page.getByRole("button", { name: "Chercher" }).click();
    await expect(page.getByRole("link", { name: "Atelier des Tilleuls" }).first()).toBeVisible();

    // The live map asks for the counts of what it shows, again after each move.
    await page.goto("/fr/places");
    const asked = page.waitForResponse(/\/api\/v1\/places\/clusters\?/);
    await page.getByRole("button", { name: "Plus loin" }).click();
    const { items } = (await (await asked).json()) as {
      items: { count?: number; href?: string; region: string | null }[];
    };
    expect(items.length).toBeGreaterThan(0);
    // Marks have the colour of the region that they lie in.
    expect(items.some(({ region }) => region !== null)).toBe(true);
    await expect(
      page.locator(".live").locator(".vlaanderen, .wallonie, .hauts-de-france").first(),
    ).toBeVisible();
    await expect(page.locator(".leaflet-marker-icon").first()).toBeVisible();
  },
);

test(
  "the list of spaces is narrowed by language and by what can be borrowed, in an address to share",
  walkedOn("phone"),
  async ({ page }) => {
    await page.goto("/en?more=filters#list");
    await page.getByLabel("Language at the desk").selectOption("Français");
    await page.getByLabel("Things to borrow").selectOption("Laptop");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/language=fr&equipment=laptop/);
    await expect(page.getByRole("link", { name: "Language at the desk: Français" })).toBeVisible();
    await expect(page.locator("ol.places > li").first()).toBeVisible();
    await expectSoundPage(page);
  },
);

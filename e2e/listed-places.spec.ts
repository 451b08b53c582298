import { expect, type Page, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, walkedBy, walkedOn } from "./runs.ts";

/** What the list is narrowed by stands behind one press on a phone. */
async function openNarrowing(page: Page) {
  const fold = page.locator(".phone-fold > summary");
  if (await fold.isVisible()) await fold.click();
}

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
    await expect(page).toHaveURL(/language=fr.*equipment=laptop/);
    await expect(page.getByRole("link", { name: "Language at the desk: Français" })).toBeVisible();
    await expect(page.locator("ol.places > li").first()).toBeVisible();
    await expectSoundPage(page);
  },
);

test(
  "places of other sources are narrowed by whom they are for, on this side of the border",
  walkedOn("phone"),
  async ({ page }) => {
    await page.goto("/nl/places");
    await openNarrowing(page);
    await page.getByLabel("Voor wie").selectOption("Ouderen");
    await page.getByLabel("Land", { exact: true }).selectOption("België");
    await page.getByRole("button", { name: "Zoek" }).click();
    await expect(page).toHaveURL(/audience=seniors&country=BE/);
    await expect(page.getByRole("link", { name: "Digipunt De Linde" }).first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Maison du clic" })).toHaveCount(0);
    await expectSoundPage(page);
    await page.goto("/nl/places?audience=martians&kind=%3Cb%3E&country=XX");
    await expect(page.getByRole("link", { name: "Maison du clic" }).first()).toBeVisible();
    await page.goto("/nl/places?audience=women");
    await page.getByRole("link", { name: "Toon alles" }).click();
    await expect(page).toHaveURL(/\/nl\/places$/);
  },
);

test(
  "who runs a place says whom it is for: its page says so, the list and the map of partners find it",
  walkedOn("desktop"),
  async ({ page }) => {
    await signInAs(page, "manager", "fr");
    await page.goto("/fr/desk/place");
    await page.getByRole("checkbox", { name: "Les femmes" }).check();
    await page.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(page.getByRole("status").first()).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Les femmes" })).toBeChecked();

    await page.goto("/fr?more=filters#list");
    await page.getByLabel("Pour qui").selectOption("Les femmes");
    await page.getByRole("button", { name: "Voir", exact: true }).click();
    await expect(page.getByRole("link", { name: /Pour qui.*Les femmes/ })).toBeVisible();
    const found = page.locator("ol.places > li");
    await expect(found).toHaveCount(1);
    await expectSoundPage(page);
    await page.goto("/embed/fr/map?audience=women");
    await expect(page.locator(".embedded-list li")).toHaveCount(1);
    await page.locator(".embedded-list a").click();
    await expect(page.getByText(/D’abord pour.*les femmes/)).toBeVisible();

    await page.goto("/fr/embed");
    await page.getByLabel("Pour qui").selectOption("Les étudiants");
    await page.getByRole("checkbox", { name: "Ouvert maintenant" }).check();
    await page.getByRole("button", { name: "Créer le code" }).click();
    await expect(page.getByLabel(/code/i)).toHaveValue(/audience=students&amp;open=now/);

    await page.goto("/fr/desk/place");
    await page.getByRole("checkbox", { name: "Les femmes" }).uncheck();
    await page.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(page.getByRole("checkbox", { name: "Les femmes" })).not.toBeChecked();
  },
);

const OPEN = {
  nl: {
    way: "nl phone",
    language: "Taal aan de balie",
    spoken: "Nederlands",
    openNow: "Nu open",
    search: "Zoek",
    noLanguage: /^Van \d+ plek(ken)? kennen we de taal niet\.$/,
    noHours: "Van 1 plek kennen we de uren niet.",
    alsoClosed: "Toon ook gesloten plekken",
  },
  fr: {
    way: "fr desktop",
    language: "Langue à l’accueil",
    spoken: "Nederlands",
    openNow: "Ouvert maintenant",
    search: "Chercher",
    noLanguage: /^Nous ne connaissons pas la langue de \d+ lieux?\.$/,
    noHours: "Nous ne connaissons pas les heures de 1 lieu.",
    alsoClosed: "Voir aussi les lieux fermés",
  },
  en: {
    way: "en desktop",
    language: "Language at the desk",
    spoken: "Nederlands",
    openNow: "Open now",
    search: "Search",
    noLanguage: /^We do not know the language of \d+ places?\.$/,
    noHours: "We do not know the hours of 1 place.",
    alsoClosed: "Also show closed places",
  },
} as const;

for (const locale of LANGUAGES) {
  const words = OPEN[locale];
  test(
    `who looks for what is open now, in their language, finds it and reads what is not known (${locale})`,
    walkedBy(locale, words.way),
    async ({ page, browser, baseURL }) => {
      const ofNow = page.getByRole("link", { name: words.openNow, exact: true });
      // The only one of the demonstration that is always open.
      const always = page.getByRole("link", { name: "Computerhoek Het Spoor" });
      const silent = page.getByRole("link", { name: "Leerplek De Vlasbloem" });
      await page.goto(`/${locale}/places`);
      await expect(silent.first()).toBeVisible();
      await openNarrowing(page);
      await page.getByLabel(words.language).selectOption(words.spoken);
      await page.getByRole("button", { name: words.search, exact: true }).click();
      await expect(page.getByText(words.noLanguage)).toBeVisible();
      await expect(silent).toHaveCount(0);
      await page.getByRole("checkbox", { name: words.openNow }).check();
      await page.getByRole("button", { name: words.search, exact: true }).click();
      await expect(page).toHaveURL(/language=nl&open=now/);
      await expect(always.first()).toBeVisible();
      await expect(silent).toHaveCount(0);
      await expect(page.getByRole("checkbox", { name: words.openNow })).toBeChecked();
      await expectSoundPage(page);

      // The address alone finds the same, also where no script runs.
      const plain = await browser.newContext({ baseURL, javaScriptEnabled: false });
      const other = await plain.newPage();
      await other.goto(page.url());
      await expect(
        other.getByRole("link", { name: "Computerhoek Het Spoor" }).first(),
      ).toBeVisible();
      await other.getByRole("link", { name: words.openNow, exact: true }).click();
      await expect(other).toHaveURL(/\?language=nl#list$/);
      await plain.close();

      await page.goto(`/${locale}/places?q=vlasbloem&open=now`);
      await expect(page.getByText(words.noHours)).toBeVisible();
      await page.getByRole("link", { name: words.alsoClosed }).click();
      await expect(page).toHaveURL(/\/places\?q=vlasbloem#list$/);
      await expect(silent.first()).toBeVisible();
      await expect(ofNow).toHaveCount(0);
    },
  );
}

test("programs are told of what is open, as the map asks", ONCE, async ({ request }) => {
  const asked = async (more: string) =>
    request.get(`/api/v1/places/clusters?bbox=3.1,50.9,3.2,51&zoom=12&${more}`);
  const { items } = await (await asked("open=now&language=nl")).json();
  expect(items).toMatchObject([{ name: "Computerhoek Het Spoor" }]);
  expect((await (await asked("open=now&language=fr")).json()).items).toEqual([]);
  for (const wrong of ["open=tomorrow", "language=de"])
    expect((await asked(wrong)).status(), wrong).toBe(422);
});

import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { onlyOn, walkedBy } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "somebody looks in Dutch, on a phone, who works in IT in Wallonia, and reads who says so",
  onlyOn(["phone"]),
  async ({ page }) => {
    await page.goto("/nl/badges");
    await page.getByRole("link", { name: "Bekijk wie er is" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Wie is wie" })).toBeVisible();
    await expect(page.getByRole("link", { name: "IT", exact: true })).toHaveAttribute(
      "aria-current",
      "true",
    );
    await expectSoundPage(page, "who is who");
    await page.getByRole("link", { name: "Wallonië" }).click();
    await expect(page).toHaveURL(/region=wallonie/);
    await expect(page.getByRole("link", { name: "Hangar K" })).toHaveCount(0);
    expect(
      await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length),
    ).toBeLessThanOrEqual(250);
    await page.getByRole("link", { name: "Kaart", exact: true }).click();
    await expect(page.getByRole("region", { name: /Kaart van groepen/ })).toBeVisible();
    await page.getByRole("link", { name: "Lijst", exact: true }).click();
    await page.getByRole("link", { name: "Picardie verte numérique" }).click();
    await expect(page.getByText("Verzonnen", { exact: true })).toBeVisible();
    await expect(page.getByText("Mesure ce que le numérique coûte à la planète.")).toHaveAttribute(
      "lang",
      "fr",
    );
    await expect(page.getByText("Nog niet in het Nederlands")).toBeVisible();
    await expect(page.getByText(/Gelezen op/)).toBeVisible();
    await expectSoundPage(page, "one of them");
  },
);

/** A town for each language, each with a point of its own on the map. */
const TOWNS = {
  nl: { city: "Menen", region: "vlaanderen", lat: "50.79", lon: "3.12" },
  fr: { city: "Bailleul", region: "hauts-de-france", lat: "50.73", lon: "2.73" },
  en: { city: "Enghien", region: "wallonie", lat: "50.69", lon: "4.04" },
} as const;

for (const locale of LANGUAGES)
  test(
    `an administrator adds a group, finds it as visitors do, on the list and on the map, mends it and takes it off (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page }, info) => {
      const { actors: t, desk, spaces, map } = MESSAGES[locale];
      const name = `Repair crew ${locale}${markOf(info)}`;
      const does = "Mends what is broken.";
      const { city, region, lat, lon } = TOWNS[locale];
      const called = page.getByLabel(t.admin.name, { exact: true });
      const point = page.getByLabel(desk.places.position);
      const add = page.getByRole("button", { name: t.admin.saveNew });
      const said = page.getByRole("status");
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/actors`);
      await expectSoundPage(page, "groups and firms");
      const search = page.getByRole("searchbox", { name: t.admin.search });
      const find = page.getByRole("button", { name: t.admin.find, exact: true });
      await search.fill(name);
      await find.click();
      await expect(page.getByText(t.admin.noneFound)).toBeVisible();
      await expect(search).toHaveValue(name);
      await expectSoundPage(page, "groups and firms, none found");
      await page.getByRole("link", { name: t.admin.add }).click();
      await called.fill(name);
      await page.getByLabel(desk.places.city).fill(city);
      await page.getByLabel(t.region, { exact: true }).selectOption(spaces.regions[region]);
      await point.fill(`${lon}, ${lat}`);
      await page.getByLabel(t.admin.source).fill("Their page");
      await add.click();
      await expect(page.getByText(t.choose_one).first()).toBeVisible();
      await expect(called).toHaveValue(name);
      await page.getByRole("checkbox", { name: t.fields.making }).check();
      await page.getByRole("checkbox", { name: t.languages.nl }).check();
      await point.fill(`${lat}, ${lon}`);
      await add.click();
      await expect(said).toHaveText(t.admin.done.added);
      await expectSoundPage(page, "one to be changed");
      await page.getByLabel(desk.places.in[locale]).fill(does);
      // Below it stands whether they recognise badges, which is kept apart.
      const facts = page.locator("form").filter({ has: called });
      await facts.getByRole("button", { name: t.admin.save, exact: true }).click();
      await expect(said).toHaveText(t.admin.done.changed);
      const edited = page.url();
      await page.getByRole("link", { name: t.admin.open }).click();
      await expect(page.getByText(does)).toBeVisible();
      const shown = page.url();

      await page.goto(`/${locale}/community?more=filters`);
      await page.getByLabel(spaces.filter.search).fill(name);
      await page.getByRole("button", { name: spaces.filter.show, exact: true }).click();
      const listed = page.getByRole("link", { name, exact: true });
      await expect(listed).toBeVisible();
      const tab = page.getByRole("link", { name: map.map, exact: true });
      if (await tab.isVisible()) await tab.click();
      const drawn = page.getByRole("region", { name: t.map });
      await drawn.getByRole("link", { name }).click();
      await expect(page).toHaveURL(shown);

      await page.goto(`/${locale}/admin/actors`);
      await search.fill(name.toLowerCase());
      await find.click();
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page).toHaveURL(new URL(edited).pathname);
      await page.getByRole("button", { name: t.admin.retire }).click();
      await expect(said).toHaveText(t.admin.done.retired);
      expect((await page.goto(shown))?.status()).toBe(404);
    },
  );

test(
  "who is who is narrowed by words, by what they are and by language",
  onlyOn(["desktop"]),
  async ({ page }) => {
    await page.goto("/en/community");
    await page.getByRole("link", { name: "More", exact: true }).click();
    await page.getByLabel("Name or town").fill("Courtrai");
    await page.getByLabel("Languages").selectOption("Dutch");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/q=Courtrai/);
    await expect(page.getByRole("link", { name: "Hangar K", exact: true })).toBeVisible();
    await expectSoundPage(page, "who is who, narrowed");
    await page.getByRole("link", { name: /Name or town: Courtrai/ }).click();
    await expect(page).not.toHaveURL(/q=/);
    await page.goto("/en/community?q=%3F%3F&language=xx");
    await expect(page.getByText("Nobody found. Choose less.")).toBeVisible();
  },
);

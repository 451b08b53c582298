import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { onlyOn } from "./runs.ts";

for (const { locale, screen } of [
  { locale: "nl", screen: "phone" },
  { locale: "fr", screen: "desktop" },
] as const)
  test(
    `a visitor sees who takes part and what the regions do together, in a plot and in a table that agree (${locale})`,
    onlyOn([screen]),
    async ({ page }) => {
      const t = MESSAGES[locale].actors.network;
      const regions = MESSAGES[locale].spaces.regions;
      await page.goto(`/${locale}/community`);
      await page.getByRole("main").getByRole("link", { name: t.title, exact: true }).press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: t.title })).toBeVisible();
      const table = page.getByRole("table", { name: t.together });
      const rows = table.locator("tbody tr");
      // The demonstration has a joint session of Kortrijk and Roubaix, and badges recognised over
      // the border.
      await expect(rows.first()).toContainText(regions["hauts-de-france"]);
      const totals = await rows.locator("td:last-child").allTextContents();
      const drawn = await page.locator(".regionweb .much text").allTextContents();
      expect(drawn).toEqual(totals);
      for (const row of await rows.all()) {
        const cells = (await row.locator("td").allTextContents()).slice(1).map(Number);
        expect(cells.slice(0, -1).reduce((sum, one) => sum + one)).toBe(cells.at(-1));
      }
      await expect(page.getByRole("table", { name: t.regions }).locator("tbody tr")).toHaveCount(3);
      await expectSoundPage(page);
      await page.getByRole("link", { name: t.see.embed }).press("Enter");
      await expect(page).toHaveURL(`/${locale}/embed`);
    },
  );

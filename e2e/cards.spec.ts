import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { printCard } from "./tablet.ts";
import { markOf, ownAddress } from "./tries.ts";

for (const locale of LANGUAGES) {
  const { identity: t } = MESSAGES[locale];

  test(
    `a manager's card opens bookings, and nothing that is kept about somebody (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, browser }, info) => {
      await signInAs(page, "manager", locale);
      const code = await printCard(page, locale, `Ines ${locale} ${markOf(info)}`);
      const own = await (await browser.newContext()).newPage();
      await own.goto(`/${locale}/sign-in/card?next=/${locale}/me`);
      await own.getByLabel(t.signIn.card.code).fill(code);
      await own.getByRole("button", { name: t.signIn.card.open }).click();
      await expect(own).toHaveURL(/^[^?]+\/me$/);
      for (const path of ["account", "data", "calendars", "helpers"]) {
        await own.goto(`/${locale}/me/${path}`);
        await expect(own.locator("main").getByRole("status"), path).toHaveText(t.card_opens_less);
        await expect(own.locator("main form"), path).toHaveCount(0);
        await expectSoundPage(own);
      }
      const download = await own.request.get("/api/v1/me/data");
      expect(download.status()).toBe(403);
      expect((await download.json()).code).toBe("identity.card_opens_less");
    },
  );

  test(
    `to the owner of an address a manager offers, and learns nothing (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page }, info) => {
      await signInAs(page, "manager", locale);
      // The first has an account, the second has none.
      for (const address of ["learner@trivium.test", `nobody-${locale}-${ownAddress(info)}`]) {
        await page.goto(`/${locale}/admin/people`);
        await page.getByLabel(t.people.name, { exact: true }).fill("Somebody");
        await page.getByLabel(t.people.email).fill(address);
        await page.getByRole("button", { name: t.people.add, exact: true }).click();
        await expect(page).toHaveURL(/\/admin\/people\?offered$/);
        await expect(page.locator("main").getByRole("status")).toHaveText(t.people.offered);
      }
      await expectSoundPage(page);

      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}/me/account`);
      await expect(page.getByRole("heading", { name: t.account.offers })).toBeVisible();
      await expectSoundPage(page);
      const offered = await page.getByRole("button", { name: t.account.refuse }).count();
      await page.getByRole("button", { name: t.account.refuse }).first().click();
      await expect(page.getByRole("button", { name: t.account.refuse })).toHaveCount(offered - 1);
    },
  );
}

test("an id of a stranger's page opens nothing", ONCE, async ({ page }) => {
  await signInAs(page, "admin", "en");
  await page.goto("/en/admin/people?q=admin@trivium.test");
  const href = await page.locator("main .card a").first().getAttribute("href");
  await signInAs(page, "manager", "en");
  expect((await page.goto(href ?? ""))?.status()).toBe(404);
});

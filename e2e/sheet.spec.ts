import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";

for (const [position, locale] of LANGUAGES.entries())
  test(`a sheet is closed and signed, and corrected with a reason (${locale})`, async ({ page }, {
    project,
  }) => {
    const t = MESSAGES[locale].attendance;
    await signInAs(page, "facilitator", locale);
    // A session of the year that was, another one in each run.
    await page.goto(`/${locale}/desk/sessions?page=3`);
    const sheets = page.locator("main a.button[href$='/sheet']");
    await sheets.nth(position * 2 + (project.name === "phone" ? 0 : 1)).click();
    await expect(page.getByRole("heading", { name: t.closed.title })).toBeVisible();
    await page.getByRole("button", { name: t.add }).click();
    await page.getByRole("button", { name: t.save, exact: true }).click();
    await expect(page.getByRole("status")).toHaveText(t.state.saved);
    await expect(page.locator("details summary", { hasText: t.history.title })).toBeVisible();

    await page.getByRole("button", { name: t.closed.close }).click();
    await expect(page.getByRole("button", { name: t.closed.open })).toBeVisible();
    await expectSoundPage(page);
    await page.getByLabel(t.closed.why).fill("  ");
    await page.getByRole("button", { name: t.closed.open }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(t.say_why);
    await page.getByLabel(t.closed.why).fill("One was late");
    await page.getByRole("button", { name: t.closed.open }).click();
    await expect(page.getByRole("button", { name: t.closed.close })).toBeVisible();
    await page.locator("details summary", { hasText: t.history.title }).click();
    await expect(page.getByText("One was late")).toBeVisible();
    await expectSoundPage(page);
  });

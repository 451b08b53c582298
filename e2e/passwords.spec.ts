import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { PASSWORD, setUpStaff, signInAsStaff } from "./staff.ts";

const NEW = "a kettle under the stairs";

for (const locale of LANGUAGES)
  test(
    `staff change their password with the old one, and other devices are signed out (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page, browser }) => {
      const { password: words, setUp, password_wrong, password_common } = MESSAGES[locale].identity;
      const { email, recovery } = await setUpStaff(page, locale);
      const elsewhere = await (await browser.newContext()).newPage();
      await elsewhere.goto(`/${locale}/sign-in/staff`);
      await signInAsStaff(elsewhere, locale, { email, code: recovery[0] ?? "" });
      await expect(elsewhere).not.toHaveURL(/sign-in/);
      await elsewhere.goto(`/${locale}/me/account`);
      await expect(elsewhere).toHaveURL(/\/me\/account$/);

      await page.goto(`/${locale}/me/account`);
      await page.getByRole("link", { name: words.title }).click();
      await expectSoundPage(page);
      const change = async (current: string, password: string) => {
        await page.getByLabel(words.current).fill(current);
        await page.getByLabel(setUp.password).fill(password);
        await page.getByRole("button", { name: words.save }).click();
      };
      await change("not the old one", NEW);
      await expect(page.getByText(password_wrong)).toBeVisible();
      await change(PASSWORD, "password1234");
      await expect(page.getByText(password_common)).toBeVisible();
      await change(PASSWORD, NEW);
      await expect(page.getByRole("status")).toHaveText(words.changed);

      await elsewhere.goto(`/${locale}/me/account`);
      await expect(elsewhere).toHaveURL(/\/sign-in/);
      await elsewhere.context().close();
    },
  );

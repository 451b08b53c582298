import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { totpCode } from "#lib/foundation/identity/totp.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language } from "./people.ts";
import { walkedBy } from "./runs.ts";

const OLD = "three roads that meet";
const NEW = "a kettle under the stairs";

/** Somebody of the staff who has just set up their account with the printed link. */
async function setUpStaff(page: Page, locale: Language) {
  const { setUp } = MESSAGES[locale].identity;
  const email = `${crypto.randomUUID()}@staff.test`;
  const asked = [
    "--email",
    email,
    "--name",
    "Rosa",
    "--role",
    "researcher",
    "--locale",
    locale,
    "--invite",
  ];
  const env = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR ?? ".data-e2e" };
  const printed = execFileSync("node", ["lib/cli/main.ts", "user", "add", ...asked], {
    env,
    encoding: "utf8",
  });
  const link = new URL(printed.trim().split("\n").at(-1) ?? "");
  await page.goto(link.pathname + link.search);
  const secret = ((await page.locator(".secret").textContent()) ?? "").replace(/\s/g, "");
  await page.getByLabel(setUp.password).fill(OLD);
  await page.getByLabel(setUp.code).fill(totpCode(secret, Temporal.Now.instant()));
  await page.getByRole("button", { name: setUp.save }).click();
  await expect(page.getByRole("heading", { name: setUp.recoveryTitle })).toBeVisible();
  const recovery = await page.locator(".recovery code").allInnerTexts();
  return { email, recovery };
}

for (const locale of LANGUAGES)
  test(
    `staff change their password with the old one, and other devices are signed out (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page, browser }) => {
      const {
        password: words,
        setUp,
        signIn,
        password_wrong,
        password_common,
      } = MESSAGES[locale].identity;
      const { email, recovery } = await setUpStaff(page, locale);
      const elsewhere = await (await browser.newContext()).newPage();
      await elsewhere.goto(`/${locale}/sign-in/staff`);
      await elsewhere.getByLabel(signIn.code.email).fill(email);
      await elsewhere.getByLabel(signIn.staff.password).fill(OLD);
      await elsewhere.getByLabel(signIn.staff.code).fill(recovery[0] ?? "");
      await elsewhere.getByRole("button", { name: signIn.staff.open, exact: true }).click();
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
      await change(OLD, "password1234");
      await expect(page.getByText(password_common)).toBeVisible();
      await change(OLD, NEW);
      await expect(page.getByRole("status")).toHaveText(words.changed);

      await elsewhere.goto(`/${locale}/me/account`);
      await expect(elsewhere).toHaveURL(/\/sign-in/);
      await elsewhere.context().close();
    },
  );

import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { LANGUAGES } from "./people.ts";
import { ONCE } from "./runs.ts";

/** An action that this build does not have, as when a page was opened before an upgrade. */
const GONE = "60f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
const TYPED = "someone@upgrade.test";

/** What the page sends from now on asks for an action of the build before. */
async function asBeforeTheUpgrade(page: Page): Promise<void> {
  await page.route("**/sign-in*", async (route) => {
    const request = route.request();
    if (request.method() !== "POST") return route.fallback();
    const headers = await request.allHeaders();
    if (headers["next-action"])
      return route.continue({ headers: { ...headers, "next-action": GONE } });
    const sent = request.postDataBuffer()?.toString("latin1") ?? "";
    const postData = Buffer.from(sent.replace(/"id":"[\da-f]{42}"/, `"id":"${GONE}"`), "latin1");
    return route.continue({ postData });
  });
}

for (const language of LANGUAGES) {
  const { page_outdated: sentence, open_again: again } = MESSAGES[language].common;
  const { email, send } = MESSAGES[language].identity.signIn.code;

  test(
    `a form of a page from before an upgrade says so in ${language} and keeps what was typed`,
    ONCE,
    async ({ page }) => {
      await page.goto(`/${language}/sign-in`, { waitUntil: "networkidle" });
      await asBeforeTheUpgrade(page);
      await page.getByLabel(email).fill(TYPED);
      await page.getByRole("button", { name: send }).click();
      await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
      await expect(page.getByLabel(email)).toHaveValue(TYPED);
    },
  );

  test(
    `the same without scripts in ${language}, on a page that leads back`,
    ONCE,
    async ({ browser }) => {
      const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await page.goto(`/${language}/sign-in`);
      await asBeforeTheUpgrade(page);
      await page.getByLabel(email).fill(TYPED);
      await page.getByRole("button", { name: send }).click();
      await expect(page.getByRole("heading", { name: sentence })).toBeVisible();
      await expect(page.getByText(TYPED)).toBeVisible();
      await page.getByRole("link", { name: again }).click();
      await expect(page.getByLabel(email)).toBeVisible();
    },
  );
}

import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";

const WAYS = { nl: "nl phone", fr: "fr desktop", en: "en phone" } as const;

for (const locale of LANGUAGES) {
  test(
    `whoever finds nothing reads what happened, and where to go (${locale})`,
    walkedBy(locale, WAYS[locale]),
    async ({ browser, baseURL, viewport }) => {
      const context = await browser.newContext({ baseURL, viewport, locale });
      const page = await context.newPage();
      for (const path of [
        `/${locale}/nothing-here`,
        `/${locale}/spaces/no-such-place`,
        `/${locale}/sessions/00000000-0000-4000-8000-000000000000`,
        `/${locale}/sessions/not-an-id`,
        `/${locale}/badges/no-such-badge`,
        // No language of ours: said in one that the device asks for.
        "/de/sessions",
        "/pages/nowhere",
      ])
        await expectLost(page, locale, path, "/sign-in");
      await expectSoundPage(page, `${locale}: lost`);
      await context.close();

      // Without scripts the page is the same, and its first way on leads to the places.
      const bare = await browser.newContext({ javaScriptEnabled: false, baseURL, locale });
      const plain = await bare.newPage();
      await expectLost(plain, locale, `/${locale}/spaces/no-such-place`, "/sign-in");
      await plain.locator(".ways a").first().click();
      await expect(plain).toHaveURL(`/${locale}`);
      await bare.close();
    },
  );

  test(
    `whoever may not enter is led to what is theirs (${locale})`,
    walkedBy(locale, WAYS[locale]),
    async ({ page }) => {
      await signInAs(page, "learner", locale);
      for (const path of ["/desk", "/admin/people", "/research", "/desk/sessions/new"])
        await expectLost(page, locale, `/${locale}${path}`, "/me");
      await expectSoundPage(page, `${locale}: not allowed`);
      await page.locator(".ways a").last().click();
      await expect(page).toHaveURL(`/${locale}/me`);
    },
  );
}

/** A page that is not there: in words, in the reader's language, with a way on, and no number. */
async function expectLost(page: Page, locale: Language, path: string, lastWay: string) {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(404);
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  const { notFoundTitle, notFoundText } = MESSAGES[locale].common.errors;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(notFoundTitle);
  await expect(page.locator("main")).toContainText(notFoundText);
  await expect(page.locator(".ways a").last()).toHaveAttribute("href", `/${locale}${lastWay}`);
  const signIn = page.locator("header a", { hasText: MESSAGES[locale].common.nav.signIn });
  await expect(signIn).toHaveCount(lastWay === "/sign-in" ? 1 : 0);
  await expect(page.locator("main")).not.toContainText(/404|error|undefined|null/i);
}

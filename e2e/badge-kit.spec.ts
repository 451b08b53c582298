import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { walkedBy } from "./runs.ts";

const REPAIR = { nl: "Herstellen", fr: "Réparer", en: "Repair" };

for (const locale of LANGUAGES)
  test(
    `whoever speaks of a badge finds its poster, its picture and words for a letter (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page, baseURL }) => {
      const { kit: t } = MESSAGES[locale].badges;
      const badge = `/${locale}/badges/repair`;
      await page.goto(badge);
      await page.getByRole("link", { name: t.title }).press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: t.title })).toBeVisible();
      await expectSoundPage(page, "the kit of a badge");
      await expect(page.getByText(`${baseURL}${badge}`)).toBeVisible();
      for (const form of ["SVG", "PNG"]) {
        const address = await page.getByRole("link", { name: form }).getAttribute("href");
        expect((await page.request.get(address ?? "")).ok()).toBe(true);
      }

      await page.emulateMedia({ media: "print" });
      const poster = page.getByRole("article");
      await expect(poster.getByRole("heading", { name: REPAIR[locale] })).toBeVisible();
      await expect(poster.getByRole("img", { name: t.qr })).toBeVisible();
      await expect(page.getByRole("heading", { name: t.letter })).toBeHidden();
    },
  );

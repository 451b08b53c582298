import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { press } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { onlyOn } from "./runs.ts";

const TITLE = "Van een vraag tot een open deur";

for (const locale of ["nl", "fr"] as const)
  test(
    `how a place came to be is read by keyboard, with its money and its guide (${locale})`,
    onlyOn([locale === "nl" ? "phone" : "desktop"]),
    async ({ page }) => {
      const t = MESSAGES[locale].journal;
      await page.goto(`/${locale}/journals`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.heading);
      await expectSoundPage(page);
      await press(page, "link", TITLE);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
      await expect(page.getByRole("heading", { name: t.phases.build, level: 3 })).toBeVisible();
      const opening = page.getByRole("row", { name: t.phases.opening });
      await expect(opening).toContainText(/1[.\s]180,75/);
      await expectSoundPage(page);
      const need = { name: t.phases.need, count: "5" };
      await press(
        page,
        "link",
        t.allOfStep.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof need) => need[name]),
      );
      await expect(page.getByText("Een lokaal in het stadhuis")).toBeVisible();
      await expectSoundPage(page);
      await press(page, "link", t.phases.partners);
      await expect(page.getByRole("heading", { name: t.phases.partners, level: 2 })).toBeVisible();
      await press(page, "link", t.toJournal);
      await press(page, "link", t.toGuide);
      await expect(page.getByRole("heading", { name: t.guide.alternative })).toHaveCount(2);
      await expect(page.getByText("Vaste computers langs de muur")).toBeVisible();
      await expectSoundPage(page);
    },
  );

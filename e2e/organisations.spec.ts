import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { byMenu } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";

for (const locale of LANGUAGES)
  test(
    `an organisation is added once, gets people by a role, and goes when nobody is left (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page }) => {
      const t = translator(locale, "identity");
      const name = `Mission locale ${randomUUID().slice(0, 8)}`;
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/people`);
      await byMenu(page, t("organisations.title"));
      const field = page.getByLabel(t("people.name"), { exact: true });
      const add = page.getByRole("button", { name: t("people.add"), exact: true });
      await field.fill(name);
      await page.getByLabel(t("organisations.country"), { exact: true }).selectOption("FR");
      await add.click();
      const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
      await expect(card).toContainText(t("organisations.countries.FR"));
      await expect(card).toContainText(t("organisations.members", { count: 0 }));
      await field.fill(name.toUpperCase());
      await add.click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(t("organisation_known"));
      await expect(field).toHaveValue(name.toUpperCase());
      await expectSoundPage(page);

      await page.goto(`/${locale}/admin/people`);
      const somebody = `Noor ${randomUUID().slice(0, 8)}`;
      await field.fill(somebody);
      await add.click();
      await expect(page.getByRole("heading", { level: 1, name: somebody })).toBeVisible();
      const person = page.url();
      await page
        .getByLabel(t("people.role"), { exact: true })
        .selectOption({ label: t("roles.learner") });
      await page
        .getByLabel(t("people.organisation"), { exact: true })
        .selectOption({ label: name });
      await page.getByRole("button", { name: t("people.giveRole") }).click();
      await expect(
        page.locator("main").getByRole("listitem").filter({ hasText: name }),
      ).toBeVisible();
      await expectSoundPage(page);
      await page.goto(`/${locale}/admin/organisations`);
      await expect(card).toContainText(t("organisations.members", { count: 1 }));
      await expect(card.getByRole("button")).toHaveCount(0);

      await page.goto(person);
      const held = { role: t("roles.learner"), space: t("people.wholeNetwork") };
      await page.getByRole("button", { name: t("people.takeRole", held) }).click();
      await expect(
        page.locator("main").getByRole("listitem").filter({ hasText: name }),
      ).toHaveCount(0);
      await page.goto(`/${locale}/admin/organisations`);
      await card.getByRole("button", { name: t("organisations.remove", { name }) }).click();
      await expect(card).toHaveCount(0);
    },
  );

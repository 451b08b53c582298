import { Buffer } from "node:buffer";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { markOf } from "./tries.ts";

const PROJECTS = {
  nl: "IT-projecten leiden",
  fr: "Mener des projets informatiques",
  en: "Leading IT projects",
};
const PLAN = { nl: "Een project plannen", fr: "Planifier un projet", en: "Plan a project" };

for (const locale of LANGUAGES)
  test(
    `a manager imports badges: all of a file or none, and an address inside is not asked for (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }, info) => {
      const { benchmark: t, said } = MESSAGES[locale];
      const words = translator(locale, "benchmark");
      const name = `Mending bikes ${locale} ${markOf(info)}`;
      const badge = {
        type: "BadgeClass",
        id: `https://school.example/${encodeURIComponent(name)}`,
        name,
        issuer: { name: "A school" },
        alignment: [{ targetName: "Oiling chains" }],
      };
      const file = (...badges: unknown[]) => ({
        name: "badges.json",
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify(badges)),
      });
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/admin/benchmark`);
      await expectSoundPage(page, "badges of others, by staff");
      const send = page.getByRole("button", { name: t.import.go, exact: true });
      await page.getByLabel(t.import.file).setInputFiles(file(badge, { ...badge, name: "" }));
      await send.click();
      const alert = page.locator("main").getByRole("alert");
      await expect(alert).toContainText(words("import.faults", { count: 1 }));
      await expect(alert).toContainText(t.import.no_name);
      await page.getByLabel(t.import.text).fill("https://169.254.169.254/badge.json");
      await page.getByLabel(t.import.file).setInputFiles([]);
      await send.click();
      await expect(alert).toContainText(t.import.not_public);
      await page.getByLabel(t.import.text).fill("");
      await page.getByLabel(t.import.file).setInputFiles(file(badge));
      await send.click();
      await expect(page.getByRole("status")).toHaveText(
        words("admin.done.imported", { added: 1, changed: 0, same: 0 }),
      );
      const search = page.getByRole("searchbox", { name: t.admin.search });
      const find = page.getByRole("button", { name: t.admin.find, exact: true });
      await search.fill(`${name} nowhere`);
      await find.click();
      await expect(page.getByText(t.admin.noneFound)).toBeVisible();
      await expectSoundPage(page, "badges of others, none found");
      await search.fill(`school ${name}`);
      await find.click();
      await page.getByRole("link", { name }).click();
      await expect(page.getByLabel(t.fact.other)).toHaveValue("Oiling chains");
      await page.getByLabel(t.fact.hours).fill("some");
      await page.getByRole("button", { name: t.admin.save }).click();
      await expect(page.getByText(t.not_a_number)).toBeVisible();
      await page.getByLabel(t.fact.hours).fill("12");
      await page.getByRole("button", { name: t.admin.save }).click();
      await expect(page.getByRole("status")).toHaveText(said.saved);
      await expectSoundPage(page, "a badge of others, by staff");
      await page.getByRole("link", { name: t.admin.open }).click();
      await expect(page.getByText("Oiling chains")).toBeVisible();
      await expect(page.getByText(t.unknown_fact).first()).toBeVisible();
      await expectSoundPage(page, "a badge of others");
    },
  );

for (const locale of LANGUAGES)
  test(
    `a visitor reads what is missing on the map of projects (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      const { benchmark: t, spaces } = MESSAGES[locale];
      const words = translator(locale, "benchmark");
      await page.goto(`/${locale}/badges`);
      await page.getByRole("link", { name: t.door.open }).click();
      await expectSoundPage(page, "badges of others");
      await page.getByRole("link", { name: t.tabs.gaps }).click();
      await expect(page.getByRole("heading", { level: 1, name: t.gaps.title })).toBeVisible();
      await page.getByRole("link", { name: PROJECTS[locale] }).click();
      await expect(page).toHaveURL(/map=it-project-management/);
      const plan = page.getByRole("row", { name: /^A2 / });
      await expect(plan).toContainText("Project Management Fundamentals (Leiesoft)");
      // Our own badges in the language of the reader.
      await expect(plan.getByRole("link", { name: PLAN[locale] })).toHaveAttribute(
        "href",
        `/${locale}/badges/plan-a-project`,
      );
      await expect(
        page.getByText(words("gaps.noOffer", { region: spaces.regions.wallonie })),
      ).toBeVisible();
      await expect(
        page
          .getByRole("listitem")
          .filter({ hasText: words("gaps.twinWhy", { names: 100, shared: 2 }) }),
      ).toContainText("Leiesoft");
      expect(
        await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length),
      ).toBeLessThanOrEqual(250);
      await expectSoundPage(page, "gaps");
      const table = await page.request.get(
        "/api/v1/benchmark/matrix?map=it-project-management&form=csv",
      );
      expect(await table.text()).toContain("Leiesoft, offer");
    },
  );

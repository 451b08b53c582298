import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { withDatabase } from "./database.ts";
import { newestLetter } from "./mailbox.ts";
import { byMenu } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";

/** Letters that were tried eight times, for one reason. @returns their addresses */
async function givenUp(fault: string, count: number): Promise<string[]> {
  const addresses = Array.from({ length: count }, () => `${randomUUID()}@trivium.test`);
  await withDatabase(async (client) => {
    for (const address of addresses)
      await client.query(
        `insert into outbox_message (template, to_email, locale, data, attempts, last_error)
         values ('identity-code', $1, 'nl', '{"code": "123456"}', 8, $2)`,
        [address, fault],
      );
  });
  return addresses;
}

for (const locale of LANGUAGES)
  test(
    `an administrator sees letters that did not leave, and sends them again (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page }) => {
      const t = translator(locale, "operations");
      const fault = `450 mailbox ${randomUUID().replace(/[\d-]/g, "")} is full`;
      const [first = "", second = ""] = await givenUp(fault, 2);
      const since = new Date().toISOString();
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/people`);
      await byMenu(page, t("title"));
      await expect(page.getByRole("heading", { level: 1, name: t("title") })).toBeVisible();

      const checks = page.getByRole("list", { name: t("checksTitle") });
      const mail = checks
        .getByRole("listitem")
        .filter({ hasText: t("checks.mail.title") })
        .first();
      await expect(mail).toContainText(t("states.fault"));
      await expect(checks).toContainText(t("checks.versions.title"));
      await expect(page.getByRole("table", { name: t("jobsTitle") })).toContainText(
        t("jobs.bookings"),
      );

      const group = page
        .getByRole("listitem")
        .filter({ hasText: fault })
        .filter({ has: page.locator("ul") });
      await expect(group.getByRole("heading")).toHaveText(t("lettersCount", { count: 2 }));
      // So much of an address as tells which one is meant, and no more of what was written.
      await expect(page.locator("main")).not.toContainText(first);
      await expect(page.locator("main")).not.toContainText("123456");
      await expectSoundPage(page);

      const [one] = await group.getByRole("button", { name: /@/ }).all();
      await one?.focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("status")).toHaveText(t("sentAgain"));
      await expect(group.getByRole("heading")).toHaveText(t("lettersCount", { count: 1 }));
      await group.getByRole("button", { name: t("sendAll", { count: 1 }) }).click();
      await expect(page.getByText(fault)).toHaveCount(0);
      for (const address of [first, second]) await newestLetter(address, since);
      await expectSoundPage(page);
    },
  );

test(
  "nobody else gets in, and what was sent already is refused in words",
  ONCE,
  async ({ page }) => {
    await page.goto("/en/admin/health");
    await expect(page).toHaveURL(/\/en\/sign-in/);
    for (const account of ["learner", "facilitator", "manager", "researcher"] as const) {
      await signInAs(page, account, "en");
      const answer = await page.goto("/en/admin/health");
      expect(answer?.status(), account).toBe(404);
    }
    const t = translator("en", "operations");
    const fault = `450 mailbox ${randomUUID().replace(/[\d-]/g, "")} is full`;
    await givenUp(fault, 1);
    await signInAs(page, "admin", "en");
    await page.goto("/en/admin/health");
    const group = page.getByRole("listitem").filter({ hasText: fault });
    await withDatabase((client) =>
      client.query("delete from outbox_message where last_error = $1", [fault]),
    );
    await group
      .getByRole("button", { name: t("sendAll", { count: 1 }) })
      .last()
      .click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(t("nothing_to_send"));
  },
);

import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInByMail } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { ownAddress } from "./tries.ts";

for (const locale of LANGUAGES) {
  const { helpers: t } = MESSAGES[locale].booking;

  test(
    `a helper is asked, says yes, and is let go; an address that nobody has looks the same (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, browser }, info) => {
      const own = `${locale}-${ownAddress(info)}`;
      const [asker, helper, nobody] = [`asker-${own}`, `helper-${own}`, `nobody-${own}`];
      const other = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
      await signInByMail(other, locale, helper);
      await expect(other).toHaveURL(new RegExp(`/${locale}$`));
      await signInByMail(page, locale, asker);
      await expect(page).toHaveURL(new RegExp(`/${locale}$`));
      const since = new Date().toISOString();

      const waiting = page.getByRole("listitem").filter({ hasText: t.waiting });
      const seen: string[] = [];
      for (const address of [helper, nobody]) {
        await page.goto(`/${locale}/me/helpers`);
        await page.getByRole("textbox").fill(address);
        await page.getByRole("button", { name: t.ask, exact: true }).click();
        await expect(page).toHaveURL(/\/me\/helpers\?offered=1$/);
        await expect(page.locator("main").getByRole("status")).toHaveText(t.offered);
        await expect(waiting).toHaveCount(seen.length + 1);
        seen.push(withoutTimes(await waiting.last().textContent()));
      }
      expect(seen[0]).toBe(seen[1]);
      await expect(page.locator("main")).not.toContainText("helper-");
      await expectSoundPage(page);

      const asked = await newestLetter(helper, since, { subject: subjectOf(t.mail.offered) });
      expect(asked.text).toContain(`/${locale}/me/helpers`);
      await other.goto(`/${locale}/me/helpers`);
      await expect(other.getByRole("heading", { name: t.forYou })).toBeVisible();
      await expectSoundPage(other);
      await other.getByRole("button", { name: t.yes, exact: true }).click();
      await expect(other.getByRole("heading", { name: t.forYou })).toHaveCount(0);
      await expect(other.getByRole("button", { name: t.end, exact: true })).toBeVisible();
      await newestLetter(asker, since, { subject: subjectOf(t.mail.accepted_helped) });
      await newestLetter(helper, since, { subject: subjectOf(t.mail.accepted_help) });

      // One said yes, the other address waits still, and can be taken back.
      await page.goto(`/${locale}/me/helpers`);
      await expect(waiting).toHaveCount(1);
      await expectSoundPage(page);
      await waiting.getByRole("button", { name: t.takeBack, exact: true }).click();
      await expect(waiting).toHaveCount(0);
      await page.getByRole("button", { name: t.end, exact: true }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(
        MESSAGES[locale].said.mandateEnded,
      );
      await newestLetter(asker, since, { subject: subjectOf(t.mail.ended_helped) });
      await newestLetter(helper, since, { subject: subjectOf(t.mail.ended_help) });
      await other.goto(`/${locale}/me/helpers`);
      await expect(other.getByRole("button", { name: t.end, exact: true })).toHaveCount(0);
      await other.context().close();
    },
  );
}

/** The two were asked a moment apart. */
function withoutTimes(text: string | null): string {
  return (text ?? "").replaceAll(/\d\d:\d\d/g, "");
}

/** A subject as its message has it, whoever is named in it. */
function subjectOf(message: string): RegExp {
  return new RegExp(`^${message.replace("{name}", ".+")}$`);
}

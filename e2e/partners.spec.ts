import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { HOSTILE } from "./hostile.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { onlyOn, walkedBy, walkedOn } from "./runs.ts";

const linkIn = (text: string) => /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? "";
/** As much of it as the name of an organisation has room for. */
const TAG = "<img src=x onerror=alert(1)>";
const SCHOOL = "Opleidingshuis De Leie (verzonnen)";

for (const locale of LANGUAGES)
  test(
    `a visitor without JavaScript writes to an organisation, whose address they never see (${locale})`,
    walkedBy(locale, locale === "fr" ? "fr desktop" : `${locale} phone`),
    async ({ browser }, info) => {
      const t = translator(locale, "partners");
      const said = MESSAGES[locale].said;
      const since = new Date().toISOString();
      const mark = randomUUID().slice(0, 8);
      const sender = `visitor-${mark}@home.example`;
      const page = await (
        await browser.newContext({
          javaScriptEnabled: false,
          viewport: info.project.use.viewport ?? null,
          extraHTTPHeaders: { "x-forwarded-for": `198.51.100.${1 + (mark.charCodeAt(0) % 200)}` },
        })
      ).newPage();
      await page.goto(`/${locale}/network`);
      await page.getByRole("link", { name: SCHOOL }).click();
      await expect(page.getByRole("heading", { level: 1, name: SCHOOL })).toBeVisible();
      await expect(page.getByRole("heading", { name: t("page.together") })).toBeVisible();
      expect(await page.content()).not.toContain("badges@opleidingshuis");
      await page.getByLabel(t("write.name")).fill("Noor");
      await page.getByLabel(t("write.email")).fill(sender);
      await page.getByLabel(t("write.message")).fill("www.a.example www.b.example www.c.example");
      await page.getByRole("button", { name: t("write.send") }).press("Enter");
      await expect(page.getByText(t("many_links"), { exact: true })).toBeVisible();
      await expect(page.getByLabel(t("write.email"))).toHaveValue(sender);
      await page.getByLabel(t("write.message")).fill(`May we come and look? ${mark} ${HOSTILE}`);
      await page.getByRole("button", { name: t("write.send") }).press("Enter");
      await expect(page.getByRole("status")).toHaveText(said.letterToConfirm);

      const asked = await newestLetter(sender, since);
      expect(asked.text).not.toContain(mark);
      await page.goto(linkIn(asked.text));
      await expect(page.getByText(`${mark} ${HOSTILE}`)).toBeVisible();
      await expect(page.locator("[onerror], [onload]")).toHaveCount(0);
      await page.getByRole("button", { name: t("confirm.send") }).press("Enter");
      await expect(page.getByRole("status")).toHaveText(said.letterSent);
      const letter = await newestLetter("badges@opleidingshuis-de-leie.example", since);
      expect(letter.text).toContain(`${mark} ${HOSTILE}`);
      expect(letter.text).toContain(sender);
      await page.goto(linkIn(asked.text));
      await expect(page.getByRole("heading", { name: t("confirm.ended") })).toBeVisible();
      await page.context().close();
    },
  );

for (const { locale, screen } of [
  { locale: "fr", screen: "phone" },
  { locale: "en", screen: "desktop" },
  { locale: "nl", screen: "desktop" },
] as const)
  test(
    `a manager invites a school across the border, which says yes by its link, once (${locale})`,
    onlyOn([screen]),
    async ({ page, browser }, info) => {
      const t = translator(locale, "partners");
      const said = MESSAGES[locale].said;
      const since = new Date().toISOString();
      const mark = randomUUID().slice(0, 8);
      const email = `head@school-${mark}.example`;
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/partners`);
      await expectSoundPage(page);
      await page.getByLabel(t("desk.email")).fill(email);
      await page.getByRole("button", { name: t("desk.send") }).press("Enter");
      await expect(page.getByText(t("needs_name"), { exact: true })).toBeVisible();
      await expect(page.getByLabel(t("desk.email"))).toHaveValue(email);
      await page.getByLabel(t("desk.name"), { exact: true }).fill(`School ${mark} ${TAG}`);
      await page.getByLabel(t("desk.message")).fill(`Together? ${mark} ${HOSTILE}`);
      await page.getByRole("button", { name: t("desk.send") }).press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.organisationInvited);
      const card = page.getByRole("listitem").filter({ hasText: mark });
      await expect(card).toContainText(t("desk.states.open"));
      await expect(card).toContainText(TAG);
      await expectSoundPage(page);

      const asked = await newestLetter(email, since, { subject: new RegExp(mark) });
      const visitor = await (
        await browser.newContext({ viewport: info.project.use.viewport ?? null })
      ).newPage();
      await visitor.goto(linkIn(asked.text));
      await expect(visitor.getByText(`Together? ${mark} ${HOSTILE}`)).toBeVisible();
      await expectSoundPage(visitor);
      await visitor.getByRole("button", { name: t("join.accept") }).press("Enter");
      await expect(visitor.getByText(t("needs_mandate"), { exact: true })).toBeVisible();
      await visitor.getByLabel(t("join.mandate")).check();
      await visitor.getByRole("button", { name: t("join.accept") }).press("Enter");
      await expect(visitor.getByRole("status")).toHaveText(said.invitationAccepted);
      await visitor.goto(linkIn(asked.text));
      await expect(visitor.getByRole("heading", { level: 1, name: t("answered") })).toBeVisible();
      await visitor.context().close();

      await page.reload();
      await expect(card).toContainText(t("desk.states.accepted"));
      await card.getByRole("button").press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.invitationWithdrawn);
      await expect(card).toContainText(t("desk.states.withdrawn"));
      await expect(card.getByRole("button")).toHaveCount(0);
    },
  );

test(
  "somebody takes their name off the page of their organisation, and puts it there again",
  walkedOn("desktop"),
  async ({ page, browser }) => {
    const t = translator("en", "partners");
    const role = translator("en", "identity")("roles.manager");
    const visitor = await (await browser.newContext()).newPage();
    const look = async () => {
      await visitor.goto("/en/network");
      await visitor.getByRole("link", { name: SCHOOL }).click();
      await expect(visitor.getByRole("heading", { level: 1, name: SCHOOL })).toBeVisible();
      return visitor.getByText(`Marc · ${role}`);
    };
    await expect(await look()).toBeVisible();
    await expectSoundPage(visitor);
    await signInAs(page, "manager", "en");
    const named = { role, organisation: SCHOOL };
    const press = async (name: string) => {
      await page.goto("/en/me/account");
      const buttons = page.getByRole("button", { name });
      const forms = page.locator("form").filter({ has: buttons });
      const ids = await forms
        .locator('input[name="id"]')
        .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
      const buttonOf = (id: string | undefined) =>
        forms.filter({ has: page.locator(`input[value="${id}"]`) }).getByRole("button");
      // One for each place, without waiting: the page that the first press draws anew takes neither
      // the focus from the next, nor the press on it.
      await buttonOf(ids[0]).focus();
      for (const [at, next] of [...ids.slice(1), undefined].entries()) {
        await page.keyboard.press("Enter");
        if (next) await buttonOf(next).focus();
        await expect(buttons).toHaveCount(ids.length - at - 1);
        if (next) await expect(buttonOf(next)).toBeFocused();
      }
    };
    await press(t("account.hide", named));
    await expect(await look()).toHaveCount(0);
    await press(t("account.show", named));
    await expect(await look()).toBeVisible();
    await expectSoundPage(page);
    await visitor.context().close();
  },
);

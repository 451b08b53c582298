import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";

const linkIn = (text: string) => /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? "";

test(
  "a facilitator asks a school across the border, which recognises a badge by its mail link in French, and withdraws it",
  ONCE,
  async ({ page, browser }) => {
    const mark = randomUUID().slice(0, 8);
    const school = `École ${mark}`;
    const email = `direction@ecole-${mark}.example`;
    const since = new Date().toISOString();
    await signInAs(page, "facilitator", "fr");
    await page.goto("/fr/desk/recognition");
    await page.getByLabel("De quoi s’agit-il ?").selectOption({ label: "Réparer" });
    await page.getByLabel("Nom de l’école ou de l’entreprise").fill(school);
    await page.getByLabel("Où est-ce ?").selectOption({ label: "Hauts-de-France" });
    await page.getByLabel("Leur e-mail").fill(email);
    await page.getByLabel("Langue de l’e-mail").selectOption({ label: "Français" });
    await expectSoundPage(page, "recognition at the desk");
    await page.getByRole("button", { name: "Envoyer l’e-mail" }).click();
    await expect(page.getByText("L’e-mail est parti.")).toBeVisible();

    const asked = await newestLetter(email, since, { subject: new RegExp(mark) });
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(linkIn(asked.text));
    await expect(
      visitor.getByRole("heading", { name: "Reconnaissez-vous ce badge ?" }),
    ).toBeVisible();
    await expectSoundPage(visitor, "recognition, asked by mail");
    await visitor.getByLabel("Qu’en dites-vous ?").fill("Ces personnes réparent seules.");
    await visitor.getByLabel("Entretien : la personne est invitée").check();
    await visitor.getByLabel("Votre nom").fill("Claire D.");
    await visitor.getByLabel("Votre fonction").fill("Directrice");
    await visitor.getByLabel("J’ai le droit de le dire pour mon organisation").check();
    await visitor.getByRole("button", { name: "Signer et publier" }).click();
    await expect(visitor.getByText("C’est signé.")).toBeVisible();
    await visitor.goto(linkIn(asked.text));
    await expect(visitor.getByRole("heading", { name: "On a déjà répondu." })).toBeVisible();

    await visitor.goto("/fr/badges/recognition");
    await expectSoundPage(visitor, "who recognises what");
    await visitor.getByRole("link", { name: `Vérifier la signature : ${school}` }).click();
    await visitor.getByRole("button", { name: "Vérifier" }).click();
    await expect(visitor.getByRole("heading", { name: "Ce badge est authentique" })).toBeVisible();
    await expect(visitor.getByText(`ecole-${mark}.example`).first()).toBeVisible();

    const receipt = await newestLetter(email, since, { subject: /^Signé/ });
    await visitor.goto(linkIn(receipt.text));
    await visitor.getByLabel("Pourquoi ?").fill("Le cours a changé.");
    await visitor.getByRole("button", { name: "Retirer" }).click();
    await expect(visitor.getByText(/^C’est retiré\./)).toBeVisible();
    await visitor.goto("/fr/endorse/done");
    await expect(
      visitor.getByRole("heading", { level: 1, name: MESSAGES.fr.endorsements.done.nothing }),
    ).toBeVisible();
    await expectSoundPage(visitor, "the page of thanks, opened by itself");
    await visitor.goto("/fr/badges/repair");
    await expect(visitor.getByRole("heading", { name: "Reconnu par" })).toBeVisible();
    await expect(visitor.getByText(school)).toHaveCount(0);
    await visitor.close();
  },
);

const SCHOOLS = {
  nl: { way: "nl phone", space: "be-square", region: "wallonie", place: "School over de grens" },
  fr: {
    way: "fr phone",
    space: "bibliotheek-kortrijk",
    region: "vlaanderen",
    place: "École d’en face",
  },
  en: {
    way: "en desktop",
    space: "bibliotheek-kortrijk",
    region: "hauts-de-france",
    place: "College across",
  },
} as const;

for (const locale of LANGUAGES) {
  const { way, space, region, place } = SCHOOLS[locale];
  test(
    `an organisation says no by its mail link, and why; asked again, it says yes and takes it back (${locale})`,
    walkedBy(locale, way),
    async ({ page, browser }) => {
      const { endorsements: t, said } = MESSAGES[locale];
      const mark = randomUUID().slice(0, 8);
      const school = `${place} ${mark}`;
      const email = `office@school-${mark}.example`;
      const badge = {
        nl: "Een project plannen",
        fr: "Planifier un projet",
        en: "Plan a project",
      }[locale];
      const visitor = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
      const ask = async () => {
        const since = new Date().toISOString();
        await page.goto(`/${locale}/desk/recognition`);
        await page.getByLabel(t.desk.space).selectOption(space);
        await page.getByLabel(t.desk.badge).selectOption({ label: badge });
        await page.getByLabel(t.own.organisation).fill(school);
        await page.getByLabel(t.own.region).selectOption(region);
        await page.getByLabel(t.own.email).fill(email);
        await page.getByRole("button", { name: t.own.send }).press("Enter");
        await expect(page.locator("main").getByRole("status")).toHaveText(said.recognitionAsked);
        const { text } = await newestLetter(email, since, { subject: new RegExp(mark) });
        expect(text).toContain(`/${locale}/endorse?token=`);
        await visitor.goto(linkIn(text));
        await expect(
          visitor.getByRole("heading", { level: 1, name: t.answer.title }),
        ).toBeVisible();
      };
      await signInAs(page, "facilitator", locale);
      await ask();
      await expectSoundPage(visitor, "recognition, asked by mail");
      const no = visitor.locator("section", {
        has: visitor.getByRole("heading", { name: t.answer.no }),
      });
      await no.getByLabel(t.answer.reason).fill(`No course of ours fits ${mark}`);
      await no.getByRole("button", { name: t.answer.refuse }).press("Enter");
      await expect(visitor.locator("main").getByRole("status")).toHaveText(t.done.refused);
      await expectSoundPage(visitor, "recognition, refused");
      await page.reload();
      const asked = page.getByRole("listitem").filter({ hasText: school });
      await expect(asked).toContainText(t.states.refused);
      await expect(asked).toContainText(`No course of ours fits ${mark}`);
      await expectSoundPage(page, "a refusal at the desk");

      await ask();
      await visitor.getByLabel(t.answer.comment).fill("We saw what they can do.");
      await visitor.getByLabel(t.answer.name, { exact: true }).fill("C. D.");
      await visitor.getByLabel(t.answer.role).fill("Head");
      const since = new Date().toISOString();
      await visitor.getByRole("button", { name: t.answer.sign }).press("Enter");
      await expect(visitor.getByText(t.needs_mandate)).toBeVisible();
      await expect(visitor.getByLabel(t.answer.comment)).toHaveValue("We saw what they can do.");
      await expect(visitor.getByLabel(t.answer.name, { exact: true })).toHaveValue("C. D.");
      await visitor.getByRole("checkbox", { name: t.scopes.hours }).press("Space");
      await visitor.getByLabel(t.answer.hours).fill("12");
      await visitor.getByLabel(t.answer.mandate).press("Space");
      await visitor.getByRole("button", { name: t.answer.sign }).press("Enter");
      await expect(visitor.locator("main").getByRole("status")).toHaveText(t.done.signed);

      await visitor.goto(`/${locale}/badges/plan-a-project`);
      await expect(visitor.getByText(school, { exact: true })).toBeVisible();
      await expect(visitor.locator("main")).not.toContainText("C. D.");
      const receipt = await newestLetter(email, since, { subject: new RegExp(mark) });
      await visitor.goto(linkIn(receipt.text));
      await visitor.getByLabel(t.withdraw.reason).fill("The course is another.");
      await visitor.getByRole("button", { name: t.withdraw.send }).press("Enter");
      await expect(visitor.locator("main").getByRole("status")).toHaveText(t.done.withdrawn);
      await visitor.goto(`/${locale}/badges/plan-a-project`);
      await expect(visitor.getByText(school)).toHaveCount(0);
      await page.reload();
      await expect(
        page
          .getByRole("listitem")
          .filter({ hasText: school })
          .filter({ hasText: t.states.revoked }),
      ).toContainText("The course is another.");
      await visitor.context().close();
    },
  );
}

test(
  "a partner begins where something waits for them, and answers it signed in",
  ONCE,
  async ({ page }) => {
    const { common } = MESSAGES.nl;
    await page.goto("/nl/sign-in");
    await page.getByRole("button", { name: "Partner", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Wacht op je antwoord" })).toBeVisible();
    await expectSoundPage(page, "where a partner begins");
    // On a telephone it is at their thumb, from any page.
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto("/nl");
    const bar = page.getByRole("navigation", { name: common.menu.quick });
    await expect(bar.getByRole("link")).toHaveText([
      common.nav.spaces,
      common.nav.sessions,
      common.nav.me,
      common.nav.partner,
    ]);
    await bar.getByRole("link", { name: common.nav.partner }).click();
    await expect(page).toHaveURL("/nl/partner");
    await expect(bar.locator("[aria-current=page]")).toHaveText(common.nav.partner);
    const cut = await bar
      .getByRole("link")
      .evaluateAll((links) => links.filter((link) => link.scrollWidth > link.clientWidth).length);
    expect(cut, "words that are wider than their part of the bar").toBe(0);
    await expectSoundPage(page, "where a partner begins, on a telephone");
    if (wide) await page.setViewportSize(wide);
    await page.getByRole("link", { name: "Antwoord" }).first().click();
    await expect(page.getByRole("heading", { name: "Erken je deze badge?" })).toBeVisible();
    // Badges that are asked for first are called by their names.
    await expect(page.locator("main")).not.toContainText("plan-a-project");
    await expectSoundPage(page, "a partner answers");
  },
);

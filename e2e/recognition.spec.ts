import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

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
    await page.getByLabel("Nom de l’école ou de la firme").fill(school);
    await page.getByLabel("Où est-ce ?").selectOption({ label: "Hauts-de-France" });
    await page.getByLabel("Leur e-mail").fill(email);
    await page.getByLabel("Langue du mail").selectOption({ label: "Français" });
    await expectSoundPage(page, "recognition at the desk");
    await page.getByRole("button", { name: "Envoyer le mail" }).click();
    await expect(page.getByText("Le mail est parti.")).toBeVisible();

    const linkIn = (text: string) => /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? "";
    const asked = await newestLetter(email, since, { subject: new RegExp(mark) });
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(linkIn(asked.text));
    await expect(visitor.getByRole("heading", { name: "Reconnaissez-vous ce badge ?" })).toBeVisible();
    await expectSoundPage(visitor, "recognition, asked by mail");
    await visitor.getByLabel("Qu’en dites-vous ?").fill("Ces personnes réparent seules.");
    await visitor.getByLabel("Entretien : qui l’a est invité").check();
    await visitor.getByLabel("Votre nom").fill("Claire D.");
    await visitor.getByLabel("Votre fonction").fill("Directrice");
    await visitor.getByLabel("Je peux le dire pour mon organisation").check();
    await visitor.getByRole("button", { name: "Signer et publier" }).click();
    await expect(visitor.getByText("C’est signé.")).toBeVisible();
    await visitor.goto(linkIn(asked.text));
    await expect(visitor.getByRole("heading", { name: "On a déjà répondu." })).toBeVisible();

    await visitor.goto("/fr/badges/recognition");
    await expectSoundPage(visitor, "who recognises what");
    await visitor.getByRole("link", { name: `Vérifier ce que ${school} a signé` }).click();
    await visitor.getByRole("button", { name: "Vérifier" }).click();
    await expect(visitor.getByRole("heading", { name: "Ce badge est vrai" })).toBeVisible();
    await expect(visitor.getByText(`ecole-${mark}.example`).first()).toBeVisible();

    const receipt = await newestLetter(email, since, { subject: /^Signé/ });
    await visitor.goto(linkIn(receipt.text));
    await visitor.getByLabel("Pourquoi ?").fill("Le cours a changé.");
    await visitor.getByRole("button", { name: "Retirer" }).click();
    await expect(visitor.getByText("C’est retiré. Qui vérifie le saura.")).toBeVisible();
    await visitor.goto("/fr/badges/repair");
    await expect(visitor.getByRole("heading", { name: "Reconnu par" })).toBeVisible();
    await expect(visitor.getByText(school)).toHaveCount(0);
    await visitor.close();
  },
);

test("a partner begins where something waits for them, and answers it signed in", ONCE, async ({ page }) => {
  await signInAs(page, "partner", "nl");
  await page.getByRole("link", { name: "Voor partners" }).click();
  await expect(page.getByRole("heading", { name: "Wacht op je antwoord" })).toBeVisible();
  await expectSoundPage(page, "where a partner begins");
  await page.getByRole("link", { name: "Antwoord" }).first().click();
  await expect(page.getByRole("heading", { name: "Erkent u deze badge?" })).toBeVisible();
  await expectSoundPage(page, "a partner answers");
});

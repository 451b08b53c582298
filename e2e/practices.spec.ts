import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";

test("somebody finds a practice with a misspelled word, reads it, and puts two side by side", async ({
  page,
}) => {
  const t = MESSAGES.nl.practices;
  await page.goto("/nl/practices");
  await expect(page.getByRole("heading", { level: 1, name: t.heading })).toBeVisible();
  await expectSoundPage(page);
  await page.getByLabel(t.search).fill("keukentaffel");
  await page.getByRole("button", { name: t.show, exact: true }).click();
  await expect(page).toHaveURL(/q=keukentaffel/);
  await page.getByRole("link", { name: "De keukentafel" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "De keukentafel" })).toBeVisible();
  await expect(page.getByRole("img", { name: /64 % hiermee, 49 % zonder/ })).toBeVisible();
  await expectSoundPage(page);

  await page.goto("/nl/practices?theme=learn");
  for (const title of ["De keukentafel", "Eerst herstellen, dan theorie"])
    await page.getByRole("checkbox", { name: t.compare.one.replace("{title}", title) }).check();
  await page.getByRole("button", { name: t.compare.go.replace("{most}", "3") }).click();
  await expect(page.getByRole("heading", { level: 1, name: t.compare.title })).toBeVisible();
  await expect(page.getByRole("table")).toContainText("Onze eerste tafel was te klein.");
  await expect(page.getByRole("table")).toContainText("Een microgolfoven is gevaarlijk");
  await expectSoundPage(page);
  await page.getByRole("columnheader").getByRole("link", { name: "De keukentafel" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "De keukentafel" })).toBeVisible();
});

test("practices side by side have their figures and facts, and say in which language a text is", async ({
  page,
}) => {
  const t = MESSAGES.fr.practices;
  await page.goto("/fr/practices/compare?with=de-keukentafel&with=childcare-next-door");
  const row = (name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row(t.evidence.own_figures)).toContainText("64 % avec, 49 % sans");
  for (const name of [t.facts.group, t.facts.licence, t.desk.fields.languages])
    await expect(row(name)).toHaveCount(1);
  await expect(row(t.facts.licence)).toContainText("CC-BY");

  // One is there in French, the other as it was written.
  const title = page.getByRole("columnheader").nth(2);
  await expect(title).toHaveAttribute("lang", "en");
  await expect(row(t.texts.failed).getByRole("cell").nth(1)).toHaveAttribute("lang", "en");
  await expect(row(t.texts.failed).getByRole("cell").nth(0)).toHaveAttribute("lang", "fr");
  await expect(row(t.facts.licence).getByRole("cell").nth(1)).not.toHaveAttribute("lang");
  await expectSoundPage(page);
});

test("a translation is shown with its original beside it", async ({ page }) => {
  const t = MESSAGES.fr.practices;
  await page.goto("/fr/practices/de-keukentafel");
  await expect(page.getByRole("heading", { level: 1, name: "La table de cuisine" })).toBeVisible();
  await page.getByRole("link", { name: t.beside }).click();
  await expect(page.getByText("Onze eerste tafel was te klein.")).toBeVisible();
  await expect(page.getByText("Notre première table était trop petite.")).toBeVisible();
  await expectSoundPage(page);
});

import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "an administrator writes a map, sees what is not translated, and brings its rows from a table (fr)",
  onlyOn(["desktop"]),
  async ({ page }, info) => {
    const { badges: t, said } = MESSAGES.fr;
    const mark = markOf(info)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-");
    const slug = `carte-${mark}`;
    await signInAs(page, "admin", "fr");
    await page.goto("/fr/admin/frameworks");
    await expectSoundPage(page, "lists and maps, by staff");
    await page.getByRole("link", { name: t.frameworks.new }).click();
    await expectSoundPage(page, "a map that is begun");
    await page.getByLabel(t.design.slug).fill(slug);
    await page.getByLabel("Nom (Français)").fill(`Réparer ${mark}`);
    await page.getByLabel("Niveaux (Français)").fill("Avec de l’aide\n\nAide les autres");
    await page.getByLabel(/^Qui la publie/).fill("Trivium");
    await page.getByLabel(/^Sous quelle licence/).fill("CC0");
    await page.getByLabel(/^D’où vient-elle/).fill("Nous-mêmes");
    await page.getByRole("button", { name: t.frameworks.save }).click();
    await expect(page.getByText(t.import.no_label)).toBeVisible();
    await expect(page.getByLabel("Niveaux (Français)")).toHaveValue(
      "Avec de l’aide\n\nAide les autres",
    );
    await page.getByLabel("Niveaux (Français)").fill("Avec de l’aide\nAide les autres");
    await page.getByRole("button", { name: t.frameworks.save }).click();
    await expect(page.locator("main").getByRole("status")).toHaveText(said.saved);

    const form = page.locator("form", { has: page.getByLabel(t.frameworks.code, { exact: true }) });
    await form.getByLabel(t.frameworks.code, { exact: true }).fill("R1");
    await form.getByLabel("Nom (Français)").fill("Ouvrir un appareil");
    await form.getByLabel(t.frameworks.aligned).fill("e-cf-4.0:Z.9:close");
    await form.getByRole("button", { name: t.frameworks.save }).click();
    await expect(form.getByLabel(t.frameworks.aligned)).toHaveAccessibleDescription(
      new RegExp(t.no_such_alignment.replace("{value}", "\\S*e-cf-4.0:Z.9\\S*")),
    );
    await form.getByLabel(t.frameworks.aligned).fill("e-cf-4.0:E.2:close");
    await form.getByRole("button", { name: t.frameworks.save }).click();
    const row = page.getByRole("row", { name: /R1/ });
    await expect(row).toContainText("Nederlands, English");
    await expectSoundPage(page, "a map with a competence, by staff");
    await form.getByLabel(t.frameworks.code, { exact: true }).fill("R1");
    await form.getByLabel("Nom (Français)").fill("Fermer un appareil");
    await form.getByRole("button", { name: t.frameworks.save }).click();
    await expect(page.getByText(t.code_taken)).toBeVisible();
    await expect(form.getByLabel("Nom (Français)")).toHaveValue("Fermer un appareil");
    await expect(row).toContainText("Ouvrir un appareil");

    await page.goto(`/fr/badges/maps/${slug}`);
    await expect(page.getByText("Ouvrir un appareil")).toBeVisible();
    const levels = page.locator("section", {
      has: page.getByRole("heading", { name: t.map.levels }),
    });
    await expect(page.getByText("Nous-mêmes")).toBeVisible();
    await expect(levels.getByRole("listitem")).toHaveText([/^Avec de l’aide/, /^Aide les autres/]);

    await page.goto("/fr/admin/frameworks");
    const bring = async (text: string, how: "try" | "import") => {
      await page.getByLabel(t.frameworks.import.file).setInputFiles({
        name: "rangs.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(text),
      });
      await page.getByLabel(t.frameworks.import.into).selectOption(slug);
      await page.getByLabel(t.frameworks.import[how], { exact: true }).check();
      await page.getByRole("button", { name: t.frameworks.import.go }).click();
    };
    await bring(
      "code,label_fr,label_nl\nR1,Ouvrir un appareil,Een toestel openen\nR2,,\n",
      "import",
    );
    await expect(page.getByRole("alert").filter({ hasText: "Ligne 2" })).toBeVisible();
    const whole =
      "code,label_fr,label_nl\nR1,Ouvrir un appareil,Een toestel openen\nR2,Mesurer,Meten\n";
    await bring(whole, "try");
    await expect(page.locator("main").getByRole("status")).toContainText(
      "1 nouvelles, 1 modifiées",
    );
    await page.goto(`/fr/admin/frameworks/${slug}`);
    await expect(page.getByRole("row", { name: /R2/ })).toHaveCount(0);
    await page.goto("/fr/admin/frameworks");
    await bring(whole, "import");
    await expect(page.locator("main").getByRole("status")).toContainText("Importé");
    await page.goto(`/fr/admin/frameworks/${slug}`);
    await expect(page.getByRole("row", { name: /R2/ })).toContainText("English");

    // Given up for a while, and then taken away: nothing names it.
    const end = page.locator("summary", { hasText: t.frameworks.end.title });
    await end.click();
    await page.getByRole("button", { name: t.frameworks.end.retire }).click();
    await expect(page.locator("main").getByRole("status")).toHaveText(said.frameworkRetired);
    await expect(page.getByRole("button", { name: t.frameworks.save })).toHaveCount(0);
    await expectSoundPage(page, "a map that is used no more, by staff");
    await end.click();
    await page.getByRole("button", { name: t.frameworks.end.remove }).click();
    await expect(page.locator("main").getByRole("status")).toHaveText(said.frameworkRemoved);
    await expect(page.getByRole("link", { name: `Réparer ${mark}` })).toHaveCount(0);
  },
);

import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE, walkedOn } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "a file with errors is looked at, mended, sent again and taken in",
  ONCE,
  async ({ page }, info) => {
    const mark = markOf(info);
    const file = (second: string, point: string) => ({
      name: "lieux.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        [
          "Numéro;Intitulé;Ville;Y;X",
          `1;Atelier ${mark};Roubaix;50,6942;3,1746`,
          `2;${second};Tourcoing;${point}`,
          `3;Atelier ${mark};Roubaix;50,6942;3,1747`,
        ].join("\n"),
        "latin1",
      ),
    });
    await signInAs(page, "admin", "fr");
    await page.goto("/fr/admin/spaces");
    await page.getByRole("link", { name: "Importer un fichier" }).click();
    await page.getByLabel("Qui l’a publié").fill(`Ville ${mark}`);
    await page.getByLabel("À quelles conditions").fill("CC0");
    await page.getByLabel("Le fichier").setInputFiles(file("", "3,16; 50,72"));
    await page.getByRole("button", { name: "Examiner ce fichier" }).click();

    await expect(page.getByRole("heading", { name: "Quelle colonne est quoi" })).toBeVisible();
    await expect(page.getByText("windows-1252")).toBeVisible();
    await expect(page.getByLabel("Ville")).toHaveValue("commune");
    await page.getByLabel("Numéro").selectOption("Numéro chez la source");
    await page.getByRole("button", { name: "Examiner les lignes" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(
      "Aucune colonne n’est le champ Nom",
    );
    await page.getByLabel("Intitulé").selectOption("Nom");
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Examiner les lignes" }).click();

    await expect(page.getByRole("link", { name: "1 refusé" })).toBeVisible();
    await expect(page.getByRole("row", { name: /^3 / })).toContainText("Nom manque");
    await page.getByRole("button", { name: "Importer ces lieux" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("1 ligne est refusée");
    await expectSoundPage(page);

    await page.getByRole("link", { name: "un autre fichier" }).click();
    await expect(page.getByLabel("Qui l’a publié")).toHaveValue(`Ville ${mark}`);
    await page.getByLabel("Le fichier").setInputFiles(file(`Fabrique ${mark}`, "3,16; 50,72"));
    await page.getByRole("button", { name: "Examiner ce fichier" }).click();
    // What was agreed for the last file is there already.
    await expect(page.getByLabel("Intitulé")).toHaveValue("nom");
    await page.getByRole("button", { name: "Examiner les lignes" }).click();

    await expect(page.getByRole("link", { name: "0 refusé" })).toBeVisible();
    await page.getByRole("link", { name: "1 doublon" }).click();
    await expect(page.getByRole("row", { name: /^4 / })).toContainText("à la ligne 2 : à 7 m");
    await page.getByLabel("Un autre lieu").check();
    await page.getByRole("button", { name: "Enregistrer ces choix" }).click();
    await expect(page.getByRole("status")).toHaveText("Vos choix sont enregistrés.");
    await expect(page.getByLabel("Un autre lieu")).toBeChecked();
    await page.getByRole("link", { name: "2 nouveaux" }).click();
    await expect(page.getByRole("row", { name: /^3 / })).toContainText(
      "latitude et longitude inversées",
    );
    await page.getByRole("button", { name: "Importer ces lieux" }).click();
    await expect(page.getByRole("status")).toContainText("3 nouveaux, 0 modifié");
    await expectSoundPage(page);
  },
);

test(
  "a workbook and an empty file are refused in words, and what was typed stays",
  walkedOn("desktop"),
  async ({ page }) => {
    await signInAs(page, "admin", "nl");
    for (const [buffer, words] of [
      [Buffer.from("PK\u0003\u0004\0\0\0\0"), "Bewaar het rekenblad eerst als CSV"],
      [Buffer.from(""), "Dit bestand is leeg"],
    ] as const) {
      await page.goto("/nl/admin/spaces/import");
      await page.getByLabel("Wie het publiceerde").fill("Stad");
      await page.getByLabel("Onder welke voorwaarden").fill("CC0");
      await page
        .getByLabel("Het bestand")
        .setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "Bekijk dit bestand" }).click();
      await expect(page.getByRole("main").getByRole("alert")).toContainText(words);
      await expect(page.getByLabel("Wie het publiceerde")).toHaveValue("Stad");
    }
  },
);

test(
  "the page of a space says what its description still lacks",
  walkedOn("phone"),
  async ({ page }) => {
    await signInAs(page, "admin", "en");
    await page.goto("/en/admin/spaces?q=hangar+k");
    await page.getByRole("link", { name: "Hangar K" }).click();
    await expect(page.getByRole("heading", { name: /^\d+ % complete$/ })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "A photo" })).toBeVisible();
    await expectSoundPage(page);
  },
);

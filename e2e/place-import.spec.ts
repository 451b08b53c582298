import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";
import { markOf } from "./tries.ts";

/** A piece of the border for each language: those of alike names side by side are duplicates. */
const NORTH = { nl: 68, fr: 69, en: 70 };

for (const locale of LANGUAGES)
  test(
    `a file with errors is looked at, mended, sent again and taken in (${locale})`,
    walkedBy(locale, "nl desktop", ["desktop"]),
    async ({ page }, info) => {
      const t = translator(locale, "places");
      const mark = `${locale}${markOf(info)}`;
      // A column of its own: what one file's columns were agreed to be, the next file finds.
      const titled = `Intitulé ${mark}`;
      const north = NORTH[locale];
      const point = `3,16; 50,${north + 5}`;
      const file = (second: string) => ({
        name: "lieux.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
          [
            `Numéro;${titled};Ville;Y;X`,
            `1;Atelier ${mark};Roubaix;50,${north}42;3,1746`,
            `2;${second};Tourcoing;${point}`,
            `3;Atelier ${mark};Roubaix;50,${north}42;3,1747`,
          ].join("\n"),
          "latin1",
        ),
      });
      const outcome = (name: string, count: number) =>
        page.getByRole("link", { name: t(`import.outcomes.${name}`, { count }) });
      const refusal = page.getByRole("main").getByRole("alert");
      const look = page.getByRole("button", { name: t("import.look") });
      const source = page.getByLabel(t("import.source"));
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/spaces`);
      await page.getByRole("link", { name: t("admin.import") }).click();
      await source.fill(`Ville ${mark}`);
      await page.getByLabel(t("import.licence")).fill("CC0");
      await page.getByLabel(t("import.file")).setInputFiles(file(""));
      // Beside our own words, not those of the browser.
      await expect(page.locator(".file-pick")).toContainText("lieux.csv");
      await expectSoundPage(page);
      await page.getByRole("button", { name: t("import.send") }).click();

      await expect(page.getByRole("heading", { name: t("import.mappingTitle") })).toBeVisible();
      await expect(page.getByText("windows-1252")).toBeVisible();
      await expect(page.getByLabel("Ville")).toHaveValue("commune");
      await page.getByLabel("Numéro").selectOption(t("fields.id"));
      await look.click();
      await expect(refusal).toContainText(t("mapping_missing", { field: t("fields.nom") }));
      await page.getByLabel(titled).selectOption(t("fields.nom"));
      await expectSoundPage(page);
      await look.click();

      await expect(outcome("refused", 1)).toBeVisible();
      await expect(page.getByRole("row", { name: /^3 / })).toContainText(
        `${t("fields.nom")} ${t("notes.missing")}`,
      );
      await page.getByRole("button", { name: t("import.take") }).click();
      await expect(refusal).toContainText(t("refused_left", { count: 1 }));
      await expectSoundPage(page);

      await page.getByRole("link", { name: t("import.another") }).click();
      await expect(source).toHaveValue(`Ville ${mark}`);
      await page.getByLabel(t("import.file")).setInputFiles(file(`Fabrique ${mark}`));
      await page.getByRole("button", { name: t("import.send") }).click();
      // What was agreed for the last file is there already.
      await expect(page.getByLabel(titled)).toHaveValue("nom");
      await look.click();

      await expect(outcome("refused", 0)).toBeVisible();
      await outcome("duplicate", 1).click();
      await expect(page.getByRole("row", { name: /^4 / })).toContainText(
        t("import.twin.row", { name: `Atelier ${mark}`, id: "2", metres: 7, likeness: 100 }),
      );
      const other = page.getByLabel(t("import.comesIn"));
      await other.check();
      await page.getByRole("button", { name: t("import.decide") }).click();
      await expect(page.getByRole("status")).toHaveText(t("import.decided"));
      await expect(other).toBeChecked();
      await outcome("new", 2).click();
      await expect(page.getByRole("row", { name: /^3 / })).toContainText(
        t("notes.swapped", { value: "" }).trim(),
      );
      await page.getByRole("button", { name: t("import.take") }).click();
      await expect(page.getByRole("status")).toContainText(
        t("import.done", { added: 3, changed: 0 }),
      );
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
  "a table that breaks half way says so, and offers nothing to take in",
  walkedOn("phone"),
  async ({ page }, info) => {
    const t = translator("fr", "places");
    const mark = markOf(info);
    const rows = ["nom;commune;latitude;longitude", `Bien ${mark};Roubaix;50,69;3,17`];
    await signInAs(page, "admin", "fr");
    await page.goto("/fr/admin/spaces/import");
    await page.getByLabel(t("import.source")).fill(`Ville ${mark}`);
    await page.getByLabel(t("import.licence")).fill("CC0");
    await page.getByLabel(t("import.file")).setInputFiles({
      name: "lieux.csv",
      mimeType: "text/csv",
      buffer: Buffer.from([...rows, `"Cassé ${mark};Roubaix;50,69;3,18`].join("\n")),
    });
    await page.getByRole("button", { name: t("import.send") }).click();
    await page.getByRole("button", { name: t("import.look") }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(
      t("broken_table", { line: 3 }),
    );
    await expect(page.getByRole("heading", { name: t("import.failedTitle") })).toBeVisible();
    await expect(
      page.getByRole("heading", { name: t("import.takeTitle"), exact: true }),
    ).toHaveCount(0);
    await expectSoundPage(page);
  },
);

test(
  "the page of a space says what its description still lacks",
  walkedOn("phone"),
  async ({ page }) => {
    await signInAs(page, "admin", "en");
    await page.goto("/en/admin/spaces?q=hangar+k");
    await page.getByRole("link", { name: "Hangar K" }).click();
    await expect(page.getByRole("heading", { name: /^\d+% complete$/ })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "A photo" })).toBeVisible();
    await expectSoundPage(page);
  },
);

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { closedPeriods } from "#lib/evidence/research/periods.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";

const WORDS = {
  nl: {
    make: "Maak een bestand",
    from: "Eerste maand",
    to: "Laatste maand",
    table: "Cijfers: regio, kwartaal, indicator",
    lines: "Persoonslijnen",
    preview: "Bekijk wat erin komt",
    purpose: "Waarvoor dient het?",
    create: "Maak het bestand",
    download: "Download (zip)",
    open: "Open het",
    notOver: /30 dagen na het einde/,
    tooShort: /10 tekens/,
  },
  fr: {
    make: "Faire un fichier",
    from: "Premier mois",
    to: "Dernier mois",
    table: "Chiffres : région, trimestre, indicateur",
    lines: "Lignes-personnes",
    preview: "Voir ce qu’il contiendrait",
    purpose: "À quoi cela sert-il ?",
    create: "Faire le fichier",
    download: "Télécharger (zip)",
    open: "L’ouvrir",
    notOver: /30 jours après la fin/,
    tooShort: /10 signes/,
  },
  en: {
    make: "Make a file",
    from: "First month",
    to: "Last month",
    table: "Figures: region, quarter, indicator",
    lines: "Person lines",
    preview: "See what it would hold",
    purpose: "What is it for?",
    create: "Make the file",
    download: "Download (zip)",
    open: "Open it",
    notOver: /30 days after/,
    tooShort: /10 characters/,
  },
} as const;

/** The quarters that are closed, newest first, by their first month. */
function closedQuarter(back: number): Temporal.PlainYearMonth {
  const quarters = closedPeriods(Temporal.Now.instant()).filter(({ name }) => name.includes("Q"));
  return quarters[back]!.from;
}

const REGIONS = { nl: "vlaanderen", fr: "hauts-de-france", en: "wallonie" };

/**
 * What each language asks for: figures of the newest quarter of its region, or lines of a month of
 * the quarter before. Nobody makes a file of figures of that quarter: the same people leave in one
 * form only.
 */
function askedIn(locale: Language, isTable: boolean) {
  const quarter = closedQuarter(isTable ? 0 : 1);
  const month = quarter.add({ months: LANGUAGES.indexOf(locale) });
  return isTable
    ? {
        from: `${quarter}`,
        to: `${quarter.add({ months: 2 })}`,
        where: `region:${REGIONS[locale]}`,
      }
    : { from: `${month}`, to: `${month}`, where: "" };
}

/**
 * The files of an archive that stores without compressing, by its central directory (APPNOTE 6.3,
 * section 4.3.12).
 */
function storedFiles(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = zip.indexOf("PK\x01\x02"); at >= 0; at = zip.indexOf("PK\x01\x02", at + 46)) {
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    files.set(name, zip.subarray(start, start + zip.readUInt32LE(at + 20)));
  }
  return files;
}

async function unpack(page: Page, button: string) {
  const waiting = page.waitForEvent("download");
  await page.locator("main").getByRole("link", { name: button }).click();
  const files = storedFiles(readFileSync(await (await waiting).path()));
  const data = files.get("data.csv") ?? Buffer.alloc(0);
  return {
    rows: data.toString("utf8").trim().split("\n"),
    sha256: createHash("sha256").update(data).digest("hex"),
    codebook: JSON.parse(String(files.get("datapackage.json"))),
  };
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  for (const isTable of [true, false]) {
    test(
      `a researcher makes ${isTable ? "a table" : "person lines"} and finds what was announced (${locale})`,
      walkedBy(locale, isTable ? "nl phone" : "en desktop"),
      async ({ page }) => {
        await signInAs(page, "researcher", locale);
        await page.goto(`/${locale}/research`);
        await expectSoundPage(page);
        await page.locator("main").getByRole("link", { name: words.make, exact: true }).click();
        const asked = askedIn(locale, isTable);
        await page.getByRole("radio", { name: isTable ? words.table : words.lines }).check();
        await page.getByLabel(words.from).fill(asked.from);
        await page.getByLabel(words.to).fill(asked.to);
        await page.locator("select[name=where]").selectOption(asked.where);
        await page.getByRole("button", { name: words.preview }).click();
        await expect(page).toHaveURL(new RegExp(`from=${asked.from}`));
        await expect(page.locator("#preview")).toBeFocused();
        await expect(page.locator("#preview")).toBeInViewport();
        await expectSoundPage(page);
        // A try before may have made it: the same question gets the same file, as it left.
        const existing = page.getByRole("link", { name: words.open });
        if (await existing.isVisible()) {
          await expect(page.locator("table.data tbody tr")).toHaveCount(12);
          await existing.click();
          await expect(page.getByRole("link", { name: words.download })).toBeVisible();
          await expectSoundPage(page);
          return;
        }
        // What it would hold is said without anybody in it.
        await expect(page.locator("table.data")).toHaveCount(0);
        await page.getByLabel(words.purpose).fill("short");
        await page.getByRole("button", { name: words.create }).click();
        await expect(page.locator("main").getByText(words.tooShort)).toBeVisible();
        await expect(page.getByLabel(words.purpose)).toHaveValue("short");
        await page.getByLabel(words.purpose).fill("To see whether new places reach new people.");
        await page.getByRole("button", { name: words.create }).click();
        await expect(page.getByRole("link", { name: words.download })).toBeVisible();
        await expectSoundPage(page);

        const id = page.url().split("/").at(-1);
        const told = await (await page.request.get(`/api/v1/research/releases/${id}`)).json();
        const { rows, sha256, codebook } = await unpack(page, words.download);
        expect(sha256).toBe(told.sha256);
        expect(codebook.resources[0].hash).toBe(`sha256:${sha256}`);
        expect(rows).toHaveLength(told.rows + 1);
        if (isTable) {
          expect(rows.filter((row) => !/,(withheld|[1-9]\d*0)$/.test(row)).slice(1)).toEqual([]);
          expect(rows.filter((row) => !row.endsWith(",withheld")).length).toBeGreaterThan(5);
          // The same as the page of indicators shows.
          const report = await page.request.get(
            `/api/v1/indicators.csv?from=${asked.from}&to=${asked.to}&region=${REGIONS[locale]}`,
          );
          for (const line of (await report.text()).trim().split("\n")) {
            const [indicator, question, answer, gender, people] = line.split(",");
            if (indicator !== "EECO05" || gender === "all") continue;
            expect(
              rows.some((row) =>
                row.endsWith([indicator, question, answer, gender, people].join()),
              ),
            ).toBe(true);
          }
        } else {
          const alike = Map.groupBy(rows.slice(1), (row) => row);
          for (const [line, lines] of alike) expect(lines.length, line).toBeGreaterThanOrEqual(5);
          expect(codebook.resources[0].schema.fields).toHaveLength(6);
        }
      },
    );
  }

  test(
    `a month that is not over is explained, and what was chosen stays (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      await signInAs(page, "researcher", locale);
      const now = Temporal.Now.plainDateISO("Europe/Brussels").toPlainYearMonth().toString();
      await page.goto(`/${locale}/research/new?dataset=person_lines&from=2026-01&to=${now}&where=`);
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.notOver);
      await expect(page.getByLabel(words.from)).toHaveValue("1/2026");
      await expect(page.getByRole("radio", { name: words.lines })).toBeChecked();
      await expectSoundPage(page);
    },
  );
}

test(
  "what is published stands first, what is not is said, and a table is sorted by its heads",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "researcher", "en");
    await page.goto("/en/research");
    const tiles = page.getByRole("region", { name: "Key figures", exact: true });
    const [quarter] = closedPeriods(Temporal.Now.instant())
      .filter(({ name }) => name.includes("Q"))
      .slice(2);
    // The newest quarter that the demonstration published for every region; those after it are not
    // in a figure.
    await expect(tiles).toContainText(
      new RegExp(`Attendances [\\d,]*0 at least, .* ${quarter?.from.year}`),
    );
    const byQuarter = page.getByRole("region", { name: "Key figures by quarter" });
    await expect(byQuarter.getByRole("row").nth(1)).toContainText("not published yet");
    const indicators = page.getByRole("region", { name: "Who came, by indicator" });
    const all = indicators.getByRole("columnheader", { name: "All", exact: true });
    await expect(all).not.toHaveAttribute("aria-sort");
    await all.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(all).toHaveAttribute("aria-sort", "descending");
    await expect(indicators.getByRole("row").nth(1)).toContainText("EECO01");
    await page.keyboard.press("Enter");
    await expect(all).toHaveAttribute("aria-sort", "ascending");
    await expect(indicators.getByRole("row").nth(1)).not.toContainText("EECO01");
    await expect(indicators.getByRole("row").last()).toContainText("not shown");
  },
);

test("a learner finds no research, by page or by API", ONCE, async ({ page }) => {
  await signInAs(page, "learner", "en");
  for (const path of ["/en/research", "/en/research/new"])
    expect((await page.goto(path))?.status()).toBe(404);
  expect((await page.request.get("/api/v1/research/releases")).status()).toBe(403);
});

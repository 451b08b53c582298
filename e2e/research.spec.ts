import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { headsOn, tallied } from "#lib/attendance/rules.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";

const WORDS = {
  nl: {
    make: "Maak een bestand",
    from: "Eerste maand",
    to: "Laatste maand",
    table: "Tabel: plek, maand, groep",
    lines: "Persoonslijnen",
    preview: "Bekijk wat erin komt",
    purpose: "Waarvoor dient het?",
    create: "Maak het bestand",
    download: "Download (zip)",
    notOver: /nog niet voorbij/,
    tooShort: /10 tekens/,
  },
  fr: {
    make: "Faire un fichier",
    from: "Premier mois",
    to: "Dernier mois",
    table: "Tableau : lieu, mois, groupe",
    lines: "Lignes-personnes",
    preview: "Voir ce qu’il contiendrait",
    purpose: "À quoi cela sert-il ?",
    create: "Faire le fichier",
    download: "Télécharger (zip)",
    notOver: /n’est pas fini/,
    tooShort: /10 signes/,
  },
  en: {
    make: "Make a file",
    from: "First month",
    to: "Last month",
    table: "Table: place, month, group",
    lines: "Person lines",
    preview: "See what it would hold",
    purpose: "What is it for?",
    create: "Make the file",
    download: "Download (zip)",
    notOver: /not over yet/,
    tooShort: /10 characters/,
  },
} as const;

/** Each run asks for a month of its own: the same people leave in one form only. */
function monthFor(locale: Language, project: string, table: boolean): string {
  const ago = 1 + LANGUAGES.indexOf(locale) * 2 + (project === "phone" ? 0 : 1);
  const month = Temporal.Now.plainDateISO("Europe/Brussels").toPlainYearMonth().subtract({ months: ago });
  return (table ? month : month.subtract({ months: 2 * LANGUAGES.length })).toString();
}

/** The files of an archive that stores without compressing, by its central directory (APPNOTE 6.3, section 4.3.12). */
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
  await page.getByRole("link", { name: button }).click();
  const files = storedFiles(readFileSync(await (await waiting).path()));
  const data = files.get("data.csv") ?? Buffer.alloc(0);
  return {
    rows: data.toString("utf8").trim().split("\n"),
    sha256: createHash("sha256").update(data).digest("hex"),
    codebook: JSON.parse(String(files.get("datapackage.json"))),
  };
}

type Listed = { id: string; spaceSlug: string; start: string };

/** Every session the facilitator sees on the desk, page after page. */
async function sessionsAtDesk(page: Page): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let at = 1; ; at += 1) {
    const html = await (await page.request.get(`/en/desk/sessions?page=${at}`)).text();
    const ids = [
      ...new Set([...html.matchAll(/desk\/sessions\/([0-9a-f-]{36})\/sheet/g)].map(([, id]) => id)),
    ];
    if (ids.length === 0) return found;
    for (const id of ids) found.push(await (await page.request.get(`/api/v1/sessions/${id}`)).json());
  }
}

test("the file says what the sheets said", async ({ page, browser }, { project }) => {
  test.skip(
    project.name === "phone",
    "the sheets of one month can be corrected before its table leaves, once",
  );
  test.setTimeout(120_000);
  const month = monthFor("en", project.name, true);
  await signInAs(page, "facilitator", "en");
  const held = (await sessionsAtDesk(page)).filter(({ start }) => start.startsWith(month));
  const space = held[0]?.spaceSlug ?? "";
  const ofSpace = held.filter(({ spaceSlug }) => spaceSlug === space);
  expect(ofSpace.length).toBeGreaterThan(2);

  const sheetOf = (id: string) => `/api/v1/sessions/${id}/attendance`;
  const first = await (await page.request.get(sheetOf(ofSpace[0]?.id ?? ""))).json();
  const { id: _, ...traits } = first.lines[0];
  const added = Array.from({ length: 7 }, () => ({ ...traits, id: randomUUID(), gender: "non_binary" }));
  const saved = await page.request.post(sheetOf(ofSpace[0]?.id ?? ""), {
    data: { ...first, saveId: randomUUID(), lines: [...first.lines, ...added] },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(saved.status()).toBe(200);
  let people = 0;
  let nonBinary = 0;
  for (const { id } of ofSpace) {
    const { present, lines, tally } = await (await page.request.get(sheetOf(id))).json();
    people += headsOn({ present, lines, tally });
    const isNonBinary = ({ gender }: { gender: string }) => gender === "non_binary";
    nonBinary += lines.filter(isNonBinary).length + tallied(tally.filter(isNonBinary));
  }

  const researcher = await (await browser.newContext()).newPage();
  await signInAs(researcher, "researcher", "en");
  await researcher.goto(`/en/research/new?dataset=table&from=${month}&to=${month}&where=${space}`);
  await researcher.getByLabel(WORDS.en.purpose).fill("To compare the file with the sheets.");
  await researcher.getByRole("button", { name: WORDS.en.create }).click();
  const { rows } = await unpack(researcher, WORDS.en.download);
  expect(rows).toContain(`${space},${month},all,all,${people}`);
  expect(rows).toContain(`${space},${month},gender,non_binary,${nonBinary}`);
});

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  for (const isTable of [true, false]) {
    test(`a researcher makes ${isTable ? "a table" : "person lines"} and finds what was announced (${locale})`, async ({
      page,
    }, { project }) => {
      await signInAs(page, "researcher", locale);
      await page.goto(`/${locale}/research`);
      await page.getByRole("link", { name: words.make }).click();
      const month = monthFor(locale, project.name, isTable);
      await page.getByRole("radio", { name: isTable ? words.table : words.lines }).check();
      await page.getByLabel(words.from).fill(month);
      await page.getByLabel(words.to).fill(month);
      await page.getByRole("button", { name: words.preview }).click();
      await expectSoundPage(page);
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
      if (isTable) expect(rows.filter((row) => /,[1-4]$/.test(row))).toEqual([]);
      else {
        const keys = Map.groupBy(rows.slice(1), (row) => row.split(",").slice(0, 4).join());
        for (const [key, alike] of keys) expect(alike.length, key).toBeGreaterThanOrEqual(5);
      }
    });
  }

  test(`a month that is not over is explained, and what was chosen stays (${locale})`, async ({ page }) => {
    await signInAs(page, "researcher", locale);
    const now = Temporal.Now.plainDateISO("Europe/Brussels").toPlainYearMonth().toString();
    await page.goto(`/${locale}/research/new?dataset=table&from=2026-01&to=${now}&where=`);
    await expect(page.locator("main").getByRole("alert")).toHaveText(words.notOver);
    await expect(page.getByLabel(words.from)).toHaveValue("2026-01");
    await expect(page.getByRole("radio", { name: words.table })).toBeChecked();
  });
}

test("a learner finds no research, by page or by API", async ({ page }) => {
  await signInAs(page, "learner", "en");
  for (const path of ["/en/research", "/en/research/new"])
    expect((await page.goto(path))?.status()).toBe(404);
  expect((await page.request.get("/api/v1/research/releases")).status()).toBe(403);
});

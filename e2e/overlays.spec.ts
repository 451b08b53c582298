import { expect, type Page, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { enterOn } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";
import { markOf } from "./tries.ts";

const file = (value: unknown) => ({
  name: "layer.geojson",
  mimeType: "application/geo+json",
  buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});
const ROUND = Array.from({ length: 3_001 }, (_, at) => {
  const angle = (2 * Math.PI * (at % 3_000)) / 3_000;
  return [3.2 + 0.15 * Math.cos(angle), 50.72 + 0.1 * Math.sin(angle)];
});
const AREA = {
  type: "Feature",
  properties: { name: "<img src=x onerror=alert(1)>" },
  geometry: { type: "Polygon", coordinates: [ROUND] },
};

type Words = {
  locale: "nl" | "fr" | "en";
  names: [string, string, string];
  source: string;
  file: string;
  send: string;
  swapped: string;
  simplified: RegExp;
  show: string;
  remove: string;
  more: string;
  also: string;
  apply: string;
  chip: string;
};

const WORDS: Words[] = [
  {
    ...{
      locale: "nl",
      names: ["Naam in het Nederlands", "Naam in het Frans", "Naam in het Engels"],
    },
    ...{ source: "Wie maakte het, en met welke licentie?", file: "Bestand", send: "Kijk het na" },
    swapped: "Breedte en lengte staan omgekeerd.",
    simplified: /Het bestand heeft 3.?001 punten/,
    ...{ show: "Toon ze aan bezoekers", remove: "Wis ze", more: "Meer", also: "Ook op de kaart" },
    ...{ apply: "Toon", chip: "Op de kaart" },
  },
  {
    ...{ locale: "fr", names: ["Nom en néerlandais", "Nom en français", "Nom en anglais"] },
    ...{ source: "Qui l’a faite, et sous quelle licence", file: "Fichier", send: "Regarder" },
    swapped: "Latitude et longitude sont inversées.",
    simplified: /Le fichier a 3.?001 points/,
    ...{ show: "La montrer aux visiteurs", remove: "La supprimer", more: "Plus" },
    ...{ also: "Aussi sur la carte", apply: "Voir", chip: "Sur la carte" },
  },
  {
    ...{ locale: "en", names: ["Name in Dutch", "Name in French", "Name in English"] },
    ...{ source: "Who made it, and under which licence?", file: "File", send: "Look at it" },
    swapped: "Latitude and longitude are the wrong way round.",
    simplified: /The file has 3.?001 points/,
    ...{ show: "Show it to visitors", remove: "Delete it", more: "More", also: "Also on the map" },
    ...{ apply: "Show", chip: "On the map" },
  },
];

for (const words of WORDS)
  test(
    `an administrator adds a layer from a file, and visitors switch it on (${words.locale})`,
    onlyOn([words.locale === "fr" ? "phone" : "desktop"]),
    async ({ page }, info) => {
      const { locale } = words;
      const name = `Ring ${markOf(info)} ${locale}`;
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/overlays`);
      await expectSoundPage(page, "layers");
      for (const label of words.names) await page.getByLabel(label).fill(name);
      await page.getByLabel(words.source).fill("© A town, CC0");
      const sendFile = async (value: unknown) => {
        await page.getByLabel(words.file, { exact: true }).setInputFiles(file(value));
        await page.getByRole("button", { name: words.send }).click();
      };
      await sendFile({ type: "Point", coordinates: [50.83, 3.26] });
      await expect(page.locator(".alert")).toContainText(words.swapped);
      await expect(page.getByLabel(words.names[0])).toHaveValue(name);
      await sendFile(AREA);
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(page.getByText(words.simplified)).toBeVisible();
      await expect(page.locator(".overlays path")).toHaveCount(1);
      await expectSoundPage(page, "a layer before it is shown");
      const slug = new URL(page.url()).pathname.split("/").at(-1) ?? "";
      // Not even by its address before that is said.
      await page.goto(`/${locale}?layer=${slug}`);
      await expect(page.locator(".overlays")).toHaveCount(0);
      await page.goto(`/${locale}/admin/overlays/${slug}`);
      await page.getByRole("button", { name: words.show }).click();
      await expect(page.getByRole("status").first()).toBeVisible();

      await chosenByVisitor(page, words, name);
      await page.goto(`/embed/${locale}/map?layer=${slug}`);
      await expect(page.locator(".overlays path")).toHaveCount(1);
      await expect(page.locator(".key")).toContainText("© A town, CC0");
      await page.goto(`/${locale}/places?layer=${slug}`);
      await expect(page.getByRole("checkbox", { name })).toBeChecked();
      await expect(page.locator(".overlays path")).toHaveCount(1);
      await page.goto(`/${locale}/community?layer=${slug}`);
      await expect(page.locator(".overlays path")).toHaveCount(1);
      await page.goto(`/${locale}/print?layer=${slug}`);
      await expect(page.locator(".wall-map .overlays path")).toHaveCount(1);
      await expect(page.locator(".wall-map .key")).toContainText("© A town, CC0");

      await page.goto(`/${locale}/admin/overlays/${slug}`);
      await page.getByRole("button", { name: words.remove }).click();
      await expect(page.getByRole("status").first()).toBeVisible();
      await expect(page.getByRole("link", { name })).toHaveCount(0);
    },
  );

/** On the home page: behind "more", then on the map, in its legend, and on the live map as well. */
async function chosenByVisitor(page: Page, words: Words, name: string): Promise<void> {
  const { locale } = words;
  await page.goto(`/${locale}`);
  await expect(page.locator(".overlays")).toHaveCount(0);
  await page.getByRole("link", { name: words.more, exact: true }).click();
  await page.getByRole("group", { name: words.also }).getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: words.apply, exact: true }).click();
  await expect(page).toHaveURL(/layer=/);
  await expect(page.locator(".map .overlays path").first()).toBeAttached();
  await expect(page.locator(".key")).toContainText(`${name} (© A town, CC0)`);
  await expectSoundPage(page, "home with a layer");
  if (locale === "en") {
    await page.locator(".map .zoom button").first().click();
    await expect(page.locator(".live .overlays-pane path")).toHaveCount(1);
  }
  await page.getByRole("link", { name: new RegExp(`${words.chip}.*${name}`) }).click();
  await expect(page).not.toHaveURL(/layer=/);
  await expect(page.locator(".overlays")).toHaveCount(0);
}

test(
  "organisations are put on the map beside the spaces, and those of a town are opened by keyboard",
  onlyOn(["phone"]),
  async ({ page }) => {
    const t = translator("nl", "map");
    await page.goto("/nl?more=filters");
    const also = page.getByRole("group", { name: t("overlays.choose") });
    await also.getByRole("checkbox", { name: t("overlays.organisations") }).check();
    const show = translator("nl", "spaces")("filter.show");
    await page.getByRole("button", { name: show, exact: true }).click();
    await expect(page).toHaveURL(/layer=organisations/);
    await page.goto("/nl?layer=organisations#map");
    await expect(page.locator(".key")).toContainText(t("overlays.organisations"));
    await expectSoundPage(page, "home with organisations");
    await page.getByRole("button", { name: t("zoomIn"), exact: true }).press("Enter");
    const live = page.locator('.live[data-state="drawn"]');
    await expect(live.getByRole("link", { name: /^Kortrijk/ })).toBeVisible();
    await page.goto("/nl?layer=organisations#map");
    await enterOn(page.locator(".geo").getByRole("link", { name: /^Kortrijk: .*groepen/ }));
    await expect(page).toHaveURL(/\/nl\/community\?area=/);
    await expect(page.locator(".actor").filter({ hasText: "Kortrijk" })).not.toHaveCount(0);
  },
);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test(
    "an address with a layer that is not there, or is no name, shows the map as it is",
    onlyOn(["desktop"]),
    async ({ page }) => {
      for (const layer of ["nothing", "%3Cscript%3E", "a,".repeat(200), "..%2F.."]) {
        const answer = await page.goto(`/en?layer=${layer}`);
        expect(answer?.status()).toBe(200);
        await expect(page.locator(".map a").first()).toBeVisible();
        await expect(page.locator(".overlays")).toHaveCount(0);
      }
    },
  );
});

import { expect, type Page, test } from "@playwright/test";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

/**
 * How many sheets the page takes, as its own rules for paper say. With `E2E_PICTURES`, they are
 * kept there to look at.
 */
async function sheetsOf(page: Page, name: string): Promise<number> {
  const folder = process.env.E2E_PICTURES;
  const pdf = await page.pdf({
    preferCSSPageSize: true,
    printBackground: true,
    ...(folder ? { path: `${folder}/${name}.pdf` } : {}),
  });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test("a place is printed on two sheets at most", ONCE, async ({ page }) => {
  await page.goto("/fr/spaces/plaine-images");
  expect(await sheetsOf(page, "space")).toBeLessThanOrEqual(2);
});

test("the list of places and its map are a few sheets to hang up", ONCE, async ({ page }) => {
  await page.goto("/nl/print?kind=library");
  const { items } = await (await page.request.get("/api/v1/spaces?kind=library")).json();
  for (const { name } of items) await expect(page.locator(".wall-towns")).toContainText(name);
  await expect(page.getByRole("img", { name: "Code naar de lijst van vandaag" })).toBeVisible();
  expect(await sheetsOf(page, "wall-libraries")).toBeLessThanOrEqual(2);
  await page.goto("/fr/print");
  expect(await sheetsOf(page, "wall-all")).toBeLessThanOrEqual(4);
});

test(
  "a practice is printed on two sheets at most, with its original beside it too",
  ONCE,
  async ({ page }) => {
    await page.goto("/fr/practices/de-keukentafel");
    expect(await sheetsOf(page, "practice")).toBeLessThanOrEqual(2);
    await page.goto("/fr/practices/de-keukentafel?beside=original");
    expect(await sheetsOf(page, "practice-beside")).toBeLessThanOrEqual(2);
  },
);

test("the paper sheet has its key and its grid on one sheet", ONCE, async ({ page }) => {
  await signInAs(page, "facilitator", "fr");
  await page.goto("/fr/desk/sessions");
  const address = await page.locator("main a.button[href$='/sheet']").first().getAttribute("href");
  await page.goto(`${address}/paper?in=fr&kind=lines&names=yes`);
  expect(await sheetsOf(page, "paper-lines")).toBeLessThanOrEqual(2);
  await page.emulateMedia({ media: "print" });
  const [key, grid] = await Promise.all(
    [".codes", ".paper-grid"].map((part) => page.locator(part).boundingBox()),
  );
  expect((grid?.y ?? 0) - ((key?.y ?? 0) + (key?.height ?? 0))).toBeLessThan(40);
});

test("a day, a week and a list of the calendar are one sheet each", ONCE, async ({ page }) => {
  await signInAs(page, "facilitator", "nl");
  await page.goto("/nl/desk/calendar");
  await expect(page.locator(".calendar-button").last()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await sheetsOf(page, "calendar-day")).toBe(1);
  await page.locator(".calendar-button", { hasText: "Week" }).click();
  await page.waitForLoadState("networkidle");
  expect(await sheetsOf(page, "calendar-week")).toBeLessThanOrEqual(2);
  await page.goto("/nl/desk/calendar?view=list");
  expect(await sheetsOf(page, "calendar-list")).toBe(1);
});

import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No rule broken that a machine can check (WCAG 2.2 A and AA), and no wider than the screen. */
export async function expectSoundPage(page: Page, name = page.url()) {
  // Again for a moment: a page that is being brought up to date is without a title meanwhile.
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page })
      // One document without frames: no page of its own is needed to gather what was found.
      .setLegacyMode()
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.filter(({ html }) => !isMapPin(id, html)).map(({ html }) => [name, id, html]),
    );
    expect(found).toEqual([]);
  }).toPass({ timeout: 20_000 });
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  expect(content, name).toBeLessThanOrEqual(screen ?? 0);
}

/** Where a pin of a map stands is essential, so pins may be close: the exception of WCAG 2.5.8 made for maps. */
function isMapPin(rule: string, html: string): boolean {
  return rule === "target-size" && html.includes("leaflet-marker-icon");
}

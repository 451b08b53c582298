import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { press } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { ONCE, onlyOn } from "./runs.ts";

const TITLE = "Van een vraag tot een open deur";

for (const locale of ["nl", "fr"] as const)
  test(
    `how a place came to be is read by keyboard, with its money and its guide (${locale})`,
    onlyOn([locale === "nl" ? "phone" : "desktop"]),
    async ({ page }) => {
      const t = MESSAGES[locale].journal;
      await page.goto(`/${locale}/journals`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.heading);
      await expectSoundPage(page);
      await press(page, "link", TITLE);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
      await expect(page.getByRole("heading", { name: t.phases.build, level: 3 })).toBeVisible();
      const opening = page.getByRole("row", { name: t.phases.opening });
      await expect(opening).toContainText(/1[.\s]180,75/);
      await expectSoundPage(page);
      const need = { name: t.phases.need, count: "5" };
      await press(
        page,
        "link",
        t.allOfStep.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof need) => need[name]),
      );
      await expect(page.getByText("Een lokaal in het stadhuis")).toBeVisible();
      await expectSoundPage(page);
      await press(page, "link", t.phases.partners);
      await expect(page.getByRole("heading", { name: t.phases.partners, level: 2 })).toBeVisible();
      await press(page, "link", t.toJournal);
      await press(page, "link", t.toGuide);
      await expect(page.getByRole("heading", { name: t.guide.alternative })).toHaveCount(2);
      await expect(page.getByText("Vaste computers langs de muur")).toBeVisible();
      await expectSoundPage(page);
    },
  );

for (const [name, media] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["colours of the reader's own", { colorScheme: "dark", forcedColors: "active" }],
] as const)
  test(`plan and outcome are told apart from the page, ${name}`, ONCE, async ({ page }) => {
    await page.emulateMedia(media);
    await page.goto("/en/journals/van-een-vraag-tot-een-open-deur");
    const bars = page.locator(".journal-bars");
    await expect(bars.first()).toBeVisible();
    const [ground, plan, outcome] = await bars.first().evaluate((drawing) => {
      const styleOf = (name: string) => {
        const part = drawing.querySelector(name);
        if (!part) throw new Error(`no ${name}`);
        return getComputedStyle(part);
      };
      return [
        getComputedStyle(drawing).backgroundColor,
        styleOf(".planned").stroke,
        styleOf(".actual").fill,
      ];
    });
    expect(contrast(plan ?? "", ground ?? "")).toBeGreaterThanOrEqual(3);
    expect(contrast(outcome ?? "", ground ?? "")).toBeGreaterThanOrEqual(3);
  });

/** As WCAG reckons it, of two colours as a browser writes them: `rgb(11, 93, 87)`. */
function contrast(one: string, other: string): number {
  const luminances = [one, other].map((colour) => {
    const parts = [...colour.matchAll(/[\d.]+/g)].slice(0, 3).map(([part]) => Number(part) / 255);
    const [red = 0, green = 0, blue = 0] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

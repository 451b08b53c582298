import { expect, type Page, test } from "@playwright/test";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { type Way, walkedBy } from "./runs.ts";

// Days and times as people here write them: day first, on a clock of 24 hours, whatever the device
// is used to.

const AT_DESK: Record<Language, Way> = { nl: "nl phone", fr: "fr desktop", en: "en phone" };
const SEARCHING: Record<Language, Way> = { nl: "nl desktop", fr: "fr phone", en: "en desktop" };

/** Half past two, as each of them writes it. */
const HALF_PAST_TWO: Record<Language, string> = { nl: "14u30", fr: "14 h 30", en: "2:30 pm" };

const typed = ({ day, month, year }: Temporal.PlainDate) => `${day}/${month}/${year}`;

async function expectRefused(page: Page, label: string, value: string, sentence: string) {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toHaveValue(value);
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(sentence);
}

for (const locale of LANGUAGES) {
  const desk = translator(locale, "desk");
  const home = translator(locale, "home");
  const common = translator(locale, "common");

  test(
    `the desk types a day and hours, and what is none is said at its field (${locale})`,
    walkedBy(locale, AT_DESK[locale]),
    async ({ page }) => {
      const day = weekdayAhead(2, 12);
      await signInAs(page, "facilitator", locale);
      await page.goto(
        `/${locale}/desk/bookings/new?day=${typed(day)}&from=${HALF_PAST_TWO[locale]}&to=1600`,
      );
      const field = (label: string) => page.getByLabel(label, { exact: true });
      await expect(field(desk("day"))).toHaveValue(typed(day));
      await expect(field(desk("form.from"))).toHaveValue("14:30");
      await expect(field(desk("form.to"))).toHaveValue("16:00");
      await field(desk("day")).fill("31/2/2027");
      await field(desk("form.from")).fill("25:00");
      await field(desk("form.purpose")).fill("Kring");
      await field(desk("form.purpose")).press("Enter");
      await expectRefused(page, desk("day"), "31/2/2027", common("notADay"));
      await expectRefused(page, desk("form.from"), "25:00", common("notATime"));
      await expect(field(desk("form.to"))).not.toHaveAttribute("aria-invalid", "true");
      await expect(field(desk("form.purpose"))).toHaveValue("Kring");
      await expectSoundPage(page, "a day and an hour that are none");
    },
  );

  test(
    `a day is chosen from a month by keyboard (${locale})`,
    walkedBy(locale, AT_DESK[locale]),
    async ({ page }) => {
      const day = weekdayAhead(2, 12);
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/bookings/new?day=${typed(day)}`);
      const field = page.getByLabel(desk("day"), { exact: true });
      const open = page.getByRole("button", { name: common("calendar.open"), exact: true });
      await field.focus();
      await page.keyboard.press("Tab");
      await expect(open).toBeFocused();
      await page.keyboard.press("Enter");
      const chosen = page
        .getByRole("dialog", { name: labelled(locale, common("calendar.open"), desk("day")) })
        .getByRole("button", { pressed: true });
      await expect(chosen).toBeFocused();
      await expect(chosen).toHaveText(String(day.day));
      await expectSoundPage(page, "an open month");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(open).toBeFocused();
      await expect(field).toHaveValue(typed(day));
      await page.keyboard.press("Enter");
      await page.keyboard.press("PageDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Enter");
      await expect(field).toBeFocused();
      await expect(field).toHaveValue(typed(day.add({ months: 1 }).add({ days: 6 })));
    },
  );

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test(
      `a search by day and hours is read as it is written (${locale})`,
      walkedBy(locale, SEARCHING[locale]),
      async ({ page }) => {
        const day = weekdayAhead(3, 6);
        await page.goto(`/${locale}?more=wishes`);
        const field = (label: string) => page.getByLabel(label, { exact: true });
        const search = async () => {
          await field(home("to")).press("Enter");
        };
        await field(home("day")).fill("30/2/2027");
        await field(home("from")).fill("half past two");
        await field(home("to")).fill("16:00");
        await search();
        await expectRefused(page, home("day"), "30/2/2027", common("notADay"));
        await expectRefused(page, home("from"), "half past two", common("notATime"));
        await field(home("day")).fill(typed(day));
        await field(home("from")).fill(HALF_PAST_TWO[locale]);
        await search();
        await expect(page.locator("input[name=day]")).toHaveValue(day.toString());
        await expect(page.locator("input[name=from]")).toHaveValue("14:30");
        await expect(page.getByRole("alert")).toHaveCount(0);
      },
    );
  });
}

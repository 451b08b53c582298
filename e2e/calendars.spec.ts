import { expect, test } from "@playwright/test";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    make: "Maak een adres",
    revoke: "Stop dit adres",
    free: /Vrij|Bezet|Gesloten/,
    refused: /bestaat niet/,
  },
  fr: {
    make: "Créer une adresse",
    revoke: "Arrêter cette adresse",
    free: /Libre|Pris|Fermé/,
    refused: /n’existe pas/,
  },
  en: {
    make: "Make an address",
    revoke: "End this address",
    free: /Free|Taken|Closed/,
    refused: /does not exist/,
  },
};

for (const locale of LANGUAGES) {
  test(
    `a calendar program reads a feed until it is revoked (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      const words = WORDS[locale];
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}/me/calendars`);
      await expectSoundPage(page);
      await page.getByRole("button", { name: words.make }).click();
      const address = (await page.locator(".secret").textContent()) ?? "";
      const path = new URL(address).pathname;
      const feed = await page.request.get(path);
      expect(feed.headers()["content-type"]).toContain("text/calendar");
      expect(await feed.text()).toContain("BEGIN:VCALENDAR");
      const again = await page.request.get(path, {
        headers: { "if-none-match": feed.headers().etag ?? "" },
      });
      expect(again.status()).toBe(304);
      await expectSoundPage(page);

      await page.getByRole("button", { name: words.revoke }).first().click();
      await expect(page).toHaveURL(new RegExp(`/${locale}/me/calendars\\?said=feedEnded$`));
      await expect
        .poll(async () =>
          (await page.request.get(path, { headers: { "accept-language": locale } })).status(),
        )
        .toBe(404);
      const refusal = await page.request.get(path, { headers: { "accept-language": locale } });
      expect((await refusal.json()).title).toMatch(words.refused);
    },
  );

  test(
    `a door says whether its room is free (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }) => {
      const slug = STAFFED_SPACE;
      const week = "start=2027-03-01T00:00:00Z&end=2027-03-08T00:00:00Z";
      const { rooms } = await (
        await page.request.get(`/api/v1/spaces/${slug}/events?${week}`)
      ).json();
      await page.goto(`/${locale}/spaces/${slug}/door/${rooms[0].id}`);
      await expect(page.locator(".door-state")).toHaveText(WORDS[locale].free);
      await expectSoundPage(page);
      const unknown = await page.goto(
        `/${locale}/spaces/${slug}/door/11111111-1111-4111-8111-111111111111`,
      );
      expect(unknown?.status()).toBe(404);
    },
  );
}

// The calendar with rooms as rows is for a desk.
test(
  "what somebody else books appears in an open calendar by itself",
  ONCE,
  async ({ page, browser }, info) => {
    const purpose = `Seen at once ${markOf(info)}`;
    await signInAs(page, "facilitator", "en");
    const day = weekdayAhead(1, 21 + tryOf(info)).toString();
    await page.goto(`/en/desk/calendar?day=${day}`);
    await expect(
      page
        .locator(".calendar")
        .getByText(/Zaal|Salle/)
        .first(),
    ).toBeVisible();
    const toBook = page.locator("main a[href*='/desk/bookings/new?space=']").first();
    const space = new URL((await toBook.getAttribute("href")) ?? "", page.url()).searchParams.get(
      "space",
    );

    const other = await (await browser.newContext()).newPage();
    await signInAs(other, "manager", "en");
    await other.goto(`/en/desk/bookings/new?space=${space}&day=${day}&from=19:00&to=19:30`);
    await other.getByLabel("From").fill("10:00");
    await other.getByLabel("Until").fill("10:30");
    await other.getByLabel("What for").fill(purpose);
    await other.getByRole("button", { name: "Book", exact: true }).click();
    await expect(other).toHaveURL(/desk\/calendar/);

    await expect(page.locator(".calendar").getByText(purpose)).toBeVisible();
  },
);

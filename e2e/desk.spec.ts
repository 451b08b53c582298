import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    calendar: "Kalender",
    new: "Nieuwe reservatie",
    day: "Dag",
    from: "Van",
    to: "Tot",
    people: "Mensen",
    purpose: "Waarvoor",
    save: "Reserveer",
    change: "Verander",
    keep: "Bewaar de verandering",
    changed: /Veranderd/,
    taken: /Iemand was je voor/,
  },
  fr: {
    calendar: "Calendrier",
    new: "Nouvelle réservation",
    day: "Jour",
    from: "De",
    to: "À",
    people: "Personnes",
    purpose: "Pour quoi",
    save: "Réserver",
    change: "Changer",
    keep: "Garder ce changement",
    changed: /C’est changé/,
    taken: /Quelqu’un/,
  },
  en: {
    calendar: "Calendar",
    new: "New booking",
    day: "Day",
    from: "From",
    to: "Until",
    people: "People",
    purpose: "What for",
    save: "Book",
    change: "Change",
    keep: "Save the change",
    changed: /Changed/,
    taken: /Somebody was first/,
  },
} as const;

/** A Thursday of its own for each language and each try. */
function dayFor(locale: Language, tried: number): string {
  return weekdayAhead(4, 2 + LANGUAGES.indexOf(locale) + LANGUAGES.length * tried).toString();
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `the desk books and changes by form, and the calendar shows it (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page }, info) => {
      test.setTimeout(60_000);
      const day = dayFor(locale, tryOf(info));
      const purpose = `Team ${locale} ${markOf(info)}`;
      await signInAs(page, "facilitator", locale);
      for (const path of ["/desk/mailbox", "/desk"]) {
        await page.goto(`/${locale}${path}`);
        await expectSoundPage(page);
      }
      await page.getByRole("link", { name: words.calendar, exact: true }).click();
      await expect(
        page
          .locator(".calendar")
          .getByText("Zaal", { exact: false })
          .or(page.locator(".calendar").getByText("Salle", { exact: false }))
          .first(),
      ).toBeVisible();
      await page.getByRole("link", { name: words.new }).click();
      await expectSoundPage(page);
      const book = async () => {
        await page.getByLabel(words.day).fill(day);
        await page.getByLabel(words.from, { exact: true }).fill("14:00");
        await page.getByLabel(words.to, { exact: true }).fill("15:00");
        await page.getByLabel(words.people).fill("3");
        await page.getByLabel(words.purpose).fill(purpose);
        await page.getByRole("button", { name: words.save, exact: true }).click();
      };
      await book();
      await expect(page).toHaveURL(new RegExp(`day=${day}`));
      await expect(page.locator(".calendar").getByText(purpose).first()).toBeVisible();
      await expectSoundPage(page);
      await page.getByRole("link", { name: MESSAGES[locale].desk.views.list, exact: true }).click();
      await expect(page.getByRole("heading", { level: 3, name: purpose })).toBeVisible();
      await expectSoundPage(page);

      await page.getByRole("link", { name: words.new }).click();
      await book();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.taken);
      await expect(page.getByLabel(words.people)).toHaveValue("3");

      await page.goto(`/${locale}/desk/calendar?day=${day}&view=list`);
      await page.getByRole("link", { name: `${words.change}: ${purpose}` }).click();
      await page.getByLabel(words.from, { exact: true }).fill("16:00");
      await page.getByLabel(words.to, { exact: true }).fill("17:30");
      await page.getByRole("button", { name: words.keep }).click();
      await expect(page.getByRole("status")).toHaveText(words.changed);
    },
  );
}

test(
  "the desk is not there for a learner, and another space's calendar not for anybody",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "learner", "en");
    for (const path of [
      "/en/desk",
      "/en/desk/calendar",
      "/en/desk/bookings/new",
      "/en/desk/mailbox",
    ])
      expect((await page.goto(path))?.status(), path).toBe(404);
    const week = "start=2027-03-01T00:00:00Z&end=2027-03-08T00:00:00Z";
    const events = `/api/v1/spaces/${STAFFED_SPACE}/events`;
    const answer = await page.request.get(`${events}?${week}`);
    expect(answer.status()).toBe(200);
    for (const { title } of (await answer.json()).events) expect(title).toBeNull();
    for (const bad of [
      "",
      "start=2027&end=2028",
      "start=2027-03-08T00:00:00Z&end=2027-03-01T00:00:00Z",
      "start=2020-03-08T00:00:00Z&end=2027-03-01T00:00:00Z",
    ])
      expect((await page.request.get(`${events}?${bad}`)).status(), bad).toBe(422);
  },
);

test(
  "whoever chooses a space after their login ended is led to sign in, and back",
  ONCE,
  async ({ request, baseURL }) => {
    const answer = await request.post("/api/desk/space", {
      form: { space: STAFFED_SPACE, next: "/fr/desk/calendar?view=list" },
      headers: { origin: baseURL ?? "" },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toBe(
      `/fr/sign-in?next=${encodeURIComponent("/fr/desk/calendar?view=list")}`,
    );
  },
);

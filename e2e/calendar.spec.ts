import { expect, type Locator, type Page, test } from "@playwright/test";
import { unbroken } from "#lib/foundation/i18n/format.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

/** Dragging is for a mouse; a phone has the list and the forms. */
const MOUSE = ONCE;

const WORDS = {
  nl: {
    purpose: "Waarvoor",
    book: "Reserveer",
    copyInstead: "Kopieer in plaats van te verplaatsen",
    copy: "Kopieer",
    copied: "Gekopieerd.",
    moved: "Veranderd.",
    change: "Verander",
    changed: /Veranderd/,
    day: "Dag",
    from: "Van",
    to: "Tot",
    save: "Bewaar de verandering",
    month: "Maand",
    list: "Agenda",
  },
  fr: {
    purpose: "Pour quoi",
    book: "Réserver",
    copyInstead: "Copier au lieu de déplacer",
    copy: "Copier",
    copied: "C’est copié.",
    moved: "C’est changé.",
    change: "Changer",
    changed: /C’est changé/,
    day: "Jour",
    from: "De",
    to: "À",
    save: "Garder ce changement",
    month: "Mois",
    list: "Agenda",
  },
  en: {
    purpose: "What for",
    book: "Book",
    copyInstead: "Copy instead of move",
    copy: "Copy",
    copied: "Copied.",
    moved: "Changed.",
    change: "Change",
    changed: /Changed/,
    day: "Day",
    from: "From",
    to: "Until",
    save: "Save the change",
    month: "Month view",
    list: "Agenda view",
  },
} as const;

/**
 * A Friday of its own for each language and each try: what a failed one left is in nobody's way.
 */
const dayFor = (locale: Language, tried: number) =>
  weekdayAhead(5, 3 + LANGUAGES.indexOf(locale) + LANGUAGES.length * tried).toString();

/** Where a booking is drawn, once the calendar has stopped drawing. */
async function boxOf(event: Locator) {
  let box = { x: 0, y: 0, width: 0, height: 0 };
  await expect(async () => {
    await event.scrollIntoViewIfNeeded({ timeout: 1_000 });
    const { x, y, width } = box;
    box = (await event.boundingBox()) ?? box;
    expect(box).toMatchObject({ x, y, width });
  }).toPass({ intervals: [50, 100] });
  return box;
}

/** How the first letter of a title is written: "novembre 2026" stands there as "Novembre 2026". */
const firstLetterOf = (title: Locator) =>
  title.evaluate((element) => getComputedStyle(element, "::first-letter").textTransform);

/** Takes hold of a booking so many pixels from its left edge, and lets go so many further. */
async function drag(
  page: Page,
  event: Locator,
  hold: (width: number) => number,
  by: number,
  cursor = "",
) {
  const { x, y, width, height } = await boxOf(event);
  const [from, middle] = [x + hold(width), y + height / 2];
  await page.mouse.move(from, middle);
  // The edge can be taken once the mouse is over it.
  const under = ([left, top]: [number, number]) => {
    const part = document.elementFromPoint(left, top);
    return part ? getComputedStyle(part).cursor : "";
  };
  await expect
    .poll(() => page.evaluate(under, [from, middle] as [number, number]))
    .toContain(cursor);
  await page.mouse.down();
  await page.mouse.move(from + by / 2, middle, { steps: 6 });
  await page.mouse.move(from + by, middle, { steps: 6 });
  await page.mouse.up();
}

/** Presses Tab until that thing has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator) {
  for (let press = 0; press < 150; press += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  expect("reached by Tab").toBe(await wanted.textContent());
}

/** Fills the field that has the focus with keys alone. */
async function type(page: Page, field: Locator, value: string) {
  await tabTo(page, field);
  // The parts of a day or an hour are typed as numbers; what stands there is replaced.
  await field.fill(value);
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a booking is dragged, made longer and copied in the calendar, and all of it by keyboard (${locale})`,
    walkedBy(locale, "en desktop", ["desktop"]),
    async ({ page }, info) => {
      test.setTimeout(120_000);
      const day = dayFor(locale, tryOf(info));
      const name = `Weven ${locale} ${markOf(info)}`;
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/bookings/new?day=${day}&from=09:00&to=10:00`);
      await page.getByLabel(words.purpose).fill(name);
      await page.getByRole("button", { name: words.book, exact: true }).click();
      await expect(page).toHaveURL(/desk\/calendar/);

      const calendar = page.locator(".calendar");
      const drawn = calendar.getByRole("button", { name: new RegExp(name) });
      const notice = page.locator(".calendar").getByRole("status").first();
      const listed = page.locator(".calendar-list").getByRole("listitem").filter({ hasText: name });
      /** What the day says as a list, and back. */
      const expectListed = async (times: string[]) => {
        await page.goto(`/${locale}/desk/calendar?day=${day}&view=list`);
        await expect(listed).toContainText(times.map(unbroken));
        await page.goto(`/${locale}/desk/calendar?day=${day}`);
      };
      const { width: hour } = await boxOf(drawn);
      // Read aloud: what, when and where.
      await expect(drawn).toHaveAccessibleName(new RegExp(`${name}.*09:00–10:00, \\S`));
      for (const part of await calendar.locator('[tabindex="0"]:not([role="button"], a)').all())
        await expect(part).toHaveAccessibleName(MESSAGES[locale].desk.calendarScroll);

      // With the mouse: an hour later, an hour longer, and once more in the afternoon.
      await drag(page, drawn, () => 8, hour);
      await expect(notice).toHaveText(words.moved);
      // The edge is taken once everything stands still: in a calendar that is drawn anew the
      // booking itself would be taken.
      await expectListed(["10:00–11:00"]);
      const longer = page.waitForResponse((answer) => answer.request().method() === "PATCH");
      await drag(page, drawn, (width) => width - 2, hour, "resize");
      expect((await longer).ok()).toBe(true);
      await expectListed(["10:00–12:00"]);
      await page.getByLabel(words.copyInstead).check();
      await drag(page, drawn, () => 8, 4 * hour);
      await expect(notice).toHaveText(words.copied);
      await expect(drawn).toHaveCount(2);
      await expectListed(["10:00–12:00", "14:00–16:00"]);
      await expect(drawn).toHaveCount(2);
      await expectSoundPage(page);

      for (const view of [words.month, words.list]) {
        const shown = calendar.getByRole("button", { name: view, exact: true });
        await shown.click();
        await expect(shown).toHaveAttribute("aria-pressed", "true");
        expect(await firstLetterOf(calendar.locator(".calendar-period"))).toBe("uppercase");
        await expect(calendar.getByText(new RegExp(`${name}, `)).first()).toBeVisible();
        await expectSoundPage(page);
      }

      // The same without a mouse: the booking itself is reached, opened, and changed by its form.
      await page.goto(`/${locale}/desk/calendar?day=${day}`);
      await expect(drawn).toHaveCount(2);
      await tabTo(page, drawn.first());
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/event=[0-9a-f-]{36}#panel$/);
      const panel = page.getByRole("complementary", { name });
      await expect(panel.getByRole("heading", { level: 2, name })).toBeVisible();
      await expectSoundPage(page);
      await tabTo(page, panel.getByRole("link", { name: words.change, exact: true }));
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/change$/);
      await type(page, page.getByLabel(words.from, { exact: true }), "12:00");
      await type(page, page.getByLabel(words.to, { exact: true }), "13:30");
      await tabTo(page, page.getByRole("button", { name: words.save }));
      await page.keyboard.press("Enter");
      await expect(page.getByRole("status")).toHaveText(words.changed);

      await page.goto(`/${locale}/desk/calendar?day=${day}`);
      await tabTo(
        page,
        page.getByRole("link", { name: MESSAGES[locale].desk.views.list, exact: true }),
      );
      await page.keyboard.press("Enter");
      await expect(listed).toContainText(["12:00–13:30", "14:00–16:00"].map(unbroken));
      await expectSoundPage(page);
      await tabTo(page, page.getByRole("link", { name: `${words.copy}: ${name}` }).first());
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/bookings\/new\?copy=/);
      await expectSoundPage(page);
      await expect(page.getByLabel(words.purpose)).toHaveValue(name);
      await type(page, page.getByLabel(words.from, { exact: true }), "16:30");
      await type(page, page.getByLabel(words.to, { exact: true }), "17:00");
      await tabTo(page, page.getByRole("button", { name: words.book, exact: true }));
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/desk\/calendar/);
      await expect(drawn).toHaveCount(3);

      // On paper: the bookings, and nothing to press.
      await page.emulateMedia({ media: "print" });
      await expect(page.getByLabel(words.copyInstead)).toBeHidden();
      await page.goto(`/${locale}/desk/calendar?day=${day}&view=list`);
      await expect(listed).toContainText(
        ["12:00–13:30", "14:00–16:00", "16:30–17:00"].map(unbroken),
      );
      await expect(page.getByRole("link", { name: `${words.copy}: ${name}` }).first()).toBeHidden();
    },
  );
}

test(
  "what is dragged where it cannot be, or without a network, comes back and says why",
  MOUSE,
  async ({ page }, info) => {
    const day = weekdayAhead(2, 14 + tryOf(info)).toString();
    await signInAs(page, "facilitator", "en");
    for (const [from, to, name] of [
      ["09:00", "10:00", "Dragged"],
      ["12:00", "13:00", "In the way"],
    ] as const) {
      await page.goto(`/en/desk/bookings/new?day=${day}&from=${from}&to=${to}`);
      await page.getByLabel("What for").fill(name);
      await page.getByRole("button", { name: "Book", exact: true }).click();
      await expect(page).toHaveURL(/desk\/calendar/);
    }
    const drawn = page.locator(".calendar").getByRole("button", { name: /Dragged/ });
    const notice = page.locator(".calendar").getByRole("status").first();
    const there = await boxOf(drawn);
    // The notice may stand there from the last time: what is dragged comes back when it is refused.
    const expectBack = () =>
      expect.poll(async () => Math.abs((await boxOf(drawn)).x - there.x)).toBeLessThan(5);

    await drag(page, drawn, () => 8, 3 * there.width);
    await expect(notice).toHaveText(/Somebody was first/);
    await expectBack();
    // Before the doors open.
    await drag(page, drawn, () => 8, -2 * there.width);
    await expect(notice).toHaveText(/Not changed: /);
    await expectBack();

    await page.route("**/api/v1/bookings/*", (route) => route.abort());
    await drag(page, drawn, () => 8, there.width);
    await expect(notice).toHaveText(/network is away/);
    await expectBack();

    // Signed out meanwhile: the way to sign in stands there, and the way back.
    await page.unroute("**/api/v1/bookings/*");
    await page.context().clearCookies();
    await drag(page, drawn, () => 8, there.width);
    const { sign_in_first: first, signIn } = MESSAGES.en.identity;
    await expect(notice).toContainText(first);
    // What was drawn stays: a room that is taken does not look free.
    await expectBack();
    await expectSoundPage(page);
    await page.locator(".calendar").getByRole("link", { name: signIn.title, exact: true }).click();
    await page.getByRole("button", { name: "Facilitator", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/desk/calendar\\?.*day=${day}`));
  },
);

test(
  "a calendar that was without network shows what was booked meanwhile",
  ONCE,
  async ({ page, browser }, info) => {
    const day = weekdayAhead(2, 16 + tryOf(info)).toString();
    await signInAs(page, "facilitator", "en");
    const line = page.waitForResponse("**/events/stream");
    const calendar = page.locator(".calendar");
    const drawn = (name: string) => calendar.getByRole("button", { name: new RegExp(name) });
    const book = async (desk: Page, name: string, from: string) => {
      await desk.goto(`/en/desk/bookings/new?day=${day}&from=${from}:00&to=${from}:30`);
      await desk.getByLabel("What for").fill(name);
      await desk.getByRole("button", { name: "Book", exact: true }).click();
      await expect(desk).toHaveURL(/desk\/calendar/);
    };
    await book(page, "Before", "08");
    await page.goto(`/en/desk/calendar?day=${day}`);
    await line;
    await expect(drawn("Before")).toBeVisible();
    await page.context().setOffline(true);

    const colleague = await (await browser.newContext()).newPage();
    await signInAs(colleague, "manager", "en");
    await book(colleague, "Meanwhile", "09");
    await colleague.context().close();
    const notice = calendar.getByRole("status").first();
    await expect(notice).toHaveText(MESSAGES.en.desk.unread);
    // A room that is taken does not look free.
    await expect(drawn("Before")).toBeVisible();

    await page.context().setOffline(false);
    await expect(drawn("Meanwhile")).toBeVisible({ timeout: 15_000 });
    await expect(notice).toBeEmpty();
  },
);

test(
  "a calendar whose days do not come is there all the same, and says so",
  ONCE,
  async ({ page }) => {
    const given = Promise.withResolvers<void>();
    await page.route("**/api/v1/spaces/*/events?*", async (route) => {
      await given.promise;
      await route.continue();
    });
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/calendar");
    const calendar = page.locator(".calendar-box");
    const room = calendar.getByText(/Zaal|Salle/).first();
    await expect(room).toBeVisible();
    await expect(calendar.getByText(MESSAGES.en.desk.reading)).toBeVisible();
    given.resolve();
    await expect(calendar).toHaveAttribute("aria-busy", "false");
    await expect(calendar.getByText(MESSAGES.en.desk.reading)).toBeHidden();
  },
);

test(
  "the first of a month is written in the calendar as French writes it",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "facilitator", "fr");
    await page.goto("/fr/desk/calendar?day=2027-06-01");
    const calendar = page.locator(".calendar");
    await expect(calendar.locator(".calendar-period")).toHaveText("mardi 1er juin");
  },
);

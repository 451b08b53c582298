import { expect, type Locator, type Page, test } from "@playwright/test";
import ICAL from "ical.js";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { weekdayAhead } from "./days.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { MAIN, ONCE, walkedBy, walkedOn } from "./runs.ts";
import { tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    when: "Wanneer",
    input: "8 mensen, een projector, morgen 14:00",
    people: "Mensen",
    projector: "Projector",
    search: "Zoek",
    book: "Reserveer",
    confirm: "Reserveer deze ruimte",
    booked: /Gereserveerd/,
    cancel: "Annuleer deze reservatie",
    cancelled: /Geannuleerd/,
    nothing: /Dit uur bestaat niet|dit uur bestaat niet/,
    stepByStep: "Liever stap voor stap",
    go: "Verder",
    choose: "Kies",
    later: "Later",
    change: "Verander deze reservatie",
    save: "Bewaar de verandering",
    changed: /Veranderd/,
  },
  fr: {
    when: "Quand",
    input: "8 personnes, un projecteur, demain 14:00",
    people: "Personnes",
    projector: "Projecteur",
    search: "Chercher",
    book: "Réserver",
    confirm: "Réserver cette salle",
    booked: /C’est réservé/,
    cancel: "Annuler cette réservation",
    cancelled: /Annulé/,
    nothing: /cette heure n’existe pas/,
    stepByStep: "Plutôt pas à pas",
    go: "Continuer",
    choose: "Choisir",
    later: "Plus tard",
    change: "Changer cette réservation",
    save: "Garder ce changement",
    changed: /C’est changé/,
  },
  en: {
    when: "When",
    input: "8 people, a projector, tomorrow 14:00",
    people: "People",
    projector: "Projector",
    search: "Search",
    book: "Book",
    confirm: "Book this room",
    booked: /Booked/,
    cancel: "Cancel this booking",
    cancelled: /Cancelled/,
    nothing: /time does not exist/,
    stepByStep: "Or step by step",
    go: "Continue",
    choose: "Choose",
    later: "Later",
    change: "Change this booking",
    save: "Save the change",
    changed: /Changed/,
  },
} as const;

const freeTimes = (page: Page) =>
  page.locator("main").getByRole("link", { name: /^\d\d:\d\d–\u2060?\d\d:\d\d$/ });

/** What → Where → When → Check, in the first place offered, then another hour. */
async function bookStepByStep(page: Page, words: (typeof WORDS)[Language]) {
  await page.getByRole("link", { name: words.stepByStep }).click();
  await page.getByRole("checkbox", { name: words.projector }).check();
  await page.getByRole("button", { name: words.go }).click();
  await page.getByRole("link", { name: words.choose, exact: true }).first().click();
  const firstDay = page.url();
  await page.getByRole("link", { name: words.later, exact: true }).click();
  await expect(page).not.toHaveURL(firstDay);
  await freeTimes(page).first().click();
  await page.getByRole("button", { name: words.confirm }).click();
  await expect(page.getByRole("status")).toHaveText(words.booked);

  await page.getByRole("link", { name: words.change }).click();
  await freeTimes(page).last().click();
  // The hours that were chosen stand in the fields after it, and not past the whole menu.
  await expect(page.locator("#when")).toBeFocused();
  await page.getByRole("button", { name: words.save }).click();
  await expect(page.getByRole("status")).toHaveText(words.changed);
  await page.getByRole("button", { name: words.cancel }).click();
  await expect(page.getByRole("status")).toHaveText(words.cancelled);
}

/** Walks with the tabulator key to a control, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator) {
  await expect(control).toBeVisible();
  for (let step = 0; step < 80; step += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard never reached ${control}`);
}

async function pressTo(page: Page, control: Locator) {
  await tabTo(page, control);
  await page.keyboard.press("Enter");
}

async function bookTomorrowAfternoon(page: Page, words: (typeof WORDS)[Language]) {
  await page.getByRole("textbox", { name: words.when, exact: true }).fill(words.input);
  await page.getByRole("button", { name: words.search, exact: true }).click();
  await expect(page.getByRole("textbox", { name: words.people, exact: true })).toHaveValue("8");
  await expect(page.locator(".needs summary")).toContainText(words.projector);
  await page.getByRole("link", { name: words.book, exact: true }).first().click();
  await page.getByRole("button", { name: words.confirm }).click();
  await expect(page.getByRole("status")).toHaveText(words.booked);
}

/** Counts what a finger presses, over all pages of a tab. */
async function countPresses(page: Page) {
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => {
      sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
    });
  });
  await page.evaluate(() => sessionStorage.removeItem("presses"));
}

/** What a calendar reads in an invitation. */
function eventIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  return {
    method: calendar.getFirstPropertyValue("method"),
    zone: calendar.getFirstSubcomponent("vtimezone") !== null,
    uid: event.uid,
    sequence: event.sequence,
    start: event.startDate.toString(),
  };
}

const pressesOf = (page: Page) => page.evaluate(() => Number(sessionStorage.presses));

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a learner books eight places with a projector tomorrow at 14:00, and cancels (${locale})`,
    MAIN,
    async ({ page }) => {
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      await countPresses(page);
      await page.reload();
      const before = new Date().toISOString();
      await bookTomorrowAfternoon(page, words);
      expect(await pressesOf(page)).toBeLessThanOrEqual(4);
      const invited = eventIn(
        (await newestLetter("learner@trivium.test", before, { invitation: "METHOD:REQUEST" }))
          .invitation,
      );
      expect(invited).toMatchObject({ method: "REQUEST", sequence: 0, zone: true });
      expect(page.url()).toContain(invited.uid.split("@")[0]);
      expect(invited.start).toBe(
        `${Temporal.Now.plainDateISO("Europe/Brussels").add({ days: 1 })}T14:00:00`,
      );

      const meanwhile = new Date().toISOString();
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.getByRole("status")).toHaveText(words.cancelled);
      const withdrawn = eventIn(
        (await newestLetter("learner@trivium.test", meanwhile, { invitation: "METHOD:CANCEL" }))
          .invitation,
      );
      expect(withdrawn).toMatchObject({ method: "CANCEL", sequence: 1, uid: invited.uid });
    },
  );

  test(
    `step by step, then changed and cancelled (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      await bookStepByStep(page, words);
    },
  );

  test(`by keyboard alone (${locale})`, walkedBy(locale, "en phone"), async ({ page }) => {
    await signInAs(page, "learner", locale);
    await page.goto(`/${locale}`);
    await tabTo(page, page.getByRole("textbox", { name: words.when, exact: true }));
    await page.keyboard.type(words.input);
    await pressTo(page, page.getByRole("button", { name: words.search, exact: true }));
    await pressTo(page, page.getByRole("link", { name: words.book, exact: true }).first());
    await pressTo(page, page.getByRole("button", { name: words.confirm }));
    await expect(page.getByRole("status")).toHaveText(words.booked);
    await expect(page.getByRole("status")).toBeFocused();
    await pressTo(page, page.getByRole("button", { name: words.cancel }));
    await expect(page.getByRole("status")).toHaveText(words.cancelled);
    await expect(page.getByRole("status")).toBeFocused();
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test(`step by step (${locale})`, walkedBy(locale, "nl desktop"), async ({ page }) => {
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      await bookStepByStep(page, words);
    });

    test(`the same booking (${locale})`, walkedBy(locale, "fr phone"), async ({ page }) => {
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      await bookTomorrowAfternoon(page, words);
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.getByRole("status")).toHaveText(words.cancelled);
    });
  });

  test(
    `an hour that does not exist is explained (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page }) => {
      const answer = await page.goto(`/${locale}?day=2027-02-30&from=25:00&to=26:00&people=8`);
      expect(answer?.status()).toBe(200);
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.nothing);
      await expect(page.getByRole("textbox", { name: words.people, exact: true })).toHaveValue("8");
    },
  );

  test(
    `no page breaks a rule that a machine can check, or is wider than the screen (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page }) => {
      test.slow(); // a dozen pages, each judged
      await signInAs(page, "learner", locale);
      for (const path of [
        "",
        "?day=2027-03-02&from=14:00&to=16:00&people=8",
        "/spaces/hangar-k",
        "/book",
        "/book/where?people=8&hours=2&need=projector",
        "/book/when?people=8&hours=2&need=projector&space=hangar-k",
        "/me",
        "/sign-in",
        "/about/components",
        "/nowhere",
      ]) {
        await page.goto(`/${locale}${path}`);
        await expectSoundPage(page, path);
      }
    },
  );
}

test(
  "whoever comes second is told, and finds another room with one press",
  walkedOn("phone"),
  async ({ page, browser }, info) => {
    const day = weekdayAhead(3, 13 + tryOf(info));
    await signInAs(page, "learner", "en");
    await page.goto(`/en?day=${day}&from=09:00&to=10:00&people=8&need=projector`);
    const card = page.getByRole("link", { name: "Book", exact: true }).first();
    const address = (await card.getAttribute("href")) ?? "";
    await card.click();
    const kept = MESSAGES.en.booking.check.kept.split("TIME")[0] ?? "";
    await expect(page.getByRole("status")).toContainText(kept);
    // As after ten minutes: the room is kept no more.
    const { origin } = new URL(page.url());
    const freed = await page.request.delete("/api/v1/holds", { headers: { origin } });
    expect(freed.status()).toBe(204);
    const other = await (await browser.newContext()).newPage();
    await signInAs(other, "facilitator", "en");
    await other.goto(address);
    await other.getByRole("button", { name: "Book this room" }).click();
    await expect(other.getByRole("status")).toHaveText(/Booked/);

    await page.getByRole("button", { name: "Book this room" }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(/Somebody was first/);
    await page.getByRole("link", { name: "Back to the search" }).click();

    await expect(page.getByRole("textbox", { name: "People", exact: true })).toHaveValue("8");
    await expect(page.locator(".needs summary")).toContainText("Projector");
    await expect(page.getByRole("link", { name: "Book", exact: true }).first()).toBeVisible();
    await expect(page.locator(`a[href="${address}"]`)).toHaveCount(0);
    await other.getByRole("button", { name: "Cancel this booking" }).click();
    await expect(other.getByRole("status")).toHaveText(/Cancelled/);
  },
);

test(
  "the button that books stays where it is when the room is kept",
  walkedOn("phone"),
  async ({ page }, info) => {
    const { check } = MESSAGES.fr.booking;
    await signInAs(page, "learner", "fr");
    const answered = Promise.withResolvers<void>();
    await page.route("**/api/v1/holds", async (route) => {
      await answered.promise;
      await route.continue();
    });
    await page.goto(`/fr?day=${weekdayAhead(3, 19 + tryOf(info))}&from=09:00&to=10:00&people=2`);
    await page.getByRole("link", { name: "Réserver", exact: true }).first().click();
    const button = page.getByRole("button", { name: check.confirm, exact: true });
    const before = await button.boundingBox();
    answered.resolve();
    await expect(page.getByRole("status")).toContainText(check.kept.split("TIME")[0] ?? "");
    expect(await button.boundingBox()).toEqual(before);
  },
);

test(
  "whoever comes back to what they booked finds their booking, and not that somebody was first",
  walkedOn("phone"),
  async ({ page }, info) => {
    const { check, slot_taken: taken } = MESSAGES.fr.booking;
    const day = weekdayAhead(3, 17 + tryOf(info));
    await signInAs(page, "learner", "fr");
    await page.goto(`/fr?day=${day}&from=09:00&to=10:00&people=8&need=projector`);
    await page.getByRole("link", { name: WORDS.fr.book, exact: true }).first().click();
    await page.getByRole("button", { name: check.confirm }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.fr.booked);
    const booking = page.url();

    // Drawn by the browser as it was, and then from the network.
    for (const again of [() => page.goBack(), () => page.reload()]) {
      await again();
      await expect(page.locator("main").getByRole("alert")).toHaveText(check.own);
      await expect(page.getByRole("heading", { level: 1, name: check.ownTitle })).toBeVisible();
      await expect(page.getByText(taken)).toHaveCount(0);
      // What happened is read before the room it is about, which is changed elsewhere.
      await expect(page.locator("[role=alert] ~ .receipt")).toBeVisible();
      await expect(page.locator(".receipt a")).toHaveCount(0);
      await expect(page.getByRole("button", { name: check.wait })).toHaveCount(0);
    }
    await expectSoundPage(page);
    await page.getByRole("link", { name: check.ownGo }).click();
    await expect(page).toHaveURL(booking);
    await page.getByRole("button", { name: WORDS.fr.cancel }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.fr.cancelled);
  },
);

test.describe("an address of a booking that is wrong", () => {
  for (const [name, query] of [
    [
      "an unknown room",
      "room=11111111-1111-4111-8111-111111111111&start=2027-03-03T10:00:00Z&end=2027-03-03T11:00:00Z&people=4",
    ],
    ["no room", "start=2027-03-03T10:00:00Z"],
    ["no moment", "room=11111111-1111-4111-8111-111111111111&start=25:00&end=2027&people=4"],
    [
      "a room named twice",
      "room=a&room=b&start=2027-03-03T10:00:00Z&end=2027-03-03T11:00:00Z&people=4",
    ],
  ])
    test(`is a clear 404 (${name})`, ONCE, async ({ page }) => {
      const answer = await page.goto(`/fr/book/check?${query}`);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { name: "Cette page n’existe pas" })).toBeVisible();
    });
});

test("a wish that cannot be is explained on the first screen, and kept", ONCE, async ({ page }) => {
  await page.goto("/fr/book/when?people=900&hours=2&space=hangar-k");
  await expect(page.locator("main").getByRole("alert")).toHaveText(/1 à 500/);
  await expect(page.getByLabel("Combien de personnes viennent ?")).toHaveValue("900");
});

test("a time that has passed is explained", ONCE, async ({ page }) => {
  await page.goto("/nl?day=2026-01-05&from=14:00&to=16:00&people=8");
  await expect(page.locator("main").getByRole("alert")).toHaveText(/Dit uur is voorbij/);
});

test("the first visit is answered in the browser's language", ONCE, async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "fr-BE" })).newPage();
  await page.goto("/");
  await expect(page).toHaveURL(/\/fr$/);
});

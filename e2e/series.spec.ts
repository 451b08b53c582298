import { expect, type Page, test } from "@playwright/test";
import { unbroken } from "#lib/foundation/i18n/format.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { ONCE, walkedBy, walkedOn } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    series: "Nieuwe herhaalde reservatie",
    day: "Eerste dag",
    from: "Van",
    to: "Tot",
    count: "Hoeveel keer",
    times: "Na een aantal keer",
    purpose: "Waarvoor",
    check: "Kijk de datums na",
    needs: "Datums die een keuze vragen",
    taken: "Bezet: Koor",
    nextBest: "Neem de beste andere ruimte",
    skip: "Laat deze datum weg",
    save: "Reserveer deze datums",
    booked: /Gereserveerd/,
    book: "Reserveer",
    following: /^Verander deze en de volgende datums/,
    keep: "Bewaar de verandering",
    changed: "Veranderd.",
    cancel: "Annuleer alle komende datums",
    all: "Verander alle komende datums",
    cancelled: /Geannuleerd/,
    end: /Zeg wanneer de reeks eindigt/,
  },
  fr: {
    series: "Nouvelle série de réservations",
    day: "Premier jour",
    from: "De",
    to: "À",
    count: "Combien de fois",
    times: "Après un nombre de fois",
    purpose: "Pour quoi",
    check: "Vérifier les dates",
    needs: "Dates qui demandent un choix",
    taken: "Occupé : Koor",
    nextBest: "Prendre la meilleure autre salle",
    skip: "Laisser cette date",
    save: "Réserver ces dates",
    booked: /C’est réservé/,
    book: "Réserver",
    following: /^Changer cette date et les suivantes/,
    keep: "Garder ce changement",
    changed: "C’est changé.",
    cancel: "Annuler toutes les dates à venir",
    all: "Changer toutes les dates à venir",
    cancelled: /C’est annulé/,
    end: /Dites quand la série finit/,
  },
  en: {
    series: "New repeating booking",
    day: "First day",
    from: "From",
    to: "Until",
    count: "How many times",
    times: "After a number of times",
    purpose: "What for",
    check: "Check the dates",
    needs: "Dates that need a choice",
    taken: "Taken: Koor",
    nextBest: "Take the next best room",
    skip: "Leave this date out",
    save: "Book these dates",
    booked: /Booked/,
    book: "Book",
    following: /^Change this and the next dates/,
    keep: "Save the change",
    changed: "Changed.",
    cancel: "Cancel all dates to come",
    all: "Change all dates to come",
    cancelled: /Cancelled/,
    end: /Say when the series ends/,
  },
} as const;

/**
 * A Wednesday of its own for each try and an hour for each language, all within the weeks the rooms
 * can be booked ahead.
 */
function timesFor(locale: Language, tried: number) {
  const first = weekdayAhead(3, 2 + 5 * tried);
  const hour = 10 + LANGUAGES.indexOf(locale) * 2;
  return { first, from: `${hour}:00`, to: `${hour + 1}:00` };
}

async function bookOnce(
  page: Page,
  locale: Language,
  day: Temporal.PlainDate,
  from: string,
  to: string,
) {
  await page.goto(`/${locale}/desk/bookings/new?day=${day}&from=${from}&to=${to}`);
  await page.getByLabel(WORDS[locale].purpose).fill("Koor");
  await page.getByRole("button", { name: WORDS[locale].book, exact: true }).click();
  await expect(page).toHaveURL(/desk\/calendar/);
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a series that clashes is resolved date by date, changed and cancelled (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page }, info) => {
      test.setTimeout(90_000);
      const { first, from, to } = timesFor(locale, tryOf(info));
      await signInAs(page, "facilitator", locale);
      await bookOnce(page, locale, first, from, to);
      await bookOnce(page, locale, first.add({ weeks: 1 }), from, to);

      await page.locator(".calendar-more > summary").click();
      await page.getByRole("link", { name: words.series }).click();
      await expect(page).toHaveURL(/series\/new/);
      await expectSoundPage(page);
      await page.getByLabel(words.day).fill(first.toString());
      await page.getByLabel(words.from, { exact: true }).fill(from);
      await page.getByLabel(words.to, { exact: true }).fill(to);
      await page.getByLabel(words.times).check();
      await page.getByLabel(words.purpose).fill(`Reeks ${locale}`);
      await page.getByRole("button", { name: words.check }).click();
      // No number of times: refused, and what was typed is still there.
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.end);
      await expect(page.getByLabel(words.purpose)).toHaveValue(`Reeks ${locale}`);
      await page.getByLabel(words.count).fill("4");
      await page.getByRole("button", { name: words.check }).click();

      await expect(page.getByRole("heading", { name: words.needs })).toBeVisible();
      await expect(page.getByText(words.taken)).toHaveCount(2);
      await expectSoundPage(page);
      await page.getByRole("link", { name: words.nextBest }).click();
      await expect(page).toHaveURL(/forAll=nextBest/);
      const choices = page.getByRole("combobox");
      await expect(choices).toHaveCount(4);
      const moved = await choices.nth(0).inputValue();
      expect(moved).toMatch(/^[0-9a-f-]{36}$/);
      await choices.nth(1).selectOption({ label: words.skip });
      await page.getByRole("button", { name: words.save }).click();
      await expect(page.getByRole("status")).toHaveText(words.booked);
      const dates = page.locator("main ol > li");
      await expect(dates).toHaveCount(3);
      await expectSoundPage(page);

      await page.getByRole("link", { name: words.following }).nth(1).click();
      await expect(page).toHaveURL(/change\?occurrence/);
      await expectSoundPage(page);
      await page.getByLabel(words.to, { exact: true }).fill(`${to.slice(0, 2)}:30`);
      await page.getByRole("button", { name: words.check }).click();
      await expect(page).toHaveURL(/\/check\?/);
      await expectSoundPage(page);
      await page.getByRole("button", { name: words.keep }).click();
      await expect(page.getByRole("status")).toHaveText(words.changed);
      await expect(dates).toHaveCount(2);
      await expect(dates.first()).toContainText(unbroken(`${from}–${to.slice(0, 2)}:30`));

      await page.getByRole("link", { name: words.all }).click();
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.getByRole("status")).toHaveText(words.cancelled);
    },
  );
}

test(
  "a date that somebody takes meanwhile is shown, and nothing is booked; the API does the same",
  walkedOn("desktop"),
  async ({ page }, info) => {
    const { first } = timesFor("en", tryOf(info));
    const purpose = `Faster ${markOf(info)}`;
    const day = first.add({ days: 5 });
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/series");
    await expectSoundPage(page);
    await page.goto(`/en/desk/series/new?day=${day.toString()}`);
    const roomId = await page.getByLabel("Room").inputValue();
    await page.getByLabel("After a number of times").check();
    await page.getByLabel("How many times").fill("2");
    await page.getByLabel("What for").fill("Overtaken");
    await page.getByRole("button", { name: "Check the dates" }).click();
    await expect(page.getByText("2 dates: 2 free, 0 not free.")).toBeVisible();

    const origin = new URL(page.url()).origin;
    const body = {
      roomId,
      rule: "FREQ=WEEKLY;COUNT=3",
      firstStart: `${day.toString()}T10:00`,
      firstEnd: `${day.toString()}T11:00`,
      people: 2,
      purpose,
    };
    const headers = { origin, "idempotency-key": `e2e-${info.project.name}-${tryOf(info)}` };
    const made = await page.request.post("/api/v1/series", { data: body, headers });
    expect(made.status()).toBe(201);
    const { id, dates } = await made.json();
    expect(dates).toHaveLength(3);
    const again = await page.request.post("/api/v1/series", { data: body, headers });
    expect((await again.json()).id).toBe(id);

    await page.getByRole("button", { name: "Book these dates" }).click();
    await expect(page.locator("main").getByRole("alert")).toContainText("2 dates are not free");
    await expect(page.getByText(`Taken: ${purpose}`)).toHaveCount(2);

    const refused = await page.request.post("/api/v1/series", { data: body, headers: { origin } });
    expect(refused.status()).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: "series.clashes",
      dates: [{ code: "booking.slot_taken" }, {}, {}],
    });
    const wrong = { ...body, rule: "FREQ=WEEKLY;BYDAI=MO" };
    const typo = await page.request.post("/api/v1/series", { data: wrong, headers: { origin } });
    expect([typo.status(), (await typo.json()).code]).toEqual([422, "series.rule_part_unknown"]);

    const centuries = {
      roomId,
      start: `${day.toString()}T10:00:00Z`,
      end: "2526-01-01T10:00:00Z",
      people: 2,
    };
    const long = await page.request.post("/api/v1/bookings", {
      data: centuries,
      headers: { origin },
    });
    expect([long.status(), (await long.json()).code]).toEqual([422, "booking.too_long"]);
    const endless = { ...body, rule: "FREQ=DAILY;COUNT=100000" };
    const many = await page.request.post("/api/v1/series", { data: endless, headers: { origin } });
    expect([many.status(), (await many.json()).code]).toEqual([422, "series.too_many"]);

    const change = (data: unknown) =>
      page.request.patch(`/api/v1/series/${id}`, { data, headers: { origin } });
    const following = {
      scope: "following",
      occurrence: `${day.add({ days: 7 }).toString()}T10:00`,
      version: 1,
    };
    const split = await (await change({ ...following, from: "12:00", to: "13:00" })).json();
    expect(split).toMatchObject({
      follows: id,
      dates: [{ status: "confirmed" }, { status: "confirmed" }],
    });
    expect((await change({ scope: "all", version: 1, people: 3 })).status()).toBe(409);
    expect((await change({ scope: "all", version: 2, cancel: true })).status()).toBe(200);
    const gone = await (await page.request.get(`/api/v1/series/${id}`)).json();
    expect(gone).toMatchObject({ cancelled: true, dates: [{ status: "cancelled" }] });
    const late = await page.request.patch(`/api/v1/bookings/${dates[0].bookingId}`, {
      data: { start: dates[0].start, end: dates[0].end, people: 2, version: 2 },
      headers: { origin },
    });
    expect([late.status(), (await late.json()).code]).toEqual([409, "booking.no_longer_stands"]);
  },
);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a series is asked for, checked and booked", walkedOn("phone"), async ({ page }, info) => {
    const words = WORDS.en;
    const { first } = timesFor("en", tryOf(info));
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/series/new");
    await page.getByLabel(words.day).fill(first.add({ days: 1 }).toString());
    await page.getByLabel(words.times).check();
    await page.getByLabel(words.count).fill("3");
    await page.getByLabel(words.from, { exact: true }).fill("11:00");
    await page.getByLabel(words.to, { exact: true }).fill("12:00");
    await page.getByLabel(words.purpose).fill("Plain");
    await page.getByRole("button", { name: words.check }).click();
    await page.getByRole("button", { name: words.save }).click();
    await expect(page.getByRole("status")).toHaveText(words.booked);
    await expect(page.locator("main ol > li")).toHaveCount(3);
  });
});

/** Two meetings at one hour, one on a clock nobody knows. */
function calendarFile(day: Temporal.PlainDate): string {
  const date = day.toString().replaceAll("-", "");
  const event = (uid: string, start: string) =>
    `BEGIN:VEVENT\r\nUID:${uid}-${date}\r\nSUMMARY:${uid}\r\n${start}\r\nDURATION:PT1H\r\nEND:VEVENT\r\n`;
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${event("Poets", `DTSTART:${date}T160000`)}${event("Painters", `DTSTART:${date}T160000`)}${event("Martians", `DTSTART;TZID=Mars/Olympus:${date}T160000`)}END:VCALENDAR\r\n`;
}

test(
  "a calendar file is looked at, and then booked",
  walkedOn("desktop"),
  async ({ page }, info) => {
    const day = weekdayAhead(5, 19 + tryOf(info));
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/series/import");
    await expectSoundPage(page);
    const choose = (text: string) =>
      page
        .getByLabel("Calendar file")
        .setInputFiles({ name: "x.ics", mimeType: "text/calendar", buffer: Buffer.from(text) });
    await choose("hello");
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.locator("main").getByRole("alert")).toContainText("no calendar file");
    await choose(calendarFile(day));
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.getByRole("status")).toContainText("Nothing is booked yet");
    const events = page.locator("main ol > li");
    await expect(events).toHaveText([
      /Poets.*1 date: all/s,
      /Painters.*first/s,
      /Martians.*Mars\/Olympus/s,
    ]);
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Book what is free" }).click();
    await expect(page.getByRole("status")).toContainText("This happened");
    await expect(events).toHaveText([/Poets.*1 date: all/s, /Painters.*first/s, /Martians/s]);
    await page.goto(`/en/desk/calendar?day=${day.toString()}&view=list`);
    await expect(page.getByRole("heading", { level: 3, name: "Poets" })).toBeVisible();
  },
);

test(
  "a calendar file closes a room; one that is too large is refused before and after it is sent",
  ONCE,
  async ({ page }, info) => {
    const mark = markOf(info);
    const day = timesFor("en", tryOf(info)).first.add({ days: 3 });
    const date = day.toString().replaceAll("-", "");
    await signInAs(page, "facilitator", "en");
    await page.goto(`/en/desk/bookings/new?day=${day.toString()}&from=14:00&to=15:00`);
    const room = await page.getByLabel("Room").inputValue();
    await page.getByLabel("What for").fill("In the way");
    await page.getByRole("button", { name: "Book", exact: true }).click();
    await expect(page).toHaveURL(/desk\/calendar/);

    await page.goto("/en/desk/series/import?as=closures");
    const holiday = `BEGIN:VEVENT\r\nUID:h-${mark}\r\nSUMMARY:Holiday ${mark}\r\nDTSTART;VALUE=DATE:${date}\r\nEND:VEVENT\r\n`;
    const typo = `BEGIN:VEVENT\r\nUID:t-${mark}\r\nSUMMARY:Typo\r\nDTSTART;VALUE=DATE:${date}\r\nRRULE:FREQ=WEKLY;COUNT=2\r\nEND:VEVENT\r\n`;
    const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${holiday}${typo}END:VCALENDAR\r\n`;
    const choose = (content: Buffer) =>
      page
        .getByLabel("Calendar file")
        .setInputFiles({ name: "x.ics", mimeType: "text/calendar", buffer: content });
    await choose(Buffer.alloc(1_100_000, "x"));
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.locator("main").getByRole("alert")).toContainText("larger than one megabyte");
    await choose(Buffer.from(text));
    await page.getByLabel("Room", { exact: true }).selectOption(room);
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.getByRole("status")).toContainText("Nothing is closed yet");
    const events = page.locator("main ol > li");
    await expect(events).toHaveText([/Holiday.*1 date.*In the way/s, /Typo.*WEKLY/s]);
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Close these times" }).click();
    await expect(events.first()).toContainText("One booking is in the way");

    await choose(Buffer.from(text));
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByLabel(/Also close where bookings/).check();
    await page.getByRole("button", { name: "Close these times" }).click();
    await expect(page.getByRole("status")).toContainText("This happened");
    await expect(events.first()).toContainText("1 date: all");
    await page.goto("/en/desk/closures");
    await expect(page.getByRole("heading", { name: `Holiday ${mark}` })).toBeVisible();

    // Fifty megabytes, from somebody whose browser runs no script: told in a sentence, and the next
    // one is served.
    const huge = await page.request.post("/en/desk/series/import", {
      headers: { origin: new URL(page.url()).origin },
      multipart: {
        file: { name: "x.ics", mimeType: "text/calendar", buffer: Buffer.alloc(50_000_000, "x") },
      },
    });
    expect(huge.status()).toBe(413);
    expect(await huge.text()).toContain("Send less than 4 MB");
    expect((await page.goto("/en/desk/series/import"))?.status()).toBe(200);
  },
);

test(
  "series are not there for a learner, and bad addresses give a sentence",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "learner", "en");
    const unknown = `/en/desk/series/${crypto.randomUUID()}`;
    for (const path of [
      "/en/desk/series/new",
      "/en/desk/series/check",
      unknown,
      `${unknown}/change`,
    ])
      expect((await page.goto(path))?.status(), path).toBe(404);

    await page.context().clearCookies();
    await signInAs(page, "facilitator", "en");
    for (const path of [
      unknown,
      "/en/desk/series/nothing",
      `${unknown}/change`,
      "/en/desk/series/new?space=nowhere",
    ])
      expect((await page.goto(path))?.status(), path).toBe(404);
    for (const path of [
      "/en/desk/series/check",
      "/en/desk/series/check?roomId=1&day=x",
      `${unknown}/check`,
    ]) {
      expect((await page.goto(path))?.status(), path).toBe(200);
      await expect(page.locator("main").getByRole("alert")).toContainText("cannot be checked");
    }
    const answer = await page.request.post("/api/v1/series", {
      headers: { origin: new URL(page.url()).origin },
      data: {
        roomId: crypto.randomUUID(),
        rule: "FREQ=WEEKLY;COUNT=3",
        firstStart: "2027-01-06T10:00",
        firstEnd: "2027-01-06T11:00",
        people: 2,
      },
    });
    expect(answer.status()).toBe(404);
  },
);

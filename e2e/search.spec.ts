import { expect, type Page, test } from "@playwright/test";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    inWords: "Wanneer",
    phrase: "volgende week 2 uur",
    understood: /Je schreef “volgende week 2 uur”. We begrijpen: 2 uur van maandag/,
    search: "Zoek",
    book: "Reserveer",
    confirm: "Reserveer deze ruimte",
    booked: /Gereserveerd/,
    cancel: "Annuleer deze reservatie",
    cancelled: /Geannuleerd/,
    unknown: /We begrijpen “jacht” niet/,
    wrong: "morgen jacht",
    more: "Meer keuzes",
  },
  fr: {
    inWords: "Quand",
    phrase: "2 heures la semaine prochaine",
    understood:
      /Vous avez écrit «\s2 heures la semaine prochaine\s». Nous comprenons\s: 2\sheures du lundi/,
    search: "Chercher",
    book: "Réserver",
    confirm: "Réserver cette salle",
    booked: /C’est réservé/,
    cancel: "Annuler cette réservation",
    cancelled: /Annulé/,
    unknown: /Nous ne comprenons pas «\syacht\s»/,
    wrong: "demain yacht",
    more: "Plus de choix",
  },
  en: {
    inWords: "When",
    phrase: "2 hours next week",
    understood: /You wrote “2 hours next week”. We understood: 2 hours from Monday/,
    search: "Search",
    book: "Book",
    confirm: "Book this room",
    booked: /Booked/,
    cancel: "Cancel this booking",
    cancelled: /Cancelled/,
    unknown: /We do not understand “yacht”/,
    wrong: "tomorrow yacht",
    more: "More choices",
  },
} as const;

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `any two hours of next week are found by writing so, and booked (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }) => {
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      await page.getByRole("textbox", { name: words.inWords, exact: true }).fill(words.phrase);
      await page.getByRole("button", { name: words.search, exact: true }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(words.understood);
      // The address names days, so that whoever gets it tomorrow finds the same.
      await expect(page).toHaveURL(
        /day=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d&from=08%3A00&to=22%3A00&minutes=120/,
      );
      await expectSoundPage(page, "found in words");

      await page.getByRole("link", { name: words.book, exact: true }).first().click();
      await page.getByRole("button", { name: words.confirm }).click();
      await expect(page.getByRole("status")).toHaveText(words.booked);
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.getByRole("status")).toHaveText(words.cancelled);
    },
  );

  test(
    `words that are not understood are named, and kept (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page }) => {
      await page.goto(`/${locale}`);
      await page.getByRole("textbox", { name: words.inWords, exact: true }).fill(words.wrong);
      await page.getByRole("button", { name: words.search, exact: true }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.unknown);
      await expect(page.getByRole("textbox", { name: words.inWords, exact: true })).toHaveValue(
        words.wrong,
      );
      await page.getByText(words.more).click();
      await expectSoundPage(page, "more wishes");
    },
  );
}

test.describe("in one language, at one width", ONCE, () => {
  /** The two rooms of a place that no search finds one room in for so many. */
  async function crowdFor(page: Page, slug: string) {
    const { rooms } = await (await page.request.get(`/api/v1/spaces/${slug}`)).json();
    const seats = rooms.map(({ capacity }: { capacity: number }) => capacity).toSorted();
    return seats.at(-1) + 1;
  }

  test("a group that fits in no room books two together; others wait, go elsewhere, or come at another time", async ({
    page,
    browser,
  }, info) => {
    const time = `day=${weekdayAhead(3, 15 + tryOf(info))}&from=14:00&to=16:00`;
    await signInAs(page, "learner", "en");
    const people = await crowdFor(page, "hangar-k");
    const address = `/en?${time}&space=hangar-k&people=${people}`;
    await page.goto(address);
    await expect(page.getByRole("checkbox", { name: "Only in Hangar K" })).toBeChecked();
    await expect(page.getByRole("heading", { name: "A bit smaller" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "In another place" })).toBeVisible();
    await expectSoundPage(page, "nothing fits");
    const together = page.getByRole("region", { name: "Two rooms together" });
    await together.getByRole("link", { name: "Book", exact: true }).first().click();
    const receipt = page.locator("main").getByRole("listitem");
    await expect(receipt.filter({ hasText: /Hangar K, .+ \+ .+/ })).toBeVisible();
    await page.getByRole("button", { name: "Book this room" }).click();
    await expect(page.getByRole("status")).toHaveText(/Booked/);

    // Now the largest room is taken: whoever needs it alone comes at another time, or waits.
    const other = await (await browser.newContext()).newPage();
    await signInAs(other, "facilitator", "en");
    await other.goto(`/en?${time}&space=hangar-k&people=${people - 1}`);
    await expect(other.getByRole("heading", { name: "At another time" })).toBeVisible();
    await other
      .getByRole("region", { name: "Or wait" })
      .getByRole("link", { name: "Wait for it" })
      .click();
    await other.getByRole("button", { name: "Tell me when it is free" }).click();
    await expect(other.getByRole("heading", { name: "What I wait for" })).toBeVisible();
    await other.getByRole("button", { name: "Stop waiting" }).first().click();
    await page.getByRole("button", { name: "Cancel this booking" }).click();
    await expect(page.getByRole("status")).toHaveText(/Cancelled/);
  });

  test("a part of the map narrows a search, and can be taken off again", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto("/en?people=2");
    await page.getByRole("button", { name: "Closer" }).click();
    await page.getByRole("button", { name: "Search in this part of the map" }).click();
    await expect(page).toHaveURL(/bbox=/);
    const onMap = page.getByRole("checkbox", { name: "Only in this part of the map" });
    await expect(onMap).toBeChecked();
    await expect(page.getByRole("link", { name: "Book", exact: true }).first()).toBeVisible();
    await onMap.uncheck();
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page).not.toHaveURL(/bbox=/);
  });

  test("who looks near Rijsel finds rooms in Lille", async ({ page }) => {
    await page.goto("/nl?people=4&town=Rijsel");
    await expect(
      page
        .locator(".fit")
        .getByText(/Lille, Hauts-de-France/)
        .first(),
    ).toBeVisible();
    await page.goto("/nl?people=4&town=Atlantis");
    await expect(page.locator("main").getByRole("status")).toHaveText(/nog geen plek in Atlantis/);
  });

  const day = { start: "2027-03-10T14:00:00%2B01:00", end: "2027-03-10T16:00:00%2B01:00" };
  const time = `start=${day.start}&end=${day.end}`;
  for (const [name, query, status] of [
    ["nobody", `${time}&people=0`, 422],
    ["fewer than nobody", `${time}&people=-1`, 422],
    ["a thousand million people", `${time}&people=1000000000`, 422],
    ["a time that has passed", "start=2020-03-10T14:00:00Z&end=2020-03-10T16:00:00Z", 422],
    ["an end before its start", `start=${day.end}&end=${day.start}`, 422],
    ["no time", "people=4", 422],
    ["a part of no map", `${time}&bbox=999,-999,1e9,NaN`, 422],
    ["a point on no earth", `${time}&near=91,181`, 422],
    ["an unknown feature", `${time}&features=wheelchair,sauna`, 422],
    ["an unknown space", `${time}&space=nowhere-at-all`, 404],
    ["500 letters", `when=${"a".repeat(500)}`, 422],
    ["words that mean no time", "when=with+a+yacht", 422],
    ["any part of a year", `start=${day.start}&end=2028-03-10T14:00:00Z&minutes=60`, 422],
  ] as const)
    test(`the search refuses ${name} in the reader's language`, async ({ request }) => {
      const answer = await request.get(`/api/v1/availability?${query}`, {
        headers: { "accept-language": "nl" },
      });
      expect(answer.status()).toBe(status);
      expect(answer.headers()["content-type"]).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({
        title: expect.any(String),
        code: expect.any(String),
      });
    });

  test("programs search by words, features, a part of the map and one space", async ({
    request,
  }) => {
    const search = async (query: string) =>
      (await request.get(`/api/v1/availability?${query}`)).json();
    const { items } = await search(
      `${time}&people=4&features=wheelchair,projector&bbox=3,50.5,3.5,51`,
    );
    expect(items.length).toBeGreaterThan(0);
    for (const { features } of items)
      expect(features).toEqual(expect.arrayContaining(["wheelchair", "projector"]));
    const here = await search(`${time}&people=4&space=hangar-k`);
    expect(new Set(here.items.map(({ spaceSlug }: { spaceSlug: string }) => spaceSlug))).toEqual(
      new Set(["hangar-k"]),
    );
    const inWords = await search("when=2+heures+la+semaine+prochaine&people=4");
    expect(inWords.time).toMatchObject({ minutes: 120 });
    expect(inWords.items[0]).toMatchObject({ start: expect.any(String), end: expect.any(String) });
  });
});

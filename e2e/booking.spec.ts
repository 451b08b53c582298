import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const WORDS = {
  nl: {
    learner: "Cursist",
    people: "Mensen",
    need: "Nodig",
    projector: "Projector",
    search: "Zoek",
    book: "Reserveer",
    confirm: "Reserveer deze ruimte",
    booked: /Gereserveerd/,
    cancel: "Annuleer deze reservatie",
    cancelled: /Geannuleerd/,
    nothing: /Dit uur bestaat niet|dit uur bestaat niet/,
  },
  fr: {
    learner: "Apprenant",
    people: "Personnes",
    need: "Il vous faut",
    projector: "Projecteur",
    search: "Chercher",
    book: "Réserver",
    confirm: "Réserver cette salle",
    booked: /C’est réservé/,
    cancel: "Annuler cette réservation",
    cancelled: /Annulé/,
    nothing: /cette heure n’existe pas/,
  },
  en: {
    learner: "Learner",
    people: "People",
    need: "You need",
    projector: "Projector",
    search: "Search",
    book: "Book",
    confirm: "Book this room",
    booked: /Booked/,
    cancel: "Cancel this booking",
    cancelled: /Cancelled/,
    nothing: /time does not exist/,
  },
} as const;

type Language = keyof typeof WORDS;

const LANGUAGES = Object.keys(WORDS) as Language[];

async function signIn(page: Page, locale: Language) {
  await page.goto(`/${locale}/sign-in`);
  await page.getByRole("button", { name: WORDS[locale].learner, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/${locale}$`));
}

/** Two clicks and one field on the search bar (a projector is chosen in its list), one on the card, one to confirm. */
async function bookTomorrowAfternoon(page: Page, words: (typeof WORDS)[Language]) {
  await page.getByLabel(words.people).fill("8");
  await page.getByLabel(words.need).selectOption({ label: words.projector });
  await page.getByRole("button", { name: words.search, exact: true }).click();
  await page.getByRole("link", { name: words.book, exact: true }).first().click();
  await page.getByRole("button", { name: words.confirm }).click();
  await expect(page.getByRole("status")).toHaveText(words.booked);
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(`a learner books eight places with a projector tomorrow at 14:00, and cancels (${locale})`, async ({
    page,
  }) => {
    await signIn(page, locale);
    await bookTomorrowAfternoon(page, words);
    await page.getByRole("button", { name: words.cancel }).click();
    await expect(page.getByRole("status")).toHaveText(words.cancelled);
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test(`the same booking (${locale})`, async ({ page }) => {
      await signIn(page, locale);
      await bookTomorrowAfternoon(page, words);
    });
  });

  test(`an hour that does not exist is explained (${locale})`, async ({ page }) => {
    const answer = await page.goto(`/${locale}?day=2027-02-30&from=25:00&to=26:00&people=8`);
    expect(answer?.status()).toBe(200);
    await expect(page.locator("main").getByRole("alert")).toHaveText(words.nothing);
    await expect(page.getByLabel(words.people)).toHaveValue("8");
  });

  test(`no page breaks a rule that a machine can check, or is wider than the screen (${locale})`, async ({
    page,
  }) => {
    await signIn(page, locale);
    for (const path of [
      "",
      "?day=2027-03-02&from=14:00&to=16:00&people=8",
      "/spaces/hangar-k",
      "/me",
      "/sign-in",
      "/nowhere",
    ]) {
      await page.goto(`/${locale}${path}`);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
      const [content, screen] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        window.innerWidth,
      ]);
      expect(content, path).toBeLessThanOrEqual(screen ?? 0);
    }
  });
}

test("the first visit is answered in the browser's language", async ({ browser }) => {
  const page = await (await browser.newContext({ locale: "fr-BE" })).newPage();
  await page.goto("/");
  await expect(page).toHaveURL(/\/fr$/);
});

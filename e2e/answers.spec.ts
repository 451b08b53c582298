import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { type Account, LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    name: "Naam",
    people: "Hoeveel mensen erin kunnen",
    approval: "Het team moet eerst ja zeggen",
    save: "Bewaar",
    saved: "Bewaard.",
    kept: /vrij tot \d\d:\d\d/,
    ask: "Vraag deze ruimte aan",
    purpose: "Waarvoor is het?",
    requested: /Aangevraagd/,
    first: /Iemand was je voor|Iemand was eerst/,
    wait: "Zeg het me als ze vrij is",
    waiting: "Waar ik op wacht",
    note: /Een woord over waarom/,
    refused: /Geweigerd/,
    refusedHere: /is niet gelukt/,
    accept: "Ja, ik neem ze",
    confirmed: /Bevestigd/,
    day: "Dag",
    reason: /Waarom/,
    look: "Kijk wie het raakt",
    close: "Sluit deze ruimtes",
    closed: /Gesloten/,
    cancelled: /Geannuleerd/,
    instead: /houden een andere ruimte voor je vrij/,
    booked: /Gereserveerd/,
    undo: "Maak ongedaan",
  },
  fr: {
    name: "Nom",
    people: "Personnes qui y entrent",
    approval: "L’équipe doit d’abord dire oui",
    save: "Enregistrer",
    saved: "Enregistré.",
    kept: /pour vous jusqu’à \d\d:\d\d/,
    ask: "Demander cette salle",
    purpose: "C’est pour quoi ?",
    requested: /C’est demandé/,
    first: /Quelqu’un/,
    wait: "Me dire quand elle est libre",
    waiting: "Ce que j’attends",
    note: /Un mot pour dire pourquoi/,
    refused: /Refusé/,
    refusedHere: /n’a pas pu se faire/,
    accept: "Oui, je la prends",
    confirmed: /Confirmé/,
    day: "Jour",
    reason: /Pourquoi/,
    look: "Voir qui est concerné",
    close: "Fermer ces salles",
    closed: /Fermé/,
    cancelled: /Annulé/,
    instead: /gardons une autre salle pour vous/,
    booked: /C’est réservé/,
    undo: "Revenir en arrière",
  },
  en: {
    name: "Name",
    people: "How many people fit",
    approval: "Staff must say yes first",
    save: "Save",
    saved: "Saved.",
    kept: /for you until \d\d:\d\d/,
    ask: "Ask for this room",
    purpose: "What is it for?",
    requested: /Asked/,
    first: /Somebody was first/,
    wait: "Tell me when it is free",
    waiting: "What I wait for",
    note: /Why, in a few words/,
    refused: /Refused/,
    refusedHere: /could not be made/,
    accept: "Yes, I take it",
    confirmed: /Confirmed/,
    day: "Day",
    reason: /Why/,
    look: "See whom it concerns",
    close: "Close these rooms",
    closed: /Closed/,
    cancelled: /Cancelled/,
    instead: /keep another room for you/,
    booked: /Booked/,
    undo: "Undo",
  },
};

async function as(
  browser: Browser,
  account: Account,
  locale: Language,
  viewport: Page,
): Promise<Page> {
  const page = await (await browser.newContext({ viewport: viewport.viewportSize() })).newPage();
  await signInAs(page, account, locale);
  return page;
}

for (const locale of LANGUAGES)
  test(
    `a request is answered, the time offered to who waited, then closed (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page: manager, browser }, info) => {
      test.setTimeout(120_000);
      const words = WORDS[locale];
      const { requests } = MESSAGES[locale].desk;
      const room = `Aula ${locale} ${markOf(info)}`;
      const day = weekdayAhead(3, 10 + tryOf(info)).toString();
      const card = (on: Page) => on.getByRole("listitem").filter({ hasText: room });

      await signInAs(manager, "manager", locale);
      await manager.goto(`/${locale}/desk/rooms`);
      await expectSoundPage(manager);
      await manager.locator("main a.button").first().click();
      await expectSoundPage(manager);
      await manager.getByLabel(words.name, { exact: true }).fill(room);
      // So large that no other journey finds it first.
      await manager.getByLabel(words.people).fill("400");
      await manager.getByLabel(words.approval).check();
      await manager.getByRole("button", { name: words.save, exact: true }).click();
      await expect(manager.getByRole("status")).toHaveText(words.saved);
      const link = await manager.getByRole("link", { name: room }).getAttribute("href");
      const [space, id] = ["space", "id"].map((name) =>
        new URL(link ?? "", "http://x").searchParams.get(name),
      );

      const check = `/${locale}/book/check?room=${id}&start=${day}T10:00:00Z&end=${day}T11:00:00Z&people=2`;
      const learner = await as(browser, "learner", locale, manager);
      await learner.goto(check);
      await expect(learner.getByText(words.kept)).toBeVisible();
      await expectSoundPage(learner);
      await learner.getByLabel(words.purpose).fill("Choir");
      await learner.getByRole("button", { name: words.ask }).click();
      await expect(learner.getByRole("status")).toHaveText(words.requested);
      await expectSoundPage(learner);

      const second = await as(browser, "researcher", locale, manager);
      await second.goto(check);
      await expect(second.locator("main").getByRole("alert")).toHaveText(words.first);
      await expectSoundPage(second);
      await second.getByLabel(words.purpose).fill("Chess");
      await second.getByRole("button", { name: words.wait }).click();
      await expect(second.getByRole("heading", { name: words.waiting })).toBeVisible();
      await expect(card(second)).toHaveCount(1);
      await expectSoundPage(second);

      await manager.goto(`/${locale}/desk/requests`);
      await expectSoundPage(manager);
      await expect(card(manager).getByText("Choir")).toBeVisible();
      await card(manager).getByText(requests.refuse, { exact: true }).click();
      await expectSoundPage(manager);
      await card(manager).getByLabel(words.note).fill("Alarm test");
      await card(manager).getByRole("button", { name: requests.sendRefusal }).click();
      await expect(manager.getByRole("status")).toHaveText(words.refused);
      await learner.reload();
      await expect(learner.getByRole("status")).toHaveText(words.refusedHere);
      await expect(learner.getByText("Alarm test")).toBeVisible();

      await second.goto(`/${locale}/me`);
      await second.getByRole("link", { name: room }).click();
      await second.getByRole("button", { name: words.accept }).click();
      await expect(second.getByRole("status")).toHaveText(words.requested);
      await manager.goto(`/${locale}/desk/requests`);
      await card(manager).getByRole("button", { name: requests.accept }).click();
      await expect(manager.getByRole("status")).toHaveText(words.confirmed);

      await manager.goto(`/${locale}/desk/closures?space=${space}`);
      await manager.getByLabel(room).check();
      await manager.getByLabel(words.day, { exact: true }).fill(day);
      await manager.getByLabel(words.reason).fill("Painting");
      await manager.getByRole("button", { name: words.look }).click();
      await expect(manager.locator("#check")).toBeFocused();
      await expect(card(manager)).toHaveCount(1);
      await expectSoundPage(manager);
      await manager.getByRole("button", { name: words.close, exact: true }).click();
      await expect(manager.getByRole("status")).toHaveText(words.closed);
      await expectSoundPage(manager);
      await second.reload();
      await expect(second.getByRole("status")).toHaveText(words.cancelled);
      await expect(second.getByText("Painting")).toBeVisible();
      await expect(second.getByRole("heading", { name: words.instead })).toBeVisible();
      await expectSoundPage(second);
      await second.getByRole("button", { name: words.accept }).click();
      await expect(second.getByRole("status")).toHaveText(words.booked);
      await second.getByRole("button", { name: words.undo, exact: true }).click();
      await expect(second.getByRole("status")).toHaveText(words.cancelled);
    },
  );

test(
  "a manager limits what one person may book, and takes the limit away",
  walkedOn("desktop"),
  async ({ page }, info) => {
    // So many that whatever is left of it stands in nobody's way.
    const hours = 60 + tryOf(info);
    await signInAs(page, "manager", "en");
    await page.goto("/en/desk/limits");
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Add a limit" }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(/how many bookings/);
    await page.getByLabel("Hours at most").fill("three");
    await page.getByRole("button", { name: "Add a limit" }).click();
    await expect(page.getByText("Type a whole number, or leave it empty.")).toBeVisible();
    await expect(page.getByLabel("Hours at most")).toHaveValue("three");
    await page.getByLabel("Hours at most").fill(String(hours));
    await page.getByRole("button", { name: "Add a limit" }).click();
    const limit = page
      .getByRole("listitem")
      .filter({ hasText: `Each person, a week: ${hours} hours` });
    await expect(limit).toHaveCount(1);
    await limit.getByRole("button", { name: "Take away" }).click();
    await expect(limit).toHaveCount(0);
    await page.getByLabel("Missed bookings allowed").fill("90");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Missed bookings allowed")).toHaveValue("90");
    await page.getByLabel("Missed bookings allowed").fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toHaveText("Saved.");
  },
);

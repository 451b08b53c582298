import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { weekdayAhead } from "./days.ts";
import { enterOn } from "./keyboard.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { ONCE, walkedBy, walkedOn } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    newSession: "Plan een sessie",
    title: "Titel in het Nederlands",
    places: "Plaatsen",
    day: "Dag",
    plan: "Plan en reserveer de ruimte",
    sheet: "Aanwezigheidslijst",
    enrol: "Neem een plaats",
    hasPlace: "Je hebt een plaats.",
    add: "Voeg iemand toe",
    next: "Volgende persoon",
    age: "Leeftijd",
    band: "25 tot 29",
    gender: "Gender",
    refused: "Wil het niet zeggen",
    save: "Bewaar de lijst",
    saved: "Bewaard.",
    waiting: /Nog niet verstuurd/,
    noTitle: "Geef de sessie een titel.",
    cancel: "Annuleer deze sessie",
    cancelled: /geannuleerd/,
  },
  fr: {
    newSession: "Prévoir une séance",
    title: "Titre en français",
    places: "Places",
    day: "Jour",
    plan: "Prévoir et réserver la salle",
    sheet: "Feuille de présence",
    enrol: "Prendre une place",
    hasPlace: "Vous avez une place.",
    add: "Ajouter une personne",
    next: "Personne suivante",
    age: "Âge",
    band: "25 à 29",
    gender: "Genre",
    refused: "Ne veut pas dire",
    save: "Enregistrer la feuille",
    saved: "Enregistré.",
    waiting: /Pas encore envoyé/,
    noTitle: "Donnez un titre à la séance.",
    cancel: "Annuler cette séance",
    cancelled: /annulée/,
  },
  en: {
    newSession: "Plan a session",
    title: "Title in English",
    places: "Places",
    day: "Day",
    plan: "Plan and book the room",
    sheet: "Attendance sheet",
    enrol: "Take a place",
    hasPlace: "You have a place.",
    add: "Add a person",
    next: "Next person",
    age: "Age",
    band: "25 to 29",
    gender: "Gender",
    refused: "Does not want to say",
    save: "Save the sheet",
    saved: "Saved.",
    waiting: /Not sent yet/,
    noTitle: "Give the session a title.",
    cancel: "Cancel this session",
    cancelled: /cancelled/,
  },
} as const;

/**
 * A Tuesday of its own for each language and each try, so that none finds the room of another
 * taken.
 */
function dayFor(locale: Language, tried: number): string {
  return weekdayAhead(2, 2 + LANGUAGES.indexOf(locale) + LANGUAGES.length * tried).toString();
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a session is planned, taken and attended, also while the network is away (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page, browser }, info) => {
      test.setTimeout(90_000);
      const title = `Mail ${randomUUID().slice(0, 8)}`;
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/sessions`);
      await expectSoundPage(page);
      await page.getByRole("link", { name: words.newSession }).click();
      await page.getByLabel(words.day).fill(dayFor(locale, tryOf(info)));
      await page.getByLabel(words.places, { exact: true }).fill("6");
      await page.getByRole("button", { name: words.plan }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.noTitle);
      await expect(page.getByLabel(words.places, { exact: true })).toHaveValue("6");
      await page.getByLabel(words.title).fill(title);
      await expectSoundPage(page);
      await page.getByRole("button", { name: words.plan }).click();
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      const sessionPath = new URL(page.url()).pathname;
      const id = sessionPath.split("/").at(-1);

      const learner = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await signInAs(learner, "learner", locale);
      await learner.goto(`${sessionPath}`);
      const before = new Date().toISOString();
      await learner.getByRole("button", { name: words.enrol }).click();
      await expect(learner.getByRole("status")).toHaveText(words.hasPlace);
      await newestLetter("learner@trivium.test", before, { subject: new RegExp(title) });

      await page.getByRole("link", { name: words.sheet }).click();
      const saved = async () =>
        (await page.request.get(`/api/v1/sessions/${id}/attendance`)).json();
      await page.getByRole("checkbox", { name: "Lien" }).check();
      await page.getByRole("button", { name: words.add }).click();
      await page
        .getByRole("group", { name: words.age })
        .getByRole("radio", { name: words.band })
        .check();
      await page.getByRole("button", { name: words.save }).click();
      await expect(page.getByRole("status")).toHaveText(words.saved);
      await expectSoundPage(page);

      await page.context().setOffline(true);
      await page.getByRole("button", { name: words.next }).click();
      await page
        .getByRole("group", { name: words.gender })
        .getByRole("radio", { name: words.refused })
        .check();
      await page.getByRole("button", { name: words.save }).click();
      await expect(page.getByRole("status")).toHaveText(words.waiting);
      await page.context().setOffline(false);
      await expect(page.getByRole("status")).toHaveText(words.saved, { timeout: 15_000 });

      const sheet = await saved();
      expect(sheet).toMatchObject({ sheetVersion: 2, present: [expect.any(String)] });
      expect(sheet.lines).toMatchObject([
        { ageBand: "25-29", gender: "not_asked" },
        { ageBand: "not_asked", gender: "asked_refused" },
      ]);

      await page.goto(sessionPath.replace("/sessions/", "/desk/sessions/"));
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.locator("main .alert")).toHaveText(words.cancelled);
      await learner.goto(sessionPath);
      await expect(learner.locator("main .alert")).toHaveText(words.cancelled);
    },
  );

  test(
    `the programme is sound, empty and full (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page }) => {
      for (const path of [
        "/sessions",
        "/sessions?town=Nergens",
        "/sessions?topic=no&page=-4",
        "/sessions?view=map&evening=yes",
        "/sessions?more=filters&week=2020-01-01",
      ]) {
        const answer = await page.goto(`/${locale}${path}`);
        expect(answer?.status()).toBe(200);
        await expectSoundPage(page);
      }
    },
  );
}

test("the programme goes from week to week, and shows where it is", ONCE, async ({ page }) => {
  await page.goto("/en/sessions");
  const week = page.getByRole("heading", { level: 2, name: / to / });
  const first = (await week.textContent()) ?? "";
  await page.getByRole("link", { name: "Week after" }).click();
  await expect(week).not.toHaveText(first);
  await page.getByRole("link", { name: "Map", exact: true }).click();
  await expect(page.locator("main .map")).toBeVisible();
  await page.getByRole("link", { name: "Week before" }).click();
  await expect(week).toHaveText(first);
  await expect(page.locator("main .map")).toBeVisible();
});

test(
  "whoever takes a place by keyboard, says what they need and gives it back is at each answer",
  walkedOn("phone"),
  async ({ page }) => {
    const { sessions: t, said } = MESSAGES.fr;
    const { id } = await withDatabase(async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select session.id from session where status = 'planned' and lower(during) > now() + interval '2 days'
          and not exists (select from enrolment where session_id = session.id)
        order by lower(during) limit 1`,
      );
      return rows[0] ?? { id: "" };
    });
    const status = (text: string) => page.getByRole("status").filter({ hasText: text });
    const press = async (name: string, answer: string) => {
      await enterOn(page.getByRole("button", { name, exact: true }));
      await expect(status(answer)).toBeFocused();
      await expect(status(answer)).toBeInViewport();
    };
    await signInAs(page, "learner", "fr");
    await page.goto(`/fr/sessions/${id}`);
    // Whether there is room is one line beside the button under the thumb.
    const state = await page.locator(".thumbbar .state").boundingBox();
    expect(state?.height).toBeLessThan(30);
    await press(t.enrol, t.enrolled);
    await press(t.wishes.change, said.needsSaved);
    await press(t.withdraw, said.placeGivenBack);
  },
);

test(
  "what was not sent is still there after a reload, and is sent once",
  walkedOn("phone"),
  async ({ page }, info) => {
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/sessions/new");
    await page.getByLabel("Title in English").fill(`Reload ${markOf(info)}`);
    await page.getByRole("radio", { name: "At home, on a screen" }).check();
    await page.getByLabel("Room", { exact: true }).selectOption({ label: "No room, on a screen" });
    await page.getByLabel("Day").fill(dayFor("nl", tryOf(info)));
    await page.getByRole("button", { name: "Plan and book the room" }).click();
    await page.getByRole("link", { name: "Attendance sheet" }).click();
    await expect(page).toHaveURL(/sheet$/);
    const sheet = page.url();

    await page.getByRole("button", { name: "Add a person" }).click();
    await page.getByRole("button", { name: "Count without answers" }).click();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Save the sheet" }).click();
    await expect(page.getByRole("status")).toHaveText(/Not sent yet/);
    await page.goto("about:blank").catch(() => {});
    await page.context().setOffline(false);
    await page.goto(sheet);
    await expect(page.getByRole("status")).toHaveText("Saved.", { timeout: 15_000 });
    const id = sheet.split("/").at(-2);
    const saved = await (await page.request.get(`/api/v1/sessions/${id}/attendance`)).json();
    expect(saved).toMatchObject({ sheetVersion: 1, lines: [{ ageBand: "not_asked" }] });
    // Only whose drafts this device holds, for the day somebody else signs in.
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["trivium-owner"]);
  },
);

test(
  "a learner finds no sheet, and a sheet with a wrong answer is refused whole",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "learner", "en");
    expect((await page.goto("/en/desk/sessions"))?.status()).toBe(404);
    const unknown = `/api/v1/sessions/${randomUUID()}/attendance`;
    expect((await page.request.get(unknown)).status()).toBe(404);
    expect((await page.request.get("/api/v1/sessions/nonsense/attendance")).status()).toBe(404);
  },
);

import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { whoIsIn } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs, signInByMail } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    name: "Naam",
    add: "Voeg toe",
    issue: "Maak een kaart",
    card: "Code van de kaart",
    typed: "Code op je kaart",
    open: "Meld aan met mijn kaart",
    enrol: "Neem een plaats",
    consent: (name: string) => `Toestemming van ${name}`,
    give: "Ja, dat mag: Handicap",
    helper: "met een helper",
    given: /Je zei ja op/,
    know: "Ik weet het niet",
    save: "Bewaar mijn antwoord: Handicap",
    withdraw: "Neem mijn ja terug: Handicap",
    withdrawn: /Je nam je ja terug/,
    refuse: "Ik zeg het liever niet: Minderheid",
    refused: /Je zegt het liever niet/,
    receipt: "Mijn bewijs: Handicap",
    events: [/: ja, met een helper/, /: teruggenomen, zelf/],
    qr: /QR-code/,
    download: "Neem mijn gegevens mee",
    erase: "Wis mijn gegevens",
    word: /Typ het woord/,
    typeIt: "wissen",
    typeFault: /zoals het boven het veld staat/,
    erased: "Je gegevens zijn gewist. Tot ziens.",
    unknownCard: /Geen enkele kaart heeft deze code/,
    privacy: "Privacy",
    never: "Nooit: de wet verbiedt het",
    facilitatorRefused: /hebben je nodig/,
  },
  fr: {
    name: "Nom",
    add: "Ajouter",
    issue: "Créer une carte",
    card: "Code de la carte",
    typed: "Code sur votre carte",
    open: "Me connecter avec ma carte",
    enrol: "Prendre une place",
    consent: (name: string) => `Consentement de ${name}`,
    give: "Oui, vous pouvez : Handicap",
    helper: "avec une aide",
    given: /Vous avez dit oui le/,
    know: "Je ne sais pas",
    save: "Garder ma réponse : Handicap",
    withdraw: "Reprendre mon oui : Handicap",
    withdrawn: /Vous avez repris votre oui/,
    refuse: "Je préfère ne pas le dire : Minorité",
    refused: /Vous préférez ne pas le dire/,
    receipt: "Mon reçu : Handicap",
    events: [/\s: oui, avec une aide/, /\s: repris, vous-même/],
    qr: /Code QR/,
    download: "Emporter mes données",
    erase: "Effacer mes données",
    word: /Tapez le mot/,
    typeIt: "effacer",
    typeFault: /écrit au-dessus du champ/,
    erased: "Vos données sont effacées. Au revoir.",
    unknownCard: /Aucune carte n’a ce code/,
    privacy: "Vie privée",
    never: "Jamais : la loi l’interdit",
    facilitatorRefused: /ont besoin de vous/,
  },
  en: {
    name: "Name",
    add: "Add",
    issue: "Make a card",
    card: "Code of the card",
    typed: "Code on your card",
    open: "Sign in with my card",
    enrol: "Take a place",
    consent: (name: string) => `Consent of ${name}`,
    give: "Yes, you may: Disability",
    helper: "with a helper",
    given: /You said yes on/,
    know: "I do not know",
    save: "Save my answer: Disability",
    withdraw: "Take my yes back: Disability",
    withdrawn: /You withdrew your yes/,
    refuse: "I prefer not to say: Minority",
    refused: /You prefer not to say/,
    receipt: "My receipt: Disability",
    events: [/: yes, with a helper/, /: withdrawn, by yourself/],
    qr: /QR code/,
    download: "Take my data",
    erase: "Erase my data",
    word: /Type the word/,
    typeIt: "erase",
    typeFault: /as it stands above the field/,
    erased: "Your data is erased. Goodbye.",
    unknownCard: /No card has this code/,
    privacy: "Privacy",
    never: "Never: the law forbids it",
    facilitatorRefused: /sessions need you/,
  },
} as const;

type Words = (typeof WORDS)[Language];

const device = async (browser: Browser, javaScriptEnabled = true) =>
  (await browser.newContext({ javaScriptEnabled })).newPage();

/**
 * Somebody new with an address, and the page of a session to come in Belgium, where the manager
 * works, who is signed in at the end. A joint session has a place in France too.
 */
async function newcomer(page: Page, locale: Language, words: Words, name: string, address: string) {
  await signInAs(page, "admin", locale);
  await page.goto(`/${locale}/admin/people`);
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await page.getByLabel(MESSAGES[locale].identity.people.email).fill(address);
  await page.getByRole("button", { name: words.add, exact: true }).click();
  await page.getByRole("button", { name: words.issue }).click();
  const code = await page
    .getByRole("region", { name: words.card })
    .locator(".card-code")
    .textContent();
  await signInAs(page, "manager", locale);
  await page.goto(`/${locale}/desk/sessions?space=bibliotheek-kortrijk`);
  const session = await page
    .locator("main .card", { hasText: /Kortrijk|Courtrai|Ieper|Ypres/, hasNotText: /Roubaix/ })
    .locator("a")
    .first()
    .getAttribute("href");
  return { code: code ?? "", sessionId: /[0-9a-f-]{36}/.exec(session ?? "")?.[0] ?? "" };
}

async function openWithCard(page: Page, locale: Language, words: Words, code: string) {
  await page.goto(`/${locale}/sign-in/card`);
  await page.getByLabel(words.typed).fill(code);
  await page.getByRole("button", { name: words.open }).click();
}

/**
 * As many elements as a light page has; what is inside drawings does not count, and the menu of
 * staff is not the page.
 */
async function expectFewNodes(page: Page) {
  expect(await page.locator("main *:not(svg *)").count()).toBeLessThanOrEqual(230);
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];
  for (const javaScriptEnabled of [true, false])
    test(
      `yes with a helper, taken back alone, a receipt, a download, and erased, scripts: ${javaScriptEnabled} (${locale})`,
      javaScriptEnabled ? walkedBy(locale, "nl desktop") : walkedBy(locale, "fr phone"),
      async ({ page, browser }, info) => {
        test.setTimeout(40_000);
        const name = `Wilhelmina ${locale} ${javaScriptEnabled} ${markOf(info)}`;
        const address = `wilhelmina-${locale}-${javaScriptEnabled}-${info.project.name}-${tryOf(info)}@example.org`;
        const { code, sessionId } = await newcomer(page, locale, words, name, address);
        const own = await device(browser, javaScriptEnabled);
        await signInByMail(own, locale, address);
        await expect(whoIsIn(own)).toContainText(name);
        await own.goto(`/${locale}/sessions/${sessionId}`);
        await own.getByRole("button", { name: words.enrol }).click();
        await expect(own.getByRole("status").first()).toBeVisible();

        await page.goto(`/${locale}/desk/sessions/${sessionId}/sheet`);
        await page.getByRole("link", { name: words.consent(name) }).click();
        await expect(
          page.getByRole("heading", { level: 1, name: words.consent(name) }),
        ).toBeVisible();
        await expectSoundPage(page);
        await expectFewNodes(page);
        await page.getByRole("radio", { name: words.helper }).first().check();
        const { consent } = MESSAGES[locale];
        const asked = page.locator("form", { has: page.getByRole("button", { name: words.give }) });
        await asked.getByRole("button", { name: words.give }).click();
        await expect(asked.getByRole("alert")).toContainText("15");
        await asked.getByLabel(consent.desk.oldEnough.replace("{age}", "15")).check();
        await asked.getByRole("button", { name: words.give }).click();
        await expect(page.getByText(words.given)).toBeVisible();
        const desk = page.url();

        await own.goto(`/${locale}/me/data`);
        await expect(own.getByText(words.given)).toBeVisible();
        await own.getByLabel(words.know).check();
        await own.getByRole("button", { name: words.save }).click();
        await expect(own.getByLabel(words.know)).toBeChecked();
        if (javaScriptEnabled) {
          await expectSoundPage(own);
          await expectFewNodes(own);
        }
        const data = await (await own.request.get("/api/v1/me/data")).json();
        expect(data.person.name).toBe(name);
        expect(data.answers).toMatchObject([{ field: "disability", answer: "asked_unknown" }]);
        expect(data.enrolments).toMatchObject([{ session: sessionId, status: "enrolled" }]);

        await own.getByRole("button", { name: words.withdraw }).click();
        await expect(own.getByText(words.withdrawn)).toBeVisible();
        await own.getByRole("button", { name: words.refuse }).click();
        await expect(own.getByText(words.refused)).toBeVisible();
        await own.getByRole("link", { name: words.receipt }).click();
        const events = own.locator("main ol li");
        await expect(events).toHaveText([...words.events]);
        await expect(own.getByRole("img", { name: words.qr })).toBeVisible();
        if (javaScriptEnabled) await expectSoundPage(own);
        const receipt = own.url();
        expect((await (await device(browser)).goto(receipt))?.url()).toContain("sign-in");

        await own.goto(`/${locale}/me/data`);
        await own.getByLabel(words.word).fill("yes");
        await own.getByRole("button", { name: words.erase }).click();
        await expect(own.getByText(words.typeFault)).toBeVisible();
        await expect(own.getByLabel(words.word)).toHaveValue("yes");
        await own.getByLabel(words.word).fill(words.typeIt.toUpperCase());
        await own.getByRole("button", { name: words.erase }).click();
        await expect(own.getByRole("status")).toHaveText(words.erased);

        await openWithCard(own, locale, words, code);
        await expect(own.locator("main").getByRole("alert")).toHaveText(words.unknownCard);
        expect((await page.goto(desk))?.status()).toBe(404);
        await page.goto(`/${locale}/desk/sessions/${sessionId}/sheet`);
        await expect(page.getByText(name)).toHaveCount(0);
      },
    );

  test(
    `the declaration says what is never asked, and stands under every page (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      await page.goto(`/${locale}`);
      await page.getByRole("contentinfo").getByRole("link", { name: words.privacy }).click();
      await expect(page.getByRole("heading", { level: 1, name: words.privacy })).toBeVisible();
      await expect(page.getByRole("cell", { name: words.never })).toHaveCount(1);
      // How long things are kept is the last column: a phone shows it without moving the table.
      const last = page.locator("table").first().locator("tbody tr").first().locator("td").last();
      const right = await last.evaluate((cell) => cell.getBoundingClientRect().right);
      expect(right).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      await expectSoundPage(page);
      await expectFewNodes(page);
    },
  );

  test(
    `what the nights deleted is told to whoever manages a space, and a job that stands still is named (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }) => {
      const { counts, jobs, runs } = MESSAGES[locale].privacy;
      await withDatabase(async (client) => {
        await client.query("delete from retention_run where job = 'traces'");
        const told = { readings: 288, messages: 0 };
        for (const hours of [60, 84])
          await client.query(
            "insert into retention_run (job, at, counts) values ('traces', now() - $1 * interval '1 hour', $2)",
            [hours, told],
          );
      });
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/set-up`);
      await page.locator("main").getByRole("link", { name: runs.title }).click();
      await expect(page.getByRole("heading", { level: 1, name: runs.title })).toBeVisible();
      await expect(page.locator("main").getByRole("alert")).toContainText(jobs.traces);
      await expect(page.getByText(`${counts.readings}: 288`)).toHaveCount(3);
      await expectSoundPage(page);
    },
  );

  test(
    `a facilitator whom sessions need cannot go yet (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page }) => {
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/me/data`);
      await page.getByLabel(words.word).fill(words.typeIt);
      await page.getByRole("button", { name: words.erase }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.facilitatorRefused);
    },
  );
}

test("another's receipt and another desk's people do not exist", ONCE, async ({ page }) => {
  await signInAs(page, "learner", "en");
  for (const path of ["me/data/receipt", "desk/people"])
    for (const id of ["11111111-1111-4111-8111-111111111111", "not-an-id"]) {
      const end = path === "desk/people" ? "/consent" : "";
      expect((await page.goto(`/en/${path}/${id}${end}`))?.status()).toBe(404);
    }
  await page.context().clearCookies();
  expect((await page.request.get("/api/v1/me/data")).status()).toBe(401);
});

import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { mailedCode } from "./mailbox.ts";
import { whoIsIn } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, STAFFED_SPACE, signInAs } from "./people.ts";
import { MAIN, ONCE, walkedBy, walkedOn } from "./runs.ts";
import { markOf, ownAddress } from "./tries.ts";

const WORDS = {
  nl: {
    manager: "Beheerder van een plek",
    name: "Naam",
    add: "Voeg toe",
    issue: "Maak een kaart",
    revoke: "Beëindig de kaart",
    noCard: "Heeft geen kaart.",
    card: "Code van de kaart",
    typed: "Code op je kaart",
    open: "Meld aan met mijn kaart",
    wrong: /Geen enkele kaart heeft deze code/,
    shape: /Een kaart heeft 12 letters en cijfers/,
    email: "E-mailadres",
    send: "Stuur mij een code",
    sent: /Kijk in je mailbox/,
    code: "Code van zes cijfers",
    enter: "Meld aan",
    codeShape: /Een code heeft zes cijfers/,
    wrongCode: /Deze code is fout of verlopen/,
    staff: "Aanmelden met een wachtwoord",
    password: "Wachtwoord",
    app: "Code in je app",
    wrongStaff: /Het e-mailadres, het wachtwoord of de code is fout/,
    tokenName: "Waarvoor het token dient",
    scope: "Ruimtes reserveren",
    makeToken: "Maak een token",
    endToken: /Beëindig het token/,
  },
  fr: {
    manager: "Gestionnaire de lieu",
    name: "Nom",
    add: "Ajouter",
    issue: "Créer une carte",
    revoke: "Arrêter la carte",
    noCard: "N’a pas de carte.",
    card: "Code de la carte",
    typed: "Code sur votre carte",
    open: "Me connecter avec ma carte",
    wrong: /Aucune carte n’a ce code/,
    shape: /Une carte a 12 lettres et chiffres/,
    email: "Adresse e-mail",
    send: "Envoyez-moi un code",
    sent: /Regardez vos e-mails/,
    code: "Code à six chiffres",
    enter: "Me connecter",
    codeShape: /Un code a six chiffres/,
    wrongCode: /Ce code est faux ou n’est plus valable/,
    staff: "Se connecter avec un mot de passe",
    password: "Mot de passe",
    app: "Code de votre application",
    wrongStaff: /L’adresse e-mail, le mot de passe ou le code est faux/,
    tokenName: "À quoi sert le jeton",
    scope: "Réserver des salles",
    makeToken: "Créer un jeton",
    endToken: /Terminer le jeton/,
  },
  en: {
    manager: "Place manager",
    name: "Name",
    add: "Add",
    issue: "Make a card",
    revoke: "End the card",
    noCard: "Has no card.",
    card: "Code of the card",
    typed: "Code on your card",
    open: "Sign in with my card",
    wrong: /No card has this code/,
    shape: /A card has 12 letters and digits/,
    email: "E-mail address",
    send: "Send me a code",
    sent: /Look in your mailbox/,
    code: "Code of six digits",
    enter: "Sign in",
    codeShape: /A code has six digits/,
    wrongCode: /This code is wrong or has expired/,
    staff: "Sign in with a password",
    password: "Password",
    app: "Code in your app",
    wrongStaff: /The e-mail address, the password or the code is wrong/,
    tokenName: "What the token is for",
    scope: "Book rooms",
    makeToken: "Make a token",
    endToken: /End the token/,
  },
} as const;

type Words = (typeof WORDS)[Language];

/** Adds somebody without an e-mail address as the manager, and reads the card that is made. */
async function printCard(
  page: Page,
  locale: Language,
  words: Words,
  name: string,
): Promise<string> {
  await page.goto(`/${locale}/sign-in?next=/${locale}/admin/people`);
  await page.getByRole("button", { name: words.manager, exact: true }).click();
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await page.getByRole("button", { name: words.add, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByRole("button", { name: words.issue }).click();
  const card = page.getByRole("region", { name: words.card });
  await expect(card.getByRole("img")).toBeVisible();
  return (await card.locator(".card-code").textContent()) ?? "";
}

async function open(page: Page, words: Words) {
  await page.getByRole("button", { name: words.open }).click();
}

const device = async (browser: Browser, javaScriptEnabled = true) =>
  (await browser.newContext({ javaScriptEnabled })).newPage();

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a card is printed, opens two devices, and both close when it is revoked (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, browser }, info) => {
      const name = `Samir ${locale} ${markOf(info)}`;
      const code = await printCard(page, locale, words, name);
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}( [2-9A-HJKMNP-Z]{4}){2}$/);
      await expectSoundPage(page);
      await page.emulateMedia({ media: "print" });
      await expect(page.getByRole("region", { name: words.card })).toBeVisible();
      await expect(page.getByRole("heading", { level: 1, name })).toBeHidden();
      await page.emulateMedia({ media: "screen" });

      const typing = await device(browser);
      await typing.goto(`/${locale}/sign-in/card`);
      await expectSoundPage(typing);
      await typing.getByLabel(words.typed).fill("2345");
      await open(typing, words);
      await expect(typing.getByText(words.shape)).toBeVisible();
      await expect(typing.getByLabel(words.typed)).toHaveValue("2345");
      await typing.getByLabel(words.typed).fill("2345 6789");
      await open(typing, words);
      await expect(typing.locator("main").getByRole("alert")).toHaveText(words.wrong);
      await typing.getByLabel(words.typed).fill(code.toLowerCase());
      await open(typing, words);
      await expect(whoIsIn(typing)).toContainText(name);

      const scanning = await device(browser);
      await scanning.goto(
        `/${locale}/sign-in/card?next=/${locale}/me/account#${code.replace(" ", "")}`,
      );
      await expect(scanning.getByLabel(words.typed)).toHaveValue(code.replace(" ", ""));
      expect(scanning.url()).not.toContain("#");
      await open(scanning, words);
      await expect(scanning.getByRole("status")).toHaveText(
        MESSAGES[locale].identity.card_opens_less,
      );
      await expectSoundPage(scanning);
      await typing.goto(`/${locale}/me`);
      await expect(typing).toHaveURL(/me$/);

      await page.reload();
      await page.getByRole("button", { name: words.revoke }).click();
      await expect(page.getByText(words.noCard)).toBeVisible();
      for (const ended of [scanning, typing]) {
        await ended.goto(`/${locale}/me/account`);
        await expect(ended).toHaveURL(/sign-in/);
      }
      await typing.goto(`/${locale}/sign-in/card`);
      await typing.getByLabel(words.typed).fill(code);
      await open(typing, words);
      await expect(typing.locator("main").getByRole("alert")).toHaveText(words.wrong);
    },
  );

  test(
    `without scripts, a card is made and opens (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ browser }, info) => {
      const name = `Nora ${locale} ${markOf(info)}`;
      const code = await printCard(await device(browser, false), locale, words, name);
      const page = await device(browser, false);
      // As the QR code of a badge leads to it: whoever signs in there comes back.
      const badge = `/${locale}/badges/plan-a-project?at=${STAFFED_SPACE}`;
      await page.goto(badge);
      const { nav } = MESSAGES[locale].common;
      await page.getByRole("banner").getByRole("link", { name: nav.signIn, exact: true }).click();
      await page.getByRole("link", { name: MESSAGES[locale].identity.signIn.card.link }).click();
      await page.getByLabel(words.typed).fill(code);
      await open(page, words);
      await expect(whoIsIn(page)).toContainText(name);
      await expect(page).toHaveURL(badge);
    },
  );

  for (const javaScriptEnabled of [true, false])
    test(
      `a code comes by mail, a wrong one is refused and the right one opens, scripts: ${javaScriptEnabled} (${locale})`,
      javaScriptEnabled ? MAIN : walkedBy(locale, "en phone"),
      async ({ browser }, info) => {
        const page = await device(browser, javaScriptEnabled);
        const address = `lien-${locale}-${javaScriptEnabled}-${ownAddress(info)}`;
        const before = new Date().toISOString();
        await page.goto(`/${locale}/sign-in`);
        await page.getByLabel(words.email).fill(address);
        await page.getByRole("button", { name: words.send }).click();
        await expect(page.getByRole("status")).toHaveText(words.sent);
        await page.getByLabel(words.code).fill("000 00");
        await page.getByRole("button", { name: words.enter, exact: true }).click();
        await expect(page.getByText(words.codeShape)).toBeVisible();
        await expect(page.getByLabel(words.code)).toHaveValue("000 00");
        await page.getByLabel(words.code).fill("000 000");
        await page.getByRole("button", { name: words.enter, exact: true }).click();
        await expect(page.locator("main").getByRole("alert")).toHaveText(words.wrongCode);

        const code = await mailedCode(address, before);
        await page.getByLabel(words.code).fill(code);
        await page.getByRole("button", { name: words.enter, exact: true }).click();
        await expect(whoIsIn(page)).toContainText("lien");
      },
    );

  test(
    `a wrong password says only that something is wrong (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page }) => {
      await page.goto(`/${locale}/sign-in`);
      await expectSoundPage(page);
      await page.getByRole("link", { name: words.staff }).click();
      await expectSoundPage(page);
      await page.getByLabel(words.email).fill("admin@trivium.test");
      await page.getByLabel(words.password).fill("wrong");
      await page.getByLabel(words.app).fill("123456");
      await page.getByRole("button", { name: words.enter, exact: true }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.wrongStaff);
      await expect(page.getByLabel(words.email)).toHaveValue("admin@trivium.test");
      await expect(page.getByLabel(words.password)).toHaveValue("");
    },
  );

  test(
    `a token is made, opens the API, and is ended (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page, request }, info) => {
      await page.goto(`/${locale}/sign-in?next=/${locale}/me/account`);
      await page.getByRole("button", { name: words.manager, exact: true }).click();
      const name = `script ${locale} ${markOf(info)}`;
      await page.getByLabel(words.tokenName).fill(name);
      await page.getByRole("checkbox", { name: words.scope, exact: true }).check();
      await page.getByRole("button", { name: words.makeToken }).click();
      const token = (await page.getByRole("status").locator("code").textContent()) ?? "";
      const headers = { authorization: `Bearer ${token}` };
      expect((await request.get("/api/v1/bookings", { headers })).status()).toBe(200);
      expect((await request.get(`/${locale}`, { headers })).status()).toBe(401);

      const made = page.getByRole("listitem").filter({ hasText: name });
      await made.getByRole("button", { name: words.endToken }).click();
      await expect(page.getByText(name)).toHaveCount(0);
      expect((await request.get("/api/v1/bookings", { headers })).status()).toBe(401);
    },
  );
}

test.describe("who may not", ONCE, () => {
  for (const path of ["/en/admin/people", "/en/admin/people/11111111-1111-4111-8111-111111111111"])
    test(`a visitor at ${path} is asked to sign in`, async ({ page }) => {
      await page.goto(path);
      await expect(page).toHaveURL(/sign-in/);
    });

  test("a learner sees nobody", async ({ page }) => {
    await page.goto("/en/sign-in?next=/en/admin/people");
    await page.getByRole("button", { name: "Learner", exact: true }).click();
    await expect(page).toHaveURL(/admin\/people/);
    expect((await page.goto("/en/admin/people"))?.status()).toBe(404);
    for (const id of ["11111111-1111-4111-8111-111111111111", "not-an-id"])
      expect((await page.goto(`/en/admin/people/${id}`))?.status()).toBe(404);
  });

  test("an invitation that is unknown says what to do", async ({ page }) => {
    for (const query of ["", "?token=unknown", "?token=a&token=b"]) {
      await page.goto(`/en/sign-in/invitation${query}`);
      await expect(page.locator("main").getByRole("alert")).toHaveText(/Ask for a new one/);
    }
  });
});

test(
  "whoever is signed out meanwhile finds the way to sign in, and what they typed",
  walkedOn("phone"),
  async ({ page }) => {
    const { helpers, one } = MESSAGES.fr.booking;
    const { accounts, signIn, sign_in_first: first } = MESSAGES.fr.identity;
    await signInAs(page, "learner", "fr");
    await page.goto("/fr/me/helpers");
    const address = page.getByLabel(one.email, { exact: true });
    await address.fill("aide@trivium.test");
    await page.getByLabel(helpers.long).selectOption("30");
    await page.context().clearCookies();
    await page.getByRole("button", { name: helpers.ask, exact: true }).click();
    const main = page.locator("main");
    await expect(main.getByRole("alert")).toHaveText(first);
    await expectSoundPage(page);

    await main.getByRole("link", { name: signIn.title, exact: true }).click();
    await expect(page).toHaveURL(/sign-in/);
    // Whoever has the phone next and does not sign in sees nothing of it, whatever page it is for.
    const kept = (await page.evaluate(() => sessionStorage.getItem("trivium-typed"))) ?? "";
    const elsewhere = { ...JSON.parse(kept), page: "/practices" };
    elsewhere.typed = [{ name: "q", nth: 0, value: "aide@trivium.test", checked: false }];
    await page.evaluate(
      (text) => sessionStorage.setItem("trivium-typed", text),
      JSON.stringify(elsewhere),
    );
    await page.goto("/fr/practices");
    await page.waitForLoadState("networkidle");
    await expect(page.locator('main input[name="q"]')).toHaveValue("");
    await page.evaluate((text) => sessionStorage.setItem("trivium-typed", text), kept);

    await page.goto("/fr/sign-in?next=/fr/me/helpers");
    await page.getByRole("button", { name: accounts.learner, exact: true }).click();
    await expect(page).toHaveURL("/fr/me/helpers");
    await expect(address).toHaveValue("aide@trivium.test");
    await expect(page.getByLabel(helpers.long)).toHaveValue("30");
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  },
);

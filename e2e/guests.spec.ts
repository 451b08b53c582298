import { type APIRequestContext, expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language } from "./people.ts";
import { ONCE, onlyOn, walkedBy, walkedOn } from "./runs.ts";
import { ownAddress, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    name: "Je naam",
    email: "Je e-mailadres",
    phone: "Of het nummer van je telefoon",
    book: "Reserveer deze ruimte",
    wrong: /Kijk dit nummer na/,
    asked: /Aangevraagd|Gevraagd/,
    booked: /Gereserveerd/,
    keep: "Bewaar deze link",
    change: "Verander deze reservatie",
    people: "Mensen",
    save: "Bewaar de verandering",
    changed: /Veranderd/,
    cancel: "Annuleer deze reservatie",
    cancelled: /Geannuleerd/,
    sent: /We schreven je/,
    almost: /Bijna klaar/,
    accept: "Ja, reserveer",
    forget: "Vergeet mij nu",
    forgetDo: "Wis mijn naam en adres",
  },
  fr: {
    name: "Votre nom",
    email: "Votre adresse e-mail",
    phone: "Ou votre numéro de téléphone",
    book: "Réserver cette salle",
    wrong: /Vérifiez ce numéro/,
    asked: /demandé/i,
    booked: /C’est réservé/,
    keep: "Gardez ce lien",
    change: "Changer cette réservation",
    people: "Personnes",
    save: "Garder ce changement",
    changed: /C’est changé/,
    cancel: "Annuler cette réservation",
    cancelled: /Annulé/,
    sent: /Nous vous avons écrit/,
    almost: /C’est presque fini/,
    accept: "Oui, réserver",
    forget: "M’oublier maintenant",
    forgetDo: "Effacer mon nom et mon adresse",
  },
  en: {
    name: "Your name",
    email: "Your e-mail address",
    phone: "Or your phone number",
    book: "Book this room",
    wrong: /Check this phone number/,
    asked: /Asked/,
    booked: /Booked/,
    keep: "Keep this link",
    change: "Change this booking",
    people: "People",
    save: "Save the change",
    changed: /Changed/,
    cancel: "Cancel this booking",
    cancelled: /Cancelled/,
    sent: /We wrote to you/,
    almost: /Almost done/,
    accept: "Yes, book it",
    forget: "Forget me now",
    forgetDo: "Delete my name and address",
  },
} as const;

/**
 * The last screen for a room that is free on a day far ahead, which no other journey asks for. In
 * the week from that day on: rooms can be booked 180 days ahead.
 */
async function freeCheckPage(
  request: APIRequestContext,
  locale: Language,
  daysAhead: number,
): Promise<string> {
  for (let day = daysAhead; day < daysAhead + 7; day += 1) {
    const start = Temporal.Now.plainDateISO("Europe/Brussels")
      .add({ days: day })
      .toPlainDateTime({ hour: 14 })
      .toZonedDateTime("Europe/Brussels")
      .toInstant();
    const time = { start: `${start}`, end: `${start.add({ hours: 1 })}`, people: "2" };
    const answer = await request.get(`/api/v1/availability?${new URLSearchParams(time)}`);
    const { items } = await answer.json();
    if (items[0])
      return `/${locale}/book/check?${new URLSearchParams({ room: items[0].roomId, ...time })}`;
  }
  throw new Error("nothing is free in a week");
}

for (const [position, locale] of LANGUAGES.entries())
  test(
    `a visitor books without an account, and changes it by its link (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page, browser, request }, info) => {
      test.setTimeout(90_000);
      const words = WORDS[locale];
      const days = 100 + 8 * position;
      const number = `0470 1${tryOf(info)} 00 0${position}`;
      await page.goto(await freeCheckPage(request, locale, days));
      await expectSoundPage(page);
      await page.getByLabel(words.name).fill("Fatima");
      await page.getByLabel(words.phone).fill("12");
      await page.getByRole("button", { name: words.book }).click();
      await expect(page.getByLabel(words.phone)).toHaveAccessibleDescription(words.wrong);
      await expect(page.getByLabel(words.phone)).toBeFocused();
      await expect(page.getByLabel(words.name)).toHaveValue("Fatima");
      await page.getByLabel(words.phone).fill(number);
      await page.getByRole("button", { name: words.book }).click();
      await expect(page.getByRole("status")).toHaveText(words.asked);
      await expect(page.getByText(words.keep)).toBeVisible();
      await expectSoundPage(page);

      // Another device: the link is all they have.
      const phone = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
      const link = new URL((await page.locator("code").textContent()) ?? "");
      await phone.goto(link.pathname);
      await expect(phone.getByText("Fatima")).toBeVisible();
      await phone.getByRole("link", { name: words.change }).click();
      await expectSoundPage(phone);
      await phone.getByLabel(words.people).fill("1");
      await phone.getByRole("button", { name: words.save }).click();
      await expect(phone.getByRole("status")).toHaveText(words.changed);
      await phone.getByRole("button", { name: words.cancel }).click();
      await expect(phone.getByRole("status")).toHaveText(words.cancelled);
      await expectSoundPage(phone);
      await phone.getByText(words.forget, { exact: true }).click();
      await phone.getByRole("button", { name: words.forgetDo }).click();
      await expect(phone).toHaveURL(/about\/privacy/);
      expect((await phone.goto(link.pathname))?.status()).toBe(404);

      const email = `guest-${locale}-${ownAddress(info)}`;
      const before = Temporal.Now.instant().toString();
      await page.goto(await freeCheckPage(request, locale, days));
      await page.getByLabel(words.name).fill("Fatima");
      await page.getByLabel(words.email).fill(email);
      await page.getByRole("button", { name: words.book }).click();
      await expect(page.getByRole("status")).toHaveText(words.sent);
      await expectSoundPage(page);
      const letter = await newestLetter(email, before);
      await page.goto(new URL(letter.text.match(/http\S+\/guest\/\S+/)?.[0] ?? "").pathname);
      await expect(page.getByRole("status")).toHaveText(words.almost);
      await expectSoundPage(page);
      await page.getByRole("button", { name: words.accept }).click();
      await expect(page.getByRole("status")).toHaveText(words.booked);
      await page.getByRole("button", { name: words.cancel }).click();
      await expect(page.getByRole("status")).toHaveText(words.cancelled);
    },
  );

test(
  "a guest who comes back to the last screen finds that it was booked, and nobody else does",
  walkedOn("phone"),
  async ({ page, browser, request }, info) => {
    const { own } = MESSAGES.fr.guest;
    const { check, slot_taken: taken } = MESSAGES.fr.booking;
    const words = WORDS.fr;
    const address = await freeCheckPage(request, "fr", 152 - 8 * tryOf(info));
    await page.goto(address);
    await page.getByLabel(words.name).fill("Fatima");
    await page.getByLabel(words.email).fill(`retour-${ownAddress(info)}`);
    // It is booked, and the answer is lost on the way; then a letter of the name is mended.
    await page.route("**/book/check*", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    const book = page.getByRole("button", { name: words.book });
    await book.click();
    await expect(page.locator("main").getByRole("alert")).toContainText("Pas de connexion.");
    await page.unroute("**/book/check*");
    await page.getByLabel(words.name).fill("Fatima B.");
    await book.click();
    await expect(page.getByRole("heading", { level: 1, name: check.ownTitle })).toBeVisible();
    await page.reload();
    await expect(page.locator("main").getByRole("alert")).toHaveText(own.text);
    await expect(page.locator("main")).not.toContainText("Fatima");
    await expect(page.getByText(taken)).toHaveCount(0);
    await expectSoundPage(page);

    const other = await (await browser.newContext()).newPage();
    await other.goto(address);
    await expect(other.locator("main").getByRole("alert")).toHaveText(taken);
    await other.context().close();
  },
);

test(
  "a guest whose answer was lost opens the page anew, and reads that it was booked",
  walkedOn("desktop"),
  async ({ page, request }, info) => {
    const { check } = MESSAGES.nl.booking;
    const words = WORDS.nl;
    await page.goto(await freeCheckPage(request, "nl", 128 - 4 * tryOf(info)));
    await expect(page).toHaveTitle(new RegExp(`^${check.title}`));
    await page.getByLabel(words.name).fill("Fatima");
    await page.getByLabel(words.email).fill(`verloren-${ownAddress(info)}`);
    await page.route("**/book/check*", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    await page.getByRole("button", { name: words.book }).click();
    await expect(page.locator("main").getByRole("alert")).toContainText("Geen verbinding.");
    await page.unroute("**/book/check*");
    // The browser has got nothing of what was answered.
    await page.context().clearCookies({ name: "trivium-guest" });
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: check.ownTitle })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(`^${check.ownTitle}`));
    await expect(page.locator("main").getByRole("alert")).toHaveText(MESSAGES.nl.guest.own.text);
    await expect(page.locator("main")).not.toContainText("Fatima");
  },
);

test("a guest books without JavaScript", onlyOn(["phone"]), async ({ browser, request }, info) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(await freeCheckPage(request, "nl", 160));
  const words = WORDS.nl;
  await page.getByLabel(words.name).fill("Zonder script");
  await page.getByLabel(words.phone).fill(`0470 33 00 0${tryOf(info)}`);
  await page.getByRole("button", { name: words.book }).click();
  await expect(page.getByRole("status")).toHaveText(words.asked);
  await page.goBack();
  await page.reload();
  await expect(page.locator("main").getByRole("alert")).toHaveText(MESSAGES.nl.guest.own.text);
  await page.goForward();
  await page.getByRole("button", { name: words.cancel }).click();
  await expect(page.getByRole("status")).toHaveText(words.cancelled);
});

test(
  "a program books for a guest: the same key once, a wrong number refused in words",
  ONCE,
  async ({ request }, info) => {
    const query = new URL(await freeCheckPage(request, "fr", 170), "http://x").searchParams;
    const [roomId, start, end] = ["room", "start", "end"].map((name) => query.get(name));
    const data = {
      roomId,
      start,
      end,
      people: 2,
      name: "Fatima",
      phone: `0470 44 00 0${tryOf(info)}`,
    };
    const headers = { "accept-language": "fr", "idempotency-key": crypto.randomUUID() };
    const first = await request.post("/api/v1/guest-bookings", { data, headers });
    expect(first.status()).toBe(201);
    const { link } = await first.json();
    expect(link).toMatch(/\/fr\/guest\/[\w-]{22}$/);
    expect(await (await request.post("/api/v1/guest-bookings", { data, headers })).json()).toEqual({
      link,
    });
    const wrong = await request.post("/api/v1/guest-bookings", {
      data: { ...data, phone: "12" },
      headers,
    });
    expect(wrong.status()).toBe(422);
    expect((await wrong.json()).title).toMatch(/Vérifiez ce numéro/);
  },
);

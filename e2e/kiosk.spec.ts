import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";

/** A new person without an e-mail address, and the code of their card. */
async function printCard(page: Page, locale: Language, name: string): Promise<string> {
  const { people } = MESSAGES[locale].identity;
  await page.goto(`/${locale}/admin/people`);
  await page.getByLabel(people.name, { exact: true }).fill(name);
  await page.getByRole("button", { name: people.add, exact: true }).click();
  await page.getByRole("button", { name: people.issueCard }).click();
  return (await page.locator(".card-code").textContent()) ?? "";
}

/** A tablet that was opened with its link, and knows its page by heart. */
async function openTablet(page: Page, browser: Browser, locale: Language, name: string) {
  const t = MESSAGES[locale].presence;
  await page.goto(`/${locale}/desk/kiosks`);
  await page.getByLabel(t.desk.name).fill(name);
  await page.getByRole("button", { name: t.desk.make }).click();
  const address = (await page.locator("code.secret").textContent()) ?? "";
  await expectSoundPage(page);

  const context = await browser.newContext({ viewport: page.viewportSize() });
  const tablet = await context.newPage();
  await tablet.goto(address);
  await tablet.getByRole("button", { name: t.kiosk.open, exact: true }).click();
  await expect(tablet).toHaveURL(/\/kiosk\/[\w-]+$/);
  await expect(tablet.locator("html")).toHaveAttribute("data-kept", "yes", { timeout: 15_000 });

  const second = await browser.newPage();
  await second.goto(address);
  await second.getByRole("button", { name: t.kiosk.open, exact: true }).click();
  await expect(second.getByText(t.kiosk.linkUsed)).toBeVisible();
  await second.close();
  return { context, tablet, slug: tablet.url().split("/").at(-1) ?? "" };
}

const PHONES = { nl: ["learner", "Lien"], fr: ["researcher", "Rosa"], en: ["admin", "Ada"] } as const;

const speak = (tablet: Page, locale: Language) => tablet.locator(`button[lang=${locale}]`).click();

async function scan(tablet: Page, code: string) {
  await tablet.locator("#card").fill(code);
  await tablet.keyboard.press("Enter");
}

for (const locale of LANGUAGES) {
  const t = MESSAGES[locale].presence;
  const k = t.kiosk;

  test(`a card and a +1 without network are counted once when it is back (${locale})`, async ({
    page,
    browser,
  }, { project }) => {
    test.setTimeout(90_000);
    const name = `Kaat ${locale} ${project.name}`;
    await signInAs(page, "manager", locale);
    const code = await printCard(page, locale, name);
    const { context, tablet, slug } = await openTablet(page, browser, locale, `Door ${name}`);
    const desk = `/${locale}/desk/presence?space=${slug}`;
    const count = async () => {
      await page.goto(desk);
      return page.locator("main .cards .card").count();
    };
    const before = await count();

    await context.setOffline(true);
    await tablet.reload();
    await speak(tablet, locale);
    await expect(tablet.getByRole("button", { name: k.arrive })).toBeVisible();
    await scan(tablet, code.toLowerCase());
    await expect(tablet.getByRole("status")).toHaveText(k.kept);
    await tablet.getByRole("button", { name: k.again }).click();
    await speak(tablet, locale);
    await tablet.getByRole("button", { name: k.unnamed }).click();
    await expect(tablet.getByRole("status")).toHaveText(k.kept);
    await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "2");
    expect(await keptOn(tablet)).not.toContain(code.replace(" ", ""));
    expect(await keptOn(tablet)).toContain("sealed");

    // Not a tablet that stays on: it starts anew, still without network.
    await tablet.reload();
    await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "2");
    await context.setOffline(false);
    await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "0", { timeout: 15_000 });
    expect(await count()).toBe(before + 2);
    await expect(page.getByRole("heading", { level: 3, name })).toHaveCount(1);
    await expectSoundPage(page);

    await speak(tablet, locale);
    await expectSoundPage(tablet);
    await scan(tablet, `https://trivium.test/nl/sign-in/card#${code.replace(" ", "")}`);
    await expect(tablet.getByRole("status")).toHaveText(k.outcomes.here_already);
    await expect(tablet.locator("main")).not.toContainText(name);
    await tablet.getByRole("button", { name: k.again }).click();
    await speak(tablet, locale);
    await scan(tablet, "AAAA BBBB");
    await expect(tablet.getByRole("status")).toHaveText(k.outcomes.card_unknown);
    await expectSoundPage(tablet);
    await tablet.getByRole("button", { name: k.again }).click();

    await speak(tablet, locale);
    await tablet.getByRole("button", { name: k.leave }).click();
    await scan(tablet, code);
    await expect(tablet.getByRole("status")).toHaveText(k.outcomes.left);
    await expectSoundPage(tablet);
    await tablet.getByRole("button", { name: k.pulse.answers.good, exact: true }).click();
    await tablet.getByRole("button", { name: k.pulse.answers.learn, exact: true }).click();
    await tablet.getByRole("button", { name: k.pulse.skip }).click();
    await tablet.getByRole("button", { name: k.pulse.answers.yes, exact: true }).click();
    await expect(tablet.getByText(k.pulse.thanks)).toBeVisible();
    await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "0", { timeout: 15_000 });

    expect(await count()).toBe(before + 1);
    await expect(page.getByRole("heading", { level: 3, name })).toHaveCount(0);
    await page.getByRole("button", { name: t.minusOne }).click();
    await expect(page.locator("main .cards .card")).toHaveCount(before);

    await page.goto(`/${locale}/desk/kiosks`);
    await page.getByRole("button", { name: new RegExp(`Door ${name}`) }).click();
    await expect(page.getByText(`Door ${name}`)).toHaveCount(0);
    await tablet.getByRole("button", { name: k.again }).click();
    await speak(tablet, locale);
    await tablet.getByRole("button", { name: k.unnamed }).click();
    await expect(tablet.getByRole("status")).toHaveText(k.ended);
    await context.close();
  });

  test(`the code at the door checks a phone in, and only now (${locale})`, async ({ page, browser }, {
    project,
  }) => {
    test.setTimeout(90_000);
    await signInAs(page, "manager", locale);
    const { context, tablet, slug } = await openTablet(
      page,
      browser,
      locale,
      `Code ${locale} ${project.name}`,
    );
    const phone = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
    // Somebody else in each language: a code serves a person once, and it may still be the same minute.
    const [account, name] = PHONES[locale];
    await signInAs(phone, account, locale);
    const enter = async (code: string) => {
      await phone.goto(`/${locale}/check-in/${slug}?code=${code}`);
      await expectSoundPage(phone);
      await phone.getByRole("button", { name: t.self.in }).click();
    };
    const shown = (await tablet.locator(".kiosk-digits").textContent()) ?? "";
    await enter(shown === "000000" ? "000001" : "000000");
    await expect(phone.getByRole("alert").first()).toHaveText(t.code_wrong);
    await phone.getByLabel(t.self.code).fill(`${shown.slice(0, 3)} ${shown.slice(3)}`);
    await phone.getByRole("button", { name: t.self.in }).click();
    await expect(phone.getByRole("status")).toHaveText(t.self.welcome);

    await page.goto(`/${locale}/desk/presence?space=${slug}`);
    await expect(page.getByRole("heading", { level: 3, name })).toHaveCount(1);
    await phone.getByRole("button", { name: t.self.out }).click();
    await expect(phone.getByRole("status")).toHaveText(t.self.bye);
    await enter(shown);
    await expect(phone.getByRole("alert").first()).toHaveText(t.code_used);
    await context.close();
    await phone.context().close();
  });
}

test("nobody counts without a door of their own", async ({ page, request }) => {
  const event = {
    id: crypto.randomUUID(),
    kind: "arrive",
    at: new Date().toISOString(),
    who: { kind: "unnamed" },
  };
  const batch = { deviceNow: new Date().toISOString(), events: [event] };
  const post = (data: object, headers = {}) => request.post("/api/v1/visits", { data, headers });
  expect((await post(batch)).status()).toBe(401);
  expect((await post(batch, { authorization: "Bearer kiosk_nonsense" })).status()).toBe(401);
  expect((await post({ ...batch, events: [] })).status()).toBe(422);
  expect((await post({ ...batch, deviceNow: "yesterday" })).status()).toBe(422);
  await signInAs(page, "learner", "en");
  for (const path of ["/en/desk/presence", "/en/desk/kiosks", "/en/check-in/nowhere", "/kiosk/nowhere"])
    expect((await page.goto(path))?.status(), path).toBe(404);
});

/** All that the tablet keeps, as somebody who takes it finds it. */
async function keptOn(tablet: Page): Promise<string> {
  return tablet.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open("trivium-kiosk");
        request.onsuccess = () => {
          const all = request.result.transaction("kept").objectStore("kept").getAll();
          all.onsuccess = () => resolve(JSON.stringify(all.result));
        };
      }),
  );
}

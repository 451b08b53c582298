import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { showToCamera } from "./camera.ts";
import { withDatabase } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs, signInByMail } from "./people.ts";
import { MAIN, ONCE, walkedBy } from "./runs.ts";
import { openTablet, printCard, scan, speak } from "./tablet.ts";
import { markOf } from "./tries.ts";

for (const locale of LANGUAGES) {
  const t = MESSAGES[locale].presence;
  const k = t.kiosk;

  test(
    `a card and a +1 without network are counted once when it is back (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page, browser }, info) => {
      test.setTimeout(90_000);
      const name = `Kaat ${locale} ${markOf(info)}`;
      await signInAs(page, "manager", locale);
      const code = await printCard(page, locale, name);
      const { context, tablet, slug, address } = await openTablet(
        page,
        browser,
        locale,
        `Door ${name}`,
      );
      const second = await browser.newPage();
      await second.goto(address);
      await second.getByRole("button", { name: k.open, exact: true }).click();
      await expect(second.getByText(k.linkUsed)).toBeVisible();
      await second.close();
      const desk = `/${locale}/desk/presence?space=${slug}`;
      const count = async () => {
        await page.goto(desk);
        return page.locator("main .cards").first().locator(".card").count();
      };
      const before = await count();

      await context.setOffline(true);
      await tablet.reload();
      await speak(tablet, locale);
      await expect(tablet.getByRole("button", { name: k.arrive })).toBeVisible();
      await scan(tablet, code.toLowerCase());
      await expect(tablet.getByRole("status")).toHaveText(k.keptCard.arrive);
      // What can be no card is answered at once; what is none of ours when the network is back.
      await scanNext(tablet, locale, "https://trivium.test/nl/sessions");
      await expect(tablet.getByRole("status")).toHaveText(k.outcomes.card_unknown);
      await scanNext(tablet, locale, "CCCC DDDD EEEE");
      await expect(tablet.getByRole("status")).toHaveText(k.keptCard.arrive);
      await tablet.getByRole("button", { name: k.again }).click();
      await speak(tablet, locale);
      await tablet.getByRole("button", { name: k.unnamed }).click();
      await expect(tablet.getByRole("status")).toHaveText(k.kept.arrive);
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "3");
      expect(await keptOn(tablet)).not.toContain(code.replace(" ", ""));
      expect(await keptOn(tablet)).toContain("sealed");

      // Not a tablet that stays on: it starts anew, still without network.
      await tablet.reload();
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "3");
      await context.setOffline(false);
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "0", {
        timeout: 15_000,
      });
      await speak(tablet, locale);
      const uncounted = tablet.getByRole("alert").filter({ hasText: /\d:\d\d/ });
      await expect(uncounted).toHaveText(new RegExp(k.uncounted.split("#")[0] ?? ""));
      await expectSoundPage(tablet);
      await tablet.getByRole("button", { name: k.uncountedSeen }).click();
      await expect(uncounted).toHaveCount(0);
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
      await expect(tablet.getByRole("button", { name: k.unnamed })).toBeVisible();
      await expectSoundPage(tablet);
      await tablet.getByRole("button", { name: k.again }).click();

      // Lost: one screen at the desk, four presses with the one that opens it, and the name.
      await page.goto(`/${locale}/desk/presence?space=${slug}`);
      await page.getByRole("link", { name: t.lostCard }).click();
      await page.getByLabel(MESSAGES[locale].identity.people.search).fill(name);
      await page.getByRole("button", { name: MESSAGES[locale].identity.people.find }).click();
      await page.getByRole("button", { name: t.newCard.replace("{name}", name) }).click();
      const replaced = (await page.locator(".card-code").textContent()) ?? "";
      await page.getByText(t.cardHistory).click();
      await expect(page.locator("main details li")).toHaveCount(1);
      await expectSoundPage(page);
      await speak(tablet, locale);
      await scan(tablet, code);
      await expect(tablet.getByRole("status")).toHaveText(k.outcomes.card_revoked);

      // A scanner types wherever the focus is: the next card needs no press first.
      await tablet.keyboard.type(replaced);
      await tablet.keyboard.press("Enter");
      await expect(tablet.getByRole("status")).toHaveText(
        MESSAGES[await languageOf(tablet)].presence.kiosk.outcomes.here_already,
      );
      await tablet.locator(".button.big.quiet").click();
      await speak(tablet, locale);
      await tablet.getByRole("button", { name: k.leave, exact: true }).click();
      await scan(tablet, replaced);
      await expect(tablet.getByRole("status")).toHaveText(k.outcomes.left);
      await expectSoundPage(tablet);
      await tablet.getByRole("button", { name: k.pulse.answers.good, exact: true }).click();
      // The button goes with its question: the next one has the focus, and is read.
      await expect(tablet.getByRole("group", { name: k.pulse.questions.reason })).toBeFocused();
      await tablet.getByRole("button", { name: k.pulse.answers.learn, exact: true }).click();
      await tablet.getByRole("button", { name: k.pulse.skip }).click();
      await tablet.getByRole("button", { name: k.pulse.answers.yes, exact: true }).click();
      await expect(tablet.getByText(k.pulse.thanks)).toBeFocused();
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "0", {
        timeout: 15_000,
      });

      expect(await count()).toBe(before + 1);
      await expect(page.getByRole("heading", { level: 3, name })).toHaveCount(0);
      await page.getByRole("button", { name: t.minusOne }).click();
      await expect(page.locator("main .cards").first().locator(".card")).toHaveCount(before);

      await page.goto(`/${locale}/desk/kiosks`);
      await page.getByRole("button", { name: new RegExp(`Door ${name}`) }).click();
      await expect(page.getByText(`Door ${name}`)).toHaveCount(0);
      await tablet.getByRole("button", { name: k.again }).click();
      await speak(tablet, locale);
      await tablet.getByRole("button", { name: k.unnamed }).click();
      await expect(tablet.getByRole("status")).toHaveText(k.ended);
      await context.close();
    },
  );

  test(
    `the code at the door checks a phone in, and only now (${locale})`,
    MAIN,
    async ({ page, browser }, info) => {
      test.setTimeout(90_000);
      await signInAs(page, "manager", locale);
      const { context, tablet, slug } = await openTablet(
        page,
        browser,
        locale,
        `Code ${locale} ${markOf(info)}`,
      );
      const phone = await (
        await browser.newContext({ viewport: { width: 360, height: 740 } })
      ).newPage();
      // Somebody new each time: a code serves a person once, and it may still be the same minute.
      const name = `code-${crypto.randomUUID().slice(0, 8)}`;
      await signInByMail(phone, locale, `${name}@trivium.test`);
      await expect(phone).toHaveURL(new RegExp(`/${locale}$`));
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
      await page.goto(`/${locale}/desk/presence/poster?space=${slug}`);
      await expectSoundPage(page);
      await expect(page.getByText(`/check-in/${slug}`)).toBeVisible();
      await expect(page.getByRole("heading", { level: 2, name: t.poster.heading })).toBeVisible();
      await phone.getByRole("button", { name: t.self.out }).click();
      await expect(phone.getByRole("status")).toHaveText(t.self.bye);
      await expectSoundPage(phone);
      await phone.getByRole("button", { name: t.self.say }).click();
      await expect(phone.getByText(t.nothing_said)).toBeVisible();
      await phone.getByLabel(k.pulse.answers.good, { exact: true }).check();
      await phone.getByLabel(k.pulse.answers.distance, { exact: true }).check();
      await phone.getByRole("button", { name: t.self.say }).click();
      await expect(phone.getByRole("status")).toHaveText(k.pulse.thanks);
      await enter(shown);
      await expect(phone.getByRole("alert").first()).toHaveText(t.code_used);
      await context.close();
      await phone.context().close();
    },
  );
}

test("nobody counts without a door of their own", ONCE, async ({ page, request }) => {
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
  for (const path of [
    "/en/desk/presence",
    "/en/desk/kiosks",
    "/en/check-in/nowhere",
    "/kiosk/nowhere",
  ])
    expect((await page.goto(path))?.status(), path).toBe(404);
});

test(
  "the tablet reads a card with its camera, speaks, and forgets who left it alone",
  ONCE,
  async ({ page, browser }, info) => {
    test.setTimeout(60_000);
    const { presence: t } = MESSAGES.en;
    const k = t.kiosk;
    await signInAs(page, "manager", "en");
    await printCard(page, "en", `Camera ${markOf(info)}`);
    const square = (await page.locator(".print-card img").getAttribute("src")) ?? "";
    const { context, tablet } = await openTablet(
      page,
      browser,
      "en",
      `Camera ${markOf(info)}`,
      async (opened) => {
        await opened.clock.install();
        await opened.addInitScript(showToCamera, square);
        await opened.addInitScript(hearVoices, ["en-GB", "fr-BE"]);
      },
    );

    await speak(tablet, "en");
    await expect.poll(() => heard(tablet)).toContainEqual(["en-GB", k.prompts.arrive]);
    await tablet.getByRole("button", { name: k.camera }).click();
    await expect(tablet.getByRole("status")).toHaveText(k.outcomes.arrived);
    await expect.poll(() => heard(tablet)).toContainEqual(["en-GB", k.outcomes.arrived]);
    await expectSoundPage(tablet);
    await tablet.clock.fastForward(20_000);
    await expect(tablet.getByRole("status")).toBeEmpty();
    await context.setOffline(true);
    await tablet.reload();
    await speak(tablet, "en");
    await tablet.getByRole("button", { name: k.camera }).click();
    await expect(tablet.getByRole("status")).toHaveText(k.keptCard.arrive);
    await context.setOffline(false);
    await tablet.getByRole("button", { name: k.again }).click();

    // Nobody holds a card before it: the camera does not stay on.
    await tablet.evaluate(() => Object.assign(window, { noCard: true }));
    await speak(tablet, "en");
    await tablet.getByRole("button", { name: k.camera }).click();
    await expect(tablet.locator("video")).toBeVisible();
    await expectSoundPage(tablet);
    await tablet.clock.fastForward(20_000);
    await expect(tablet.locator("video")).toHaveCount(0);

    // No voice for it on this device: nothing offers one, and no other language's voice reads it.
    await speak(tablet, "nl");
    const { listen } = MESSAGES.nl.presence.kiosk;
    await expect(tablet.getByRole("button", { name: listen, exact: true })).toHaveCount(0);
    expect((await heard(tablet)).every(([voice]) => voice !== "nl-BE")).toBe(true);
    await tablet
      .getByRole("button", { name: MESSAGES.nl.presence.kiosk.leave, exact: true })
      .click();
    await tablet.locator("#card").fill("K7QM");
    await tablet.clock.fastForward(20_000);
    await expect(tablet.locator("#card")).toHaveValue("");
    const home = MESSAGES[await languageOf(tablet)].presence.kiosk;
    await expect(tablet.getByRole("button", { name: home.arrive, exact: true })).toHaveAttribute(
      "aria-pressed",
      "true",
    );

    // One answer, and away: it counts, and the three questions that were not answered are not asked
    // of the next.
    const said = () =>
      withDatabase(async (client) => {
        const { rows } = await client.query(
          "select coalesce(sum(count), 0)::int as said from pulse_count",
        );
        return rows[0].said;
      });
    const saidBefore = await said();
    await speak(tablet, "en");
    await tablet.getByRole("button", { name: k.leave, exact: true }).click();
    await tablet.getByRole("button", { name: k.unnamedLeaves }).click();
    await expect(tablet.getByRole("status")).not.toBeEmpty();
    await tablet.getByRole("button", { name: k.pulse.answers.fair, exact: true }).click();
    // Whoever is asked is warned before it begins anew, and stays with a touch.
    await tablet.clock.fastForward(20_000);
    await expect(tablet.getByRole("status")).toContainText(k.still);
    await tablet.getByRole("heading", { name: k.pulse.title }).click();
    await expect(tablet.getByRole("status")).not.toContainText(k.still);
    await tablet.clock.fastForward(20_000);
    await expect(tablet.getByRole("status")).toContainText(k.still);
    await tablet.clock.fastForward(20_000);
    await expect(tablet.getByRole("status")).toBeEmpty();
    await expect.poll(said).toBe(saidBefore + 1);

    for (const size of [
      { width: 1280, height: 800 },
      { width: 800, height: 1280 },
      { width: 360, height: 740 },
    ]) {
      await tablet.setViewportSize(size);
      await expectSoundPage(tablet, `kiosk at ${size.width}`);
    }
    await context.close();
  },
);

async function languageOf(tablet: Page): Promise<Language> {
  return (await tablet.locator("html").getAttribute("lang")) as Language;
}

/** The next person, in the same language. */
async function scanNext(tablet: Page, locale: Language, code: string): Promise<void> {
  await tablet.getByRole("button", { name: MESSAGES[locale].presence.kiosk.again }).click();
  await speak(tablet, locale);
  await scan(tablet, code);
}

const heard = (tablet: Page) =>
  tablet.evaluate(() => (window as unknown as { heard: string[][] }).heard);

/** A device that has voices for these languages, and notes what they say. */
function hearVoices(languages: string[]) {
  const heard: string[][] = [];
  const voices = languages.map((lang) => ({ lang, localService: true, name: lang }));
  Object.assign(window, { heard });
  class Utterance {
    voice: { lang: string } | undefined;
    text: string;
    constructor(text: string) {
      this.text = text;
    }
  }
  Object.assign(window, { SpeechSynthesisUtterance: Utterance });
  const speaker = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    cancel: () => {},
    speak: ({ text, voice }: Utterance) => heard.push([voice?.lang ?? "", text]),
  });
  Object.defineProperty(window, "speechSynthesis", { value: speaker });
}

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

/** What the tablet is answered has this session alone, which began ten minutes ago. */
async function showSession(
  tablet: Page,
  { title, minutesLeft, room }: { title: string; minutesLeft: number; room: string | null },
): Promise<void> {
  await tablet.route("**/api/v1/kiosk", async (route) => {
    const response = await route.fetch();
    const state = await response.json();
    const at = (minutes: number) =>
      new Date(Date.parse(state.now) + minutes * 60_000).toISOString();
    const session = {
      id: crypto.randomUUID(),
      titles: { nl: title, fr: title, en: title },
      start: at(-10),
      end: at(minutesLeft),
      room,
    };
    await route.fulfill({ response, json: { ...state, sessions: [session] } });
  });
}

test(
  "what happens here today is read beside its choice, on a tablet that lies down",
  ONCE,
  async ({ page, browser }, info) => {
    const k = MESSAGES.fr.presence.kiosk;
    const title = "Payer en sécurité avec son téléphone";
    await signInAs(page, "manager", "fr");
    const { context, tablet } = await openTablet(
      page,
      browser,
      "fr",
      `Aujourd’hui ${markOf(info)}`,
      async (opened) => {
        await opened.setViewportSize({ width: 1024, height: 768 });
        await showSession(opened, { title, minutesLeft: 50, room: "Salle Lys" });
      },
    );
    await speak(tablet, "fr");
    const choice = tablet.getByRole("radio", { name: title });
    await choice.check();
    const words = await tablet.getByText(title).boundingBox();
    const box = await choice.boundingBox();
    expect(box?.width).toBeLessThan(40);
    expect((words?.x ?? 0) + (words?.width ?? 0)).toBeLessThan(1024);
    await expect(tablet.getByText(k.running, { exact: true })).toBeVisible();

    // A disk that is full keeps nobody: whoever waits is told, and does not wait on.
    await tablet.evaluate(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await tablet.getByRole("button", { name: k.unnamed }).click();
    await expect(tablet.getByRole("status")).toHaveText(k.refused);
    await context.close();
  },
);

test(
  "a tablet without network says so before anybody comes, and its clock goes on when it is opened anew",
  ONCE,
  async ({ page, browser }, info) => {
    test.setTimeout(90_000);
    const k = MESSAGES.nl.presence.kiosk;
    const name = `Lies ${markOf(info)}`;
    const title = "Een uur dat voorbijgaat";
    await signInAs(page, "manager", "nl");
    const code = await printCard(page, "nl", name);
    const { context, tablet, slug } = await openTablet(
      page,
      browser,
      "nl",
      `Stil ${markOf(info)}`,
      async (opened) => {
        // Twenty minutes slow.
        await opened.clock.install({ time: Date.now() - 20 * 60_000 });
        await showSession(opened, { title, minutesLeft: 8, room: null });
      },
    );
    const reach = tablet.locator(".kiosk-reach");
    await speak(tablet, "nl");
    await expect(tablet.getByText(title)).toBeVisible();
    const clock = async () => (await tablet.locator(".kiosk-clock").textContent())?.slice(-5);
    const right = (minutes: number) =>
      Temporal.Now.zonedDateTimeISO("Europe/Brussels").add({ minutes }).toPlainTime();
    const isNear = (shown = "", wanted: Temporal.PlainTime) =>
      Math.abs(wanted.since(Temporal.PlainTime.from(shown)).total("minutes")) < 2;

    // What cannot be asked now is not asked through the journey either.
    await tablet.unroute("**/api/v1/kiosk");
    await context.setOffline(true);
    await expect(reach).toHaveText(k.offline);
    await expect(tablet.getByText(k.phoneAway)).toBeVisible();
    await expectSoundPage(tablet);

    await tablet.clock.fastForward("10:00");
    await tablet.reload();
    await speak(tablet, "nl");
    await expect(reach).toHaveText(k.offline);
    // It is over by now; the demonstration may have others here, by the day of the week.
    await expect(tablet.getByText(title)).toHaveCount(0);
    const shown = await clock();
    expect(isNear(shown, right(10)), shown).toBe(true);

    // Somebody comes; then the clock of the tablet is set, and only then the network is back.
    const came = Date.now();
    await scan(tablet, code);
    await expect(tablet.getByRole("status")).toHaveText(k.keptCard.arrive);
    await tablet.clock.setSystemTime(Date.now());
    await context.setOffline(false);
    await expect(reach).toHaveText(k.online, { timeout: 15_000 });
    await withDatabase(async (client) => {
      const { rows } = await client.query<{ at: Date }>(
        `select arrived_at as at from visit join identity_person person on person.id = person_id
        join space on space.id = visit.space_id where display_name = $1 and slug = $2`,
        [name, slug],
      );
      expect(rows).toHaveLength(1);
      // Ten minutes on, by the clock that went too fast for this journey: never a future arrival.
      expect(Math.abs((rows[0]?.at.getTime() ?? 0) - came)).toBeLessThan(60_000);
    });
    await context.close();
  },
);

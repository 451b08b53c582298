import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectFocusInSight } from "./keyboard.ts";
import { whoIsIn } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs, signOut } from "./people.ts";
import { MAIN, ONCE, walkedBy, walkedOn } from "./runs.ts";
import { tryOf } from "./tries.ts";

const sheetOf = async (page: Page, id: string) =>
  (await page.request.get(`/api/v1/sessions/${id}/attendance`)).json();

/** Sessions on a page of the desk, and of those that a try has for itself. */
const PAGE = 10;
const OWN = 20;

/**
 * The sheet of a session of the year that was, another one in each test and each try; emptied
 * first.
 */
async function openSheet(page: Page, locale: Language, place: number) {
  const at = place + OWN * tryOf(test.info());
  await signInAs(page, "facilitator", locale);
  await page.goto(`/${locale}/desk/sessions?space=*`);
  const pages = Number(/\d+$/.exec((await page.locator(".pages span").textContent()) ?? "")?.[0]);
  await page.goto(`/${locale}/desk/sessions?space=*&page=${pages - 1 - Math.floor(at / PAGE)}`);
  const address = await page
    .locator("main a.button[href$='/sheet']")
    .nth(at % PAGE)
    .getAttribute("href");
  const id = address?.split("/").at(-2) ?? "";
  const { sheetVersion } = await sheetOf(page, id);
  const emptied = await page.request.post(`/api/v1/sessions/${id}/attendance`, {
    data: { saveId: randomUUID(), sheetVersion, present: [], lines: [], tally: [] },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(emptied.status()).toBe(200);
  await page.goto(address ?? "");
  return id;
}

const WORDS = MESSAGES.en.attendance;

/** Presses, counted: what a hand on a tablet does. */
function hand(page: Page, t = WORDS) {
  let presses = 0;
  return {
    count: () => presses,
    button: async (name: string) => {
      presses += 1;
      await page.getByRole("button", { name, exact: true }).click();
    },
    answer: async (question: string, code: string) => {
      presses += 1;
      await page
        .getByRole("group", { name: question, exact: true })
        .getByRole("radio", { name: new RegExp(`^${code.replace("+", "\\+")}( \\(\\d+\\))?$`) })
        .click();
    },
    section: async (name: string) => {
      presses += 1;
      await page.locator("main summary", { hasText: name }).click();
    },
    keep: async (question: string) => {
      presses += 1;
      await page
        .locator("details", { hasText: t.keep })
        .getByRole("checkbox", { name: question })
        .click();
    },
  };
}

for (const [position, locale] of LANGUAGES.entries())
  test(
    `a sheet with walk-ins and a tally is closed and signed, and corrected with a reason (${locale})`,
    MAIN,
    async ({ page }) => {
      test.setTimeout(90_000);
      const t = MESSAGES[locale].attendance;
      const id = await openSheet(page, locale, position);
      const by = hand(page, t);
      const press = by.button;

      await press(t.add);
      await by.answer(t.traits.ageBand, t.codes["25-29"]);
      await by.answer(t.traits.gender, t.codes.asked_refused);
      await press(t.again);
      await expectSoundPage(page);

      await by.section(t.tally.title);
      const tally = page.locator("details", { hasText: t.tally.title });
      const cell = [t.codes.woman, t.codes.employed].join(", ");
      await tally.getByRole("radio", { name: t.codes.woman }).click();
      const field = tally.getByRole("textbox", { name: cell, exact: true });
      await field.fill("1000");
      await press(t.save);
      await expect(page.getByRole("status")).toContainText(t.count_out_of_range);
      await expect(field).toHaveValue("1000");
      await field.fill("11");
      await press(t.tally.oneMore.replace("{what}", cell));
      await expect(field).toHaveValue("12");
      // The last one that is taken away leaves the focus where it is; nobody is taken away after.
      await field.fill("1");
      const fewer = page.getByRole("button", { name: t.tally.oneFewer.replace("{what}", cell) });
      await fewer.press("Enter");
      await expect(fewer).toBeFocused();
      await fewer.press("Enter");
      await expect(field).toHaveValue("");
      await field.fill("12");
      await expectSoundPage(page);
      await press(t.save);
      await expect(page.getByRole("status")).toHaveText(t.state.saved);
      const saved = await sheetOf(page, id);
      expect(saved.lines).toMatchObject([
        { ageBand: "25-29", gender: "asked_refused", labourStatus: "not_asked" },
        { ageBand: "25-29", gender: "asked_refused", labourStatus: "not_asked" },
      ]);
      expect(saved.tally).toEqual([
        { gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 12 },
      ]);
      await page.locator("details summary", { hasText: t.history.title }).click();
      const told = t.history.changes.cell
        .replace("{cell}", cell)
        .replace("{from}", "0")
        .replace("{to}", "12");
      await expect(page.getByText(told)).toBeVisible();
      await expectSoundPage(page);

      await press(t.closed.close);
      await expect(page.getByRole("button", { name: t.closed.open })).toBeVisible();
      await expectSoundPage(page);
      await page.getByLabel(t.closed.why).fill("  ");
      await press(t.closed.open);
      await expect(page.locator("main").getByRole("alert")).toHaveText(t.say_why);
      await page.getByLabel(t.closed.why).fill("One was late");
      await press(t.closed.open);
      await expect(page.getByRole("button", { name: t.closed.close })).toBeVisible();
      // The history was opened before, and stays so.
      await expect(page.getByText("One was late")).toBeVisible();
    },
  );

test(
  "the last press of “Next person” counts nobody; an answer, or a count without one, does",
  walkedOn("phone"),
  async ({ page }) => {
    const id = await openSheet(page, "nl", 8);
    const t = MESSAGES.nl.attendance;
    const by = hand(page, t);
    const total = page.locator(".save-bar strong");
    await by.button(t.add);
    await by.answer(t.traits.gender, t.codes.woman);
    await by.button(t.next);
    await by.button(t.next);
    await expect(total).toContainText("1");
    await by.button(t.save);
    await expect(page.getByRole("status")).toHaveText(t.state.saved);
    expect((await sheetOf(page, id)).lines).toHaveLength(1);

    await by.button(t.countWithout);
    await expect(total).toContainText("2");
    await by.button(t.save);
    await expect(page.getByRole("status")).toHaveText(t.state.saved);
    expect((await sheetOf(page, id)).lines).toMatchObject([{ gender: "woman" }, { counted: true }]);
  },
);

test("by keyboard, the bar that saves covers nothing", walkedOn("phone"), async ({ page }) => {
  await openSheet(page, "nl", 9);
  await hand(page).button(MESSAGES.nl.attendance.add);
  await page.locator("main h1").click();
  await expectFocusInSight(page);
});

/**
 * Twenty who walked in: what each of them says, in the order of the questions. Some came together.
 */
const WALK_INS = [
  ["35-44", "woman", "unemployed", "ed3_4", "yes"],
  ["35-44", "woman", "unemployed", "ed3_4", "yes"],
  ["55-64", "man", "unemployed_long", "ed0_2", "no"],
  ["18-24", "man", "inactive", "ed3_4", "yes"],
  ["18-24", "man", "inactive", "ed3_4", "yes"],
  ["18-24", "man", "inactive", "ed3_4", "yes"],
  ["65+", "woman", "inactive", "asked_unknown", "no"],
  ["45-54", "woman", "employed", "ed5_8", "yes"],
  ["25-29", "asked_refused", "employed", "ed5_8", "no"],
  ["30-34", "man", "unemployed", "ed0_2", "yes"],
  ["30-34", "woman", "unemployed", "ed0_2", "yes"],
  ["65+", "man", "inactive", "ed0_2", "no"],
  ["65+", "man", "inactive", "ed0_2", "no"],
  ["45-54", "man", "asked_refused", "asked_refused", "yes"],
  ["35-44", "woman", "unemployed_long", "ed0_2", "no"],
  ["25-29", "non_binary", "employed", "ed3_4", "yes"],
  ["u18", "woman", "inactive", "ed0_2", "yes"],
  ["u18", "woman", "inactive", "ed0_2", "yes"],
  ["55-64", "woman", "employed", "ed5_8", "no"],
  ["30-34", "man", "employed", "ed3_4", "yes"],
] as const;
const QUESTIONS = ["ageBand", "gender", "labourStatus", "educationBand", "firstTime"] as const;

test(
  "twenty walk-ins with five answers each are a hundred presses, or less",
  ONCE,
  async ({ page }) => {
    test.setTimeout(120_000);
    const id = await openSheet(page, "en", 10);
    const by = hand(page);
    for (const [at, person] of WALK_INS.entries()) {
      if (String(WALK_INS[at - 1]) === String(person)) {
        await by.button(WORDS.again);
        continue;
      }
      await by.button(at === 0 ? WORDS.add : WORDS.next);
      for (const [question, code] of person.entries())
        await by.answer(WORDS.traits[QUESTIONS[question] ?? "ageBand"], WORDS.codes[code]);
    }
    await by.button(WORDS.save);
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    const { lines } = await sheetOf(page, id);
    expect(
      lines.map((line: Record<string, string>) => QUESTIONS.map((question) => line[question])),
    ).toEqual(WALK_INS.map((person) => [...person]));
    process.stdout.write(
      `20 walk-ins, five answers each: ${by.count()} presses, ${by.count() / 20} a person\n`,
    );
    expect(by.count()).toBeLessThanOrEqual(100);
  },
);

test(
  "a sheet typed from paper, one character an answer, is the same sheet",
  ONCE,
  async ({ page }) => {
    const id = await openSheet(page, "en", 11);
    await page.getByRole("radio", { name: WORDS.way.paper }).check();
    await page.getByRole("textbox", { name: "Person 1, Age" }).focus();
    // Age, gender, work, education, first time, then the groups: two people, the second with a slip
    // of the finger.
    const answers = "31121";
    const questions = await page.getByRole("textbox", { name: /^Person 1, / }).count();
    await page.keyboard.type(answers);
    for (let group = answers.length; group < questions; group += 1)
      await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Person 2, Age" })).toBeFocused();
    await page.keyboard.type("8x7");
    await expect(page.locator("main").getByRole("alert")).toContainText("“7” is no answer to Work");
    await page.keyboard.type("940");
    await page.locator("main summary", { hasText: WORDS.tally.title }).click();
    await page.getByRole("textbox", { name: "Woman, Works", exact: true }).focus();
    await page.keyboard.type("14");
    await page.keyboard.press("Enter");
    await page.keyboard.type("3");
    await expectSoundPage(page);
    await page.getByRole("button", { name: WORDS.save }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    const { lines, tally } = await sheetOf(page, id);
    expect(lines).toMatchObject([
      {
        ageBand: "25-29",
        gender: "woman",
        labourStatus: "employed",
        educationBand: "ed3_4",
        firstTime: "yes",
      },
      { ageBand: "65+", gender: "asked_refused", labourStatus: "asked_unknown" },
    ]);
    expect(tally).toEqual([
      { gender: "man", ageBand: "not_asked", labourStatus: "employed", people: 3 },
      { gender: "woman", ageBand: "not_asked", labourStatus: "employed", people: 14 },
    ]);
  },
);

test(
  "two who count at once are told, and together count everybody once",
  ONCE,
  async ({ page, browser }) => {
    const id = await openSheet(page, "en", 12);
    const other = await (await browser.newContext()).newPage();
    await signInAs(other, "manager", "en");
    await other.goto(page.url());
    for (const [one, count] of [
      [page, "5"],
      [other, "7"],
    ] as const) {
      await one.locator("summary", { hasText: WORDS.tally.title }).click();
      await one
        .locator("details", { hasText: WORDS.tally.title })
        .getByRole("radio", { name: "Man", exact: true })
        .click();
      await one.getByRole("textbox", { name: "Man, Works", exact: true }).fill(count);
      await one.getByRole("button", { name: WORDS.add }).click();
      await one.getByRole("button", { name: "Count without answers" }).click();
    }
    await page.getByRole("button", { name: WORDS.save }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    await other.getByRole("button", { name: WORDS.save }).click();
    await expect(other.getByRole("status")).toHaveText(WORDS.conflict);
    await other.getByRole("button", { name: WORDS.merge }).click();
    await expect(other.getByRole("status")).toHaveText(WORDS.state.saved);
    const { lines, tally } = await sheetOf(page, id);
    expect(lines).toHaveLength(2);
    expect(tally).toMatchObject([{ gender: "man", labourStatus: "employed", people: 12 }]);
  },
);

test(
  "what a tablet could not send before a colleague signed the sheet is told, and not lost",
  ONCE,
  async ({ page, browser }) => {
    const id = await openSheet(page, "en", 14);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: WORDS.add }).click();
    await page.getByRole("button", { name: WORDS.countWithout }).click();
    await page.getByRole("button", { name: WORDS.save }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.waiting);
    // Signing out would lose it: that is asked first, and nothing is lost by saying no.
    const asked = page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.dismiss();
      return dialog.message();
    });
    await whoIsIn(page).click();
    await page.getByRole("button", { name: MESSAGES.en.common.nav.signOut }).click();
    expect(await asked).toContain("was not sent yet");
    await expect(page.getByRole("status")).toHaveText(WORDS.state.waiting);
    const other = await (await browser.newContext()).newPage();
    await signInAs(other, "manager", "en");
    await other.goto(page.url());
    await other.getByRole("button", { name: WORDS.closed.close }).click();
    await expect(other.getByRole("button", { name: WORDS.closed.open })).toBeVisible();
    await expect(other.getByText(WORDS.closed.unsent)).toHaveCount(0);

    await page.context().setOffline(false);
    const unsent = page.locator("main").getByText(WORDS.closed.unsent);
    await expect(unsent).toBeVisible({ timeout: 15_000 });
    await page.reload();
    await expect(unsent).toBeVisible();
    await expectSoundPage(page);
    await page.getByLabel(WORDS.closed.why).fill("The tablet had no network");
    await page.getByRole("button", { name: WORDS.closed.open }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.changed);
    await page.getByRole("button", { name: WORDS.save }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    expect((await sheetOf(page, id)).lines).toHaveLength(1);
  },
);

test(
  "what two windows of one browser count of a sheet is kept by each, and sent once",
  ONCE,
  async ({ page }) => {
    const id = await openSheet(page, "en", 16);
    const context = page.context();
    const count = async (window: Page) => {
      await window.getByRole("button", { name: WORDS.add }).click();
      await window.getByRole("button", { name: WORDS.countWithout }).click();
    };
    const keptHere = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => /^trivium-sheet-/.test(key)));
    const other = await context.newPage();
    await other.goto(page.url());
    await context.setOffline(true);
    for (const window of [page, other]) {
      await count(window);
      await window.getByRole("button", { name: WORDS.save }).click();
      await expect(window.getByRole("status")).toHaveText(WORDS.state.waiting);
    }
    expect(await keptHere()).toHaveLength(2);

    // Both are closed before the network comes back: the next window has what either counted.
    const sheet = page.url();
    await page.goto("about:blank");
    await other.close();
    await context.setOffline(false);
    await page.goto(sheet);
    // One of them goes first, and the other is put together with it, as of two tablets.
    await page.getByRole("button", { name: WORDS.merge }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    await expect(page.locator(".save-bar strong")).toContainText("2");
    expect((await sheetOf(page, id)).lines).toHaveLength(2);
    await expect.poll(keptHere).toEqual([]);
  },
);

test(
  "a sheet opens again without network, says of when it is, and goes with its login",
  walkedOn("phone"),
  async ({ page, context }) => {
    const id = await openSheet(page, "fr", 18);
    const t = MESSAGES.fr.attendance;
    const by = hand(page, t);
    const kept = () => page.evaluate(async () => (await caches.keys()).join());
    await expect
      .poll(() => page.evaluate(async () => (await caches.match("/until")) !== undefined))
      .toBe(true);

    await context.setOffline(true);
    await page.reload();
    const copy = page.getByText(t.offline.split("{when}")[0] ?? "");
    await expect(copy).toBeVisible();
    await by.button(t.add);
    await by.answer(t.traits.gender, t.codes.woman);
    await expectSoundPage(page, "a sheet without network");
    await by.button(t.save);
    const bar = page.locator(".save-bar").getByRole("status");
    await expect(bar).toHaveText(t.state.waiting);
    await page.reload();
    await expect(copy).toBeVisible();
    await expect(page.locator(".save-bar strong")).toContainText("1");

    await context.setOffline(false);
    await expect(bar).toHaveText(t.state.saved, { timeout: 15_000 });
    await expect(copy).toBeHidden();
    expect((await sheetOf(page, id)).lines).toMatchObject([{ gender: "woman" }]);

    const sheet = page.url();
    await signOut(page, "facilitator", "fr");
    await expect.poll(kept).toBe("");
    await context.setOffline(true);
    await expect(page.goto(sheet)).rejects.toThrow();
  },
);

test(
  "whoever signs out in one window leaves nothing of a sheet in another",
  ONCE,
  async ({ page }) => {
    const id = await openSheet(page, "en", 17);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.getByRole("button", { name: WORDS.add }).click();
    await page.getByRole("button", { name: WORDS.countWithout }).click();
    await expect(page.getByRole("status")).toHaveText(WORDS.state.changed);
    other.on("dialog", (dialog) => dialog.accept());
    await signOut(other, "facilitator", "en");
    await expect(page.getByRole("status")).toHaveText(WORDS.state.untouched);
    await expect(page.locator(".save-bar strong")).not.toContainText("1");
    await signInAs(other, "manager", "en");
    expect((await sheetOf(other, id)).lines).toEqual([]);
  },
);

test("whoever is signed out while they count signs in and counts on", ONCE, async ({ page }) => {
  const id = await openSheet(page, "en", 15);
  const sheet = page.url();
  await page.getByRole("button", { name: WORDS.add }).click();
  await page.getByRole("button", { name: WORDS.countWithout }).click();
  await page.context().clearCookies();
  await page.getByRole("button", { name: WORDS.save }).click();
  await expect(page.getByRole("status")).toHaveText(WORDS.state.signedOut);
  await expectSoundPage(page);
  const { title } = MESSAGES.en.identity.signIn;
  await page.locator(".save-bar").getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("button", { name: "Facilitator", exact: true }).click();
  await expect(page).toHaveURL(sheet);
  await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
  expect((await sheetOf(page, id)).lines).toHaveLength(1);
});

for (const locale of LANGUAGES)
  test(
    `whom the places reach, by the indicators of the funder (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      const t = MESSAGES[locale].research;
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/reports`);
      await expectSoundPage(page);
      const tiles = page.getByRole("navigation", { name: MESSAGES[locale].occupancy.use.figures });
      await expect(
        tiles.getByRole("link", { name: new RegExp(`^${t.key.attendances} `) }),
      ).toBeVisible();
      await page.locator("main").getByRole("link", { name: t.indicators.title }).click();
      await expect(page.getByRole("img", { name: t.indicators.plot })).toBeVisible();
      await expect(page.getByRole("row", { name: /^EECO01 / })).toBeVisible();
      await expectSoundPage(page);

      const file = await page.request.get(
        (await page.getByRole("link", { name: t.indicators.file }).getAttribute("href")) ?? "",
      );
      const rows = (await file.text())
        .trim()
        .split("\n")
        .map((row) => row.split(","));
      const people = (indicator: string, answer = "counted") =>
        Number(
          rows.find((row) => row[0] === indicator && row[2] === answer && row[3] === "all")?.[4],
        );
      const withoutAnswer = rows
        .filter((row) => row[1] === "labour_status" && row[0] === "" && row[3] === "all")
        .reduce((sum, row) => sum + Number(row[4]), 0);
      expect(people("EECO02") + people("EECO04") + people("EECO05") + withoutAnswer).toBe(
        people("EECO01", "all"),
      );

      await page.goto(`/${locale}/research/indicators?from=2026-05&to=2026-02`);
      await expect(page.locator("main").getByRole("alert")).toHaveText(t.ends_before_start);
      await expectSoundPage(page);
    },
  );

test(
  "a researcher sees what is published: whole quarters that are closed, rounded down",
  ONCE,
  async ({ page }) => {
    const t = MESSAGES.en.research;
    await signInAs(page, "researcher", "en");
    await page.goto("/en/research/indicators");
    await expect(page.getByText(t.indicators.published)).toBeVisible();
    await page.getByText(t.indicators.meaning).click();
    await expect(page.getByText(t.indicators.definitions.rounded)).toBeVisible();
    const href =
      (await page.getByRole("link", { name: t.indicators.file }).getAttribute("href")) ?? "";
    const rows = (await (await page.request.get(href)).text()).trim().split("\n").slice(1);
    const numbers = rows.flatMap((row) => /,(\d+)$/.exec(row)?.[1] ?? []);
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers.filter((people) => Number(people) % 10 !== 0)).toEqual([]);
    for (const window of [
      "from=2026-01&to=2026-06",
      "from=2026-02&to=2026-02",
      "from=2099-01&to=2099-03",
    ])
      expect((await page.request.get(`/api/v1/indicators.csv?${window}`)).status(), window).toBe(
        422,
      );
    await page.goto("/en/research/indicators?from=2026-02&to=2026-02");
    await expect(page.locator("main").getByRole("alert")).toHaveText(t.whole_periods);
  },
);

test(
  "a consent that is taken back while a sheet is open is told when it is saved",
  ONCE,
  async ({ page, browser }) => {
    test.setTimeout(60_000);
    await signInAs(page, "facilitator", "en");
    await page.goto("/en/desk/sessions/new");
    await page.getByLabel("Title in English").fill(`Consent ${randomUUID().slice(0, 8)}`);
    await page.getByRole("radio", { name: "At home, on a screen" }).check();
    await page.getByLabel("Room", { exact: true }).selectOption({ label: "No room, on a screen" });
    await page.getByRole("button", { name: "Plan and book the room" }).click();
    await expect(page.getByRole("link", { name: "Attendance sheet" })).toBeVisible();
    const session = new URL(page.url()).pathname;

    const learner = await (await browser.newContext()).newPage();
    await signInAs(learner, "learner", "en");
    await learner.goto(session);
    await learner.getByRole("button", { name: "Take a place" }).click();
    await expect(learner.getByRole("status").first()).toBeVisible();
    await learner.goto("/en/me/data");
    const yes = learner.getByRole("button", { name: "Yes, you may: Disability" });
    await learner.locator("form", { has: yes }).getByLabel("I am 15 or older").check();
    await yes.click();
    await learner.getByLabel("I do not know").check();
    await learner.getByRole("button", { name: "Save my answer: Disability" }).click();
    await expect(learner.getByLabel("I do not know")).toBeChecked();

    await page.getByRole("link", { name: "Attendance sheet" }).click();
    await expect(page.getByText("One answer that needs consent stands")).toBeVisible();
    await learner.getByRole("button", { name: "Take my yes back: Disability" }).click();
    await expect(learner.getByText(/You withdrew your yes/)).toBeVisible();

    await page.getByRole("checkbox", { name: "Lien" }).check();
    await page.getByRole("button", { name: WORDS.save }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(WORDS.withdrawn);
    await expect(page.getByRole("status")).toHaveText(WORDS.state.saved);
    await expect(page.getByText("One answer that needs consent stands")).toHaveCount(0);

    // On paper that lies open for everybody there are no names.
    const paper = page.getByRole("region", { name: WORDS.title, exact: true });
    await page.goto(`${page.url()}/paper?in=en&names=yes`);
    await expect(paper.getByText("Lien")).toBeVisible();
    await page.goto(page.url().replace("names=yes", "names=no"));
    await expect(paper.getByRole("listitem")).toHaveCount(1);
    await expect(paper.getByText("Lien")).toHaveCount(0);
  },
);

for (const locale of LANGUAGES)
  test(
    `the sheet on paper has the questions of its entry form, and is printed alone (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }) => {
      const t = MESSAGES[locale].attendance;
      await openSheet(page, locale, 13);
      await page.getByRole("link", { name: t.paper.title }).click();
      await page.getByLabel(t.paper.language).selectOption(locale);
      await page.getByRole("button", { name: t.paper.show }).click();
      const paper = page.getByRole("region", { name: t.title, exact: true });
      await expect(paper.locator("thead th").first()).toBeVisible();
      const questions = await paper.locator("thead th").allTextContents();
      await expectSoundPage(page);
      await page.emulateMedia({ media: "print" });
      await expect(page.getByRole("button", { name: t.paper.show })).toBeHidden();
      await expect(paper).toBeVisible();
      await page.emulateMedia({ media: "screen" });

      await page.getByRole("radio", { name: t.paper.kinds.tally_age }).check();
      await page.getByRole("button", { name: t.paper.show }).click();
      await expect(paper.getByRole("table")).toHaveCount(6);
      await expectSoundPage(page);

      await page.goto(page.url().replace(/\/paper.*/, ""));
      await page.getByRole("radio", { name: t.way.paper }).check();
      const fields = page.getByRole("region", { name: t.walkIns }).locator("thead th");
      await expect(fields).toHaveCount(questions.length + 1);
      expect((await fields.allTextContents()).slice(0, -1)).toEqual(questions);
    },
  );

import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { weekdayAhead } from "./days.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage, listen } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { MAIN, ONCE, onlyOn, walkedBy } from "./runs.ts";
import { tryOf } from "./tries.ts";

/** An hour of its own for each language, on a day that no other journey plans on. */
function timeFor(locale: Language, weekday: number, week: number) {
  const date = weekdayAhead(weekday, week);
  const hour = 12 + LANGUAGES.indexOf(locale);
  return { date, day: date.toString(), hour, from: `${hour}:00`, to: `${hour}:45` };
}

/** What a clock in the places of the facilitator shows, as the instant that it is. */
const instantOf = (date: Temporal.PlainDate, time: string) =>
  date.toZonedDateTime({ timeZone: "Europe/Paris", plainTime: time }).toInstant().toString();

/** A request as a page of the service would make it, signed in as whoever looks at it. */
async function post(
  page: Page,
  origin: string,
  path: string,
  data: object,
): Promise<Record<string, string>> {
  const answer = await page.request.post(path, { data, headers: { origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

for (const locale of LANGUAGES) {
  const t = translator(locale, "sessions");

  test(
    `a place is found by filter, asked for with a wish, waited for, and told when it moves (${locale})`,
    MAIN,
    async ({ page, browser, baseURL }, info) => {
      test.setTimeout(90_000);
      const { date, day, hour, from } = timeFor(locale, 4, 9 + tryOf(info));
      const title = `Veilig ${randomUUID().slice(0, 8)}`;
      await signInAs(page, "facilitator", locale);
      const { id } = await post(page, baseURL ?? "", "/api/v1/sessions", {
        spaceSlug: "be-square",
        title: { nl: title, fr: title, en: title },
        topic: "safety",
        modality: "remote",
        language: locale,
        level: "A2",
        places: 1,
        start: instantOf(date, from),
        end: instantOf(date, `${hour}:30`),
      });

      const learner = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await signInAs(learner, "learner", locale);
      await learner.goto(`/${locale}/sessions`);
      const fold = learner.getByText(t("filter.fold"), { exact: true });
      if (await fold.isVisible()) await fold.click();
      await learner.getByLabel(t("filter.topic")).selectOption({ label: t("topics.safety") });
      await learner.getByLabel(t("filter.town")).fill("roubaix");
      await learner.getByText(t("filter.more")).click();
      await learner
        .getByLabel(t("filter.modality"), { exact: true })
        .selectOption({ label: t("modalities.remote") });
      await learner.getByLabel(t("filter.level")).selectOption("B1");
      await learner.getByLabel(t("filter.q")).fill(title.toUpperCase());
      await learner.getByLabel(t("filter.from"), { exact: true }).fill(day);
      await learner.getByLabel(t("filter.places")).check();
      await learner.getByRole("button", { name: t("filter.show") }).click();
      await expect(learner).toHaveURL(/topic=safety/);
      await learner.getByRole("link", { name: title }).click();
      await learner.getByText(t("wishes.title")).click();
      await learner.getByLabel(t("wishes.interpreter")).selectOption("uk");
      await learner.getByRole("button", { name: t("enrol") }).click();
      await expect(learner.getByRole("status")).toHaveText(t("enrolled"));

      const other = await (await browser.newContext()).newPage();
      await signInAs(other, "researcher", locale);
      await other.goto(`/${locale}/sessions/${id}`);
      // What stays under the thumb says the same.
      await expect(other.locator(".thumbbar .button")).toHaveText(t("programme.waitList"));
      const heard = await listen(other);
      await other.getByRole("button", { name: t("wait") }).click();
      await expect(other.getByRole("status")).toHaveText(t("waiting", { position: 1 }));
      await expect.poll(heard).toContain(t("waiting", { position: 1 }));
      await expectSoundPage(other);

      await page.goto(`/${locale}/desk/sessions/${id}`);
      const language = new Intl.DisplayNames(locale, { type: "language" }).of("uk") ?? "";
      await expect(page.getByRole("row", { name: /Lien/ })).toContainText(
        t("desk.interpreter", { language }),
      );
      await expectSoundPage(page);

      const left = new Date().toISOString();
      await learner.getByRole("button", { name: t("withdraw") }).click();
      await expect(learner.getByRole("status")).toHaveText(
        translator(locale, "said")("placeGivenBack"),
      );
      // The place is the other one's by now.
      await expect(learner.getByRole("button", { name: t("wait") })).toBeVisible();
      await newestLetter("researcher@trivium.test", left, { subject: new RegExp(title) });
      await other.reload();
      await expect(other.getByRole("status")).toHaveText(t("enrolled"));

      await page.getByRole("link", { name: t("desk.edit") }).click();
      await page.getByLabel(t("plan.places"), { exact: true }).fill("0");
      await page.getByRole("button", { name: t("plan.saveChange") }).click();
      await expect(page.locator("main").getByRole("alert")).toBeVisible();
      await page.getByLabel(t("plan.places"), { exact: true }).fill("3");
      await page.getByLabel(t("plan.from"), { exact: true }).fill("18:00");
      await page.getByLabel(t("plan.to"), { exact: true }).fill("19:00");
      await expectSoundPage(page);
      const moved = new Date().toISOString();
      await page.getByRole("button", { name: t("plan.saveChange") }).click();
      await expect(page.getByRole("status")).toHaveText(t("desk.changed"));
      const letter = await newestLetter("researcher@trivium.test", moved, {
        invitation: "T180000",
      });
      expect(letter.invitation).toContain(`UID:${id}@`);
      expect(letter.invitation).toContain(
        `DTSTART;TZID=Europe/Paris:${day.replaceAll("-", "")}T180000`,
      );

      await page.goto(`/${locale}/sessions/${id}/poster`);
      await expect(page.getByRole("img", { name: t("poster.qr") })).toBeVisible();
      await expectSoundPage(page);
    },
  );
}

for (const locale of LANGUAGES) {
  const t = translator(locale, "sessions");
  const s = translator(locale, "series");

  test(
    `a course is planned with one date that is taken, and goes date by date (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page, baseURL }, info) => {
      test.setTimeout(90_000);
      const { date, day, from, to } = timeFor(locale, 4, 14 + 3 * tryOf(info));
      const title = `Cursus ${randomUUID().slice(0, 8)}`;
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/sessions/course?space=be-square`);
      await expectSoundPage(page);
      const taken = date.add({ weeks: 1 });
      await post(page, baseURL ?? "", "/api/v1/bookings", {
        roomId: await page.getByLabel(s("form.room"), { exact: true }).inputValue(),
        start: instantOf(taken, from),
        end: instantOf(taken, to),
        people: 2,
        purpose: "Koor",
      });

      await page.getByLabel(t("plan.titleNl")).fill(title);
      await page.getByLabel(s("form.day"), { exact: true }).fill(day);
      await page.getByLabel(s("form.from"), { exact: true }).fill(from);
      await page.getByLabel(s("form.to"), { exact: true }).fill(to);
      await page.getByLabel(t("plan.places"), { exact: true }).fill("3");
      await page.getByLabel(s("form.endsCount"), { exact: true }).check();
      await page.getByRole("button", { name: s("form.check") }).click();
      // No number of times: refused, and what was typed is still there.
      await expect(page.locator("main").getByRole("alert")).toBeVisible();
      await expect(page.getByLabel(t("plan.titleNl"))).toHaveValue(title);
      await page.getByLabel(s("form.count"), { exact: true }).fill("3");
      await page.getByRole("button", { name: s("form.check") }).click();

      await expect(page.getByRole("heading", { name: s("check.clashing") })).toBeVisible();
      await expect(page.getByText(s("check.takenBy", { title: "Koor" }))).toHaveCount(1);
      await expectSoundPage(page);
      await page
        .getByRole("combobox")
        .first()
        .selectOption({ label: s("check.skip") });
      await page.getByRole("button", { name: t("plan.saveCourse") }).click();
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(page.getByRole("heading", { name: t("course", { count: 2 }) })).toBeVisible();
      await page.getByRole("button", { name: t("enrol") }).click();
      await expect(page.getByRole("status")).toHaveText(t("enrolled"));
      await expectSoundPage(page);

      const before = new Date().toISOString();
      await page.getByRole("link", { name: t("desk.who") }).click();
      await page.getByLabel(t("desk.scopes.following")).check();
      await page.getByRole("button", { name: t("desk.cancel") }).click();
      await expect(page.locator("main .alert")).toHaveText(t("is_cancelled"));
      await newestLetter("facilitator@trivium.test", before, { invitation: "METHOD:CANCEL" });
    },
  );

  test(
    `a joint session is planned once and seen from both its places (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page }, info) => {
      test.setTimeout(90_000);
      const { day, from, to } = timeFor(locale, 5, 15 + tryOf(info));
      const title = `Samen ${randomUUID().slice(0, 8)}`;
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/sessions/new`);
      await page.getByLabel(t("plan.joint")).selectOption({ label: "Bibliotheek Kortrijk" });
      await page.getByRole("button", { name: t("plan.choose") }).click();
      await expect(
        page.getByRole("heading", { name: "Be Square + Bibliotheek Kortrijk" }),
      ).toBeVisible();
      await page.getByLabel(t("plan.titleFr")).fill(title);
      await page.getByLabel(t("plan.day"), { exact: true }).fill(day);
      await page.getByLabel(t("plan.from"), { exact: true }).fill(from);
      await page.getByLabel(t("plan.to"), { exact: true }).fill(to);
      await page.getByLabel(t("plan.places"), { exact: true }).fill("4");
      await page.getByLabel(t("plan.otherPlaces")).fill("2");
      await page.getByText(t("plan.details")).click();
      await page.getByLabel(t("plan.partners")).fill("VDAB");
      await expectSoundPage(page);
      await page.getByRole("button", { name: t("plan.save") }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(t("partner_country"));
      await page.getByLabel(t("plan.partners")).fill("VDAB, BE");
      await page.getByRole("button", { name: t("plan.save") }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText([]);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(page.getByText(t("jointBorder"))).toBeVisible();
      await expect(page.getByText(t("facilitatorHere"))).toBeVisible();
      await expectSoundPage(page);
      const there = t("goThere", { place: "Bibliotheek Kortrijk, Kortrijk" });
      await page.getByRole("link", { name: there }).click();
      await expect(page.getByText(t("facilitatorRemote"))).toBeVisible();
      await expect(
        page.getByRole("link", { name: t("goThere", { place: "Be Square, Roubaix" }) }),
      ).toBeVisible();

      for (const space of ["be-square", "bibliotheek-kortrijk"]) {
        await page.goto(`/${locale}/sessions?space=${space}&from=${day}&until=${day}`);
        await expect(page.getByRole("link", { name: title })).toHaveCount(1);
      }
      const item = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("link", { name: title }) });
      await expect(item.getByText(t("left.many"))).toHaveCount(1);
    },
  );
}

test(
  "the programme is read by calendar programs, and the counts by whoever reports them",
  ONCE,
  async ({ page }) => {
    const feed = await page.request.get("/calendar/programme.ics?in=nl&language=fr");
    expect(feed.headers()["content-type"]).toContain("text/calendar");
    expect(await feed.text()).toContain("BEGIN:VEVENT");
    const etag = feed.headers().etag ?? "";
    const again = await page.request.get("/calendar/programme.ics?in=nl&language=fr", {
      headers: { "if-none-match": etag },
    });
    expect(again.status()).toBe(304);
    expect((await page.request.get("/calendar/spaces/be-square.ics?in=fr")).status()).toBe(200);
    expect((await page.request.get("/calendar/spaces/nowhere.ics")).status()).toBe(404);

    await signInAs(page, "researcher", "en");
    for (const locale of LANGUAGES) {
      await page.goto(`/${locale}/research/cross-border`);
      await expect(page.getByRole("heading", { name: "RCO81" })).toBeVisible();
      await expectSoundPage(page);
    }
    await signInAs(page, "admin", "en");
    await page.goto("/en/research/cross-border");
    await expect(page.getByRole("img", { name: "RCO81" })).toBeVisible();
    await page.goto("/en/desk/schemes");
    await expectSoundPage(page);
    const code = `S-${randomUUID().slice(0, 6)}`;
    const make = page
      .locator("form")
      .filter({ has: page.getByRole("button", { name: "Make the scheme" }) });
    await make.getByLabel("Code").fill(code);
    await make.getByLabel("Name").fill("Together");
    await make.getByLabel("Project").fill("P");
    await make.getByLabel("RCO81").uncheck();
    await make.getByRole("button").click();
    await expect(page.getByText(`${code} – Together`)).toBeVisible();
  },
);

for (const locale of LANGUAGES) {
  test(
    `days are asked for day first, and what is no day is refused at its field (${locale})`,
    onlyOn([locale === "fr" ? "phone" : "desktop"]),
    async ({ page }) => {
      const t = translator(locale, "sessions");
      await page.goto(`/${locale}/sessions?more=filters`);
      const from = page.getByLabel(t("filter.from"), { exact: true });
      await from.fill("31/2/2027");
      await from.press("Enter");
      await expect(from).toHaveValue("31/2/2027");
      await expect(from).toHaveAttribute("aria-invalid", "true");
      await expect(from).toHaveAccessibleDescription(translator(locale, "common")("notADay"));
      await expectSoundPage(page, "a day that is none");
      await from.fill("3-2-2020");
      await from.press("Enter");
      await expect(from).toHaveValue("3/2/2020");
      await expect(from).not.toHaveAttribute("aria-invalid", "true");
    },
  );
}

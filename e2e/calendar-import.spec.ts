import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { type Language, signInAs } from "./people.ts";
import { ONCE, onlyOn } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

test(
  "a file is imported, its booking cancelled, and the file imported again",
  ONCE,
  async ({ page }, info) => {
    const day = weekdayAhead(2, 20 + tryOf(info));
    const uid = `weavers ${markOf(info)}`;
    const date = day.toString().replaceAll("-", "");
    const file = (hour: number) =>
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:Weavers\r\nDTSTART:${date}T${hour}0000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
    await signInAs(page, "facilitator", "en");
    const event = page.locator("main ol > li");
    const look = async (text: string) => {
      await page.goto("/en/desk/series/import");
      await page
        .getByLabel("Calendar file")
        .setInputFiles({ name: "x.ics", mimeType: "text/calendar", buffer: Buffer.from(text) });
      await page.getByRole("button", { name: "Look at the file" }).click();
      await expect(page.getByRole("status")).toContainText("Nothing is booked yet");
    };
    const book = async () => {
      await page.getByRole("button", { name: "Book what is free" }).click();
      await expect(page.getByRole("status")).toContainText("This happened");
    };

    await look(file(15));
    await expect(event).toContainText("1 date: all");
    await book();
    await look(file(15));
    await expect(event).toContainText("Known already");
    await look(file(16));
    await expect(event).toContainText("moves to the time in the file");
    await book();
    await expect(event).toContainText("moves to the time in the file");

    await look(file(16).replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"));
    await expect(event).toContainText("Cancelled by the file: 1 date");
    await book();
    await look(file(16));
    await expect(event).toContainText("cancelled since");
    await expectSoundPage(page);
    await page.getByLabel("Book again what was cancelled since.").check();
    await book();
    await expect(event).toContainText("1 date: all");
  },
);

/**
 * Where no other journey books: whoever a closure moves has another room kept, on every one of its
 * days.
 */
const PLACE = "bibliotheek-ieper";

/** Five lessons on each of fifteen days. */
function lessons(first: Temporal.PlainDate, name: string): string {
  const events = Array.from({ length: 75 }, (_, position) => {
    const day = first.add({ days: Math.floor(position / 5) });
    const hour = 10 + (position % 5);
    return `BEGIN:VEVENT\r\nUID:${name}-${position}\r\nSUMMARY:${name}\r\nDTSTART:${day.toString().replaceAll("-", "")}T${hour}0000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n`;
  });
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${events.join("")}END:VCALENDAR\r\n`;
}

for (const script of [true, false])
  test(
    `a long file, and then a closure with many bookings, are left to the worker (${script ? "with" : "without"} scripts)`,
    onlyOn([script ? "phone" : "desktop"]),
    async ({ browser }, info) => {
      const { project } = info;
      const locale: Language = script ? "nl" : "fr";
      const t = MESSAGES[locale].series.import;
      const desk = MESSAGES[locale].desk;
      test.setTimeout(120_000);
      // After the sessions of the demonstration: a room in which one is planned is not closed.
      const weeksAhead = 12 + 3 * tryOf(info);
      const first = Temporal.Now.plainDateISO("Europe/Brussels").add({ days: 7 * weeksAhead });
      const name = `Lessons ${script} ${markOf(info)}`;
      const context = await browser.newContext({
        javaScriptEnabled: script,
        baseURL: project.use.baseURL ?? "",
        viewport: project.use.viewport ?? null,
      });
      const page = await context.newPage();
      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/series/import?space=${PLACE}`);
      const room = page.getByLabel(MESSAGES[locale].series.form.room, { exact: true });
      const roomId = await room.locator("option").last().getAttribute("value");
      await room.selectOption(roomId);
      await page.getByLabel(t.file).setInputFiles({
        name: "x.ics",
        mimeType: "text/calendar",
        buffer: Buffer.from(lessons(first, name)),
      });
      await page.getByRole("button", { name: t.look }).click();
      await expect(page).toHaveURL(/desk\/tasks\//);
      await expect(page.locator("main")).toContainText(t.looked, { timeout: 30_000 });
      expect((await page.request.get("/healthz")).status()).toBe(200);
      await expect(page.locator("main ol > li")).toHaveCount(75);
      if (script) await expectSoundPage(page);
      await page.getByRole("button", { name: t.book }).click();
      await expect(page.locator("main")).toContainText(t.done, { timeout: 30_000 });

      if (script) {
        // A month of which no day has room for all that is on it.
        await page.goto(`/${locale}/desk/calendar?space=${PLACE}&day=${first}`);
        await page.locator(".calendar").getByRole("button", { name: "Maand", exact: true }).click();
        await expect(page.locator(".calendar [aria-haspopup=dialog]").first()).toBeVisible();
        await expectSoundPage(page);
      }

      const last = first.add({ days: 14 });
      const times = `day=${first}&from=00:00&lastDay=${last}&to=24:00`;
      await page.goto(
        `/${locale}/desk/closures?space=${PLACE}&rooms=${roomId}&${times}&reason=${name}`,
      );
      await page.getByRole("button", { name: desk.closures.close, exact: true }).click();
      await expect(page).toHaveURL(/desk\/tasks\//);
      await expect(page.locator("main")).toContainText(desk.closures.made, { timeout: 50_000 });
      if (script) await expectSoundPage(page);

      // Opened again: other journeys have their days.
      await page.goto(`/${locale}/desk/closures?space=${PLACE}`);
      const closure = page.locator("main ol > li").filter({ hasText: name });
      await closure.getByRole("button", { name: desk.closures.reopen }).click();
      await expect(closure).toHaveCount(0);
      await context.close();
    },
  );

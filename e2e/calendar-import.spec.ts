import { expect, test } from "@playwright/test";
import { weekdayAhead } from "./days.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";

test("a file is imported, its booking cancelled, and the file imported again", async ({ page }, {
  project,
}) => {
  const day = weekdayAhead(2, project.name === "desktop" ? 21 : 22);
  const uid = `weavers-${project.name}`;
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
});

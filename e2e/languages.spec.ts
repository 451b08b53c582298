import { expect, test } from "@playwright/test";
import { openMainMenu } from "./menu.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE, onlyOn, walkedOn } from "./runs.ts";
import { tryOf } from "./tries.ts";

const IN = { nl: "Nederlands", fr: "Français", en: "English" };

/** A screen of the booking for a room that is free on a day far ahead. */
async function checkQuery(request: import("@playwright/test").APIRequestContext): Promise<string> {
  for (let day = 60; day < 75; day += 1) {
    const date = Temporal.Now.plainDateISO("Europe/Brussels").add({ days: day });
    const at = (time: string) =>
      date.toZonedDateTime({ timeZone: "Europe/Brussels", plainTime: time }).toInstant();
    const [start, end] = [at("10:00").toString(), at("11:00").toString()];
    const answer = await request.get("/api/v1/availability", { params: { start, end, people: 2 } });
    const { items } = await answer.json();
    if (items?.[0])
      return String(new URLSearchParams({ room: items[0].roomId, start, end, people: "2" }));
  }
  throw new Error("no room is free");
}

test(
  "in the middle of booking the language changes, and nothing else",
  walkedOn("phone"),
  async ({ page, request }, info) => {
    const query = await checkQuery(request);
    await page.goto(`/nl/book/check?${query}`);
    await page.getByLabel("Je naam").fill("Noémie");
    await page
      .getByLabel("Of het nummer van je telefoon")
      .fill(`0470 77 ${info.project.name === "phone" ? 1 : 2}0 0${tryOf(info)}`);
    await openMainMenu(page);
    await page.getByRole("link", { name: IN.fr }).click();
    await expect(page).toHaveURL(`/fr/book/check?${query}`);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expect(page.getByLabel("Votre nom")).toHaveValue("Noémie");
    await openMainMenu(page);
    await page.getByRole("link", { name: IN.en }).click();
    await expect(page.getByLabel("Your name")).toHaveValue("Noémie");
    await page.getByRole("button", { name: "Book this room" }).click();
    await expect(page).toHaveURL(/\/en\/guest\//);
    await expect(page.getByText("Noémie")).toBeVisible();
    // Another page's fields of the same name stay empty, and nothing is kept.
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  },
);

test(
  "every page that asks something in its address asks the same in another language",
  ONCE,
  async ({ page }) => {
    const day = Temporal.Now.plainDateISO("Europe/Brussels").add({ days: 20 }).toString();
    await signInAs(page, "manager", "nl");
    const space = STAFFED_SPACE;
    const addresses = [
      `?q=lille&kind=&people=3&day=${day}&from=10:00&to=12:00`,
      `/book?people=2&hours=1`,
      `/book/where?people=2&hours=1`,
      `/book/when?people=2&hours=1&space=${space}`,
      `/spaces/${space}?day=${day}`,
      `/sessions?topic=safety&town=Kortrijk`,
      `/desk/closures?space=${space}&day=${day}&from=10:00&to=12:00&reason=x`,
      `/desk/series/new?space=${space}&first=${day}`,
      `/desk/calendar?space=${space}&day=${day}`,
      `/sign-in?next=%2Fnl%2Fbook%3Fpeople%3D2`,
    ];
    const faults: string[] = [];
    for (const address of addresses) {
      const answer = await page.goto(`/nl${address}`);
      if (!answer?.ok()) faults.push(`/nl${address}: ${answer?.status()}`);
      const here = new URL(page.url());
      const href = await page.getByRole("link", { name: IN.fr }).first().getAttribute("href");
      if (href !== `/fr${here.pathname.slice(3)}${here.search}`)
        faults.push(`${here.href}: ${href}`);
      const other = await page.goto(href ?? "");
      if (!other?.ok()) faults.push(`${href}: ${other?.status()}`);
      if (new URL(page.url()).search !== here.search) faults.push(`${href} went to ${page.url()}`);
    }
    expect(faults).toEqual([]);
  },
);

test("without JavaScript the address goes along", onlyOn(["phone"]), async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto("/en/book/where?people=2&hours=1");
  await openMainMenu(page);
  await page.getByRole("link", { name: IN.nl }).click();
  await expect(page).toHaveURL("/nl/book/where?people=2&hours=1");
});

import { expect, type Page, test } from "@playwright/test";
import { weekdayAhead } from "./days.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

/** Pages that are kept while nothing is written: server/kept-pages.ts. */
const KEPT = [
  "/en",
  `/en/spaces/${STAFFED_SPACE}`,
  `/en/desk?space=${STAFFED_SPACE}`,
  `/en/desk/calendar?space=${STAFFED_SPACE}`,
];

/** The hidden fields of all forms of a page, but those in which React packs an action anew. */
function hiddenFields(page: Page): Promise<string[]> {
  return page
    .locator("input[type=hidden]:not([name^='$ACTION'])")
    .evaluateAll((fields) =>
      fields.map((field) => field as HTMLInputElement).map(({ name, value }) => `${name}=${value}`),
    );
}

test("nothing that is sent only once stands on a page that is kept", ONCE, async ({ page }) => {
  await signInAs(page, "manager", "en");
  // Who reads another language besides is another reader, for whom it is drawn by itself.
  const drawnFor = async (path: string, language: string) => {
    await page.setExtraHTTPHeaders({ "accept-language": language });
    await page.goto(path);
    return hiddenFields(page);
  };
  // The desk may get a request in between: then they are drawn once more.
  for (const path of KEPT)
    await expect(async () =>
      expect(await drawnFor(path, "en"), path).toEqual(await drawnFor(path, "en, nl")),
    ).toPass();
});

test(
  "a page that was opened a moment ago shows what was booked since",
  ONCE,
  async ({ page, baseURL }, info) => {
    const purpose = `Shown the next time ${markOf(info)}`;
    const day = weekdayAhead(3, 14 + tryOf(info));
    const calendar = `/en/desk/calendar?space=${STAFFED_SPACE}&day=${day}`;
    const shows = async (path = `${calendar}&view=list`) =>
      (await (await page.request.get(path)).text()).includes(purpose);
    await signInAs(page, "facilitator", "en");
    expect([await shows(), await shows()]).toEqual([false, false]);

    const space = await (await page.request.get(`/api/v1/spaces/${STAFFED_SPACE}`)).json();
    const at = (time: string) =>
      day.toZonedDateTime({ timeZone: "Europe/Brussels", plainTime: time }).toInstant().toString();
    const booked = await page.request.post("/api/v1/bookings", {
      data: {
        roomId: space.rooms[0].id,
        start: at("10:00"),
        end: at("10:30"),
        people: 1,
        equipment: [],
        purpose,
      },
      headers: { origin: baseURL ?? "", "idempotency-key": crypto.randomUUID() },
    });
    expect(booked.status()).toBe(201);
    expect([await shows(), await shows()]).toEqual([true, true]);
    // The list of the day is made where it was asked for: the calendar draws what its feed says.
    expect([await shows(calendar), await shows(`${calendar}&view=calendar`)]).toEqual([
      false,
      false,
    ]);
    const { id } = await booked.json();
    const origin = { origin: baseURL ?? "" };
    expect((await page.request.delete(`/api/v1/bookings/${id}`, { headers: origin })).ok()).toBe(
      true,
    );
  },
);

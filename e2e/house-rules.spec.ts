import { expect, test } from "@playwright/test";
import { unbroken } from "#lib/foundation/i18n/format.ts";
import { typedDay } from "#lib/foundation/platform/time/moments.ts";
import { withDatabase } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

// Staff pages: one width and one language each; their words are compared by
// lib/foundation/i18n/messages.test.ts.

/** The places that the manager of the demonstration keeps. */
const PLACES = ["be-square", "bibliotheek-ieper", "bibliotheek-kortrijk"];

test(
  "a manager adds a webhook, sees its secret once, and what became of a message",
  ONCE,
  async ({ page }, info) => {
    const webhooks = `/en/desk/webhooks?space=${PLACES[tryOf(info) % PLACES.length]}`;
    await signInAs(page, "manager", "en");
    await page.goto(webhooks);
    await expectSoundPage(page);
    const address = page.getByLabel("Address (https)");
    const add = page.getByRole("button", { name: "Add a webhook" });
    for (const [inside, sentence] of [
      ["http://93.184.215.14/in", /begins with https/],
      ["https://169.254.169.254/latest/meta-data", /leads inside a network/],
    ] as const) {
      await address.fill(inside);
      await add.click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(sentence);
      await expect(address).toHaveValue(inside);
    }
    await address.fill("https://93.184.215.14/in");
    await add.click();
    await expect(page.getByRole("status").locator("code")).toHaveText(/^whsec_/);
    await page.goto(webhooks);
    const webhook = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { level: 2 }) });
    await expect(webhook).toHaveCount(1);
    await expect(page.getByText("whsec_")).toHaveCount(0);
    await webhook.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("status")).toHaveText("A test is on its way.");
    const message = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { level: 3 }) });
    await expect(message).toHaveCount(1);
    // Nobody answers there from a machine that tests: it waits for the next try.
    await expect(async () => {
      await page.reload();
      await expect(message).toContainText(/Not arrived yet, try 1|Arrived/, { timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await expectSoundPage(page);
    await webhook.getByRole("button", { name: "Pause" }).click();
    await expect(webhook).toContainText("Paused");
    await webhook.getByRole("button", { name: "Take away" }).click();
    await expect(page.getByText("No webhook yet. Add an address below.")).toBeVisible();
  },
);

test("rooms kept for a group, and a day with other hours", ONCE, async ({ page }, info) => {
  const group = `Repair café ${markOf(info)}`;
  const reason = `Market day ${markOf(info)}`;
  await signInAs(page, "manager", "en");
  const day = Temporal.Now.plainDateISO("Europe/Brussels")
    .add({ days: 190 + tryOf(info) })
    .toString();
  await page.goto("/en/desk/blockings");
  await expectSoundPage(page);
  await page.getByLabel("Name of the group").fill(group);
  await page.getByLabel("Day", { exact: true }).fill(day);
  await page.getByRole("button", { name: "See what is there already" }).click();
  await expect(page.locator("main").getByRole("alert")).toHaveText(/Say for whom/);
  await expect(page.getByLabel("Name of the group")).toHaveValue(group);
  await page.getByLabel("Everybody with this role here").selectOption("Learner");
  await page.getByRole("button", { name: "See what is there already" }).click();
  await expect(page.getByText("Nothing is booked then.")).toBeVisible();
  await expectSoundPage(page);
  await page.getByRole("button", { name: "Keep the rooms" }).click();
  await expect(page.getByRole("status")).toHaveText("Kept. The group can book now.");
  const kept = page.getByRole("listitem").filter({ hasText: group });
  await expect(kept).toContainText("Learner");
  await expectSoundPage(page);
  await kept.getByRole("button", { name: "Release the rooms" }).click();
  await expect(kept).toHaveCount(0);

  await page.goto("/en/desk/hours");
  await expectSoundPage(page);
  await page.getByLabel("Day", { exact: true }).fill(day);
  await page.getByLabel("Hours on that day").fill("nine to five");
  await page.getByRole("button", { name: "Save this day" }).click();
  await expect(page.getByText("Write hours like 9:00-12:00, 13:00-17:00.")).toBeVisible();
  await expect(page.getByLabel("Hours on that day")).toHaveValue("nine to five");
  await page.getByLabel("Day", { exact: true }).fill(lastSunday(3));
  await page.getByLabel("Hours on that day").fill("1:00-2:45");
  await page.getByRole("button", { name: "Save this day" }).click();
  await expect(page.locator("main").getByRole("alert")).toContainText("02:45 does not exist");
  await page.getByLabel("Day", { exact: true }).fill(lastSunday(10));
  await page.getByLabel("Why (people read this)").fill(reason);
  await page.getByRole("button", { name: "Save this day" }).click();
  const night = page.getByRole("listitem").filter({ hasText: reason });
  await expect(night).toContainText("That night 02:45 comes twice.");
  await expectSoundPage(page);
  await night.getByRole("button", { name: "Usual hours again" }).click();
  await expect(night).toHaveCount(0);
  await page.getByLabel("Day", { exact: true }).fill(day);
  await page.getByLabel("Hours on that day").fill("9:00-12:00");
  await page.getByLabel("Why (people read this)").fill(reason);
  await page.getByRole("button", { name: "Save this day" }).click();
  await expect(page.getByRole("status")).toHaveText(/Saved/);
  const other = page.getByRole("listitem").filter({ hasText: reason });
  await expect(other).toContainText(unbroken("09:00–12:00"));
  await expectSoundPage(page);
  await other.getByRole("button", { name: "Usual hours again" }).click();
  await expect(other).toHaveCount(0);
});

/** The last Sunday of a month of next year, when the clocks change. */
function lastSunday(month: number): string {
  const { year } = Temporal.Now.plainDateISO();
  const last = Temporal.PlainDate.from({ year: year + 1, month, day: 31 });
  return typedDay(last.subtract({ days: last.dayOfWeek % 7 }));
}

const MISSED = {
  nl: /Er kwam niemand/,
  fr: /Personne n’est venu/,
  en: /Nobody came/,
} as const;

/** Made before the other journeys of this file: the worker looks each minute. */
let missedBooking = "";
test.beforeAll(async () => {
  missedBooking = await bookingSince(20);
});

test(
  "a room is given away when nobody checks in, and a manager forgives it",
  ONCE,
  async ({ page, browser }) => {
    test.setTimeout(150_000);
    const id = missedBooking;
    await signInAs(page, "learner", "en");
    await expect(async () => {
      await page.goto(`/en/me/bookings/${id}`);
      await expect(page.getByRole("status")).toHaveText(MISSED.en, { timeout: 500 });
    }).toPass({ timeout: 100_000 });
    for (const locale of LANGUAGES) {
      await page.goto(`/${locale}/me/bookings/${id}`);
      await expect(page.getByRole("status")).toHaveText(MISSED[locale]);
      await expectSoundPage(page);
    }
    const manager = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
    await signInAs(manager, "manager", "en");
    await manager.goto("/en/desk/requests");
    const missed = manager
      .getByRole("listitem")
      .filter({ has: manager.locator(`a[href$="${id}"]`) });
    await missed.getByRole("button", { name: "Do not count it" }).click();
    await expect(missed).toHaveCount(0);
  },
);

/**
 * A booking of the learner that began some minutes ago, in a room of the manager's that is given
 * away after 15. The room is the largest of its place and for staff alone, so that no other journey
 * is offered it first.
 */
async function bookingSince(minutes: number): Promise<string> {
  return withDatabase(async (client) => {
    const { rows } = await client.query(
      `with room as (insert into resource (space_id, kind, name, capacity, bookable_by, release_minutes)
          select space_id, 'room', 'Nobody comes here', 300, 'staff', 15 from role_assignment held
          join person on person.id = held.person_id where person.email = 'manager@trivium.test' and space_id is not null
          order by space_id limit 1 returning id, space_id),
        booked as (insert into booking (space_id, room_id, people, booked_by, during)
          select room.space_id, room.id, 1, person.id,
            tstzrange(now() - make_interval(mins => $1), now() + make_interval(mins => 60))
          from room cross join person where person.email = 'learner@trivium.test'
          returning id, space_id, room_id, during),
        held as (insert into allocation (space_id, resource_id, booking_id, during)
          select space_id, room_id, id, during from booked)
      select id from booked`,
      [minutes],
    );
    return rows[0].id;
  });
}

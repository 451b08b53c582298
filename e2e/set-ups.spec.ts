import { type APIRequestContext, expect, test } from "@playwright/test";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { enterOn, press, type } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { tryOf } from "./tries.ts";

const SPACE = "bibliotheek-ieper";
const NAMES = { nl: "Eilandtafels", fr: "Tables en îlots", en: "Island tables" };

const filled = (words: string, layout: string) => words.replace("{layout}", layout);

/** An hour, from a day far ahead on, in which a room that offers a set-up is free. */
async function freeRoom(request: APIRequestContext, daysAhead: number) {
  const space = await (await request.get(`/api/v1/spaces/${SPACE}`)).json();
  const rooms: { id: string; layouts: unknown[] }[] = space.rooms;
  const room = rooms.find(({ layouts }) => layouts.length > 0);
  for (let day = daysAhead; day < daysAhead + 7; day += 1) {
    const start = Temporal.Now.plainDateISO("Europe/Brussels")
      .add({ days: day })
      .toZonedDateTime({ timeZone: "Europe/Brussels", plainTime: "10:00" })
      .toInstant();
    const time = { start: `${start}`, end: `${start.add({ hours: 1 })}`, people: "2" };
    const { items } = await (
      await request.get(`/api/v1/availability?${new URLSearchParams({ ...time, space: SPACE })}`)
    ).json();
    if (items.some(({ roomId }: { roomId: string }) => roomId === room?.id))
      return new URLSearchParams({ ...time, room: room?.id ?? "" });
  }
  throw new Error("nothing is free in a week");
}

for (const [position, locale] of LANGUAGES.entries())
  test(
    `a guest says how a room is set up, and so does who waits for it, in ${locale}`,
    walkedBy(locale, "en desktop"),
    async ({ page, browser, request }, info) => {
      test.setTimeout(90_000);
      const { booking, guest } = MESSAGES[locale];
      const layout = NAMES[locale];
      const asked = await freeRoom(request, 40 + 8 * (position + 3 * tryOf(info)));
      await page.goto(`/${locale}/book/check?${asked}`);
      await expect(page.getByRole("radio", { name: booking.layout.asIs })).toBeChecked();
      await page.getByRole("radio", { name: booking.layout.asIs }).press("ArrowDown");
      await expect(page.getByRole("radio", { name: layout })).toBeChecked();
      await type(page, guest.name, "Fatima");
      await type(page, guest.phone, "12");
      await press(page, "button", guest.book);
      await expect(page.locator("main").getByRole("alert")).toBeVisible();
      await expect(page.getByRole("radio", { name: layout })).toBeChecked();
      await expectSoundPage(page, "a guest who chose a set-up");
      await type(page, guest.phone, `0470 2${tryOf(info)} 00 1${position}`);
      await press(page, "button", guest.book);
      await expect(page.getByText(filled(booking.layout.setUpAs, layout))).toBeVisible();
      await expectSoundPage(page, "the booking of a guest, set up");

      const phone = await (
        await browser.newContext({ viewport: { width: 360, height: 740 } })
      ).newPage();
      const other: Language = locale === "nl" ? "fr" : "nl";
      const theirs = MESSAGES[other];
      await signInAs(phone, "learner", other);
      const wait = async (name: string, answer: string) => {
        await phone.goto(`/${other}/book/check?${asked}`);
        await phone.getByRole("radio", { name }).check();
        await expectSoundPage(phone, "waiting for a set-up");
        await enterOn(phone.getByRole("button", { name: theirs.booking.check.wait }));
        await expect(phone.getByRole("status").first()).toHaveText(answer);
      };
      const [start, end] = ["start", "end"].map((side) =>
        Temporal.Instant.from(asked.get(side) ?? ""),
      );
      const when = formatDateTimeRange(other, { start: start!, end: end! }, "Europe/Brussels");
      const setUp = phone
        .getByRole("listitem")
        .filter({ has: phone.getByRole("heading", { name: when }) })
        .getByText(filled(theirs.booking.layout.setUpAs, NAMES[other]));
      await wait(theirs.booking.layout.asIs, theirs.said.waitingJoined);
      await expect(phone.getByRole("heading", { name: when })).toBeVisible();
      await expect(setUp).toBeHidden();
      await wait(NAMES[other], theirs.said.waitingChanged);
      await expect(setUp).toBeVisible();
      await expectSoundPage(phone, "what somebody waits for");

      await page.getByRole("link", { name: booking.change.open }).click();
      await page.getByRole("radio", { name: booking.layout.asIs }).check();
      await page.getByRole("button", { name: booking.change.save }).click();
      await expect(page.getByText(filled(booking.layout.setUpAs, layout))).toBeHidden();
      await expect(page.getByRole("status")).toHaveText(booking.changed);
    },
  );

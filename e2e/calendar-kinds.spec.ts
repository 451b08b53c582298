import { expect, test } from "@playwright/test";
import { connect } from "#db/client.ts";
import { blockingTimes } from "#db/schema/closures.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { makeWorld, type World } from "../server/doors/world.ts";
import { ownerUrl } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { ONCE } from "./runs.ts";

let world: World;

// A space with one of everything: a session, a request, a closure, and a room kept for a group.
test.beforeAll(async () => {
  const { db, close } = connect(ownerUrl(), { max: 2 });
  world = await makeWorld(db);
  const { blocking = "", space = "", room = "" } = world.spaces.same;
  const at = (hour: number) =>
    Temporal.PlainDate.from(world.day)
      .toPlainDateTime({ hour })
      .toZonedDateTime("Europe/Brussels")
      .toInstant();
  const during = { start: at(20), end: at(21) };
  await db
    .insert(blockingTimes)
    .values({ blockingId: blocking, spaceId: space, resourceId: room, during });
  await close();
});

test(
  "the calendar tells its six kinds apart, each with its word",
  ONCE,
  async ({ page, baseURL }) => {
    const { day, spaces, cookies } = world;
    const [name = "", value = ""] = cookies.manager?.split("=") ?? [];
    await page.context().addCookies([{ name, value, url: baseURL ?? "" }]);
    await page.goto(
      `/en/desk/bookings/new?space=${spaces.same.slug}&day=${day}&from=09:00&to=10:00`,
    );
    await page.getByLabel("What for").fill("Weaving");
    await page.getByRole("button", { name: "Book", exact: true }).click();
    await expect(page).toHaveURL(/desk\/calendar/);

    for (const locale of LANGUAGES) {
      const { kinds, closedFor, keptFor } = MESSAGES[locale].desk;
      await page.goto(`/${locale}/desk/calendar?space=${spaces.same.slug}&day=${day}`);
      // Colours of the reader's own take the grounds and patterns away: the edges tell.
      await page.emulateMedia({ forcedColors: locale === "fr" ? "active" : "none" });
      const looks = new Set<string>();
      for (const [kind, word] of [
        ["session", kinds.session],
        ["booking", kinds.booking],
        ["request", kinds.request],
        ["closed", closedFor.split("{")[0] ?? ""],
        ["kept", keptFor.split("{")[0] ?? ""],
        ["night", kinds.night],
      ] as const) {
        const drawn = page.locator(`.calendar .calendar-${kind}`).first();
        await expect(drawn, kind).toContainText(word.trim());
        // Not by colour alone: a ground, its pattern and its edge are one look, and each has its own.
        looks.add(
          await drawn.evaluate((element) => {
            const { backgroundColor, backgroundImage, borderStyle, borderWidth } =
              getComputedStyle(element);
            if (matchMedia("(forced-colors: active)").matches)
              return [borderStyle, borderWidth].join(" ");
            return [backgroundColor, backgroundImage, borderStyle].join(" ");
          }),
        );
      }
      expect([...looks]).toHaveLength(6);
      for (const word of Object.values(kinds))
        await expect(page.locator(".tl-legend")).toContainText(word);
      await expectSoundPage(page);
    }
  },
);

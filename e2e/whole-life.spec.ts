import { expect, type Page, test } from "@playwright/test";
import { ERASE_WORDS } from "#lib/evidence/privacy/schema.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { placesOf } from "./kept.ts";
import { newestLetter } from "./mailbox.ts";
import { whoIsIn } from "./menu.ts";
import { LANGUAGES, signInAs, signInByMail } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { openTablet, printCard, scan, speak } from "./tablet.ts";
import { markOf, tryOf } from "./tries.ts";

/** Everything that is counted, over the whole network. */
const counted = () =>
  withDatabase(async (client) => {
    const { rows } = await client.query(`
      select (select count(*) from visit) as visits, (select count(*) from visit where left_at is null) as present,
        (select count(*) from booking) as bookings, (select sum(count) from pulse_count) as said,
        (select count(*) from attendance) + (select count(*) from person_line) as heads`);
    return rows[0];
  });

/** As somebody presses it after what was to be read. */
async function press(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).click();
}

for (const locale of LANGUAGES)
  test(
    `somebody enrols, checks in without network, consents with a helper, takes it back and is erased: nothing is left, all is counted (${locale})`,
    walkedBy(locale, "fr desktop", ["desktop"]),
    async ({ page, browser }, info) => {
      test.setTimeout(120_000);
      const { presence: p, consent: c, privacy: v, sessions: s } = MESSAGES[locale];
      const name = `Wilhelmina Vandersteen ${locale} ${markOf(info)}`;
      const address = `wilhelmina.vandersteen.${locale}.${tryOf(info)}@example.org`;

      // Of an account with an address, only its owner or an administrator makes a card.
      await signInAs(page, "admin", locale);
      const card = await printCard(page, locale, name, address);
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/sessions?space=bibliotheek-kortrijk`);
      const session = await page
        .locator("main .card", { hasText: /Kortrijk|Courtrai|Ieper|Ypres/, hasNotText: /Roubaix/ })
        .locator("a")
        .first()
        .getAttribute("href");
      const sessionId = /[0-9a-f-]{36}/.exec(session ?? "")?.[0] ?? "";

      const own = await (await browser.newContext()).newPage();
      await signInByMail(own, locale, address);
      await expect(whoIsIn(own)).toContainText(name);
      const enrolledAt = new Date().toISOString();
      await own.goto(`/${locale}/sessions/${sessionId}`);
      await press(own, s.enrol);
      await expect(own.getByRole("status").first()).toHaveText(s.enrolled);
      await newestLetter(address, enrolledAt, { invitation: "METHOD:REQUEST" });

      const { context, tablet, slug } = await openTablet(
        page,
        browser,
        locale,
        `Life ${locale} ${markOf(info)}`,
      );
      const k = p.kiosk;
      const here = async () => {
        await page.goto(`/${locale}/desk/presence?space=${slug}`);
        return page.locator("main .cards").first().locator(".card").count();
      };
      const before = await here();
      await context.setOffline(true);
      await tablet.reload();
      for (let twice = 0; twice < 2; twice += 1) {
        await speak(tablet, locale);
        await scan(tablet, card);
        await expect(tablet.getByRole("status")).toHaveText(k.keptCard.arrive);
        await press(tablet, k.again);
      }
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "2");
      await context.setOffline(false);
      await expect(tablet.locator(".kiosk-reach")).toHaveAttribute("data-waiting", "0", {
        timeout: 15_000,
      });
      expect(await here()).toBe(before + 1);
      await expect(page.getByRole("heading", { level: 3, name })).toHaveCount(1);

      await page.goto(`/${locale}/desk/sessions/${sessionId}/sheet`);
      await page.getByRole("link", { name: c.desk.title.replace("{name}", name) }).click();
      const field = c.fields.disability.name;
      await page.getByRole("radio", { name: c.expressed.helper }).first().check();
      const give = c.give.replace("{field}", field);
      const asked = page.locator("form", { has: page.getByRole("button", { name: give }) });
      await asked.getByLabel(c.desk.oldEnough.replace("{age}", "15")).check();
      await press(page, give);
      await expect(page.getByText(c.state.given.replace(/\{date\}.*/, ""))).toBeVisible();
      await page.getByLabel(c.codes.no).first().check();
      await press(page, c.saveAnswer.replace("{field}", field));
      await expect(page.getByLabel(c.codes.no).first()).toBeChecked();

      // Taken back on their own device while the desk still has the question open.
      await own.goto(`/${locale}/me/data`);
      await press(own, c.withdraw.replace("{field}", field));
      await expect(own.getByText(c.state.withdrawn.replace(/\{date\}.*/, ""))).toBeVisible();
      await page.getByLabel(c.codes.yes).first().check();
      await press(page, c.saveAnswer.replace("{field}", field));
      await expect(page.locator("main").getByRole("alert")).toHaveText(c.none_given);

      const sought = [name, address, card, card.replace(" ", "")];
      const kept = await placesOf(sought);
      expect(kept).toContain(`public.person: ${name.toLowerCase()}`);
      expect(
        kept.filter((place) => place.includes(".eml: ") || place.includes(".json: ")).length,
      ).toBeGreaterThan(1);
      expect(kept.filter((place) => place.includes(".log: "))).toEqual([]);
      const counts = await counted();

      await own.getByLabel(v.word.replace("{word}", ERASE_WORDS[locale])).fill(ERASE_WORDS[locale]);
      await press(own, v.erase);
      await expect(own.getByRole("status")).toHaveText(v.erased);

      expect(await placesOf(sought)).toEqual([]);
      expect(await counted()).toEqual(counts);
      expect(await here()).toBe(before + 1);
      await expect(page.getByText(name)).toHaveCount(0);
      await speak(tablet, locale);
      await scan(tablet, card);
      await expect(tablet.getByRole("status")).toHaveText(k.outcomes.card_unknown);
      await context.close();
      await own.context().close();
    },
  );

import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { squareIn } from "#lib/learning/badges/verification/square.ts";
import { withDatabase } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, STAFFED_SPACE, signInAs } from "./people.ts";
import { onlyOn, walkedBy } from "./runs.ts";
import { printCard, signedInByCard } from "./tablet.ts";
import { markOf } from "./tries.ts";

/**
 * Puts somebody on the sheets of sessions that are over, on a topic or on any.
 *
 * @returns one of the sessions
 */
async function wasAtSessions(who: string, space: string, topic: string | null): Promise<string> {
  return withDatabase(async (client) => {
    const { rows } = await client.query<{ session_id: string }>(
      `insert into attendance (space_id, session_id, person_id)
       select session.space_id, session.id, person.id from person, session join space on space.id = session.space_id
       where person.display_name = $1 and space.slug = $2 and session.status = 'planned' and upper(session.during) < now()
         and ($3::text is null or session.topic = $3)
       order by upper(session.during) desc limit 4 returning session_id`,
      [who, space, topic],
    );
    expect(rows.length).toBeGreaterThan(0);
    return rows[0]?.session_id ?? "";
  });
}

const FIRST_STEPS = { nl: "Eerste stappen", fr: "Premiers pas", en: "First steps" };
const ACROSS = { nl: "Over de grens", fr: "Par-delà la frontière", en: "Across the border" };
const PLAN = { nl: "Een project plannen", fr: "Planifier un projet", en: "Plan a project" };
/** As its own page calls it, in every language. */
const COURSE = "IT-projecten plannen";
const PROJECTS = {
  nl: "IT-projecten leiden",
  fr: "Mener des projets informatiques",
  en: "Leading IT projects",
};

for (const locale of LANGUAGES)
  test(
    `from attendance to a badge that is accepted, with a card and without e-mail (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page, browser }, info) => {
      test.setTimeout(90_000);
      const { badges: t, credentials: c, said } = MESSAGES[locale];
      const name = `Yara ${locale} ${markOf(info)}`;
      await signInAs(page, "manager", locale);
      const code = await printCard(page, locale, name);
      const session = await wasAtSessions(name, "bibliotheek-kortrijk", null);

      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/sessions/${session}/badges`);
      const first = page.locator("section", {
        has: page.getByRole("heading", { name: FIRST_STEPS[locale] }),
      });
      await expect(first.getByRole("checkbox", { name, exact: true })).toBeChecked();
      await expectSoundPage(page, "badges after a session");
      await first.getByRole("button", { name: t.desk.awardThem }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(/[1-9]/);

      const own = await signedInByCard(browser, page, { locale, code, next: "/me/badges" });
      await expect(own.getByText(t.me.waits)).toBeVisible();
      await expectSoundPage(own, "a badge that waits for a yes");
      await own.getByRole("button", { name: t.me.accept }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAccepted);
      await own.getByRole("link", { name: t.me.open }).click();
      await expect(own.getByRole("heading", { level: 1, name: FIRST_STEPS[locale] })).toBeVisible();
      // A level that says that it is one is not called so once more.
      const level = own.getByRole("cell", { name: new RegExp(`^${c.badge.level} `) }).first();
      await expect(level).toBeVisible();
      expect(await level.getAttribute("data-column")).toBeNull();
      await own.getByRole("button", { name: c.badge.makeLink }).click();
      await own.getByRole("link", { name: c.badge.openLink }).click();
      await expect(own).toHaveURL(/key=/);
      await expect(own.locator(".badge-qr")).toHaveCount(1);
      const saved = own.waitForEvent("download");
      // The address of a link says no language: the page is in that of the browser.
      await own.locator(".badge-forms a[href*='as=pdf']").click();
      const file = await readFile(await (await saved).path());
      expect(file.subarray(0, 5).toString("latin1")).toBe("%PDF-");
      // Taken along on paper: one sheet, with the code by which anybody checks it.
      const sheet = await own.pdf({ preferCSSPageSize: true, format: "A4", printBackground: true });
      expect(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      await own.emulateMedia({ media: "print" });
      await expect(own.locator(".badge-qr img")).toBeVisible();
      await own.context().close();
    },
  );

for (const locale of LANGUAGES)
  test(
    `who awards at the desk writes down a yes on paper, and prints the badge (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }, info) => {
      const { badges: t, credentials: c, said } = MESSAGES[locale];
      const name = `Basile ${locale} ${markOf(info)}`;
      await signInAs(page, "manager", locale);
      const code = await printCard(page, locale, name);
      await wasAtSessions(name, STAFFED_SPACE, null);

      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/badges`);
      await page.getByLabel(t.desk.space, { exact: true }).selectOption(STAFFED_SPACE);
      await page.getByLabel(t.desk.badge, { exact: true }).selectOption("first-steps");
      await page.getByLabel(t.desk.card).fill(code);
      await page.getByRole("button", { name: t.desk.awardThem }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeAwarded);
      const waiting = page.locator("li.card", { hasText: name });
      await waiting.getByRole("button", { name: t.desk.paper }).click();

      await expect(page).toHaveURL(/\/badges\/awarded\//);
      await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeSigned);
      await expect(
        page.getByRole("heading", { level: 1, name: FIRST_STEPS[locale] }),
      ).toBeVisible();
      // To withdraw it is for whoever manages the place.
      await expect(page.getByRole("button", { name: c.badge.print })).toBeVisible();
      await expect(page.getByText(c.badge.withdraw, { exact: true })).toHaveCount(0);
      await expectSoundPage(page, "a badge accepted on paper, by who awards");
      const saved = page.waitForEvent("download");
      await page.getByRole("link", { name: c.badge.as.pdf }).click();
      const file = await readFile(await (await saved).path());
      expect(file.subarray(0, 5).toString("latin1")).toBe("%PDF-");

      await page.goto(`/${locale}/desk/badges`);
      await page.getByRole("link", { name }).click();
      await expect(page).toHaveURL(/\/badges\/awarded\//);
    },
  );

for (const locale of LANGUAGES)
  test(
    `somebody who leads IT projects goes from the map to sessions to a badge (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, browser }, info) => {
      test.setTimeout(120_000);
      const { badges: t, credentials: c, said } = MESSAGES[locale];
      const words = translator(locale, "badges");
      const name = `Imre ${locale} ${markOf(info)}`;
      await signInAs(page, "manager", locale);
      const code = await printCard(page, locale, name);
      const own = await signedInByCard(browser, page, { locale, code, next: "/me/badges" });
      await own.goto(`/${locale}/badges`);
      await own.getByRole("link", { name: PROJECTS[locale], exact: true }).click();
      await expect(own).toHaveURL(/\/badges\/maps\/it-project-management$/);
      await expect(own.getByText(words("maps.covered", { covered: 17, total: 17 }))).toBeVisible();
      // A course of somebody else for what a badge of the map stands for, and back by the map.
      await own.getByRole("link", { name: PLAN[locale] }).first().click();
      await own.getByRole("link", { name: COURSE }).click();
      await expect(own.getByRole("heading", { level: 1, name: COURSE })).toBeVisible();
      await own.goto(`/${locale}/badges/maps/it-project-management`);
      await own.getByRole("link", { name: ACROSS[locale] }).click();
      await expect(own.getByRole("heading", { level: 1, name: ACROSS[locale] })).toBeVisible();
      await own.getByRole("link", { name: t.one.sessions }).click();
      await expect(own).toHaveURL(/\/sessions\?topic=language$/);
      await expect(own.locator("main h1")).toBeVisible();

      await wasAtSessions(name, "be-square", "language");
      const statement = `We planned the joint help desk in French and Dutch ${locale} ${markOf(info)}`;
      await own.goto(`/${locale}/badges/across-the-border`);
      await own.getByLabel(t.apply.space).selectOption("be-square");
      await own.getByLabel(t.apply.statement).fill(statement);
      await own.getByRole("button", { name: t.apply.send }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAskedFor);

      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/badges`);
      const request = page.locator("li.card", { hasText: statement });
      await request.getByRole("radio", { name: t.desk.refuse, exact: true }).check();
      await request.getByLabel(t.desk.note).fill("With whom?");
      await request.getByRole("button", { name: t.desk.send }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeRefused);

      await own.goto(`/${locale}/me/badges`);
      // A card does not open the backpack.
      await expect(
        own.getByRole("link", { name: MESSAGES[locale].backpack.title, exact: true }),
      ).toHaveCount(0);
      await own.getByText(t.me.appeal).click();
      await own.getByLabel(t.me.appealWhy).fill("With the team of Kortrijk, as I wrote.");
      await expectSoundPage(own, "an appeal");
      await own.getByRole("button", { name: t.me.sendAppeal }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAppealed);

      await page.goto(`/${locale}/desk/badges`);
      await expect(request.getByText(t.desk.forAnother)).toBeVisible();
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/badges`);
      await expectSoundPage(page, "an appeal at the desk");
      await request.getByRole("button", { name: t.desk.send }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeAwarded);

      await own.goto(`/${locale}/me/badges`);
      await own.getByRole("button", { name: t.me.accept }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAccepted);
      await own.context().close();

      await page.goto(`/${locale}/desk/badges`);
      await page.getByRole("link", { name: new RegExp(`${name}.*${ACROSS[locale]}`) }).click();
      await page.getByText(c.badge.withdraw).click();
      await page.getByLabel(c.badge.reason).fill("Given for a trial");
      await page.getByRole("button", { name: c.badge.withdrawNow }).click();
      await expect(page.getByRole("status").filter({ hasText: "Given for a trial" })).toBeVisible();
    },
  );

for (const locale of LANGUAGES)
  test(
    `a learner scans the code of a badge at a session, asks, and says yes once staff did (${locale})`,
    walkedBy(locale, "en phone", ["phone"]),
    async ({ page, browser }, info) => {
      test.setTimeout(90_000);
      const { badges: t, identity, said } = MESSAGES[locale];
      const signIn = identity.signIn.card;
      const name = `Noé ${locale} ${markOf(info)}`;
      await signInAs(page, "manager", locale);
      const card = await printCard(page, locale, name);
      const session = await wasAtSessions(name, STAFFED_SPACE, null);

      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/sessions/${session}/badges`);
      const code = page.getByRole("img", {
        name: t.desk.code.replace("{name}", FIRST_STEPS[locale]),
      });
      const address = await squareIn(await code.screenshot());

      const context = await browser.newContext({ viewport: page.viewportSize() });
      const own = await context.newPage();
      await own.goto(address ?? "");
      await expect(own.getByRole("heading", { level: 1, name: FIRST_STEPS[locale] })).toBeVisible();
      await expectSoundPage(own, "a badge whose code was scanned");
      await own.getByRole("link", { name: t.apply.signIn }).click();
      await own.getByRole("link", { name: signIn.link }).click();
      await own.getByLabel(signIn.code).fill(card);
      await own.getByRole("button", { name: signIn.open }).click();
      await expect(own).toHaveURL(address ?? "");
      await expect(own.getByLabel(t.apply.space)).toHaveValue(STAFFED_SPACE);
      await own.getByRole("button", { name: t.apply.send }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAskedFor);
      await expect(own.getByText(t.me.states.submitted)).toBeVisible();

      await page.goto(`/${locale}/desk/badges`);
      const request = page.locator("li.card", { hasText: name });
      await request.getByRole("button", { name: t.desk.send }).click();
      await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeAwarded);

      await own.goto(`/${locale}/me/badges`);
      await own.getByRole("button", { name: t.me.accept }).click();
      await expect(own.locator("main").getByRole("status")).toHaveText(said.badgeAccepted);
      await own.getByRole("link", { name: t.me.open }).click();
      await expect(own.getByRole("heading", { level: 1, name: FIRST_STEPS[locale] })).toBeVisible();
      await context.close();
    },
  );

test(
  "an administrator keeps a badge whose day of review has come, and sees how many earned it (nl)",
  onlyOn(["desktop"]),
  async ({ page }) => {
    const { badges: t, said } = MESSAGES.nl;
    await withDatabase((client) =>
      client.query(
        "update badge_class set review_on = current_date - 1 where slug = 'first-steps'",
      ),
    );
    await signInAs(page, "admin", "nl");
    await page.goto("/nl/admin/badges");
    const due = page.locator("section", {
      has: page.getByRole("heading", { name: t.design.reviews.title }),
    });
    await expect(due.getByRole("link", { name: "Eerste stappen" })).toBeVisible();
    await expectSoundPage(page, "badges to be looked at again");
    await due.getByRole("button", { name: t.design.reviews.keep }).click();
    await expect(page.locator("main").getByRole("status")).toHaveText(said.badgeLookedAt);
    await expect(due).toHaveCount(0);

    await page.goto("/nl/badges/first-steps");
    await expect(page.getByRole("table", { name: t.figures.caption })).toContainText(t.figures.few);
    await expectSoundPage(page, "a badge with how many earned it");
    await page.goto("/nl/badges/plan-a-project");
    await expect(page.getByText(t.figures.none)).toBeVisible();
  },
);

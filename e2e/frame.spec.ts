import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { enterOn, expectFocusInSight } from "./keyboard.ts";
import { byMenu } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { type Account, LANGUAGES, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE, onlyOn, walkedBy, walkedOn } from "./runs.ts";

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 1024;

for (const locale of LANGUAGES) {
  const { desk, presence, common } = MESSAGES[locale];

  test(
    `the menu of the desk leads to each of its pages, and marks where one is (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page }) => {
      test.slow();
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk`);
      const current = page.locator(".ways [aria-current=page] > span:not(.waiting)");
      for (const name of [
        desk.calendar,
        desk.requests.title,
        presence.title,
        desk.resources.title,
        desk.closures.title,
        common.menu.reports,
        common.menu.setUp,
      ]) {
        await byMenu(page, name);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
        await expect(current).toHaveText(name);
      }
      // The page that lists others has the same entries as the menu beside it, and each leads back
      // up.
      await expectSoundPage(page);
      const listed = await page.locator("main .link").allTextContents();
      expect(listed).toEqual(await page.locator(".ways-below a").allTextContents());
      await page.locator("main").getByRole("link", { name: desk.hours.title }).click();
      await page.locator(".crumb").getByRole("link", { name: common.menu.setUp }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(common.menu.setUp);
    },
  );
}

for (const [how, isKnown] of [
  ["by its style sheet", true],
  ["by script, where the browser does not know how", false],
] as const)
  test(
    `on a low screen the rail of the desk shows where one is, ${how}`,
    ONCE,
    async ({ page }) => {
      if (!isKnown) {
        await page.addInitScript(() => {
          CSS.supports = () => false;
        });
        await page.route("**/*.css*", async (route) => {
          const sheet = await (await route.fetch()).text();
          const body = sheet.replaceAll("scroll-initial-target", "unknown-target");
          await route.fulfill({ contentType: "text/css", body });
        });
      }
      await page.setViewportSize({ width: 1280, height: 420 });
      await signInAs(page, "manager", "nl");
      await page.goto("/nl/desk");
      const here = page.locator(".rail [aria-current=page]");
      await expect(here).toBeInViewport({ ratio: 0.9 });
      expect(await page.locator(".rail .ways").evaluate(({ scrollTop }) => scrollTop)).toBe(0);
      await byMenu(page, MESSAGES.nl.common.menu.setUp);
      for (const href of [
        await page.locator(".ways-below a").first().getAttribute("href"),
        await page.locator(".ways-below a").last().getAttribute("href"),
      ]) {
        await page.goto(href ?? "");
        await expect(here).toHaveAttribute("href", href ?? "");
        await expect(here).toBeInViewport({ ratio: 0.9 });
        expect(await page.evaluate(() => window.scrollY)).toBe(0);
      }
      await expectSoundPage(page);
    },
  );

for (const locale of LANGUAGES)
  test(
    `a learner has four ways at the thumb, and their own badges and card at home (${locale})`,
    walkedBy(locale, "fr phone", ["phone"]),
    async ({ page }) => {
      const { badges, booking, common } = MESSAGES[locale];
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}`);
      const bar = page.getByRole("navigation", { name: common.menu.quick });
      await expect(bar.getByRole("link")).toHaveText([
        common.nav.spaces,
        common.nav.sessions,
        common.nav.me,
        booking.mine.card,
      ]);
      await enterOn(bar.getByRole("link", { name: common.nav.sessions }));
      await expect(page).toHaveURL(`/${locale}/sessions`);
      await expect(bar.locator("[aria-current=page]")).toHaveText(common.nav.sessions);
      await enterOn(bar.getByRole("link", { name: booking.mine.card }));
      await expect(page).toHaveURL(`/${locale}/me#card`);
      await expect(page.locator("#card")).toBeInViewport();
      await expect(page.getByRole("heading", { name: badges.me.title, level: 2 })).toBeVisible();
      await expectSoundPage(page, "the home of a learner");
      await page.setViewportSize({ width: 1280, height: 900 });
      await expect(bar).toBeHidden();
    },
  );

test(
  "whoever has much ahead sees what comes first, and all of it behind one link",
  walkedOn("desktop"),
  async ({ page }) => {
    await signInAs(page, "facilitator", "nl");
    await page.goto("/nl/me");
    const { later, all } = MESSAGES.nl.booking.mine;
    const list = page.locator("section", {
      has: page.getByRole("heading", { name: later, level: 2 }),
    });
    await expect(list.getByRole("listitem")).toHaveCount(5);
    const link = list.getByRole("link", { name: all.split("{")[0] ?? "" });
    const count = Number(/\d+/.exec((await link.textContent()) ?? "")?.[0]);
    await enterOn(link);
    await expect(list.getByRole("listitem")).toHaveCount(count - 1);
    await expect(link).toHaveCount(0);
    await expectSoundPage(page);
  },
);

test("by keyboard the menu opens, leads on, and closes again", async ({ page }) => {
  await signInAs(page, "facilitator", "en");
  await page.goto("/en/desk");
  const link = page.locator(".ways").getByRole("link", { name: "Closures", exact: true });
  if (isPhone(page)) {
    const more = page.locator(".ways-more > summary");
    await more.focus();
    await page.keyboard.press("Enter");
    await expect(link).toBeVisible();
    await expectSoundPage(page);
    // It was looked at as wide as a desk too, where this menu is no menu.
    await more.focus();
    await page.keyboard.press("Escape");
    await expect(link).toBeHidden();
    await expect(more).toBeFocused();
    await page.keyboard.press("Enter");
  }
  for (let presses = 0; presses < 40; presses += 1) {
    if (await link.evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/en/desk/closures");
});

test("by keyboard, what sticks to a phone covers nothing", walkedOn("phone"), async ({ page }) => {
  for (const [account, path] of [
    ["learner", `/en/spaces/${STAFFED_SPACE}`],
    ["facilitator", "/en/desk"],
    ["facilitator", "/en/desk/hours"],
  ] as const) {
    await signInAs(page, account, "en");
    await page.goto(path);
    await expectFocusInSight(page);
  }
});

test(
  "without JavaScript the menu and the place are chosen all the same",
  onlyOn(["phone", "desktop"]),
  async ({ browser, page: signedIn }) => {
    await signInAs(signedIn, "facilitator", "en");
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: signedIn.viewportSize(),
      storageState: await signedIn.context().storageState(),
    });
    const page = await context.newPage();
    await page.goto("/en/desk/calendar");
    await byMenu(page, "Closures");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Closures");
    await page.locator(".switch > summary").click();
    const other = page.locator(".switch button").nth(1);
    const name = (await other.textContent()) ?? "";
    await other.click();
    await expect(page).toHaveURL("/en/desk/closures");
    await expect(page.locator(".switch b")).toHaveText(name);
    await context.close();
  },
);

test(
  "the place that was chosen stays chosen, and an address that names another counts for more",
  walkedOn("phone"),
  async ({ page }) => {
    await signInAs(page, "manager", "en");
    await page.goto("/en/desk?day=2026-12-02");
    const shown = page.locator(".switch b");
    const first = (await shown.textContent()) ?? "";
    await page.locator(".switch > summary").click();
    await expectSoundPage(page);
    const other = page.locator(".switch button").nth(1);
    const name = (await other.textContent()) ?? "";
    expect(name).not.toBe(first);
    await other.click();
    // The same day of the other place.
    await expect(page).toHaveURL("/en/desk?day=2026-12-02");
    await expect(shown).toHaveText(name);
    for (const path of ["/en/desk/hours", "/en/desk/closures", "/en/desk/calendar"]) {
      await page.goto(path);
      await expect(shown).toHaveText(name);
    }
    await page.locator(".switch > summary").click();
    const slug = await page.locator(".switch button").first().getAttribute("value");
    await page.goto(`/en/desk/hours?space=${slug}`);
    await expect(shown).not.toHaveText(name);
    await page.goto("/en/desk/hours");
    await expect(shown).toHaveText(name);
  },
);

test("whoever may not enter sees no door", ONCE, async ({ page }) => {
  const doors: [Account, string[]][] = [
    ["learner", []],
    ["facilitator", ["Desk"]],
    ["manager", ["Desk", "Network"]],
    ["researcher", ["Research"]],
    ["admin", ["Desk", "Research", "Network"]],
  ];
  for (const [account, names] of doors) {
    await signInAs(page, account, "en");
    await page.goto("/en");
    const shown = await page
      .getByRole("navigation", { name: "Main menu" })
      .getByRole("link")
      .allTextContents();
    expect(
      shown.filter((name) => ["Desk", "Research", "Network"].includes(name)),
      account,
    ).toEqual(names);
  }
});

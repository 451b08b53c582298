import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { signInAs } from "./people.ts";
import { ONCE, walkedOn } from "./runs.ts";

/** What is asked of this address from here on waits until the line is let go. */
async function slowLine(page: Page, address: string | RegExp | ((url: URL) => boolean)) {
  const { promise, resolve: letGo } = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(address, async (route) => {
    asked += 1;
    await promise;
    await route.continue();
  });
  return { letGo, timesAsked: () => asked };
}

/**
 * The page itself says what a person sees of it while the next one is on its way: a locator would
 * wait for the next page. Watched from now on, when its scripts have to be there.
 *
 * @param isPressedAgain whether the button is pressed once more as soon as its ring is there
 */
async function watchFor(
  page: Page,
  what: "line" | "ring" | "line and ring",
  isPressedAgain = false,
) {
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  await page.exposeFunction("sayShown", resolve);
  await page.waitForLoadState("networkidle");
  await page.evaluate(
    ([what, isPressedAgain]) => {
      const isShown = (element: Element | null) => {
        if (!element) return false;
        const { content, opacity } = getComputedStyle(element, "::before");
        return content !== "none" && opacity === "1";
      };
      const look = () => {
        const button = document.querySelector<HTMLElement>("button[aria-busy]");
        const isThere =
          (what === "ring" || isShown(document.documentElement)) &&
          (what === "line" || isShown(button));
        if (isThere) {
          if (isPressedAgain) button?.click();
          (window as unknown as { sayShown: () => void }).sayShown();
        } else requestAnimationFrame(look);
      };
      look();
    },
    [what, isPressedAgain] as const,
  );
  return { seen };
}

/** Whether the page that one sees says that another is on its way. */
const isGoing = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement, "::before").content !== "none");

test("a search on a slow line says that it is at work", walkedOn("phone"), async ({ page }) => {
  const t = MESSAGES.fr.home;
  await page.goto("/fr");
  await page.getByLabel(t.when, { exact: true }).fill("demain 14:00");
  const line = await slowLine(page, (url) => url.searchParams.has("when"));
  const { seen } = await watchFor(page, "line and ring");
  const pressed = page.getByRole("button", { name: t.search, exact: true }).click();
  await seen;
  line.letGo();
  await pressed;
  await expect(page).toHaveURL(/day=\d{4}/);
  expect(await isGoing(page)).toBe(false);
});

test(
  "a page on a slow line is announced, and back from it nothing is at work",
  walkedOn("desktop"),
  async ({ page }) => {
    await page.goto("/nl?q=Hangar+K");
    const line = await slowLine(page, "**/nl/spaces/hangar-k");
    const place = page.locator(".place").getByRole("link", { name: "Hangar K", exact: true });
    const { seen } = await watchFor(page, "line");
    const pressed = place.click();
    await seen;
    line.letGo();
    await pressed;
    await expect(page.getByRole("heading", { level: 1, name: "Hangar K" })).toBeVisible();
    await page.goBack();
    await expect(place).toBeVisible();
    expect(await isGoing(page)).toBe(false);
  },
);

test("the days of a calendar that come slowly are announced", ONCE, async ({ page }) => {
  await signInAs(page, "facilitator", "en");
  await page.goto("/en/desk/calendar");
  const next = page.locator(".calendar").getByRole("button", { name: /^Next/ });
  await next.waitFor();
  const line = await slowLine(page, /\/api\/v1\/spaces\/[^/]+\/events\?/);
  await next.click();
  const reading = page.locator(".calendar-box").getByText(MESSAGES.en.desk.reading);
  await expect(reading).toBeVisible();
  await expect(page.locator(".calendar-box")).toHaveAttribute("aria-busy", "true");
  line.letGo();
  await expect(reading).toBeHidden();
});

test(
  "a button says what it is doing, and a second press sends nothing",
  walkedOn("phone"),
  async ({ page }) => {
    const t = MESSAGES.nl.identity;
    await page.goto("/nl/sign-in");
    await page.getByLabel(t.signIn.code.email).fill("nobody@trivium.test");
    const line = await slowLine(page, "**/nl/sign-in");
    await page.getByRole("button", { name: t.signIn.code.send, exact: true }).click();
    const working = page.getByRole("button", { name: t.working, exact: true });
    await expect(working).toHaveAttribute("aria-disabled", "true");
    await working.click({ force: true });
    line.letGo();
    await expect(page.getByLabel(t.signIn.code.code)).toBeVisible();
    expect(line.timesAsked()).toBe(1);
  },
);

test("a file that is sent slowly is sent once", ONCE, async ({ page }) => {
  const t = MESSAGES.fr.places.import;
  await signInAs(page, "admin", "fr");
  await page.goto("/fr/admin/spaces/import");
  await page.getByLabel(t.source).fill("Ville lente");
  await page.getByLabel(t.licence).fill("CC0");
  await page.getByLabel(t.file).setInputFiles({
    name: "lieux.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Nom;Ville\nAtelier;Roubaix\n"),
  });
  const line = await slowLine(page, "**/api/v1/place-files*");
  const { seen } = await watchFor(page, "ring", true);
  const pressed = page.getByRole("button", { name: t.send, exact: true }).click();
  await seen;
  line.letGo();
  await pressed;
  await expect(page.getByRole("heading", { name: t.mappingTitle })).toBeVisible();
  expect(line.timesAsked()).toBe(1);
});

test(
  "a press without a network says so, and keeps what was typed",
  walkedOn("phone"),
  async ({ page, context }) => {
    const t = MESSAGES.fr.identity.signIn.code;
    await page.goto("/fr/sign-in", { waitUntil: "networkidle" });
    await page.getByLabel(t.email).fill("personne@trivium.test");
    await context.setOffline(true);
    const send = page.getByRole("button", { name: t.send, exact: true });
    await send.click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Pas de connexion.");
    await expect(page.getByLabel(t.email)).toHaveValue("personne@trivium.test");
    await context.setOffline(false);

    // What stands before the server answers in its place.
    const away = { status: 502, contentType: "text/html", body: "<h1>502 Bad Gateway</h1>" };
    await page.route("**/fr/sign-in*", (route) =>
      route.request().method() === "POST" ? route.fulfill(away) : route.fallback(),
    );
    await page.getByLabel(t.email).fill("quelquun@trivium.test");
    await send.click();
    await expect(page.getByLabel(t.email)).toHaveValue("quelquun@trivium.test");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Pas de connexion.");
    await page.unroute("**/fr/sign-in*");
    await send.click();
    await expect(page.getByLabel(t.code)).toBeVisible();
  },
);

test(
  "a helper who is named without a network stays typed",
  walkedOn("desktop"),
  async ({ page, context }) => {
    const { helpers, one } = MESSAGES.en.booking;
    await signInAs(page, "learner", "en");
    await page.goto("/en/me/helpers", { waitUntil: "networkidle" });
    const field = page.getByLabel(one.email, { exact: true });
    await field.fill("somebody@trivium.test");
    await context.setOffline(true);
    await page.getByRole("button", { name: helpers.ask, exact: true }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("No connection.");
    await expect(field).toHaveValue("somebody@trivium.test");
    await context.setOffline(false);
  },
);

import { expect, type Page, type Request, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { ONCE, walkedBy, walkedOn } from "./runs.ts";

/** In Mouscron, some hundreds of metres from France. */
const HERE = { latitude: 50.73712, longitude: 3.20347 };

/** Figures of the point that no address, header or body may hold, however it is rounded. */
const TRACES = ["50.73", "50.74", "3.203", "3.20,", "3.20&", "50,73"];

/** Every request from now on. */
function listen(page: Page): Request[] {
  const requests: Request[] = [];
  page.on("request", (request) => requests.push(request));
  return requests;
}

async function expectNoTrace(requests: Request[]): Promise<void> {
  for (const request of requests) {
    const said = [
      request.url(),
      request.postData() ?? "",
      JSON.stringify(await request.allHeaders()),
    ].join(" ");
    for (const trace of TRACES) expect(decodeURIComponent(said)).not.toContain(trace);
  }
}

/** The kilometres of the list, in its order. */
async function distances(page: Page): Promise<number[]> {
  const words = await page.locator(".by-distance .away").allTextContents();
  return words.map((text) =>
    /(minder dan|moins de|less than)/.test(text)
      ? 0.5
      : Number(/[\d.,]+/.exec(text)?.[0].replace(",", ".")),
  );
}

for (const [locale, ask, over, closer, stop] of [
  ["nl", "Bij mij in de buurt", "over de grens in Frankrijk", "Dichter", "Toon zoals eerst"],
  ["en", "Near me", "over the border in France", "Closer", "Show as before"],
] as const)
  test.describe(`near me (${locale})`, () => {
    test.use({ permissions: ["geolocation"], geolocation: HERE });

    test(
      "list and map are sorted in the browser, and nothing that is asked for says from where",
      walkedBy(locale, locale === "nl" ? "nl phone" : "en desktop"),
      async ({ page }) => {
        await page.goto(`/${locale}`);
        await page.waitForLoadState("networkidle");
        const before = page.url();
        const requests = listen(page);
        await page.getByRole("button", { name: ask }).press("Enter");
        await expect(page.locator(".by-distance > li")).toHaveCount(10);
        // What is on the page is enough: no data is asked for, but the stream of how busy places
        // are is opened anew.
        const asked = requests
          .filter((request) =>
            ["fetch", "xhr", "document", "ping", "eventsource"].includes(request.resourceType()),
          )
          .map((request) => new URL(request.url()).pathname);
        expect(asked.filter((path) => !path.endsWith("/stream"))).toEqual([]);
        expect(page.url()).toBe(before);
        const km = await distances(page);
        expect(km).toEqual(km.toSorted((one, other) => one - other));
        await expect(page.locator(".by-distance .away", { hasText: over }).first()).toBeVisible();
        await expect(page.locator(".by-distance .away").first()).not.toContainText(over);
        await expectSoundPage(page, "near");

        if ((page.viewportSize()?.width ?? 0) < 768)
          await page.locator('[data-view="map"]').click();
        await expect(page.locator(".geo .here")).toBeVisible();
        await page.getByRole("button", { name: closer }).click();
        await expect(page.locator('.live[data-state="drawn"] .here')).toBeVisible();
        if ((page.viewportSize()?.width ?? 0) < 768)
          await page.locator('[data-view="list"]').click();

        // The next list is sorted as well: the device is asked again, no address remembers it.
        await page.locator(".chip[href*='open=now']").click();
        await expect(page).toHaveURL(/open=now/);
        await expect(page.locator(".by-distance > li, .empty").first()).toBeVisible();
        await expectNoTrace(requests);
        await page.goto(`/${locale}`);
        await page.getByRole("button", { name: stop }).click();
        await expect(page.locator(".by-distance")).toHaveCount(0);
        expect(
          await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
        ).toBe("[{},{}]");
      },
    );

    test(
      "rooms that were found are sorted too",
      walkedBy(locale, "en desktop"),
      async ({ page }) => {
        await page.goto(`/${locale}?people=2`);
        const requests = listen(page);
        await page.getByRole("button", { name: ask }).click();
        await expect(page.locator(".by-distance .away").first()).toBeVisible();
        const km = await distances(page);
        expect(km).toEqual(km.toSorted((one, other) => one - other));
        await expectNoTrace(requests);
      },
    );
  });

test(
  "whoever does not let the device say it chooses a commune, by keyboard",
  walkedOn("phone"),
  async ({ page }) => {
    await page.goto("/fr");
    await page.getByRole("button", { name: "Près de moi" }).press("Enter");
    await expect(page.locator(".near-me").getByRole("alert")).toHaveText(
      /ne peut pas dire où vous êtes/,
    );
    await expect(page.locator(".near-me").getByRole("button")).toBeFocused();
    await expectSoundPage(page, "denied");
    await page.getByLabel("Depuis une commune").selectOption("Courtrai");
    await expect(page.locator(".by-distance > li")).toHaveCount(10);
    await expect(page.locator(".near-me").getByRole("status")).toContainText("Courtrai");
    await expect(page.locator(".by-distance > li").first()).toContainText("Courtrai");
    expect(page.url()).not.toContain("Courtrai");
    await page.getByRole("button", { name: "Voir plus de lieux" }).click();
    await expect(page.locator(".by-distance > li")).toHaveCount(20);
  },
);

test("a device that cannot say where it is says so in words", ONCE, async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, "geolocation");
  });
  await page.goto("/en");
  await page.getByRole("button", { name: "Near me" }).click();
  await expect(page.locator(".near-me").getByRole("alert")).toHaveText(
    "Your device does not know where you are. Choose a commune.",
  );
  await page.getByLabel("From a commune").selectOption("Tourcoing");
  await expect(page.locator(".by-distance .away").first()).not.toContainText("border");
  await expect(page.getByText("over the border in Belgium").first()).toBeVisible();
});

test("an address of before that holds a point is read without it", ONCE, async ({ page }) => {
  await page.goto("/en?people=2&near=50.83,3.26");
  await expect(page.locator(".fit").first()).toBeVisible();
  await expect(page.locator(".fit").getByText(/ km /)).toHaveCount(0);
});

test("how far a room is says over which border it lies", ONCE, async ({ page }) => {
  await page.goto("/en?people=2&town=Mouscron&km=50");
  await expect(page.getByText(/km away, over the border in France/).first()).toBeVisible();
  await page.goto("/fr?people=2&town=Tourcoing&km=50");
  await expect(
    page.getByText(/à .* km, de l’autre côté de la frontière, en Belgique/).first(),
  ).toBeVisible();
});

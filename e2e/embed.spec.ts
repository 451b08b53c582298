import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES } from "./people.ts";
import { ONCE, walkedBy } from "./runs.ts";

let partner: Server;
let port: number;

// A site of somebody else: one page with the frame as the page for partners gives it.
test.beforeAll(async () => {
  partner = createServer(({ url }, answer) => {
    const frame = new URL(url ?? "/", "http://partner").searchParams.get("frame") ?? "";
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><html lang="nl"><title>Stad</title><h1>Stad</h1>${frame}</html>`);
  });
  await new Promise<void>((listening) => partner.listen(0, "127.0.0.1", listening));
  port = (partner.address() as AddressInfo).port;
});

test.afterAll(() => void partner.close());

/** The code that the page for partners gives, for this service. */
async function codeOf(page: Page, locale: string, base: string): Promise<string> {
  await page.goto(`/${locale}/embed`);
  const code = await page.locator("textarea").inputValue();
  return code.replace(/src="https?:\/\/[^/]+/, `src="${base}`);
}

const shown = (host: string, code: string) =>
  `http://${host}:${port}/?${new URLSearchParams({ frame: code })}`;

for (const locale of LANGUAGES)
  test(
    `a partner's site shows the map, and a place opens in place of that site (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, context, baseURL }) => {
      const code = await codeOf(page, locale, baseURL ?? "");
      await context.clearCookies();
      await page.goto(shown("partner.localhost", code));
      const frame = page.frameLocator("iframe");
      await expect(
        frame.getByRole("heading", { name: MESSAGES[locale].map.embed.title }),
      ).toBeVisible();
      expect(await context.cookies()).toEqual([]);
      const link = frame.locator(".embedded-list a").first();
      const name = (await link.textContent()) ?? "";
      await link.focus();
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(new RegExp(`/${locale}/spaces/`));
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    },
  );

test(
  "a site that is not on the list shows nothing of it, and no other page is shown to anybody",
  ONCE,
  async ({ page, baseURL, request }) => {
    const code = await codeOf(page, "en", baseURL ?? "");
    await page.goto(shown("stranger.localhost", code));
    await expect(page.getByRole("heading", { name: "Stad" })).toBeVisible();
    await expect(page.frameLocator("iframe").getByRole("heading")).toHaveCount(0);
    await page.goto(shown("partner.localhost", `<iframe src="${baseURL}/en"></iframe>`));
    await expect(page.getByRole("heading", { name: "Stad" })).toBeVisible();
    await expect(page.frameLocator("iframe").getByRole("heading")).toHaveCount(0);
    for (const [path, framed] of [
      ["/embed/en/map", true],
      ["/en", false],
      ["/en/embed", false],
      ["/embed/en/map/more", false],
    ] as const) {
      const { "content-security-policy": policy, "x-frame-options": options } = (
        await request.get(path)
      ).headers();
      expect(policy?.includes("frame-ancestors http://partner.localhost:*"), path).toBe(framed);
      expect(options === undefined, path).toBe(framed);
    }
  },
);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test(
    "the map for frames is there, each place a link, and an odd kind an empty map",
    ONCE,
    async ({ page }) => {
      await page.goto("/embed/fr/map");
      await expect(page.locator(".map a").first()).toBeVisible();
      await page.goto("/embed/fr/map?kind=%3Cb%3Enone");
      await expect(page.getByText("Aucun lieu ici")).toBeVisible();
    },
  );
});

test("an address without a language leads to the reader's own", ONCE, async ({ request }) => {
  const answer = await request.get("/embed/map?kind=library", {
    maxRedirects: 0,
    headers: { "accept-language": "fr" },
  });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toBe("/embed/fr/map?kind=library");
});

test(
  "the map for frames and the page for partners are open to everybody's senses",
  ONCE,
  async ({ page }) => {
    for (const path of ["/embed/nl/map", "/nl/embed"]) {
      await page.goto(path);
      await expectSoundPage(page);
    }
  },
);

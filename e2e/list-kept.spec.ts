import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE, walkedOn } from "./runs.ts";

test(
  "the last list is kept for whoever asks, and opens without network until it is removed",
  walkedOn("phone"),
  async ({ page, context }) => {
    await page.goto("/nl?kind=library");
    await page
      .getByRole("button", { name: "Bewaar de lijst voor als er geen netwerk is" })
      .press("Enter");
    await expect(page.getByText("opent ook zonder netwerk")).toBeVisible();
    await expectSoundPage(page, "kept");
    // The one that was looked at last.
    await page.goto("/nl?kind=makerspace");
    await expect(page.getByText("opent ook zonder netwerk")).toBeVisible();
    const name = await page.locator(".places > li h3").first().textContent();

    await context.setOffline(true);
    await page.goto("/nl");
    await expect(page.getByText("Er is geen netwerk. Dit is de lijst van")).toBeVisible();
    await expect(page.locator(".places > li h3").first()).toHaveText(name ?? "");
    // It is drawn as it was: its styles are there.
    expect(
      await page
        .locator(".place")
        .first()
        .evaluate((card) => getComputedStyle(card).display),
    ).toBe("grid");
    await context.setOffline(false);

    await page.goto("/nl");
    await expect(page.getByText("Er is geen netwerk")).toBeHidden();
    await page.getByRole("button", { name: "Haal ze van dit toestel" }).press("Enter");
    await expect(
      page.getByRole("button", { name: "Bewaar de lijst voor als er geen netwerk is" }),
    ).toBeVisible();
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    await context.setOffline(true);
    await expect(page.goto("/nl")).rejects.toThrow();
  },
);

test(
  "nothing is kept before somebody asks, and nothing of whoever is signed in",
  ONCE,
  async ({ page }) => {
    await page.goto("/en");
    await page.waitForLoadState("networkidle");
    expect(
      await page.evaluate(async () => [
        await caches.keys(),
        (await navigator.serviceWorker.getRegistrations()).length,
      ]),
    ).toEqual([[], 0]);

    await signInAs(page, "learner", "en");
    await page.goto("/en");
    const cookies = await page.context().cookies();
    await page.getByRole("button", { name: "Keep the list for when there is no network" }).click();
    await expect(page.getByText("also opens without network")).toBeVisible();
    const kept = await page.evaluate(async () => {
      const cache = await caches.open("trivium-list-1");
      return (await (await cache.match("/list", { ignoreVary: true }))?.text()) ?? "";
    });
    expect(kept).toContain("Sign in");
    expect(kept).not.toContain("Sign out");
    for (const { value } of cookies) if (value.length > 8) expect(kept).not.toContain(value);
  },
);

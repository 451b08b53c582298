import type { Locator, Page } from "@playwright/test";

/**
 * Follows an entry of the menu of staff: in the rail of a wide screen, in the bar of a phone, or
 * behind its last.
 */
export async function byMenu(page: Page, name: string) {
  // An entry may say how many wait behind it as well.
  const link = page
    .locator(".ways")
    .getByRole("link", { name, exact: true })
    .or(page.locator(".ways a", { has: page.getByText(name, { exact: true }) }));
  if (!(await link.isVisible())) await page.locator(".ways-more > summary").click();
  await link.click();
}

/** Unfolds the main menu with its languages, where it is folded. */
export async function openMainMenu(page: Page) {
  const summary = page.locator(".menu > summary");
  if (await summary.isVisible()) await summary.click();
}

/** The name of whoever is signed in, at the top of each page. */
export function whoIsIn(page: Page): Locator {
  return page.locator(".mine > summary");
}

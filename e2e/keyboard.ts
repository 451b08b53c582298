import { expect, type Locator, type Page } from "@playwright/test";

/**
 * Presses Enter on what is found. A page that still loads takes the focus to the place named in its
 * address (`#phase`), also from what has it by then, so this waits until the page is there.
 */
export async function enterOn(found: Locator): Promise<void> {
  await found.waitFor();
  await found.page().waitForLoadState();
  await found.focus();
  await found.press("Enter");
}

/** A button or a link, pressed without a mouse. */
export const press = (page: Page, role: "button" | "link", name: string): Promise<void> =>
  enterOn(page.getByRole(role, { name, exact: true }));

/** A field, filled without a mouse. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true }).locator("visible=true");
  await field.focus();
  await field.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

/**
 * From where the focus is to the end of the page: nothing that sticks to the screen covers what has
 * it (WCAG 2.4.11).
 */
export async function expectFocusInSight(page: Page): Promise<void> {
  const covered: string[] = [];
  for (let stops = 0; stops < 200; stops += 1) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const { x, y, width, height } = focused.getBoundingClientRect();
      const seen = document.elementFromPoint(x + width / 2, y + height / 2);
      // A mark of a drawn map lies beneath what stands on the map, but beneath nothing else.
      const around = focused.closest(".geo")?.closest(".map") ?? focused;
      return around.contains(seen) || seen?.contains(focused) ? "" : focused.outerHTML;
    });
    if (fault === null) break;
    if (fault) covered.push(fault.slice(0, 200));
  }
  expect(covered).toEqual([]);
}

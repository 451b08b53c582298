import type { Locator, Page } from "@playwright/test";

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

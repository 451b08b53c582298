import { type Browser, expect, type Page } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import type { Language } from "./people.ts";

/** A new person and the code of their card, made by whoever is signed in on the page. */
export async function printCard(
  page: Page,
  locale: Language,
  name: string,
  email = "",
): Promise<string> {
  const { people } = MESSAGES[locale].identity;
  await page.goto(`/${locale}/admin/people`);
  await page.getByLabel(people.name, { exact: true }).fill(name);
  await page.getByLabel(people.email).fill(email);
  await page.getByRole("button", { name: people.add, exact: true }).click();
  await page.getByRole("button", { name: people.issueCard }).click();
  return (await page.locator(".card-code").textContent()) ?? "";
}

/** A window of their own for whoever has a card and nothing else. */
export async function signedInByCard(
  browser: Browser,
  page: Page,
  { locale, code, next }: { locale: Language; code: string; next: string },
): Promise<Page> {
  const t = MESSAGES[locale].identity.signIn.card;
  const context = await browser.newContext({ viewport: page.viewportSize() });
  const own = await context.newPage();
  await own.goto(`/${locale}/sign-in/card?next=/${locale}${next}`);
  await own.getByLabel(t.code).fill(code);
  await own.getByRole("button", { name: t.open }).click();
  await expect(own).toHaveURL(({ pathname }) => pathname === `/${locale}${next}`);
  return own;
}

/** A tablet that was opened with its link, and knows its page by heart. */
export async function openTablet(
  page: Page,
  browser: Browser,
  locale: Language,
  name: string,
  prepare: (tablet: Page) => Promise<void> = async () => {},
) {
  const t = MESSAGES[locale].presence;
  await page.goto(`/${locale}/desk/kiosks`);
  await page.getByLabel(t.desk.name).fill(name);
  await page.getByRole("button", { name: t.desk.make }).click();
  const address = (await page.locator("code.secret").textContent()) ?? "";
  await expect(page.getByRole("status").filter({ hasText: address })).toBeFocused();
  await expectSoundPage(page);

  const context = await browser.newContext({ viewport: page.viewportSize() });
  const tablet = await context.newPage();
  await prepare(tablet);
  await tablet.goto(address);
  await tablet.getByRole("button", { name: t.kiosk.open, exact: true }).click();
  await expect(tablet).toHaveURL(/\/kiosk\/[\w-]+$/);
  await expect(tablet.locator("html")).toHaveAttribute("data-kept", "yes", { timeout: 15_000 });
  return { context, tablet, address, slug: tablet.url().split("/").at(-1) ?? "" };
}

export const speak = (tablet: Page, locale: Language) =>
  tablet.locator(`button[lang=${locale}]`).click();

export async function scan(tablet: Page, code: string) {
  await tablet.locator("#card").fill(code);
  await tablet.keyboard.press("Enter");
}

import { execFileSync } from "node:child_process";
import { expect, type Page } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { totpCode } from "#lib/foundation/identity/passwords/totp.ts";
import type { Language } from "./people.ts";

export const PASSWORD = "three roads that meet";

/** The settings by which our commands find the network of the journeys. */
const OF_JOURNEYS = { DATA_DIR: process.env.E2E_DATA_DIR ?? ".data-e2e" };

/**
 * Somebody of the staff who has just set up their account, with `PASSWORD`, by the link that a
 * command prints. They are signed in then.
 *
 * @param env the settings of the network that they belong to
 */
export async function setUpStaff(
  page: Page,
  locale: Language,
  { role = "researcher", env = OF_JOURNEYS }: { role?: string; env?: Record<string, string> } = {},
): Promise<{ email: string; recovery: string[] }> {
  const { setUp } = MESSAGES[locale].identity;
  const email = `${crypto.randomUUID()}@staff.test`;
  const asked = ["--email", email, "--name", "Rosa", "--role", role, "--locale", locale];
  const printed = execFileSync("node", ["lib/cli/main.ts", "user", "add", ...asked, "--invite"], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  const link = new URL(printed.trim().split("\n").at(-1) ?? "");
  await page.goto(link.pathname + link.search);
  const secret = ((await page.locator(".secret").textContent()) ?? "").replace(/\s/g, "");
  await page.getByLabel(setUp.password).fill(PASSWORD);
  await page.getByLabel(setUp.code).fill(totpCode(secret, Temporal.Now.instant()));
  await page.getByRole("button", { name: setUp.save }).click();
  await expect(page.getByRole("heading", { name: setUp.recoveryTitle })).toBeVisible();
  const recovery = await page.locator(".recovery code").allInnerTexts();
  return { email, recovery };
}

/** With password and a code, on the page for staff. */
export async function signInAsStaff(
  page: Page,
  locale: Language,
  { email, code }: { email: string; code: string },
): Promise<void> {
  const { signIn } = MESSAGES[locale].identity;
  await page.getByLabel(signIn.code.email).fill(email);
  await page.getByLabel(signIn.staff.password).fill(PASSWORD);
  await page.getByLabel(signIn.staff.code).fill(code);
  await page.getByRole("button", { name: signIn.staff.open, exact: true }).click();
}

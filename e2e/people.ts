import { type Cookie, expect, type Page } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { mailedCode } from "./mailbox.ts";
import { whoIsIn } from "./menu.ts";

export type Language = "nl" | "fr" | "en";

export const LANGUAGES: Language[] = ["nl", "fr", "en"];

const ACCOUNTS = {
  nl: {
    learner: "Cursist",
    facilitator: "Begeleider",
    manager: "Beheerder van een plek",
    researcher: "Onderzoeker",
    partner: "Partner",
    admin: "Netwerkbeheerder",
  },
  fr: {
    learner: "Apprenant",
    facilitator: "Animateur",
    manager: "Gestionnaire de lieu",
    researcher: "Chercheur",
    partner: "Partenaire",
    admin: "Administrateur",
  },
  en: {
    learner: "Learner",
    facilitator: "Facilitator",
    manager: "Place manager",
    researcher: "Researcher",
    partner: "Partner",
    admin: "Administrator",
  },
};

/** The space of the demonstration in which its facilitator and its manager work. */
export const STAFFED_SPACE = "be-square";

export type Account = keyof (typeof ACCOUNTS)["en"];

/** The session of each account of the demonstration, opened when it is first asked for. */
const sessions = new Map<Account, Cookie>();

/**
 * Signed in as an account of the demonstration from here on; what is shown stays. Signing in
 * itself: sign-in.spec.ts.
 */
export async function signInAs(page: Page, account: Account, locale: Language) {
  const context = page.context();
  await context.clearCookies();
  const session = sessions.get(account);
  if (session) await context.addCookies([session]);
  else sessions.set(account, await openSession(page, account, locale));
}

/** Out again, as whoever holds the device does: the next who signs in as them does so anew. */
export async function signOut(page: Page, account: Account, locale: Language) {
  sessions.delete(account);
  await whoIsIn(page).click();
  await page.getByRole("button", { name: MESSAGES[locale].common.nav.signOut }).click();
}

/** One press on an account of the demonstration. */
async function openSession(page: Page, account: Account, locale: Language): Promise<Cookie> {
  await page.goto(`/${locale}/sign-in`);
  await page.getByRole("button", { name: ACCOUNTS[locale][account], exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  const [session] = await page.context().cookies();
  if (!session) throw new Error(`${account} has no session`);
  return session;
}

/** With the code that comes by mail, as somebody with an address of their own. */
export async function signInByMail(page: Page, locale: Language, address: string) {
  const { code: t } = MESSAGES[locale].identity.signIn;
  const before = new Date().toISOString();
  await page.goto(`/${locale}/sign-in`);
  await page.getByLabel(t.email).fill(address);
  await page.getByRole("button", { name: t.send, exact: true }).click();
  await page.getByLabel(t.code).fill(await mailedCode(address, before));
  await page.getByRole("button", { name: t.open, exact: true }).click();
}

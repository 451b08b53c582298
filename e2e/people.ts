import { expect, type Page } from "@playwright/test";

export type Language = "nl" | "fr" | "en";

export const LANGUAGES: Language[] = ["nl", "fr", "en"];

const ACCOUNTS = {
  nl: {
    learner: "Cursist",
    facilitator: "Begeleider",
    manager: "Beheerder van een plek",
    researcher: "Onderzoeker",
    admin: "Netwerkbeheerder",
  },
  fr: {
    learner: "Apprenant",
    facilitator: "Animateur",
    manager: "Gestionnaire de lieu",
    researcher: "Chercheur",
    admin: "Administrateur",
  },
  en: {
    learner: "Learner",
    facilitator: "Facilitator",
    manager: "Space manager",
    researcher: "Researcher",
    admin: "Administrator",
  },
};

export type Account = keyof (typeof ACCOUNTS)["en"];

/** One press on an account of the demonstration. */
export async function signInAs(page: Page, account: Account, locale: Language) {
  await page.goto(`/${locale}/sign-in`);
  await page.getByRole("button", { name: ACCOUNTS[locale][account], exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/${locale}$`));
}

import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { walkedOn } from "./runs.ts";

const t = MESSAGES.nl.journal;
const { fields } = t.desk;
const said = MESSAGES.nl.said;

/** A button or a link, pressed without a mouse. */
async function press(page: Page, role: "button" | "link", name: string): Promise<void> {
  const found = page.getByRole(role, { name, exact: true });
  await found.focus();
  await found.press("Enter");
}

/** A field, filled without a mouse. */
async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.focus();
  await field.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

async function hears(page: Page, sentence: string): Promise<void> {
  await expect(page.getByRole("status").first()).toHaveText(sentence);
}

test("a journal is begun, filled, published and withdrawn by keyboard on a phone in Dutch", {
  ...walkedOn("phone"),
}, async ({ page, browser }) => {
  test.slow();
  const title = `Ons begin ${randomUUID().slice(0, 6)}`;
  await signInAs(page, "manager", "nl");
  await page.goto("/nl/desk/journals");
  await expectSoundPage(page, "the journals at the desk");
  await type(page, fields.title, title);
  await type(page, fields.summary, "Van een lege winkel naar een leerplaats.");
  await press(page, "button", t.desk.beginGo);
  await hears(page, said.journalBegun);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const slug = /journals\/([^/?]+)/.exec(page.url())?.[1] ?? "";

  await press(page, "link", t.desk.plan.replace("{name}", t.phases.need));
  await type(page, fields.plannedFrom, "31/1/2026");
  await type(page, fields.plannedTo, "31/2/2026");
  await type(page, fields.plannedCents, "2.000");
  await press(page, "button", t.desk.save);
  await expect(page.getByText(t.day, { exact: true })).toBeVisible();
  await expect(page.getByLabel(fields.plannedTo, { exact: true })).toHaveValue("31/2/2026");
  await type(page, fields.plannedTo, "5/1/2026");
  await press(page, "button", t.desk.save);
  await expect(page.getByText(t.ends_early)).toBeVisible();
  await expect(page.getByLabel(fields.plannedCents, { exact: true })).toHaveValue("2.000");
  await type(page, fields.plannedFrom, "1/1/2026");
  await press(page, "button", t.desk.save);
  await hears(page, said.journalPhaseSaved);
  await expect(page.getByText(/€\s2\.000/)).toBeVisible();

  await press(page, "link", t.desk.kinds.cost);
  await type(page, fields.day, "6/1/2026");
  await type(page, t.desk.words.cost, "Verf en borstels");
  await type(page, fields.cents, "veel");
  await page.getByLabel(t.audiences.public, { exact: true }).press("Space");
  await press(page, "button", t.desk.addGo);
  await expect(page.getByText(t.amount)).toBeVisible();
  await expect(page.getByLabel(t.desk.words.cost, { exact: true })).toHaveValue("Verf en borstels");
  await expectSoundPage(page, "an amount that is refused");
  await type(page, fields.cents, "1.234,50");
  await press(page, "button", t.desk.addGo);
  await hears(page, said.journalEntryAdded);
  await expect(page.getByText(/€\s1\.234,50/)).toBeVisible();

  await press(page, "link", t.desk.kinds.alternative);
  await type(page, t.desk.words.alternative, "Een lokaal <b>huren</b>");
  await type(page, fields.reason, "   ");
  await press(page, "button", t.desk.addGo);
  await expect(page.getByText(t.needs_reason)).toBeVisible();
  await expect(page.getByLabel(t.desk.words.alternative, { exact: true })).toHaveValue(
    "Een lokaal <b>huren</b>",
  );
  await type(page, fields.reason, "Te duur.");
  await press(page, "button", t.desk.addGo);
  await hears(page, said.journalEntryAdded);
  await expectSoundPage(page, "a journal at the desk");

  const visitor = await (await browser.newContext()).newPage();
  expect((await visitor.goto(`/nl/journals/${slug}`))?.status()).toBe(404);
  await press(page, "button", t.desk.publish);
  await hears(page, said.journalPublished);
  await visitor.goto(`/nl/journals/${slug}`);
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(visitor.getByText("Verf en borstels")).toBeVisible();
  await expect(visitor.getByText("huren")).toHaveCount(0);
  await expectSoundPage(visitor, "a journal that everybody reads");

  const summary = page.getByText(t.desk.withdrawTitle, { exact: true });
  await summary.focus();
  await summary.press("Enter");
  await press(page, "button", t.desk.withdraw);
  await hears(page, said.journalWithdrawn);
  expect((await visitor.goto(`/nl/journals/${slug}`))?.status()).toBe(404);
  await expect(page.getByRole("button", { name: t.desk.publishAgain, exact: true })).toBeVisible();
});

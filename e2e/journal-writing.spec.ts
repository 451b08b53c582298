import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { formatMoney } from "#components/ui/money.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { enterOn, press, type } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";

async function hears(page: Page, sentence: string): Promise<void> {
  await expect(page.getByRole("status").first()).toHaveText(sentence);
}

for (const locale of LANGUAGES)
  test(
    `a journal is begun, filled, published and withdrawn by keyboard on a phone in ${locale}`,
    walkedBy(locale, "nl phone", ["phone"]),
    ({ page, browser }) => fromBeginningToGuide(page, browser, locale),
  );

async function fromBeginningToGuide(page: Page, browser: Browser, locale: Language): Promise<void> {
  test.slow();
  const { journal: t, said } = MESSAGES[locale];
  const { fields } = t.desk;
  const money = (cents: number) =>
    new RegExp(formatMoney(locale, cents).replaceAll(/[.]/g, "\\.").replaceAll(/\s/g, "\\s"));
  const title = `Ons begin ${randomUUID().slice(0, 6)}`;
  await signInAs(page, "manager", locale);
  await page.goto(`/${locale}/desk/journals`);
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
  await expect(page.getByText(money(200_000))).toBeVisible();

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
  await expect(page.getByText(money(123_450))).toBeVisible();

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
  expect((await visitor.goto(`/${locale}/journals/${slug}`))?.status()).toBe(404);
  await press(page, "button", t.desk.publish);
  await hears(page, said.journalPublished);
  await visitor.goto(`/${locale}/journals/${slug}`);
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(visitor.getByText("Verf en borstels")).toBeVisible();
  await expect(visitor.getByText("huren")).toHaveCount(0);
  await expectSoundPage(visitor, "a journal that everybody reads");
  await press(visitor, "link", t.toGuide);
  await expect(visitor).toHaveURL(new RegExp(`/${locale}/journals/${slug}/guide`));
  await expect(visitor.getByRole("heading", { name: t.guide.cost }).first()).toBeVisible();
  await expectSoundPage(visitor, "the guide of a journal");

  await enterOn(page.getByText(t.desk.withdrawTitle, { exact: true }));
  await press(page, "button", t.desk.withdraw);
  await hears(page, said.journalWithdrawn);
  expect((await visitor.goto(`/${locale}/journals/${slug}`))?.status()).toBe(404);
  await expect(page.getByRole("button", { name: t.desk.publishAgain, exact: true })).toBeVisible();
}

test("a manager begins a plan with a guide by keyboard in French, changes it and throws it away", {
  ...walkedOn("desktop"),
}, async ({ page }) => {
  test.slow();
  const fr = MESSAGES.fr.journal;
  const heard = MESSAGES.fr.said;
  const filled = (words: string, values: Record<string, string>) =>
    words.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const open = (name: string) => enterOn(page.getByText(name, { exact: true }));
  const title = `Notre plan ${randomUUID().slice(0, 6)}`;
  await signInAs(page, "manager", "fr");
  await page.goto("/fr/journals");
  await press(page, "link", "Van een vraag tot een open deur");
  await press(page, "link", fr.toGuide);
  await press(page, "link", fr.beginPlan);
  await expect(page.getByRole("heading", { name: fr.desk.beginPlan })).toBeVisible();
  await expectSoundPage(page, "a plan that begins with a guide");
  await type(page, fr.desk.fields.title, title);
  await type(page, fr.desk.fields.summary, "Ce que nous voulons faire.");
  await type(page, fr.desk.fields.startsOn, "31/2/2027");
  await press(page, "button", fr.desk.beginGo);
  await expect(page.getByText(fr.day, { exact: true })).toBeVisible();
  await expect(page.getByLabel(fr.desk.fields.title, { exact: true })).toHaveValue(title);
  await type(page, fr.desk.fields.startsOn, "1/3/2027");
  await press(page, "button", fr.desk.beginGo);
  await hears(page, heard.journalPlanned);
  await expect(page.getByRole("link", { name: "Van een vraag tot een open deur" })).toBeVisible();
  await expect(page.getByRole("heading", { name: fr.phases.evaluation, level: 3 })).toBeVisible();
  const task = page
    .getByRole("listitem")
    .filter({ hasText: "Nodig eerst uit wie in het begin meepraatte." })
    .last();
  await expect(task).toContainText(fr.toDo);
  await expectSoundPage(page, "a plan that came from a guide");

  await enterOn(task.getByRole("link"));
  await type(page, fr.desk.words.task, "Invitez d’abord ceux du début.");
  await page.getByLabel(fr.progress.done, { exact: true }).press("Space");
  await press(page, "button", fr.desk.save);
  await hears(page, heard.journalEntryChanged);
  const done = page
    .getByRole("listitem")
    .filter({ hasText: "Invitez d’abord ceux du début." })
    .last();
  await expect(done).toContainText(fr.kinds.task);

  const name = fr.phases.partners;
  await press(page, "link", filled(fr.desk.change, { name }));
  await expect(page.getByText(fr.desk.phaseUsed)).toBeVisible();
  const kept = page.getByRole("listitem").filter({ hasText: "Zoek wie al helpt" }).last();
  await enterOn(kept.locator("summary"));
  await press(page, "button", fr.desk.remove);
  await hears(page, heard.journalEntryRemoved);
  await press(page, "link", filled(fr.desk.change, { name }));
  await open(filled(fr.desk.removePhaseOf, { name }));
  await press(page, "button", fr.desk.removePhase);
  await hears(page, heard.journalPhaseRemoved);
  await expect(page.getByRole("link", { name: filled(fr.desk.plan, { name }) })).toBeVisible();

  await press(page, "link", filled(fr.desk.change, { name: fr.desk.words.journal }));
  await type(page, fr.desk.fields.title, `${title} bis`);
  await press(page, "button", fr.desk.save);
  await hears(page, heard.journalRenamed);
  await expect(page.getByRole("heading", { level: 1, name: `${title} bis` })).toBeVisible();

  await open(fr.desk.discardTitle);
  await expectSoundPage(page, "the question before a journal is thrown away");
  await press(page, "button", fr.desk.discard);
  await hears(page, heard.journalDiscarded);
  await expect(page.getByText(title)).toHaveCount(0);
});

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

for (const javaScriptEnabled of [true, false])
  test(`a photo and a document are added to a journal in English, scripts: ${javaScriptEnabled}`, {
    ...walkedOn(javaScriptEnabled ? "desktop" : "phone"),
  }, async ({ browser }) => {
    test.slow();
    const en = MESSAGES.en.journal;
    const heard = MESSAGES.en.said;
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await signInAs(page, "manager", "en");
    await page.goto("/en/desk/journals");
    await page
      .getByLabel(en.desk.fields.title, { exact: true })
      .fill(`With photos ${randomUUID().slice(0, 6)}`);
    await page.getByLabel(en.desk.fields.summary, { exact: true }).fill("How it went.");
    await page.getByRole("button", { name: en.desk.beginGo, exact: true }).click();
    await hears(page, heard.journalBegun);
    const path = new URL(page.url()).pathname;
    await page.goto(`${path}?phase=need`);
    await page.getByLabel(en.desk.fields.plannedFrom, { exact: true }).fill("1/1/2026");
    await page.getByLabel(en.desk.fields.plannedTo, { exact: true }).fill("5/1/2026");
    await page.getByRole("button", { name: en.desk.save, exact: true }).click();
    await hears(page, heard.journalPhaseSaved);

    const offer = async (name: string, buffer: Buffer) => {
      await page
        .getByLabel(en.files.file, { exact: true })
        .setInputFiles({ name, mimeType: "image/jpeg", buffer });
      await page.getByRole("button", { name: en.files.addGo, exact: true }).click();
    };
    await page.getByRole("link", { name: en.files.add }).click();
    if (javaScriptEnabled) await expectSoundPage(page, "the form for a photo");
    await page.getByLabel(en.files.words, { exact: true }).fill("An <b>empty</b> shop");
    await page.getByLabel(en.files.recognised.nobody, { exact: true }).check();
    await offer("photo.jpg", Buffer.from("<html><script>alert(1)</script>"));
    await expect(page.locator("main").getByRole("alert")).toHaveText(en.file_unknown);
    await expect(page.getByLabel(en.files.words, { exact: true })).toHaveValue(
      "An <b>empty</b> shop",
    );
    const background = { r: 180, g: 40, b: 40 };
    const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background } })
      .jpeg()
      .toBuffer();
    await page.getByLabel(en.files.recognised.agreed, { exact: true }).check();
    await offer("photo.jpg", photo);
    await expect(page.locator("main").getByRole("alert")).toHaveText(en.needs_recognised);
    await page.getByLabel(en.files.recognised.nobody, { exact: true }).check();
    await offer("photo.jpg", photo);
    await hears(page, heard.journalFileAdded);
    const shown = page.getByRole("img", { name: "An <b>empty</b> shop" });
    await expect(shown).toBeVisible();

    await page.goto(`${path}?files=1`);
    await page.getByLabel(en.files.words, { exact: true }).fill("What the builder asks");
    await page.getByLabel(en.files.recognised.nobody, { exact: true }).check();
    await offer("offer.jpg", PDF);
    await hears(page, heard.journalFileAdded);
    const address =
      (await page.getByRole("link", { name: /What the builder asks/ }).getAttribute("href")) ?? "";
    const answer = await page.request.get(address);
    expect(answer.headers()).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": expect.stringMatching(/^attachment;/),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    const visitor = await browser.newContext();
    expect((await visitor.request.get(new URL(address, page.url()).href)).status()).toBe(404);
    if (javaScriptEnabled) await expectSoundPage(page, "a journal with a photo and a document");

    const card = page.getByRole("listitem").filter({ has: shown }).last();
    await card.locator("summary").click();
    await card.getByRole("button", { name: en.desk.remove, exact: true }).click();
    await hears(page, heard.journalFileRemoved);
    await expect(shown).toHaveCount(0);
  });

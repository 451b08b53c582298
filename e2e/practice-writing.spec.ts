import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { LOCALE_NAMES } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs, signInByMail } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";

/** Somebody new who works in a space of Wallonia. */
async function colleagueInWallonia(
  browser: Browser,
  locale: Language,
  mark: string,
): Promise<Page> {
  const address = `peer-${mark}@trivium.test`;
  const page = await (await browser.newContext()).newPage();
  await signInByMail(page, locale, address);
  await expect(page).not.toHaveURL(/sign-in/);
  await withDatabase((client) =>
    client.query(
      `insert into role_assignment (person_id, role, space_id) select person.id, 'facilitator', space.id
       from person, (select id from space where region = 'wallonie' order by slug limit 1) space where email = $1`,
      [address],
    ),
  );
  return page;
}

const WORDS = {
  summary: "Chacun apporte une panne, et le cours part de là.",
  context: "Les gens venaient avec leurs appareils, pas pour un cours.",
  targetGroup: "Adultes loin de la formation.",
  done: "Nous avons ouvert les appareils ensemble.",
  steps: "Avant : préparer les outils\nOuvrir et regarder",
  effects: "Les gens sont restés.",
  failed: "Il manquait des tournevis.",
};

/** Into which language the reader of another region puts what was written in one. */
const INTO = { nl: "fr", fr: "nl", en: "nl" } as const;

for (const locale of LANGUAGES)
  test(
    `a practice is written, read in another region, published, found, translated and tried elsewhere, in ${locale}`,
    walkedBy(locale, "fr phone"),
    ({ page, browser }) => fromWritingToTrying(page, browser, locale),
  );

async function fromWritingToTrying(page: Page, browser: Browser, locale: Language): Promise<void> {
  test.slow();
  const { practices: t, said } = MESSAGES[locale];
  const into = INTO[locale];
  const mark = randomUUID()
    .replaceAll(/[^a-z]/g, "")
    .slice(0, 6);
  const title = `La panne d’abord ${mark}`;
  const elsewhere = `Chez nous aussi, avec des vélos (${mark}).`;
  // Letters are in the language of whoever gets them, whichever the page was in.
  const { mail } = MESSAGES.fr.practices;
  const since = new Date().toISOString();
  const peer = await colleagueInWallonia(browser, locale, mark);
  const manager = await (await browser.newContext()).newPage();
  await signInAs(manager, "manager", locale);
  await signInAs(page, "facilitator", locale);

  await page.goto(`/${locale}/practices`);
  await page.getByRole("link", { name: t.share }).click();
  await expect(page.getByRole("heading", { level: 1, name: t.desk.title })).toBeVisible();
  await page.getByLabel(t.desk.fields.title).fill(title);
  await page.getByLabel(t.desk.space).selectOption({ label: "Be Square" });
  await page.getByRole("button", { name: t.desk.beginGo }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expectSoundPage(page, "writing a practice");
  const slug = /practices\/([^/?]+)/.exec(page.url())?.[1] ?? "";

  await page.getByLabel(t.texts.summary, { exact: true }).fill(WORDS.summary);
  await page.getByRole("radio", { name: t.themes.border }).check();
  await page.getByRole("checkbox", { name: LOCALE_NAMES[locale] }).check();
  await page.getByRole("button", { name: t.desk.send }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceMissing);
  await expect(page.getByText(t.needs_failed)).toBeVisible();
  await expect(page.getByText(t.needs_summary)).toHaveCount(0);
  await expect(page.getByLabel(t.texts.summary, { exact: true })).toHaveValue(WORDS.summary);
  for (const [name, words] of Object.entries(WORDS))
    await page.getByLabel(t.texts[name as keyof typeof WORDS], { exact: true }).fill(words);
  await page.getByRole("button", { name: t.desk.send }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceSent);

  await peer.goto(`/${locale}/desk/practices`);
  await expectSoundPage(peer, "practices at the desk");
  await peer.getByRole("link", { name: title }).click();
  await expect(peer.getByText(WORDS.failed)).toBeVisible();
  await expectSoundPage(peer, "reading a practice");
  await peer.getByRole("radio", { name: t.desk.decisions.ask_changes }).check();
  await peer.getByRole("button", { name: t.desk.decide }).click();
  await expect(peer.getByText(t.needs_note)).toBeVisible();
  await peer.getByLabel(t.desk.note).fill("Dites combien de tournevis.");
  await peer.getByRole("button", { name: t.desk.decide }).click();
  await expect(peer.getByRole("status")).toHaveText(said.practiceChangesAsked);
  const asked = await newestLetter("facilitator@trivium.test", since, {
    subject: new RegExp(mark),
  });
  expect(asked.subject).toBe(mail.changes.subject.replace("{title}", title));
  expect(asked.text).toContain("Dites combien de tournevis.");

  await page.goto(`/${locale}/desk/practices/${slug}`);
  await expect(page.getByText("Dites combien de tournevis.")).toBeVisible();
  await page.getByLabel(t.texts.failed, { exact: true }).fill("Il manquait douze tournevis.");
  await page.getByRole("button", { name: t.desk.send }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceSent);
  const again = new Date().toISOString();
  await peer.goto(`/${locale}/desk/practices`);
  await peer.getByRole("link", { name: title }).click();
  await peer.getByRole("button", { name: t.desk.decide }).click();
  await expect(peer.getByRole("status")).toHaveText(said.practicePublished);
  const told = await newestLetter("facilitator@trivium.test", again, { subject: new RegExp(mark) });
  expect(told.subject).toBe(mail.published.subject.replace("{title}", title));

  await peer.goto(`/${locale}/practices`);
  await peer.getByLabel(t.search).fill(`tournevix ${mark}`);
  await peer.getByRole("button", { name: t.show, exact: true }).click();
  await peer.getByRole("link", { name: title }).click();
  await expectSoundPage(peer, "a practice as staff see it");
  await peer
    .getByRole("link", { name: t.translate.go.replace("{language}", languageName(locale, into)) })
    .click();
  await expectSoundPage(peer, "translating a practice");
  const theirs = MESSAGES[into].practices;
  await peer.getByLabel(theirs.texts.title, { exact: true }).fill(`Eerst stuk ${mark}`);
  await peer
    .getByLabel(theirs.texts.summary, { exact: true })
    .fill("Iedereen brengt iets mee dat stuk is.");
  await peer
    .getByLabel(theirs.texts.failed, { exact: true })
    .fill("Er waren twaalf schroevendraaiers te weinig.");
  await peer.getByRole("button", { name: t.translate.publish }).click();
  await expect(peer).toHaveURL(new RegExp(`/${into}/practices/${slug}`));
  await expect(peer.getByRole("heading", { level: 1, name: `Eerst stuk ${mark}` })).toBeVisible();
  await expect(peer.getByText("Il manquait douze tournevis.")).toBeVisible();

  await peer.goto(`/${locale}/practices/${slug}`);
  await peer.getByRole("link", { name: t.tried.tell }).click();
  await expectSoundPage(peer, "telling that one tried it");
  await peer.getByLabel(t.tried.month).fill("2026-03");
  await peer.getByLabel(t.tried.count).fill("3");
  await peer.getByLabel(t.tried.words).fill(elsewhere);
  await peer.getByText(t.tried.own).click();
  await peer.getByLabel(t.desk.fields.measured).fill("Est revenu");
  await peer.getByLabel(t.desk.fields.measuredPeople).fill("40");
  await peer.getByLabel(t.desk.fields.measuredWith).fill("70");
  await peer.getByLabel(t.desk.fields.measuredWithout).fill("50");
  await peer.getByRole("button", { name: t.desk.decide }).click();
  await expect(peer.getByRole("status")).toHaveText(said.practiceReported);

  await manager.goto(`/${locale}/desk/practices`);
  const report = manager.getByRole("listitem").filter({ hasText: elsewhere });
  await report.getByRole("button", { name: t.desk.decide }).click();
  await expect(manager.getByRole("status")).toHaveText(said.practiceReportShown);
  await manager.goto(`/${locale}/practices/${slug}`);
  await expect(manager.getByText(elsewhere)).toBeVisible();
  await expect(manager.getByText(t.evidence.own_figures, { exact: true })).toBeVisible();

  await manager.goto(`/${locale}/desk/practices`);
  const card = manager.getByRole("listitem").filter({ hasText: title });
  await card.getByText(t.desk.withdrawTitle).click();
  await card.getByRole("button", { name: t.desk.withdraw, exact: true }).click();
  await expect(manager.getByRole("status")).toHaveText(said.practiceWithdrawn);
  expect((await manager.goto(`/${locale}/practices/${slug}`))?.status()).toBe(404);
  await peer.close();
  await manager.close();
}

test("what may not be is refused in words, and what was typed stays", {
  ...walkedOn("desktop"),
}, async ({ page, browser }) => {
  const t = MESSAGES.nl.practices;
  const { said } = MESSAGES.nl;
  const mark = randomUUID().slice(0, 6);
  const title = `<b>Stil uur</b> ${mark}`;
  await signInAs(page, "facilitator", "nl");
  await page.goto("/nl/desk/practices");
  await page.getByLabel(t.desk.fields.title).fill(title);
  await page.getByLabel(t.desk.space).selectOption({ label: "Bibliotheek Ieper" });
  await page.getByRole("button", { name: t.desk.beginGo }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const address = page.url();
  const other = await page.context().newPage();
  await other.goto(address);

  // Figures that point at somebody, and a group that is smaller than itself.
  await page
    .getByLabel(t.texts.context, { exact: true })
    .fill("Wie alleen leert, vond geen stilte.");
  await page.getByLabel(t.desk.fields.measured).fill("Kwam terug");
  await page.getByLabel(t.desk.fields.measuredPeople).fill("40");
  await page.getByLabel(t.desk.fields.measuredWith).fill("97");
  await page.getByLabel(t.desk.fields.measuredWithout).fill("50");
  await page.getByRole("button", { name: t.desk.save, exact: true }).click();
  await expect(page.getByText(t.figures_point.replace("{least}", "10"))).toBeVisible();
  await expect(page.getByLabel(t.texts.context, { exact: true })).toHaveValue(
    "Wie alleen leert, vond geen stilte.",
  );
  await page.getByLabel(t.desk.fields.measuredWith).fill("70");
  await page.getByLabel(t.desk.fields.groupLeast).fill("12");
  await page.getByLabel(t.desk.fields.groupMost).fill("6");
  await page.getByRole("button", { name: t.desk.save, exact: true }).click();
  await expect(page.getByText(t.group)).toBeVisible();
  await page.getByLabel(t.desk.fields.groupMost).fill("20");
  await page.getByRole("button", { name: t.desk.save, exact: true }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceSaved);

  // The same draft in another window, opened before.
  await other.getByLabel(t.texts.summary, { exact: true }).fill("Elke dag een uur stil.");
  await other.getByRole("button", { name: t.desk.save, exact: true }).click();
  await expect(other.getByText(t.changed_meanwhile)).toBeVisible();
  await expect(other.getByLabel(t.texts.summary, { exact: true })).toHaveValue(
    "Elke dag een uur stil.",
  );
  await other.close();

  await page.getByRole("button", { name: t.desk.send }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceMissing);
  await expectSoundPage(page, "what a practice still needs");
  for (const name of ["summary", "targetGroup", "done", "steps", "effects", "failed"] as const)
    await page.getByLabel(t.texts[name], { exact: true }).fill("Een uur stil.");
  await page.getByRole("checkbox", { name: "Nederlands" }).check();
  await page.getByRole("button", { name: t.desk.send }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceSent);
  const slug = /practices\/([^/?]+)/.exec(address)?.[1] ?? "";
  await page.goto(`/nl/desk/practices/${slug}/review`);
  await expect(page.getByText(t.review_own)).toBeVisible();
  await expect(page.getByRole("button", { name: t.desk.decide })).toHaveCount(0);

  const manager = await (await browser.newContext()).newPage();
  await signInAs(manager, "manager", "nl");
  await manager.goto(`/nl/desk/practices/${slug}/review`);
  await expect(manager.getByText(t.review_own_space)).toBeVisible();
  await expect(manager.getByText("Een uur stil.")).toHaveCount(0);
  await manager.close();

  await page.goto(`/nl/desk/practices/${slug}`);
  await page.getByRole("button", { name: t.desk.takeBack }).click();
  await page.getByRole("link", { name: title }).click();
  await page.getByText(t.desk.discardTitle).first().click();
  await page.getByRole("button", { name: t.desk.discard }).click();
  await expect(page.getByRole("status")).toHaveText(said.practiceDiscarded);
});

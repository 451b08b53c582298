import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { enterOn, press, type } from "./keyboard.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";

const t = MESSAGES.fr.prototypes;

/** What a sentence says with its places filled. */
const filled = (words: string, values: Record<string, string | number>) =>
  words.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));

async function beginPrototype(page: Page, title: string, locale: Language = "fr"): Promise<void> {
  const { prototypes: t, said } = MESSAGES[locale];
  await page.goto(`/${locale}/desk/prototypes`);
  await type(page, t.desk.fields.title, title);
  await page.getByLabel(t.desk.space).selectOption({ label: "Be Square" });
  await press(page, "button", t.desk.beginGo);
  await expect(page.getByRole("status").first()).toHaveText(said.prototypeBegun);
}

const addOne = (page: Page, kind: keyof typeof t.plan.kinds, { plan, editor } = t) =>
  press(page, "button", filled(editor.addKind, { kind: plan.kinds[kind] }));

for (const locale of LANGUAGES)
  test(
    `a prototype is drawn by keyboard, run, kept and booked on a phone, in ${locale}`,
    walkedBy(locale, "fr desktop", ["desktop"]),
    ({ page, browser }) => fromPlanToBooking(page, browser, locale),
  );

async function fromPlanToBooking(page: Page, browser: Browser, locale: Language): Promise<void> {
  test.slow();
  const { prototypes: t, said } = MESSAGES[locale];
  const own = languageName(locale, locale);
  const title = `Des îlots ${randomUUID().slice(0, 6)}`;
  await signInAs(page, "facilitator", locale);
  await beginPrototype(page, title, locale);
  await expect(page.getByText(t.needs_plan)).toBeVisible();
  await type(page, t.desk.fields.hypothesis, "On s’entraide plus.");
  await type(page, t.desk.fields.setting, "Une table et un <b>passage</b>.");
  await page.getByLabel(t.desk.fields.startsOn).fill("2026-01-05");
  await page.getByLabel(t.desk.fields.room, { exact: true }).selectOption({ index: 1 });
  await type(page, t.things.laptop, "8");
  await press(page, "button", t.desk.save);
  await expect(page.getByRole("status").first()).toHaveText(said.prototypeSaved);
  await expectSoundPage(page, "a prototype at the desk");
  const slug = /prototypes\/([^/?]+)/.exec(page.url())?.[1] ?? "";

  await press(page, "link", t.desk.draw);
  await expect(page.getByRole("heading", { level: 1, name: t.editor.title })).toBeVisible();
  await type(page, t.editor.roomWidth, "600");
  await type(page, t.editor.roomDepth, "500");
  await addOne(page, "door", t);
  await type(page, t.editor.fields.x, "60");
  await type(page, t.editor.fields.y, "0");
  await expect(page.getByText(t.wheelchair.no_path)).toBeVisible();
  await addOne(page, "path", t);
  await type(page, t.editor.fields.width, "90");
  await type(page, t.editor.fields.depth, "500");
  await type(page, t.editor.fields.x, "60");
  await type(page, t.editor.fields.y, "0");
  await addOne(page, "table", t);
  await expect(page.getByText(t.wheelchair.fine)).toBeVisible();

  const drawing = page.getByRole("application", { name: t.editor.drawing });
  await drawing.focus();
  await drawing.press("ArrowLeft");
  await drawing.press("Shift+ArrowLeft");
  const name = `${t.plan.kinds.table} 1`;
  const place = page.locator(".plan-said");
  await expect(place).toHaveText(filled(t.editor.said.moved, { name, x: 209, y: 210 }));
  await expect(
    page.getByLabel(t.editor.fields.x, { exact: true }).locator("visible=true"),
  ).toHaveValue("209");
  for (let press = 0; press < 11; press += 1) await drawing.press("ArrowLeft");
  const blocked = filled(t.wheelchair.path_blocked, { by: name, name: `${t.plan.kinds.path} 1` });
  await expect(page.getByText(blocked)).toBeVisible();
  await drawing.press("ControlOrMeta+z");
  await expect(place).toHaveText(t.editor.said.undone);
  await expect(page.getByText(blocked)).toBeHidden();
  await press(page, "button", t.editor.redo);
  await expect(page.getByText(blocked)).toBeVisible();
  await press(page, "button", t.editor.undo);
  await expectSoundPage(page, "drawing a room");

  await type(page, t.editor.fields.name, "<b>Îlot</b>");
  await type(page, t.editor.fields.width, "-5");
  await type(page, filled(t.editor.nameIn, { language: own }), "Tables en îlots");
  await press(page, "button", t.editor.save);
  await expect(page.getByText(t.plan_size)).toBeVisible();
  await expect(
    page.getByLabel(t.editor.fields.name, { exact: true }).locator("visible=true"),
  ).toHaveValue("<b>Îlot</b>");
  await type(page, t.editor.fields.width, "160");
  await type(page, t.editor.fields.x, "590");
  await press(page, "button", t.editor.save);
  await expect(page.getByText(t.plan_outside)).toBeVisible();
  await type(page, t.editor.fields.x, "300");
  await press(page, "button", t.editor.save);
  await expect(page.getByRole("status").first()).toHaveText(said.variantSaved);
  await expect(
    page.getByRole("img", { name: filled(t.plan.title, { name: "Tables en îlots" }) }),
  ).toBeVisible();

  await press(page, "button", t.desk.start);
  await expect(page.getByRole("status").first()).toHaveText(said.prototypeStarted);
  await type(page, t.parts.observations, "On parle davantage.");
  await press(page, "button", t.desk.noteGo);
  await expect(page.getByRole("status").first()).toHaveText(said.observationNoted);

  await page.goto(`/${locale}/prototypes/${slug}`);
  await press(page, "link", t.bookKit);
  await expect(page.getByRole("checkbox", { name: /^8 × / })).toBeChecked();

  const manager = await (await browser.newContext()).newPage();
  await signInAs(manager, "manager", locale);
  await manager.goto(`/${locale}/desk/prototypes/${slug}`);
  await manager.getByRole("radio", { name: t.verdicts.keep }).check();
  await manager.getByLabel(t.desk.why).fill("On s’est entraidé.");
  await manager.getByRole("button", { name: t.desk.concludeGo }).click();
  await expect(manager.getByRole("status").first()).toHaveText(said.prototypeConcluded);

  await type(manager, MESSAGES[locale].spaces.layouts.seats, "500");
  await press(manager, "button", t.desk.offer);
  await expect(manager.locator(".fault")).toBeVisible();
  await type(manager, MESSAGES[locale].spaces.layouts.seats, "2");
  await press(manager, "button", t.desk.offer);
  await expect(manager.getByRole("status").first()).toHaveText(said.layoutAdded);
  await expectSoundPage(manager, "a set-up that is offered");

  const phone = await (
    await browser.newContext({ viewport: { width: 360, height: 740 } })
  ).newPage();
  const nl = MESSAGES.nl.prototypes;
  await phone.goto(`/nl/prototypes/${slug}`);
  await expect(phone.getByText(nl.verdicts.keep).first()).toBeVisible();
  await expect(phone.getByText(nl.wheelchair.fine)).toBeVisible();
  await expect(phone.getByText("Une table et un <b>passage</b>.")).toBeVisible();
  await phone.getByText(nl.plan.list).click();
  await expect(phone.getByText(/^<b>Îlot<\/b>: 160 × 80 cm/)).toBeVisible();
  await expectSoundPage(phone, "a prototype on a phone");
  await phone.goto("/nl/prototypes");
  await expect(phone.getByRole("link", { name: title })).toBeVisible();
  await expectSoundPage(phone, "prototypes on a phone");
  await bookSetUp(phone, slug);
  await manager.goto(`/${locale}/desk/prototypes/${slug}`);
  await press(manager, "link", t.desk.offerChange);
  const { layouts } = MESSAGES[locale].spaces;
  const retire = manager.getByRole("button", { name: layouts.retire }).last();
  await enterOn(retire);
  await expect(manager.getByRole("status").first()).toHaveText(said.layoutRetired);
  await expectSoundPage(manager, "the set-ups of a room");
}

/** A learner books the room as it was kept, by keyboard on a phone. */
async function bookSetUp(page: Page, slug: string): Promise<void> {
  const { prototypes, booking } = MESSAGES.nl;
  const layout = "Tables en îlots";
  await signInAs(page, "learner", "nl");
  await page.goto(`/nl/prototypes/${slug}`);
  await press(page, "link", filled(prototypes.bookSetUpWithKit, { layout }));
  const laptops = page.getByRole("checkbox", { name: /^8 × / });
  await laptops.focus();
  await laptops.press("Space");
  await press(page, "button", booking.steps.continue);
  await expect(page.getByText(filled(booking.layout.setUpAs, { layout }))).toBeVisible();
  const times = page.locator("main").getByRole("link", { name: /^\d\d:\d\d–\u2060?\d\d:\d\d$/ });
  await enterOn(times.last());
  const asked = page.getByRole("radio", { name: layout });
  await expect(asked).toBeChecked();
  await expectSoundPage(page, "a booking with a set-up");
  await asked.press("ArrowUp");
  await expect(page.getByRole("radio", { name: booking.layout.asIs })).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await press(page, "button", booking.check.confirm);
  await expect(page.getByRole("status").first()).toHaveText(booking.one.confirmed);
  await expect(page.getByText(filled(booking.layout.setUpAs, { layout }))).toBeVisible();
}

test("what is typed before the drawing listens is drawn", walkedOn("desktop"), async ({ page }) => {
  await signInAs(page, "facilitator", "fr");
  await beginPrototype(page, `Ligne lente ${randomUUID().slice(0, 6)}`);
  const desk = new URL(page.url()).pathname;
  const scripts = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto(`${desk}/draw`, { waitUntil: "commit" });
  const drawing = page.getByRole("application", { name: t.editor.drawing });
  const before = await drawing.getAttribute("viewBox");
  await type(page, t.editor.roomWidth, "450");
  expect(await drawing.getAttribute("viewBox")).toBe(before);
  scripts.resolve();
  await expect(drawing).not.toHaveAttribute("viewBox", before ?? "");
  await expect(page.getByLabel(t.editor.roomWidth, { exact: true })).toHaveValue("450");
});

test("a room is drawn without JavaScript, and of two who draw at once nobody loses anything", {
  ...walkedOn("desktop"),
}, async ({ page, browser }) => {
  test.slow();
  await signInAs(page, "facilitator", "fr");
  await beginPrototype(page, `Sans script ${randomUUID().slice(0, 6)}`);
  const desk = new URL(page.url()).pathname;
  const storageState = await page.context().storageState();
  const plain = await (
    await browser.newContext({ storageState, javaScriptEnabled: false })
  ).newPage();
  await plain.goto(`${desk}/draw`);
  await plain.getByLabel(filled(t.editor.nameIn, { language: "français" })).fill("Rangées");
  await plain
    .getByRole("button", { name: filled(t.editor.addKind, { kind: t.plan.kinds.table }) })
    .click();
  await expect(plain).toHaveURL(/draw\?variant=/);
  await plain.getByText("Table 1").first().click();
  await plain.getByLabel(t.editor.fields.x, { exact: true }).fill("9999");
  await plain.getByRole("button", { name: t.editor.save, exact: true }).last().click();
  await expect(plain.getByText(t.plan_place)).toBeVisible();
  await expect(plain.getByLabel(t.editor.fields.x, { exact: true })).toHaveValue("9999");
  await plain.getByLabel(t.editor.fields.x, { exact: true }).fill("10");

  await page.goto(desk);
  await page.getByRole("link", { name: filled(t.desk.drawOn, { name: "Rangées" }) }).click();
  await page.getByLabel(t.editor.words).fill("Avec plus de place.");
  await page.getByRole("button", { name: t.editor.save, exact: true }).last().click();
  await expect(page.getByText("Avec plus de place.")).toBeVisible();

  await plain.getByRole("button", { name: t.editor.save, exact: true }).last().click();
  await expect(plain.getByRole("alert").first()).toHaveText(t.drawn_meanwhile);
  await expect(plain.getByLabel(t.editor.fields.x, { exact: true })).toHaveValue("10");
  await plain.getByRole("button", { name: t.editor.copy }).click();
  await expect(plain).not.toHaveURL(/draw/);
  await expect(plain.getByRole("heading", { level: 3, name: "Rangées" })).toHaveCount(2);
});

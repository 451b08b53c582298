import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { walkedOn } from "./runs.ts";

const { practices, prototypes, journal, common, desk: desks } = MESSAGES.nl;

type Kept = {
  of: string;
  /** The page of the desk where it is begun. */
  desk: string;
  begin: string;
  /** Of the fields that it is begun with. */
  title: string;
  needed: Record<string, string>;
  /** What the address of its form has beside the path. */
  form: string;
  save: string;
  /** A field of its form, and what is said when somebody else was first. */
  field: string;
  refusal: string;
};

const ALL: Kept[] = [
  {
    of: "a practice",
    desk: "practices",
    begin: practices.desk.beginGo,
    title: practices.desk.fields.title,
    needed: {},
    form: "",
    save: practices.desk.save,
    field: practices.texts.summary,
    refusal: practices.changed_meanwhile,
  },
  {
    of: "a prototype",
    desk: "prototypes",
    begin: prototypes.desk.beginGo,
    title: prototypes.desk.fields.title,
    needed: {},
    form: "",
    save: prototypes.desk.save,
    field: prototypes.desk.fields.hypothesis,
    refusal: prototypes.changed_meanwhile,
  },
  {
    of: "a journal",
    desk: "journals",
    begin: journal.desk.beginGo,
    title: journal.desk.fields.title,
    needed: { [journal.desk.fields.summary]: "Kort." },
    form: "?title=1",
    save: journal.desk.save,
    field: journal.desk.fields.summary,
    refusal: common.changed_meanwhile,
  },
];

const withoutScripts = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ javaScriptEnabled: false })).newPage();

for (const { of, desk, begin, title, needed, form, save, field, refusal } of ALL)
  test(`what was typed about ${of} stays when a colleague was first, without JavaScript`, {
    ...walkedOn("phone"),
  }, async ({ page, browser }) => {
    await signInAs(page, "manager", "nl");
    await page.goto(`/nl/desk/${desk}`);
    await page.getByLabel(title, { exact: true }).fill(`Samen ${randomUUID().slice(0, 6)}`);
    for (const [label, words] of Object.entries(needed))
      await page.getByLabel(label, { exact: true }).fill(words);
    await page.getByRole("button", { name: begin, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/desk/${desk}/[a-z0-9-]+`));
    const address = `${new URL(page.url()).pathname}${form}`;

    const slow = await withoutScripts(browser);
    await signInAs(slow, "manager", "nl");
    await slow.goto(address);
    await slow.getByLabel(field, { exact: true }).fill("Wat ik lang bedacht.");
    await page.goto(address);
    await page.getByLabel(field, { exact: true }).fill("Wat de eerste schreef.");
    await page.getByRole("button", { name: save, exact: true }).click();
    await expect(page.getByRole("status").first()).toBeVisible();

    await slow.getByRole("button", { name: save, exact: true }).click();
    await expect(slow.locator("main").getByRole("alert")).toHaveText(refusal);
    await expect(slow.getByLabel(field, { exact: true })).toHaveValue("Wat ik lang bedacht.");
    await slow.getByRole("button", { name: save, exact: true }).click();
    await expect(slow.locator("main").getByRole("alert")).toHaveText(refusal);
    await slow.goto(address);
    await expect(slow.getByLabel(field, { exact: true })).toHaveValue("Wat de eerste schreef.");
  });

test(
  "what was typed about a room stays when a colleague was first, without JavaScript",
  walkedOn("desktop"),
  async ({ page, browser }) => {
    const field = desks.resources.costCode;
    const save = desks.resources.save;
    await signInAs(page, "manager", "nl");
    await page.goto("/nl/desk/rooms");
    const room = page.locator(`.card a[href*="space=${STAFFED_SPACE}&id="]`).first();
    const address = (await room.getAttribute("href")) ?? "";
    const slow = await withoutScripts(browser);
    await signInAs(slow, "manager", "nl");
    for (const window of [page, slow]) await window.goto(address);
    const code = await page.getByLabel(field, { exact: true }).inputValue();
    await slow.getByLabel(field, { exact: true }).fill("langzaam");
    await page.getByLabel(field, { exact: true }).fill("eerst");
    await page.getByRole("button", { name: save, exact: true }).click();
    await expect(page.getByRole("status").first()).toBeVisible();

    await slow.getByRole("button", { name: save, exact: true }).click();
    await expect(slow.locator("main").getByRole("alert")).toHaveText(common.changed_meanwhile);
    await expect(slow.getByLabel(field, { exact: true })).toHaveValue("langzaam");
    await slow.goto(address);
    await expect(slow.getByLabel(field, { exact: true })).toHaveValue("eerst");
    await slow.getByLabel(field, { exact: true }).fill(code);
    await slow.getByRole("button", { name: save, exact: true }).click();
    await expect(slow.getByRole("status").first()).toBeVisible();
  },
);

import { expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { walkedOn } from "./runs.ts";
import { markOf } from "./tries.ts";

const { badges: t, said, common } = MESSAGES.en;

test(
  "an administrator writes a badge, tries it out, publishes it, writes its next version and ends it (en)",
  walkedOn("phone"),
  async ({ page, browser }, info) => {
    test.setTimeout(120_000);
    const mark = markOf(info);
    const slug = `solder-${mark.toLowerCase().replace(/[^a-z0-9]+/g, "-")}1`;
    const name = `Solder & join ${mark}`;
    const visitors = await browser.newContext({ viewport: page.viewportSize() });
    const visitor = await visitors.newPage();
    const seenAs = (locale: string) => visitor.goto(`/${locale}/badges/${slug}`);

    await signInAs(page, "admin", "en");
    await page.goto("/en/admin/badges");
    await page.getByRole("link", { name: t.design.new }).click();
    await page.getByLabel(t.design.slug).fill(slug);
    await write(page, "English", {
      name,
      description: "Joins two wires so that they hold.",
      criteria: "Come to two evenings and show a joint that holds.",
    });
    await page.getByRole("group", { name: "Français" }).getByLabel(t.design.name).fill("Souder");
    await page.getByRole("radio", { name: t.design.icons.leaf, exact: true }).check();
    await page.getByRole("radio", { name: t.design.colours.blue, exact: true }).check();
    await expect(page.locator(".picture-part .seal > path").first()).toHaveAttribute(
      "fill",
      "var(--d-blue)",
    );
    await page.getByLabel(t.design.months).fill("24");

    // A language that is begun and not whole, no rule, and nothing that it stands for.
    await save(page);
    await expect(page.getByRole("alert").filter({ hasText: common.check_fields })).toBeVisible();
    await expect(
      page.getByRole("group", { name: "Français" }).getByText(t.needs_words),
    ).toHaveCount(2);
    await expect(page.getByText(t.needs_rule)).toBeVisible();
    await expect(
      page.locator(".class-part > .fault", { hasText: t.needs_competence }),
    ).toBeVisible();
    await expect(page.getByLabel(t.design.months)).toHaveValue("24");
    await expect(page.getByRole("radio", { name: t.design.icons.leaf, exact: true })).toBeChecked();
    await expectSoundPage(page, "a badge that is refused as it was written");

    await write(page, "Français", {
      name: `Souder ${mark}`,
      description: "Joint deux fils qui tiennent.",
      criteria: "Venez à deux soirées et montrez une soudure qui tient.",
    });
    await page.getByLabel(t.design.hours).fill("2");
    await page.getByRole("checkbox", { name: t.rule.evidence }).check();
    await page.locator("summary", { hasText: "Sustainable IT" }).click();
    await page.getByRole("checkbox", { name: /Repair a device/ }).check();
    await save(page);
    await expect(status(page)).toHaveText(said.badgeDraftSaved);
    await expect(page.getByText(`${t.states.draft} · Version 1`)).toBeVisible();
    expect((await seenAs("en"))?.status()).toBe(404);

    await page.getByRole("button", { name: t.design.to.pilot }).click();
    await expect(status(page)).toHaveText(said.badgePiloted);
    await expectSoundPage(page, "a badge on trial, by whoever writes it");
    await expectPicture(page, t.one.pictureOf.replace("{name}", name));
    await seenAs("en");
    await expect(visitor.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(visitor.getByText(`${t.one.kind} · ${t.states.pilot}`)).toBeVisible();
    await expect(visitor.getByText("Come to sessions: 2 hours in all.")).toBeVisible();
    await expect(visitor.getByText("It is valid for 24 months.")).toBeVisible();
    await seenAs("fr");
    await expect(visitor.getByRole("heading", { level: 1, name: `Souder ${mark}` })).toBeVisible();

    // The next version is seen once it is published; the words of before stay as they are.
    await page.getByLabel(t.design.hours).fill("3");
    await save(page);
    await expect(status(page)).toHaveText(said.badgeDraftSaved);
    await expect(page.getByText(t.design.waits.replace("{number}", "2"))).toBeVisible();
    await expect(page.getByText(`${t.states.pilot} · Version 1`)).toBeVisible();
    await expect(page.getByRole("checkbox", { name: /Repair a device/ })).toBeChecked();
    await seenAs("en");
    await expect(visitor.getByText("Come to sessions: 2 hours in all.")).toBeVisible();
    await page.getByRole("button", { name: t.design.to.active }).click();
    await expect(status(page)).toHaveText(said.badgePublished);
    await seenAs("en");
    await expect(visitor.getByText("Come to sessions: 3 hours in all.")).toBeVisible();
    await expect(visitor.getByText("Version 2")).toBeVisible();
    await expect(visitor.getByText(t.states.pilot)).toHaveCount(0);
    await expect(visitor.getByRole("link", { name: t.apply.signIn })).toBeVisible();

    await page.locator("summary", { hasText: t.design.retire }).click();
    await page.getByLabel(t.design.followedBy).selectOption("repair");
    await page.getByRole("button", { name: t.design.to.retired }).click();
    await expect(status(page)).toHaveText(said.badgeRetired);
    await seenAs("en");
    await expect(visitor.getByText(`${t.one.kind} · ${t.states.retired}`)).toBeVisible();
    await expect(visitor.getByText(t.one.kept)).toBeVisible();
    await expect(visitor.locator("p", { hasText: t.one.after }).getByRole("link")).toHaveText(
      "Repair",
    );
    await expect(visitor.getByRole("heading", { name: t.one.wasHow })).toBeVisible();
    await expect(visitor.getByRole("link", { name: t.apply.signIn })).toHaveCount(0);
    await expectSoundPage(visitor, "a badge that is given no more");
    await visitors.close();
  },
);

const status = (page: Page) => page.locator("main").getByRole("status");

const save = (page: Page) => page.getByRole("button", { name: t.design.save, exact: true }).click();

/** The words of a badge in one language. */
async function write(
  page: Page,
  language: string,
  words: { name: string; description: string; criteria: string },
): Promise<void> {
  const part = page.getByRole("group", { name: language });
  await part.getByLabel(t.design.name, { exact: true }).fill(words.name);
  await part.getByLabel(t.design.description).fill(words.description);
  await part.getByLabel(t.design.criteria).fill(words.criteria);
}

/** The drawing says aloud what it is, and the picture is one. */
async function expectPicture(page: Page, name: string): Promise<void> {
  const addressOf = async (form: string) =>
    (await page.getByRole("link", { name: form, exact: true }).getAttribute("href")) ?? "";
  const headers = { "accept-language": "en" };
  const png = await page.request.get(await addressOf("PNG"), { headers });
  expect(png.headers()["content-type"]).toBe("image/png");
  const bytes = await png.body();
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([480, 480]);

  const drawing = await page.context().newPage();
  await drawing.goto(await addressOf("SVG"));
  await expect(drawing.getByRole("img", { name, exact: true })).toHaveCount(1);
  await expect(drawing).toHaveTitle(name);
  await drawing.close();
}

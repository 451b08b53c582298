import { type Browser, expect, type Page, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { type Account, type Language, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

/** Staff on a computer on which no script runs. */
async function withoutScripts(browser: Browser, who: Account, locale: Language): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  await signInAs(page, who, locale);
  return page;
}

/** Buttons in sight that nothing answers: they are part of no form that is sent. */
async function deadButtons(page: Page): Promise<string[]> {
  return page.locator("main button").evaluateAll((buttons) =>
    (buttons as HTMLButtonElement[])
      .filter((button) => button.checkVisibility({ checkVisibilityCSS: true }))
      .filter(({ type, form }) => type === "button" || !form)
      .map(({ textContent }) => textContent),
  );
}

test("an attendance sheet is ticked and saved without scripts", ONCE, async ({ browser }) => {
  const page = await withoutScripts(browser, "manager", "nl");
  const { id, names } = await withDatabase(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
      select space.id, person.id, '{"nl":"Zonder scripts"}', 'communication', 'in_person', 'nl', 30,
        tstzrange(now() - interval '1 hour', now() + interval '1 hour')
      from space, person where slug = $1 and email = 'manager@trivium.test' returning id`,
      [STAFFED_SPACE],
    );
    const session = rows[0]?.id ?? "";
    const enrolled = await client.query<{ name: string }>(
      `with taken as (
        insert into enrolment (session_id, space_id, person_id, status)
        select session.id, session.space_id, person.id, 'enrolled'
        from session, person where session.id = $1
          and email in ('learner@trivium.test', 'researcher@trivium.test') returning person_id
      ) select display_name as name from taken join identity_person on id = person_id order by id`,
      [session],
    );
    return { id: session, names: enrolled.rows.map(({ name }) => name) };
  });
  const t = MESSAGES.nl.attendance;
  const box = (name = "") => page.getByRole("checkbox", { name });
  await page.goto(`/nl/desk/sessions/${id}/sheet`);
  const hint = page.locator("noscript p");
  await expect(hint).toBeVisible();
  await expect(hint).toHaveText(t.noScript);
  expect(await deadButtons(page)).toEqual([]);
  await box(names[0]).check();
  // Somebody else ticks meanwhile: both stay.
  const other = await withoutScripts(browser, "facilitator", "nl");
  await other.goto(`/nl/desk/sessions/${id}/sheet`);
  await other.getByRole("checkbox", { name: names[1] ?? "" }).check();
  await other.getByRole("button", { name: t.save }).click();
  await expect(other.getByText(MESSAGES.nl.said.ticksSaved)).toBeVisible();
  await page.getByRole("button", { name: t.save }).click();
  await expect(page.getByText(MESSAGES.nl.said.ticksSaved)).toBeVisible();
  await expect(box(names[0])).toBeChecked();
  await expect(box(names[1])).toBeChecked();
  await box(names[0]).uncheck();
  await page.getByRole("button", { name: t.save }).click();
  await expect(box(names[0])).not.toBeChecked();
  await expect(box(names[1])).toBeChecked();

  // Closed meanwhile: it says so, and how it is opened again.
  await box(names[0]).check();
  await other.goto(`/nl/desk/sessions/${id}/sheet`);
  await other.getByRole("button", { name: t.closed.close }).click();
  await expect(other.getByRole("button", { name: t.closed.close })).toHaveCount(0);
  await page.getByRole("button", { name: t.save }).click();
  await expect(page.getByRole("button", { name: t.closed.open })).toBeVisible();
  await expect(box(names[0])).toHaveCount(0);
  await other.context().close();
  await page.context().close();
});

test(
  "what is refused without scripts is in sight, with all that was filled in",
  ONCE,
  async ({ browser }) => {
    const page = await withoutScripts(browser, "admin", "fr");
    const { closures } = MESSAGES.fr.desk;

    // In a part of the page that was opened, and is closed again in the page that comes back.
    await page.goto("/fr/desk/schemes");
    const scheme = page.locator("details.card").last();
    await scheme.locator("summary").click();
    await scheme.getByRole("textbox").first().fill(" ");
    await scheme.locator("button[type=submit]").click();
    const refused = page.getByRole("alert");
    await expect(refused).toBeVisible();
    await expect(refused).toBeInViewport();

    await page.goto(`/fr/desk/closures?space=${STAFFED_SPACE}`);
    const rooms = page.locator("input[type=checkbox][name=rooms]");
    await rooms.nth(1).check();
    await page.getByLabel(closures.reason).fill("Travaux");
    await page.locator("input[name=day]").fill("32/13/2026");
    await page.getByRole("button", { name: closures.look }).click();
    await expect(page.locator("input[name=day]")).toHaveValue("32/13/2026");
    await expect(rooms.nth(1)).toBeChecked();
    await expect(page.getByLabel(closures.reason)).toHaveValue("Travaux");

    // What only a script can do is not offered.
    for (const path of ["/fr/research", "/fr/research/indicators", "/fr/research/cross-border"]) {
      await page.goto(path);
      await expect(page.locator("main table").first()).toBeAttached();
      expect(await deadButtons(page), path).toEqual([]);
    }
    await page.context().close();
  },
);

import { expect, type Page, test } from "@playwright/test";
import type { ClientBase } from "pg";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { withDatabase } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { printCard, signedInByCard } from "./tablet.ts";
import { markOf } from "./tries.ts";

const FLANDERS = "bibliotheek-kortrijk";
const WALLONIA = "be-square";

for (const locale of LANGUAGES)
  test(
    `somebody of the other side of the border looks at the work; nobody looks in return; the badge is signed without names (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page, browser }, info) => {
      test.setTimeout(180_000);
      const { badges: t, credentials: c, said: says } = MESSAGES[locale];
      const mark = `${locale} ${markOf(info)}`;
      const badge = `Câbler un local ${mark}`;
      const slug = `look-along-${mark.toLowerCase().replace(/[^a-z0-9]+/g, "")}`;
      await signInAs(page, "manager", locale);
      const [noor, remi, odile] = [`Noor ${mark}`, `Rémi ${mark}`, `Odile ${mark}`];
      const codes = new Map<string, string>();
      for (const name of [noor, remi, odile]) codes.set(name, await printCard(page, locale, name));
      await withDatabase(async (client) => {
        await publishLookAlong(client, { slug, locale, name: badge });
        await giveFrom(client, { slug, who: remi, space: WALLONIA });
        await giveFrom(client, { slug, who: odile, space: FLANDERS });
      });
      const windowOf = (name: string) =>
        signedInByCard(browser, page, { locale, code: codes.get(name) ?? "", next: "/me/badges" });

      const learner = await windowOf(noor);
      const said = `J’ai câblé le local du club, prise par prise ${mark}`;
      await applyAt(learner, { locale, slug, space: FLANDERS, said });
      await expect(learner.getByText(t.me.states.in_review)).toBeVisible();

      // One is asked: of the other space, before whoever is of the same.
      const ofSameSpace = await windowOf(odile);
      await expect(ofSameSpace.getByRole("heading", { name: t.me.reviews })).toHaveCount(0);
      const reviewer = await windowOf(remi);
      const work = reviewer.getByRole("listitem").filter({ hasText: said });
      await expect(work).toContainText("Bibliotheek Kortrijk");
      await expect(work).not.toContainText(noor);
      await expectSoundPage(reviewer, "work of somebody else, to look at");
      await work.getByRole("button", { name: t.me.sendReview }).press("Enter");
      await expect(work.getByText(t.needs_level)).toBeVisible();
      await work.getByRole("radio", { name: t.levels.independent, exact: true }).press("Space");
      await work.getByLabel(t.me.comment).fill("Tout est étiqueté.");
      await work.getByRole("button", { name: t.me.sendReview }).press("Enter");
      await expect(reviewer.locator("main").getByRole("status")).toHaveText(says.badgeReviewed);
      await expect(reviewer.getByText(said)).toHaveCount(0);

      await signInAs(page, "facilitator", locale);
      await page.goto(`/${locale}/desk/badges`);
      const request = page.locator("li.card", { hasText: said });
      await expect(request).toContainText("Tout est étiqueté.");
      await expect(request).not.toContainText(remi);
      await expectSoundPage(page, "a request that a peer looked at");
      await request.getByRole("button", { name: t.desk.send }).press("Enter");
      await expect(page.locator("main").getByRole("status")).toHaveText(says.badgeAwarded);

      await learner.goto(`/${locale}/me/badges`);
      await expect(learner.getByText("Tout est étiqueté.")).toBeVisible();
      await expect(learner.locator("main")).not.toContainText(remi);
      await learner.getByRole("button", { name: t.me.accept }).press("Enter");
      await expect(learner.locator("main").getByRole("status")).toHaveText(says.badgeAccepted);
      await learner.getByRole("link", { name: t.me.open }).click();
      await expect(learner.getByRole("heading", { level: 1, name: badge })).toBeVisible();
      await expectSoundPage(learner, "a badge that a peer looked at");
      await learner.getByRole("button", { name: c.badge.makeLink }).click();
      const link = (await learner.locator(".made-link code").textContent()) ?? "";
      const signed = await page.request.get(link, {
        headers: { accept: "application/vc+ld+json" },
      });
      const text = await signed.text();
      expect(text).toContain('"PeerReview"');
      for (const name of [noor, remi, odile, "Tout est étiqueté."])
        expect(text).not.toContain(name);
      await page.goto(`/${locale}/verify`);
      await page.getByLabel(c.verify.address).fill(link);
      await page.getByRole("button", { name: c.verify.check }).click();
      await expect(page.getByRole("heading", { name: c.verify.verdict.genuine })).toBeVisible();

      // Rémi asks for it anew in Mons. Noor is of the other side now, and holds it: but Rémi looked
      // at hers.
      await withDatabase((client) =>
        client.query(
          "delete from award using person where person.id = person_id and display_name = $1",
          [remi],
        ),
      );
      const inReturn = `J’ai câblé la salle de Mons ${mark}`;
      await applyAt(reviewer, { locale, slug, space: WALLONIA, said: inReturn });
      await ofSameSpace.goto(`/${locale}/me/badges`);
      await expect(ofSameSpace.getByText(inReturn)).toBeVisible();
      await learner.goto(`/${locale}/me/badges`);
      await expect(learner.getByRole("heading", { level: 1, name: t.me.title })).toBeVisible();
      await expect(learner.getByText(inReturn)).toHaveCount(0);
      for (const own of [learner, reviewer, ofSameSpace]) await own.context().close();
    },
  );

async function applyAt(
  own: Page,
  { locale, slug, space, said }: { locale: Language; slug: string; space: string; said: string },
) {
  const { badges: t, said: says } = MESSAGES[locale];
  await own.goto(`/${locale}/badges/${slug}`);
  await own.getByLabel(t.apply.space).selectOption(space);
  await own.getByLabel(t.apply.statement).fill(said);
  await own.getByRole("button", { name: t.apply.send }).click();
  await expect(own.locator("main").getByRole("status")).toHaveText(says.badgeAskedFor);
}

/**
 * A badge for which one of one who is asked says yes, published as the page of administrators does.
 */
async function publishLookAlong(
  client: ClientBase,
  { slug, locale, name }: { slug: string; locale: Language; name: string },
): Promise<void> {
  await client.query("begin");
  const { rows } = await client.query<{ version: string }>(
    `with class as (
       insert into badge_class (slug, state, review_on) values ($1, 'active', current_date + 365) returning id)
     insert into badge_version (class_id, number, icon, colour) select id, 1, 'tool', 'teal' from class
     returning id::text as version`,
    [slug],
  );
  const version = rows[0]?.version;
  await client.query(
    `insert into badge_edition (version_id, language, name, description, criteria)
     values ($1, $3, $2, 'Câble un local sans danger.', 'Montrez un local câblé.')`,
    [version, name, locale],
  );
  await client.query(
    `insert into award_rule (version_id, kind, needed, asked, level)
     values ($1, 'evidence', null, null, null), ($1, 'peers', 1, 1, 'independent')`,
    [version],
  );
  await client.query("update badge_version set published_at = now() where id = $1", [version]);
  await client.query("commit");
}

/**
 * Somebody has the badge already, from a space: nothing of it is signed, they can be asked to look.
 */
async function giveFrom(
  client: ClientBase,
  { slug, who, space }: { slug: string; who: string; space: string },
): Promise<void> {
  const given = await client.query(
    `insert into award (class_id, version_id, person_id, space_id, state, accepted_at, accepted_how)
     select badge_version.class_id, badge_version.id, person.id, space.id, 'issued', now(), 'paper'
     from badge_class join badge_version on class_id = badge_class.id, person, space
     where badge_class.slug = $1 and display_name = $2 and space.slug = $3`,
    [slug, who, space],
  );
  expect(given.rowCount).toBe(1);
}

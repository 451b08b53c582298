import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { HOSTILE } from "./hostile.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { markOf } from "./tries.ts";

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 900 };

for (const { locale, administrator, claimant, called, latitude } of [
  // Each some way from the others: those of alike names side by side would be duplicates.
  { locale: "nl", administrator: WIDE, claimant: NARROW, called: "Open Huis", latitude: 50.7958 },
  {
    locale: "fr",
    administrator: NARROW,
    claimant: WIDE,
    called: "Maison du Pont",
    latitude: 50.8158,
  },
  {
    locale: "en",
    administrator: NARROW,
    claimant: NARROW,
    called: "Village Desk",
    latitude: 50.8058,
  },
] as const)
  test(
    `a listed place is claimed, given, put on the map by keyboard, published and withdrawn (${locale})`,
    ONCE,
    async ({ page }, info) => {
      const t = translator(locale, "places");
      const desk = translator(locale, "desk");
      const spaces = translator(locale, "spaces");
      const { said } = MESSAGES[locale];
      const mark = `${locale}${markOf(info)}`;
      const name = `${called} ${mark}`;
      const source = `Stad ${mark}`;
      await page.setViewportSize(administrator);
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/spaces/import`);
      await page.getByLabel(t("import.source")).fill(source);
      await page.getByLabel(t("import.licence")).fill("CC0");
      await page.getByLabel(t("import.file")).setInputFiles({
        name: "plekken.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
          `id,nom,commune,code_postal,adresse,latitude,longitude,horaires\n1,${name},Menen,8930,Markt 1,${latitude},3.1217,Mo-Fr 09:00-17:00\n`,
        ),
      });
      await page.getByRole("button", { name: t("import.send") }).click();
      await page.getByLabel(t("import.publish")).check();
      await page.getByRole("button", { name: t("import.take") }).click();
      await expect(page.getByRole("status")).toContainText(/\b1\b/);

      // Whoever claims it.
      await page.setViewportSize(claimant);
      await page.context().clearCookies();
      await page.goto(`/${locale}/places?q=${encodeURIComponent(mark)}`);
      await expectSoundPage(page);
      await page.getByRole("link", { name }).first().click();
      await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
      await expect(page.getByText(t("page.noBooking"))).toBeVisible();
      await expect(page.getByText(`${source}, `)).toBeVisible();
      await expectSoundPage(page);
      await expect(page.getByRole("link", { name: t("page.signIn") })).toBeVisible();
      const place = new URL(page.url()).pathname;
      await signInAs(page, "manager", locale);
      const claim = async () => {
        await page.goto(place);
        await page.getByLabel(t("page.organisation")).fill("Stad Menen");
        await page.getByLabel(t("page.role")).fill("Directeur");
        await page.getByLabel(t("page.why")).fill(`Het is ons gebouw ${HOSTILE}`);
        await page.getByRole("button", { name: t("page.claim"), exact: true }).press("Enter");
        await expect(page.getByRole("status").first()).toHaveText(said.placeClaimed);
      };
      await claim();
      await page.getByRole("button", { name: t("page.withdraw") }).press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.placeClaimWithdrawn);
      await claim();
      await expectSoundPage(page);

      // Their own page has each with its state: what waits is taken back there as well.
      await page.goto(`/${locale}/me`);
      const own = page.getByRole("listitem").filter({ hasText: name });
      await expect(own.filter({ hasText: t("mine.states.withdrawn") })).toHaveCount(1);
      await own.getByRole("button", { name: t("mine.withdraw", { place: name }) }).press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.placeClaimWithdrawn);
      await expect(own.filter({ hasText: t("mine.states.withdrawn") })).toHaveCount(2);
      await expectSoundPage(page);
      await claim();

      await page.setViewportSize(administrator);
      await signInAs(page, "admin", locale);
      await page.goto(`/${locale}/admin/spaces`);
      await page.getByRole("link", { name: new RegExp(`^${t("claims.title")}`) }).click();
      const waiting = page.getByRole("listitem").filter({ hasText: name });
      // The oldest come first, so that this one may stand on a later page.
      const heading = page.getByRole("heading", { level: 1, name: t("claims.title") });
      await expect(heading).toBeVisible();
      for (let at = 2; (await waiting.count()) === 0 && at < 20; at += 1)
        await page.goto(`/${locale}/admin/spaces/claims?page=${at}`);
      await expect(waiting).toContainText("Directeur");
      await expect(waiting).toContainText(HOSTILE);
      await expectSoundPage(page);
      await waiting.getByRole("button", { name: t("claims.refuse"), exact: true }).click();
      await expect(waiting.getByText(t("answer_says_why"))).toBeVisible();
      await waiting.getByRole("button", { name: t("claims.accept") }).click();
      await expect(page.getByRole("status")).toHaveText(said.placeClaimAccepted);

      // Its manager, by keyboard alone.
      await page.setViewportSize(claimant);
      await signInAs(page, "manager", locale);
      const slug = `${name} menen`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      await page.goto(`/${locale}/me`);
      await page.getByRole("link", { name: t("mine.open", { place: name }) }).press("Enter");
      await expect(page).toHaveURL(new RegExp(`/desk/place\\?space=${slug}$`));
      const missing = page.getByRole("listitem").filter({ hasText: t("describe.points.point") });
      await expect(missing).toBeVisible();
      await expectSoundPage(page);
      const point = page.getByLabel(desk("places.position"));
      const save = page.getByRole("button", { name: desk("places.save"), exact: true });
      await point.fill("43.3, 5.4");
      await save.press("Enter");
      await expect(page.getByText(spaces("point_far_away"))).toBeVisible();
      await expect(point).toHaveValue("43.3, 5.4");
      await point.fill("50.6292, 3.0573");
      await save.press("Enter");
      await expect(page.getByText(spaces("point_outside_region"))).toBeVisible();
      await point.fill("50.7958, 3.1217");
      await page.getByRole("button", { name: desk("places.closer") }).press("Enter");
      const map = page.getByRole("group", { name: desk("places.moveMap") });
      await expect(map).toBeFocused();
      await page.keyboard.press("ArrowUp");
      await expect(point).not.toHaveValue("50.7958, 3.1217");
      await expect(point).toHaveValue(/^50\.79\d+, 3\.12\d+$/);
      await page
        .getByLabel(desk("places.precision"))
        .selectOption(desk("places.precisions.building"));
      await save.press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.placeChanged);
      await expect(missing).toHaveCount(0);
      await page.getByRole("button", { name: desk("places.publish") }).press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.placePublished);

      await page.context().clearCookies();
      await page.goto(place);
      await expect(page).toHaveURL(new RegExp(`/${locale}/spaces/${slug}$`));
      await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/place?space=${slug}`);
      await page.getByRole("button", { name: desk("places.unpublish") }).press("Enter");
      await expect(page.getByRole("status").first()).toHaveText(said.placeUnpublished);
      await page.context().clearCookies();
      await page.goto(place);
      await expect(page.getByText(t("page.becomes"))).toBeVisible();
    },
  );

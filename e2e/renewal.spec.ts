import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { expectSoundPage } from "./page-rules.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { markOf } from "./tries.ts";

/** Longer than the pause between two turns. */
const SLOW_MS = 3_000;

test(
  "a page that brings itself up to date does so on a slow line as well, one turn at a time, and what is pressed then is done",
  ONCE,
  async ({ page }, info) => {
    const t = translator("fr", "places");
    const mark = `lent${markOf(info)}`;
    const csv = [
      "id,nom,commune,code_postal,adresse,latitude,longitude,horaires",
      `1,Halte ${mark},Menen,8930,Markt 9,50.7858,3.1017,Mo-Fr 09:00-17:00`,
    ];
    await signInAs(page, "admin", "fr");
    await page.goto("/fr/admin/spaces/import");
    let onTheirWay = 0;
    let most = 0;
    await page.route("**/admin/spaces/import/*", async (route) => {
      if (!route.request().headers().rsc) return route.fallback();
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      await new Promise((done) => setTimeout(done, SLOW_MS));
      onTheirWay -= 1;
      // The page may be closed by then.
      await route.fallback().catch(() => {});
    });
    await page.getByLabel(t("import.source")).fill(`Ville ${mark}`);
    await page.getByLabel(t("import.licence")).fill("CC0");
    await page.getByLabel(t("import.file")).setInputFiles({
      name: "lieux.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv.join("\n")),
    });
    await page.getByRole("button", { name: t("import.send") }).click();
    const take = page.getByRole("button", { name: t("import.take") });
    await expect(take).toBeVisible({ timeout: 20_000 });
    await take.click();
    await expect(page.getByText(t("import.doneHint"))).toBeVisible({ timeout: 20_000 });
    await expect(take).toHaveCount(0);
    expect(most).toBe(1);
  },
);

test(
  "the sign at a door stays without a network, and says that it is of before",
  ONCE,
  async ({ page, context }) => {
    const slug = STAFFED_SPACE;
    const week = "start=2027-03-01T00:00:00Z&end=2027-03-08T00:00:00Z";
    const { rooms } = await (
      await page.request.get(`/api/v1/spaces/${slug}/events?${week}`)
    ).json();
    await page.clock.install();
    await page.goto(`/fr/spaces/${slug}/door/${rooms[0].id}`, { waitUntil: "networkidle" });
    const room = page.getByRole("heading", { level: 1 });
    const name = (await room.textContent()) ?? "";
    const before = page.getByText("Pas de réseau.");

    await context.setOffline(true);
    await page.clock.runFor(61_000);
    await expect(before).toBeVisible();
    await expect(room).toHaveText(name);
    await expectSoundPage(page);
    await context.setOffline(false);
    await page.clock.runFor(61_000);
    await expect(before).toHaveCount(0);

    // What stands before the server answers in its place.
    await page.route(`**/door/**`, (route) => route.fulfill({ status: 502, body: "Bad Gateway" }));
    await page.clock.runFor(61_000);
    await expect(before).toBeVisible();
    await expect(room).toHaveText(name);
    await page.unroute(`**/door/**`);
    await page.clock.runFor(61_000);
    await expect(before).toHaveCount(0);
  },
);

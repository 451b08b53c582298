import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { signInAs } from "./people.ts";
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

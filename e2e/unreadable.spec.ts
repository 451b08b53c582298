import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";

const TYPED = "zwemles";

test(
  "what an address asks of a list and nobody can read is said, and the list is shown without it",
  onlyOn(["phone"]),
  async ({ page }) => {
    const said = translator("nl", "common")("unread", { typed: TYPED });
    await signInAs(page, "manager", "nl");
    for (const address of [
      `sessions?topic=${TYPED}`,
      `practices?theme=${TYPED}&language=fr`,
      `places?country=${TYPED}`,
      `?audience=${TYPED}`,
      `desk/use?year=${TYPED}`,
      `desk/reports?year=${TYPED}`,
    ]) {
      await page.goto(`/nl/${address}`);
      await expect(page.getByRole("main").getByRole("alert")).toHaveText(said);
    }
    await page.goto("/nl/sessions?from=32-13&until=2026-12-31");
    const day = page.getByLabel(translator("nl", "sessions")("filter.from"), { exact: true });
    await expect(day).toHaveValue("32-13");
    await expect(day).toHaveAccessibleDescription(
      new RegExp(translator("nl", "common")("notADay").slice(0, 12)),
    );
    await expectSoundPage(page);
  },
);

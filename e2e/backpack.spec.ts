import { Buffer } from "node:buffer";
import { expect, test } from "@playwright/test";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { giveBadge } from "./badges.ts";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "a learner keeps a badge of elsewhere, shows a group of badges, and takes all along, in Dutch on a phone",
  onlyOn(["phone"]),
  async ({ page, browser }, run) => {
    const group = `Voor werk ${markOf(run)}`;
    const badge = giveBadge("left");
    await signInAs(page, "researcher", "nl");
    await page.goto("/nl/me/backpack");
    // One of the network that somebody else has is not theirs to keep.
    await page.getByLabel("Of plak de tekst").fill(giveBadge().json);
    await page.getByRole("button", { name: "Kijk na en bewaar" }).click();
    await expect(page.getByText(MESSAGES.nl.backpack.of_another)).toBeVisible();
    await page.getByLabel("Of plak de tekst").fill("");
    await page.getByLabel("Bestand").setInputFiles({
      name: "badge.png",
      mimeType: "image/png",
      buffer: Buffer.from(badge.png, "base64"),
    });
    await page.getByRole("button", { name: "Kijk na en bewaar" }).click();
    await expect(page.getByText(MESSAGES.nl.said.badgeKeptUnchecked)).toBeVisible();
    await expect(page.getByRole("heading", { name: "Réparer" }).first()).toBeVisible();
    await expect(page.getByText("hij is echt").first()).toBeVisible();

    await page.getByLabel("Of plak de tekst").fill(badge.json.replace("Réparer", "Diriger"));
    await page.getByRole("button", { name: "Kijk na en bewaar" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "We hebben het niet bewaard." }),
    ).toBeVisible();
    await expect(page.getByText("De badge zit in je rugzak.")).toBeHidden();

    await page.getByLabel("Naam van de groep").fill(group);
    await page.getByRole("button", { name: "Maak de groep" }).click();
    await expect(page.getByText("De groep is gemaakt.")).toBeVisible();
    const card = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: group }) });
    await card
      .getByLabel(/^Réparer/)
      .first()
      .check();
    await card.getByRole("button", { name: "Bewaar" }).click();
    await expect(page.getByText("Bewaard.", { exact: true })).toBeVisible();
    await card.getByLabel("Hoe lang werkt de link?").selectOption({ label: "Een week" });
    await card.getByRole("button", { name: "Maak een link" }).click();
    await expect(card.getByText("Dit is de link.")).toBeVisible();
    const link = (await card.locator("code").textContent()) ?? "";
    await expect(card.getByText(/^1 link is open, tot /)).toBeVisible();
    await expectSoundPage(page, "the backpack");

    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(link);
    await expect(visitor.getByRole("heading", { name: group })).toBeVisible();
    await expect(visitor.getByText("hij is echt")).toBeVisible();
    await expect(visitor.getByText(MESSAGES.nl.backpack.holder.shown.unknown)).toBeVisible();
    await expectSoundPage(visitor, "a group of badges that is shown");

    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Neem alles mee (zip)" }).click();
    expect((await download).suggestedFilename()).toBe("badges.zip");

    await page.goto("/nl/me/backpack");
    await card.getByRole("button", { name: /^Stop deze link/ }).click();
    await expect(page.getByText("Deze link opent niets meer.")).toBeVisible();
    await visitor.goto(link);
    await expect(
      visitor.getByRole("heading", { name: "Deze link opent niets meer" }),
    ).toBeVisible();
    await visitor.close();
  },
);

import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "somebody looks in Dutch, on a phone, who works in IT in Wallonia, and reads who says so",
  onlyOn(["phone"]),
  async ({ page }) => {
    await page.goto("/nl/badges");
    await page.getByRole("link", { name: "Bekijk wie er is" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Wie is wie" })).toBeVisible();
    await expect(page.getByRole("link", { name: "IT", exact: true })).toHaveAttribute(
      "aria-current",
      "true",
    );
    await expectSoundPage(page, "who is who");
    await page.getByRole("link", { name: "Wallonië" }).click();
    await expect(page).toHaveURL(/region=wallonie/);
    await expect(page.getByRole("link", { name: "Hangar K" })).toHaveCount(0);
    expect(
      await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length),
    ).toBeLessThanOrEqual(250);
    await page.getByRole("link", { name: "Kaart", exact: true }).click();
    await expect(page.getByRole("region", { name: /Kaart van groepen/ })).toBeVisible();
    await page.getByRole("link", { name: "Lijst", exact: true }).click();
    await page.getByRole("link", { name: "Picardie verte numérique" }).click();
    await expect(page.getByText("Verzonnen", { exact: true })).toBeVisible();
    await expect(page.getByText("Mesure ce que le numérique coûte à la planète.")).toHaveAttribute(
      "lang",
      "fr",
    );
    await expect(page.getByText("Nog niet in het Nederlands")).toBeVisible();
    await expect(page.getByText(/Gelezen op/)).toBeVisible();
    await expectSoundPage(page, "one of them");
  },
);

test(
  "a manager adds a group, mends it, and takes it off the list",
  onlyOn(["desktop"]),
  async ({ page }, info) => {
    const name = `Repair crew ${markOf(info)}`;
    await signInAs(page, "manager", "en");
    await page.goto("/en/admin/actors");
    await expectSoundPage(page, "groups and firms");
    await page.getByRole("link", { name: "Add one" }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Town or commune").fill("Menen");
    await page.getByLabel("Latitude and longitude").fill("3.12, 50.79");
    await page.getByLabel("Where did you read it?").fill("Their page");
    await page.getByRole("button", { name: "Add it" }).click();
    await expect(page.getByText("Choose one at least.").first()).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await page.getByRole("checkbox", { name: "Making" }).check();
    await page.getByRole("checkbox", { name: "Dutch" }).check();
    await page.getByLabel("Latitude and longitude").fill("50.79, 3.12");
    await page.getByRole("button", { name: "Add it" }).click();
    await expect(page.getByRole("status")).toHaveText("It is on the list now.");
    await expectSoundPage(page, "one to be changed");
    await page.getByLabel("In English").fill("Mends what is broken.");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toHaveText("Saved.");
    await page.getByRole("link", { name: "See it as visitors do" }).click();
    await expect(page.getByText("Mends what is broken.")).toBeVisible();
    const shown = page.url();
    await page.goBack();
    await page.getByRole("button", { name: "Do not show it any more" }).click();
    await expect(page.getByRole("status")).toHaveText("It is not shown any more.");
    expect((await page.goto(shown))?.status()).toBe(404);
  },
);

test(
  "who is who is narrowed by words, by what they are and by language",
  onlyOn(["desktop"]),
  async ({ page }) => {
    await page.goto("/en/community");
    await page.getByRole("link", { name: "More", exact: true }).click();
    await page.getByLabel("Name or town").fill("Courtrai");
    await page.getByLabel("Languages").selectOption("Dutch");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/q=Courtrai/);
    await expect(page.getByRole("link", { name: "Hangar K", exact: true })).toBeVisible();
    await expectSoundPage(page, "who is who, narrowed");
    await page.getByRole("link", { name: /Name or town: Courtrai/ }).click();
    await expect(page).not.toHaveURL(/q=/);
    await page.goto("/en/community?q=%3F%3F&language=xx");
    await expect(page.getByText("Nobody fits. Choose less.")).toBeVisible();
  },
);

import { Buffer } from "node:buffer";
import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { onlyOn } from "./runs.ts";
import { markOf } from "./tries.ts";

test(
  "a manager imports badges: all of a file or none, and an address inside is not asked for",
  onlyOn(["desktop"]),
  async ({ page }, info) => {
    const name = `Mending bikes ${markOf(info)}`;
    const badge = {
      type: "BadgeClass",
      id: `https://school.example/${encodeURIComponent(name)}`,
      name,
      issuer: { name: "A school" },
      alignment: [{ targetName: "Oiling chains" }],
    };
    const file = (...badges: unknown[]) => ({
      name: "badges.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(badges)),
    });
    await signInAs(page, "manager", "en");
    await page.goto("/en/admin/benchmark");
    await expectSoundPage(page, "badges of others, by staff");
    const send = page.getByRole("button", { name: "Import" });
    await page.getByLabel("Or a file").setInputFiles(file(badge, { ...badge, name: "" }));
    await send.click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(
      /none was.*Badge 2, name: It has no name/,
    );
    await page
      .getByLabel("Address or text of the badge")
      .fill("https://169.254.169.254/badge.json");
    await page.getByLabel("Or a file").setInputFiles([]);
    await send.click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(/leads inside a network/);
    await page.getByLabel("Address or text of the badge").fill("");
    await page.getByLabel("Or a file").setInputFiles(file(badge));
    await send.click();
    await expect(page.getByRole("status")).toHaveText("1 new, 0 changed, 0 as before.");
    await page.getByRole("link", { name }).click();
    await expect(page.getByLabel("Other skills it names")).toHaveValue("Oiling chains");
    await page.getByLabel("Hours").fill("some");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Write a whole number, or leave it empty.")).toBeVisible();
    await page.getByLabel("Hours").fill("12");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toHaveText("Saved.");
    await expectSoundPage(page, "a badge of others, by staff");
    await page.getByRole("link", { name: "See it as visitors do" }).click();
    await expect(page.getByText("Oiling chains")).toBeVisible();
    await expect(page.getByText("not known").first()).toBeVisible();
    await expectSoundPage(page, "a badge of others");
  },
);

test(
  "a visitor reads in French what is missing on the map of projects",
  onlyOn(["desktop"]),
  async ({ page }) => {
    await page.goto("/fr/badges");
    await page.getByRole("link", { name: "Comparer" }).click();
    await expectSoundPage(page, "badges of others");
    await page.getByRole("link", { name: "Ce qui manque" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Ce qui manque" })).toBeVisible();
    await page.getByRole("link", { name: "Mener des projets informatiques" }).click();
    await expect(page).toHaveURL(/map=it-project-management/);
    const plan = page.getByRole("row", { name: /^A2 / });
    await expect(plan).toContainText("Project Management Fundamentals");
    // Our own badges in the language of the reader.
    await expect(plan).toContainText("Planifier un projet");
    await expect(page.getByText("Pas de cours en Wallonie")).toBeVisible();
    await expect(
      page.getByRole("listitem").filter({ hasText: "se ressemblent à 100" }),
    ).toContainText("Leiesoft");
    expect(
      await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length),
    ).toBeLessThanOrEqual(250);
    await expectSoundPage(page, "gaps");
    const table = await page.request.get(
      "/api/v1/benchmark/matrix?map=it-project-management&form=csv",
    );
    expect(await table.text()).toContain("Leiesoft, offer");
  },
);

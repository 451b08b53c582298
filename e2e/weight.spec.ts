import { expect, test } from "@playwright/test";
import { ecoIndex } from "./ecoindex.ts";

const BUDGET = { ecoIndex: 83, dom: 250, requests: 20, kilobytes: 250 };

test.use({ viewport: { width: 1920, height: 1080 } });
for (const path of [
  "/nl",
  "/nl?day=2027-03-02&from=14:00&to=16:00&people=8",
  "/fr/spaces/hangar-k",
  "/en/sign-in",
]) {
  test(`${path} is light`, async ({ page }) => {
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    let requests = 0;
    let bytes = 0;
    network.on("Network.loadingFinished", ({ encodedDataLength }) => {
      requests += 1;
      bytes += encodedDataLength;
    });
    await page.goto(path, { waitUntil: "networkidle" });
    const dom = await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length);
    const kilobytes = bytes / 1024;
    const score = ecoIndex({ dom, requests, kilobytes });

    process.stdout.write(
      `${path}: DOM ${dom}, ${requests} requests, ${kilobytes.toFixed(0)} KB, EcoIndex ${score.toFixed(1)}\n`,
    );
    expect(score).toBeGreaterThanOrEqual(BUDGET.ecoIndex);
    expect(dom).toBeLessThanOrEqual(BUDGET.dom);
    expect(requests).toBeLessThanOrEqual(BUDGET.requests);
    expect(kilobytes).toBeLessThanOrEqual(BUDGET.kilobytes);
  });
}

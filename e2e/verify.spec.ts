import { Buffer } from "node:buffer";
import { expect, test } from "@playwright/test";
import { toBuffer } from "qrcode";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { giveBadge } from "./badges.ts";
import { showToCamera } from "./camera.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, signInAs } from "./people.ts";
import { ONCE, onlyOn, walkedBy } from "./runs.ts";

const png = (base64: string, change = (bytes: Buffer) => bytes) => ({
  name: "badge.png",
  mimeType: "image/png",
  buffer: change(Buffer.from(base64, "base64")),
});

for (const locale of LANGUAGES)
  test(
    `a recruiter verifies the picture of a badge, one that was tampered with, and one that was withdrawn (${locale})`,
    walkedBy(locale, "fr phone"),
    async ({ page }) => {
      const { verify: t } = MESSAGES[locale].credentials;
      const badge = giveBadge();
      await page.goto(`/${locale}/verify`);
      await expectSoundPage(page, "verify, empty");
      const large = { name: "film.png", mimeType: "image/png", buffer: Buffer.alloc(20_000_000) };
      const file = page.getByLabel(t.file);
      await file.setInputFiles(large);
      await page.getByRole("button", { name: t.check }).press("Enter");
      expect(await file.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe(
        translator(locale, "common")("too_large", { megabytes: 4 }),
      );
      await page.getByLabel(t.file).setInputFiles(png(badge.png));
      await page.getByRole("button", { name: t.check }).press("Enter");
      await expect(page.getByRole("heading", { name: t.verdict.genuine })).toBeVisible();
      await expect(page.getByRole("status")).toContainText(/Réparer, .* Trivium/);
      // On a phone it stands below what was pressed: the focus goes to it, and the screen with it.
      await expect(page.getByRole("status")).toBeFocused();
      await expect(page.getByRole("heading", { name: t.verdict.genuine })).toBeInViewport();
      await expect(page.getByText(t.found.proof).first()).toBeVisible();
      await expectSoundPage(page, "verify, genuine");

      const tampered = badge.json.replace("Réparer", "Diriger");
      await page.getByLabel(t.address).fill(tampered);
      await page.getByRole("button", { name: t.check }).press("Enter");
      await expect(page.getByRole("heading", { name: t.verdict.refused })).toBeVisible();
      await expect(page.getByText(t.found.proof_wrong).first()).toBeVisible();
      await expect(page.getByRole("status")).toBeFocused();
      await expect(page.getByRole("heading", { name: t.verdict.refused })).toBeInViewport();
      await expectSoundPage(page, "verify, changed");

      await page.goto(`/${locale}/verify`);
      await page.getByLabel(t.file).setInputFiles(png(giveBadge("withdrawn").png));
      await page.getByRole("button", { name: t.check }).press("Enter");
      await expect(page.getByRole("heading", { name: t.verdict.withdrawn })).toBeVisible();
      await expectSoundPage(page, "verify, withdrawn");
    },
  );

test.describe("without JavaScript", onlyOn(["desktop"]), () => {
  test.use({ javaScriptEnabled: false });

  test("a recruiter verifies a badge that was withdrawn, in Dutch, by its link and by its file", async ({
    page,
  }) => {
    const badge = giveBadge("withdrawn");
    await page.goto("/nl/verify");
    await page.getByLabel("Adres of tekst van de badge").fill(badge.link);
    await page.getByRole("button", { name: "Kijk na" }).click();
    await expect(page.getByRole("heading", { name: "Deze badge is ingetrokken" })).toBeVisible();
    await expect(page.getByText("De lijst zegt dat hij ingetrokken is.").first()).toBeVisible();
    await page.goto("/nl/verify");
    await page.getByLabel("Of een bestand").setInputFiles(png(badge.png));
    await page.getByRole("button", { name: "Kijk na" }).click();
    await expect(page.getByRole("heading", { name: "Deze badge is ingetrokken" })).toBeVisible();
    await page.goto("/nl/verify");
    const large = { name: "film.png", mimeType: "image/png", buffer: Buffer.alloc(20_000_000) };
    await page.getByLabel("Of een bestand").setInputFiles(large);
    const answer = page.waitForResponse((one) => one.request().method() === "POST");
    await page.getByRole("button", { name: "Kijk na" }).click();
    expect((await answer).status()).toBe(413);
    await expect(page.getByText(/minder dan 4 MB/)).toBeVisible();
    await page.getByRole("link", { name: MESSAGES.nl.common.errors.again }).click();
    await expect(page.getByLabel("Of een bestand")).toBeVisible();
  });

  test("a learner ends the links of a badge, in French", async ({ page }) => {
    const badge = giveBadge();
    await signInAs(page, "learner", "fr");
    // By the link that is ended, as others see it.
    await page.goto(badge.link.replace("/badges/", "/fr/badges/awarded/"));
    const onwards = page.getByRole("link", { name: MESSAGES.fr.credentials.badge.verify });
    await expect(onwards).toBeVisible();
    await page.getByRole("button", { name: "Faire un lien" }).click();
    await expect(page.locator(".made-link code")).toBeVisible();
    await page.getByRole("button", { name: "Arrêter tous les liens" }).click();
    await expect(page.getByText(MESSAGES.fr.credentials.badge.private)).toBeVisible();
    await expect(page.locator(".made-link code")).toBeHidden();
    await expect(onwards).toBeHidden();
  });
});

for (const locale of LANGUAGES)
  test(
    `a recruiter holds the QR code of a badge before the camera, and hands in a photo of it (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page }) => {
      const { verify: t } = MESSAGES[locale].credentials;
      const { link } = giveBadge();
      const code = await toBuffer(link, { width: 400 });
      await page.addInitScript(showToCamera, `data:image/png;base64,${code.toString("base64")}`);
      await page.goto(`/${locale}/verify`);
      await page.getByRole("button", { name: t.camera }).press("Enter");
      await expect(page.getByRole("heading", { name: t.verdict.genuine })).toBeVisible();
      await expect(page.getByLabel(t.address)).toHaveValue(link);
      await expectSoundPage(page, "verify, by the camera");

      await page.goto(`/${locale}/verify`);
      const photo = { name: "photo.png", mimeType: "image/png", buffer: code };
      await page.getByLabel(t.file).setInputFiles(photo);
      await page.getByRole("button", { name: t.check }).press("Enter");
      await expect(page.getByRole("heading", { name: t.verdict.genuine })).toBeVisible();
      await expect(page.getByText(t.found.qr).first()).toBeAttached();
    },
  );

test("a learner shows a badge to others, and ends it", ONCE, async ({ page, browser }) => {
  const badge = giveBadge();
  await signInAs(page, "learner", "en");
  await page.goto(`/en/badges/awarded/${badge.id}`);
  await expect(page.getByRole("heading", { name: "Réparer" })).toBeVisible();
  await expectSoundPage(page, "a badge of one's own");
  await page.getByRole("button", { name: "Make a link" }).click();
  const made = page.locator(".made-link code");
  const link = (await made.textContent()) ?? "";

  const visitor = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const shown = await visitor.goto(link);
  expect(shown?.url()).toContain(`/en/badges/awarded/${badge.id}?key=`);
  await expect(visitor.getByRole("heading", { name: "Réparer" })).toBeVisible();
  await expect(visitor.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await visitor.getByRole("link", { name: "Check this badge" }).click();
  await visitor.getByRole("button", { name: "Check" }).click();
  await expect(visitor.getByRole("heading", { name: "This badge is genuine" })).toBeVisible();
  const answer = await visitor.request.get(link, { headers: { accept: "application/vc+ld+json" } });
  expect(await answer.json()).toMatchObject({
    name: "Réparer",
    proof: [{ cryptosuite: "eddsa-rdfc-2022" }],
  });

  // There is another link: the newest alone is ended, and what led to it is gone at once.
  await expect(page.getByText("2 links show this badge.")).toBeVisible();
  await page
    .getByRole("button", { name: /^End this link/ })
    .first()
    .click();
  const said = page.getByText(MESSAGES.en.said.linkEnded);
  await expect(said).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(said).toBeHidden();
  await expect(page.getByRole("heading", { name: "Réparer" })).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  await expect(page.getByText("1 link shows this badge.")).toBeVisible();
  await expect(made).toBeHidden();
  await expect(page.getByRole("link", { name: "Take it along with a QR code (PDF)" })).toBeHidden();
  expect((await visitor.goto(link))?.status()).toBe(404);
  expect((await visitor.request.get(badge.link)).status()).toBe(200);

  await page.getByRole("button", { name: "Make a link" }).click();
  await expect(made).toBeVisible();
  await page.getByRole("button", { name: "End all links" }).click();
  await expect(page.getByText(MESSAGES.en.credentials.badge.private)).toBeVisible();
  await expect(made).toBeHidden();
  expect((await visitor.goto(badge.link))?.status()).toBe(404);
  await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
  await expectSoundPage(visitor, "a badge that is shown no more");
});

test("programs find the issuer, its keys and the status list", ONCE, async ({ request }) => {
  const { json } = giveBadge();
  const { issuer, credentialStatus, proof } = JSON.parse(json);
  const did = await (await request.get("/.well-known/did.json")).json();
  expect(did.id).toBe(issuer.id);
  expect(did.assertionMethod).toContain(proof[0].verificationMethod);
  const list = await request.get(credentialStatus.statusListCredential);
  expect(list.headers()).toMatchObject({
    "content-type": expect.stringContaining("application/vc+ld+json"),
    "access-control-allow-origin": "*",
  });
  expect((await (await request.get("/.well-known/jwks.json")).json()).keys).toHaveLength(2);
  expect(await (await request.get("/issuers/network")).json()).toMatchObject({
    id: issuer.id,
    type: ["Profile"],
  });
  const checked = await request.post("/api/v1/verify", {
    data: { badge: json },
    headers: { "accept-language": "nl" },
  });
  expect(await checked.json()).toMatchObject({
    verdict: "genuine",
    sentence: "Deze badge is echt",
  });
  const file = {
    file: { name: "x.json", mimeType: "application/json", buffer: Buffer.from(json) },
  };
  expect(await (await request.post("/api/v1/verify", { multipart: file })).json()).toMatchObject({
    verdict: "genuine",
  });
  const large = {
    file: { name: "x.png", mimeType: "image/png", buffer: Buffer.alloc(20_000_000) },
  };
  expect((await request.post("/api/v1/verify", { multipart: large })).status()).toBe(413);
});

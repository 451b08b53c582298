import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { expectSoundPage } from "./page-rules.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { tryOf } from "./tries.ts";

/** What a photo shows, as its manager says it. */
const saysOf = (number: number) => ({
  nl: `Een rode zaal ${number}`,
  fr: `Une salle rouge ${number}`,
  en: `A red room ${number}`,
});
const SAYS = saysOf(0);

const photo = (background: string) =>
  sharp({ create: { width: 800, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer();

/** Fills the form for another photo. */
async function describePhoto(page: Page, buffer: Buffer, says = SAYS) {
  const file = { name: "photo.jpg", mimeType: "image/jpeg", buffer };
  await page.getByLabel("A photo").setInputFiles(file);
  await page.getByLabel("In Dutch").fill(says.nl);
  await page.getByLabel("In French").fill(says.fr);
  await page.getByLabel("In English").fill(says.en);
}

const add = (page: Page) => page.getByRole("button", { name: "Add the photo" }).click();

/** The page of the first room of the place that the manager keeps from the start; its address. */
async function openRoom(page: Page) {
  await signInAs(page, "manager", "en");
  await page.goto("/en/desk/rooms");
  await page.locator(`.card a[href*="space=${STAFFED_SPACE}&id="]`).first().click();
  await expect(page.getByRole("heading", { name: "Photos" })).toBeVisible();
  return new URL(page.url()).searchParams.get("space");
}

test(
  "a manager adds a photo, visitors see it and what it shows in their language, and it goes away",
  ONCE,
  async ({ page, browser }, info) => {
    const says = saysOf(tryOf(info));
    const space = await openRoom(page);
    await expectSoundPage(page, "photos of a room");
    await describePhoto(page, await photo("#b33"), says);
    await add(page);
    await expect(page.getByRole("status")).toHaveText("The photo is there.");

    const visitor = await (await browser.newContext()).newPage();
    for (const locale of ["nl", "fr", "en"] as const) {
      await visitor.goto(`/${locale}/spaces/${space}`);
      const named = visitor
        .getByRole("img", { name: says[locale] })
        .or(visitor.getByTitle(says[locale]));
      await expect(named.first()).toBeAttached();
    }
    const { rooms } = await (await visitor.request.get(`/api/v1/spaces/${space}`)).json();
    const { url } = rooms
      .flatMap(({ photos }: { photos: { url: string; alt: { en: string } }[] }) => photos)
      .find(({ alt }: { alt: { en: string } }) => alt.en === says.en);
    const answer = await visitor.request.get(new URL(url).pathname);
    expect(answer.headers()).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect((await sharp(await answer.body()).metadata()).exif).toBeUndefined();

    const card = page.getByRole("listitem").filter({ hasText: says.en });
    await card.getByRole("button", { name: "Remove this photo" }).click();
    await expect(card).toHaveCount(0);
    expect((await visitor.request.get(new URL(url).pathname)).status()).toBe(404);
  },
);

test("what is no photo is refused, and what was typed is kept", ONCE, async ({ page }) => {
  test.slow(); // the browser is handed 20 MB
  await openRoom(page);
  await describePhoto(page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await add(page);
  await expect(page.locator("main").getByRole("alert")).toHaveText(/not a photo we can read/);
  await expect(page.getByLabel("In French")).toHaveValue(SAYS.fr);

  // Named before it is sent: the page stays.
  const heavy = Buffer.concat([await photo("#3b3"), Buffer.alloc(20_000_000)]);
  await describePhoto(page, heavy);
  await add(page);
  await expect(page.getByLabel("A photo")).toHaveJSProperty(
    "validationMessage",
    "This photo is too large. Choose one of 5 MB at most.",
  );
});

test(
  "whoever is signed out when they send a photo signs in, and finds what they typed",
  ONCE,
  async ({ page }) => {
    await openRoom(page);
    const room = new URL(page.url()).searchParams.get("id");
    await describePhoto(page, await photo("#b3b"));
    await page.context().clearCookies();
    await add(page);
    await page.getByRole("button", { name: "Place manager", exact: true }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(/Choose the file again/);
    expect(new URL(page.url()).searchParams.get("id")).toBe(room);
    await expect(page.getByLabel("In Dutch")).toHaveValue(SAYS.nl);
    await expect(page.getByLabel("In French")).toHaveValue(SAYS.fr);
    await expect(page.getByLabel("In English")).toHaveValue(SAYS.en);
  },
);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a photo of 20 MB is refused in words", ONCE, async ({ page }) => {
    test.slow(); // and sends it
    await openRoom(page);
    await describePhoto(page, Buffer.concat([await photo("#33b"), Buffer.alloc(20_000_000)]));
    await add(page);
    await expect(page.locator("main").getByRole("alert")).toHaveText(/too much at once/);
  });
});

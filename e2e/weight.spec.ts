import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import sharp from "sharp";
import { ownerUrl } from "./database.ts";
import { ecoIndex } from "./ecoindex.ts";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

const BUDGET = {
  ecoIndex: 83,
  dom: 250,
  requests: 20,
  kilobytes: 250,
  script: 160,
  drawnMap: 25,
  map: 70,
  calendar: 60,
};

test.use({ viewport: { width: 1920, height: 1080 } });

/** Loads a page as a first visitor does, and says what it weighs. */
async function weigh(page: Page, path: string, settle?: () => Promise<void>) {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let requests = 0;
  let bytes = 0;
  let scriptBytes = 0;
  const scripts = new Set<string>();
  network.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await settle?.();
  const dom = await page.evaluate(() => document.querySelectorAll("*:not(svg *)").length);
  const kilobytes = bytes / 1024;
  const script = scriptBytes / 1024;
  const score = ecoIndex({ dom, requests, kilobytes });
  process.stdout.write(
    `${path}: DOM ${dom}, ${requests} requests, ${kilobytes.toFixed(0)} KB (${script.toFixed(0)} of script), EcoIndex ${score.toFixed(1)}\n`,
  );
  return { score, dom, requests, kilobytes, script };
}

function expectLight(weight: Awaited<ReturnType<typeof weigh>>, mostElements = BUDGET.dom): void {
  expect.soft(weight.score).toBeGreaterThanOrEqual(BUDGET.ecoIndex);
  expect.soft(weight.dom).toBeLessThanOrEqual(mostElements);
  expect.soft(weight.requests).toBeLessThanOrEqual(BUDGET.requests);
  expect.soft(weight.kilobytes).toBeLessThanOrEqual(BUDGET.kilobytes);
  // A page without any would pass as well: the frame of each has some.
  expect.soft(weight.script).toBeGreaterThan(0);
  expect.soft(weight.script).toBeLessThanOrEqual(BUDGET.script);
}

/** Elements of a space with five rooms, sessions, busy hours and a photo of each room. */
const FULL_SPACE = 262;
/** Elements of a sheet of 72 places: two for each, and one for each of their towns. */
const SHEET = 270;
/** Elements of two plans of a room: all that stands in each is a list as well. */
const PLANS = 258;
const COMPARED = ["de-keukentafel", "la-classe-au-jardin", "childcare-next-door"];

for (const path of [
  "/nl",
  "/nl?day=2027-03-02&from=14:00&to=16:00&people=8",
  "/fr/spaces/hangar-k",
  "/fr/book",
  "/nl/book/where?people=8&hours=2&need=projector",
  "/fr/book/when?people=8&hours=2&need=projector&space=hangar-k",
  "/en/sessions",
  "/fr/sessions?language=fr&free=yes",
  "/nl/places",
  "/nl/practices",
  "/fr/practices",
  "/fr/practices/de-keukentafel",
  `/nl/practices/compare?${COMPARED.map((slug) => `with=${slug}`).join("&")}`,
  "/en/sign-in",
  "/fr/verify",
  "/nl/badges",
  "/fr/network",
  "/embed/nl/map",
  "/nl/embed",
  "/nl/community",
  "/en/community/euratechnologies-lille",
  "/fr/community/hangar-k-kortrijk",
  "/fr/prototypes",
  "/nl/prototypes/un-coin-pour-s-entraider",
  "/nl/journals",
  "/nl/journals/van-een-vraag-tot-een-open-deur",
  "/fr/journals/van-een-vraag-tot-een-open-deur?phase=need",
  "/en/journals/van-een-vraag-tot-een-open-deur/guide",
]) {
  test(`${path} is light`, ONCE, async ({ page }) => {
    expectLight(await weigh(page, path));
  });
}

for (const path of ["/nl/me", "/fr/me/badges", "/en/me/data", "/nl/me/account", "/fr/me/calendars"])
  test(`${path} of a learner is light`, ONCE, async ({ page }) => {
    await signInAs(page, "learner", "nl");
    const { score, requests, kilobytes, script } = await weigh(page, path);
    expect(score).toBeGreaterThanOrEqual(BUDGET.ecoIndex);
    expect(requests).toBeLessThanOrEqual(BUDGET.requests);
    expect(kilobytes).toBeLessThanOrEqual(BUDGET.kilobytes);
    expect(script).toBeLessThanOrEqual(BUDGET.script);
  });

for (const slug of ["bibliotheek-ieper", "bibliotheek-langemark-poelkapelle"])
  test(`${slug} is light, with all that a space can have`, ONCE, async ({ page }) => {
    expectLight(await weigh(page, `/fr/spaces/${slug}`), FULL_SPACE);
  });

test("the sheet to hang up is light, with each place on it", ONCE, async ({ page }) => {
  expectLight(await weigh(page, "/nl/print"), SHEET);
});

test("a prototype is light, with all that stands in its plans", ONCE, async ({ page }) => {
  expectLight(await weigh(page, "/fr/prototypes/eilanden-in-plaats-van-rijen"), PLANS);
});

test("a place of another source is light", ONCE, async ({ page }) => {
  const list = await (await page.request.get("/nl/places")).text();
  const [address = ""] = list.match(/\/nl\/places\/[0-9a-f-]{36}/) ?? [];
  expectLight(await weigh(page, address));
});

test(
  "a full page of places of another source is light, with the map of all of them",
  ONCE,
  async ({ page }) => {
    // One from the middle, which leads both ways.
    await withManyPlaces(async () => expectLight(await weigh(page, "/nl/places?page=2")));
  },
);

/** Places like one of another source, all over the map, for as long as somebody looks. */
async function withManyPlaces(look: () => Promise<void>): Promise<void> {
  const client = new pg.Client(ownerUrl());
  await client.connect();
  try {
    await client.query(
      `insert into listed_place
         (source, source_id, licence, name, city, country, lat, lon, cell, search, record, published)
       select 'Weight', number::text, licence, 'Weight ' || number, city, country,
         50.3 + (number % 20) * 0.04, 2.6 + (number / 20) * 0.06, cell, 'weight ' || search, record, true
       from generate_series(1, 400) number,
         lateral (select * from listed_place where published order by id limit 1) place`,
    );
    await look();
  } finally {
    await client.query("delete from listed_place where source = 'Weight'");
    await client.end();
  }
}

test("a space of twenty rooms with their photos is light", ONCE, async ({ page }) => {
  await withManyRooms("hangar-k", async () => {
    expectLight(await weigh(page, "/nl/spaces/hangar-k"));
    await page.getByRole("link", { name: /^Toon alle \d+ ruimtes$/ }).press("Enter");
    await expect(page.getByRole("heading", { level: 3, name: /^Weight 20/ })).toBeVisible();
  });
});

/** Rooms like the first of a space, each with its photo, for as long as somebody looks. */
async function withManyRooms(slug: string, look: () => Promise<void>): Promise<void> {
  const client = new pg.Client(ownerUrl());
  await client.connect();
  try {
    await client.query(
      `with room as (
         select resource.* from resource join space on space.id = resource.space_id
         where space.slug = $1 and resource.kind = 'room' order by resource.capacity limit 1
       ), made as (
         insert into resource (space_id, kind, name, capacity, features)
         select space_id, kind, 'Weight ' || number, capacity, features
         from room, generate_series(1, 20) number returning id, space_id
       )
       insert into photo (space_id, resource_id, alt, small, medium, large, width, height)
       select made.space_id, made.id, alt, small, medium, large, width, height
       from made, lateral (select photo.* from photo where photo.space_id = made.space_id limit 1) photo`,
      [slug],
    );
    await look();
  } finally {
    await client.query("delete from resource where name like 'Weight %'");
    await client.end();
  }
}

test(
  "a space is light under the heaviest photo that a manager can send",
  ONCE,
  async ({ page, browser, baseURL }) => {
    test.slow();
    const manager = await browser.newPage();
    await signInAs(manager, "manager", "nl");
    const headers = { origin: baseURL ?? "" };
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const photo = sharp({
      create: { width: 2400, height: 1800, channels: 3, background: "#888", noise },
    });
    const answer = await manager.request.post(`/api/v1/spaces/${STAFFED_SPACE}/photos`, {
      headers,
      multipart: {
        nl: "Ruis",
        fr: "Du bruit",
        en: "Noise",
        photo: {
          name: "noise.jpg",
          mimeType: "image/jpeg",
          buffer: await photo.jpeg({ quality: 85 }).toBuffer(),
        },
      },
    });
    expect(answer.status()).toBe(201);
    const address = `/api/v1/photos/${(await answer.json()).id}`;
    try {
      // By itself it is too heavy for a page.
      const large = await page.request.get(address);
      expect((await large.body()).byteLength).toBeGreaterThan(BUDGET.kilobytes * 1024);
      const weight = await weigh(page, `/nl/spaces/${STAFFED_SPACE}`);
      await expect(page.locator(`img[src^="${address}"]`)).toBeVisible();
      expect(weight.kilobytes).toBeLessThanOrEqual(BUDGET.kilobytes);
      expect(weight.requests).toBeLessThanOrEqual(BUDGET.requests);
    } finally {
      await manager.request.delete(address, { headers });
      await manager.close();
    }
  },
);

test("a session's page is light", ONCE, async ({ page }) => {
  const { items } = await (await page.request.get("/api/v1/sessions")).json();
  const { score, dom, script } = await weigh(page, `/fr/sessions/${items[0].id}`);
  expect(score).toBeGreaterThanOrEqual(BUDGET.ecoIndex);
  expect(dom).toBeLessThanOrEqual(BUDGET.dom);
  expect(script).toBeLessThanOrEqual(BUDGET.script);
});

test("the drawn map is light, and asks for nothing", ONCE, async ({ page }) => {
  await page.goto("/nl");
  const map = await page.locator(".geo").evaluate((drawing) => drawing.outerHTML);
  const kilobytes = gzipSync(map).length / 1024;
  process.stdout.write(
    `/nl: drawn map ${(map.length / 1024).toFixed(1)} KB, ${kilobytes.toFixed(1)} KB compressed\n`,
  );
  expect(kilobytes).toBeLessThanOrEqual(BUDGET.drawnMap);
  expect(map).not.toMatch(/<image|url\(http/);
});

test("the map is light enough, once somebody wants it", ONCE, async ({ page }) => {
  const { score } = await weigh(page, "/en", async () => {
    await page.getByRole("button", { name: "Closer" }).click();
    await page.locator('.live[data-state="drawn"]').waitFor();
  });
  expect(score).toBeGreaterThanOrEqual(BUDGET.map);
});

test("the staff calendar is light enough", ONCE, async ({ page }) => {
  await signInAs(page, "facilitator", "en");
  const { score } = await weigh(page, "/en/desk/calendar");
  expect(score).toBeGreaterThanOrEqual(BUDGET.calendar);
});

import { expect, type Page, test } from "@playwright/test";
import { withDatabase } from "./database.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy, walkedOn } from "./runs.ts";

const WORDS = {
  nl: {
    look: "Kijk wie het raakt",
    reason: "Waarom (mensen lezen dit)",
    close: "Sluit deze ruimtes",
    reopen: "Open weer",
    none: "Niets is gesloten. Sluit hierboven een ruimte.",
    to: "Tot",
    people: "Mensen",
    saveChange: "Bewaar de verandering",
    open: /Nu open/,
    closed: /Gesloten tot/,
    holds: "Hoeveel mensen erin kunnen",
    save: "Bewaar",
    decide: "Reservaties die niet meer passen",
    stay: "Ze blijven. Ik praat met de mensen.",
    unfit: "Past niet meer",
    saved: "Bewaard.",
  },
  fr: {
    look: "Voir qui est concerné",
    reason: "Pourquoi (les gens le lisent)",
    close: "Fermer ces salles",
    reopen: "Rouvrir",
    none: "Rien n’est fermé. Fermez une salle ci-dessus.",
    to: "À",
    people: "Personnes",
    saveChange: "Garder ce changement",
    open: /Ouvert/,
    closed: /Fermé jusqu’/,
    holds: "Personnes qui y entrent",
    save: "Enregistrer",
    decide: "Réservations qui ne conviennent plus",
    stay: "Les garder. Je préviens les personnes.",
    unfit: "Ne convient plus",
    saved: "Enregistré.",
  },
  en: {
    look: "See whom it concerns",
    reason: "Why (people read this)",
    close: "Close these rooms",
    reopen: "Open again",
    none: "Nothing is closed. Close a room above.",
    to: "Until",
    people: "People",
    saveChange: "Save the change",
    open: /Open now/,
    closed: /Closed until/,
    holds: "How many people fit",
    save: "Save",
    decide: "Bookings that no longer fit",
    stay: "They stay. I talk to their people.",
    unfit: "No longer fits",
    saved: "Saved.",
  },
} as const;

/**
 * A place of its own, far from the others, that never closes; the manager of the demonstration runs
 * it.
 */
async function placeOfItsOwn(name: string) {
  return withDatabase(async (sql) => {
    const slug = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`;
    const { rows } = await sql.query<{ id: string }>(
      `insert into space (slug, name, kind, country, region, language, city, lat, lon, precision, time_zone, opening_hours, source, licence)
       values ($1, $2, 'library', 'BE', 'vlaanderen', 'nl', 'Oostende', 51.23, 2.92, 'building', 'Europe/Brussels', '24/7', 'invented', 'CC0-1.0')
       returning id`,
      [slug, `Zz ${slug}`],
    );
    const id = rows[0]?.id;
    const room = await sql.query<{ id: string }>(
      `insert into resource (space_id, kind, name, capacity, horizon_days) values ($1, 'room', 'Atelier', 9, 366) returning id`,
      [id],
    );
    await sql.query(
      `insert into opening (space_id, during) values ($1, tstzrange(now() - interval '1 day', now() + interval '900 days'))`,
      [id],
    );
    await sql.query(
      `insert into role_assignment (person_id, role, space_id) select id, 'manager', $1 from person where email = 'manager@trivium.test'`,
      [id],
    );
    return { slug, roomId: room.rows[0]?.id ?? "" };
  });
}

async function book(page: Page, baseURL: string | undefined, input: object): Promise<string> {
  const answer = await page.request.post("/api/v1/bookings", {
    data: { people: 4, equipment: [], purpose: "", ...input },
    headers: { origin: baseURL ?? "", "idempotency-key": crypto.randomUUID() },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

async function picture(page: Page, name: string) {
  const folder = process.env.E2E_PICTURES;
  const width = page.viewportSize()?.width;
  if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
}

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `whoever looks for a place sees that a closure shuts it, why and until when (${locale})`,
    walkedBy(locale, "en desktop"),
    async ({ page, browser, request }) => {
      const { slug } = await placeOfItsOwn("Shut");
      const seen = await browser.newContext({ viewport: page.viewportSize() });
      const visitor = await seen.newPage();
      const isOpen = async () =>
        (await (await request.get(`/api/v1/spaces/${slug}/spaceapi.json`)).json()).state;
      await visitor.goto(`/${locale}/spaces/${slug}`);
      await expect(visitor.locator(".nowbox").getByText(words.open)).toBeVisible();
      expect(await isOpen()).toMatchObject({ open: true });

      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/closures?space=${slug}`);
      await page.getByLabel(words.reason).fill("Waterschade / dégât des eaux");
      await page.getByRole("button", { name: words.look }).click();
      await page.getByRole("button", { name: words.close, exact: true }).click();
      await expect(page.getByRole("button", { name: words.reopen })).toBeVisible();

      await visitor.reload();
      await expect(visitor.getByText(words.closed).first()).toBeVisible();
      await expect(visitor.getByText("Waterschade / dégât des eaux").first()).toBeVisible();
      await expect(visitor.locator(".nowbox").getByText(words.open)).toHaveCount(0);
      await expectSoundPage(visitor);
      await picture(visitor, `closed-${locale}`);
      await visitor.goto(`/${locale}?q=${slug}`);
      await expect(visitor.getByText(words.closed).first()).toBeVisible();
      expect(await isOpen()).toMatchObject({
        open: false,
        message: "Waterschade / dégât des eaux",
      });
      const now = encodeURIComponent(new Date().toISOString());
      const { items } = await (await request.get(`/api/v1/spaces?q=${slug}&open_at=${now}`)).json();
      expect(items).toEqual([]);

      await page.getByRole("button", { name: words.reopen }).click();
      await expect(page.getByText(words.none)).toBeVisible();
      await visitor.goto(`/${locale}/spaces/${slug}`);
      await expect(visitor.locator(".nowbox").getByText(words.open)).toBeVisible();
      await seen.close();
    },
  );

  test(
    `a room that shall take fewer people shows whom it concerns (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page, baseURL }) => {
      const { slug, roomId } = await placeOfItsOwn("Small");
      await signInAs(page, "manager", locale);
      const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
      const id = await book(page, baseURL, {
        roomId,
        start: `${day}T10:00:00Z`,
        end: `${day}T11:00:00Z`,
        people: 8,
      });
      await page.goto(`/${locale}/desk/rooms/edit?space=${slug}&id=${roomId}`);
      await page.getByLabel(words.holds).fill("5");
      await page.getByRole("button", { name: words.save, exact: true }).click();
      await expect(page.getByRole("heading", { name: words.decide })).toBeVisible();
      await expect(page.getByLabel(words.holds)).toHaveValue("5");
      await expect(page.locator(`a[href$="/me/bookings/${id}"]`)).toBeVisible();
      await expectSoundPage(page);
      await picture(page, `decide-${locale}`);
      await page.getByRole("radio", { name: words.stay }).check();
      await page.getByRole("button", { name: words.save, exact: true }).click();
      await expect(page.getByText(words.saved)).toBeVisible();
      await expect(page.getByRole("heading", { name: words.unfit })).toBeVisible();
      await expect(page.locator(`a[href$="/me/bookings/${id}"]`)).toBeVisible();
      await expectSoundPage(page);
      await picture(page, `unfit-${locale}`);
    },
  );
}

const NIGHTS: [Language, string, string, string][] = [
  ["nl", "the clocks go forward", "2027-03-28T01:00:00+01:00", "2027-03-28T04:00:00+02:00"],
  ["fr", "the clocks go back", "2027-10-31T01:00:00+02:00", "2027-10-31T04:00:00+01:00"],
  [
    "en",
    "it passes midnight before they go forward",
    "2027-03-27T23:00:00+01:00",
    "2027-03-28T04:00:00+02:00",
  ],
];

for (const [locale, what, start, end] of NIGHTS)
  test(
    `a booking in the night keeps the end that the clock shows when ${what}`,
    walkedOn("phone"),
    async ({ page, baseURL }) => {
      const words = WORDS[locale];
      const { roomId } = await placeOfItsOwn("Night");
      await signInAs(page, "learner", locale);
      const id = await book(page, baseURL, { roomId, start, end });
      await page.goto(`/${locale}/me/bookings/${id}/change`);
      await expect(page.getByLabel(words.to, { exact: true })).toHaveValue("04:00");
      await page.getByLabel(words.people, { exact: true }).fill("5");
      await page.getByRole("button", { name: words.saveChange }).click();
      await expect(page).toHaveURL(new RegExp(`/me/bookings/${id}(\\?.*)?$`));
      const answer = await (await page.request.get(`/api/v1/bookings/${id}`)).json();
      expect(answer).toMatchObject({ people: 5 });
      expect([answer.start, answer.end].map((at) => Date.parse(at))).toEqual(
        [start, end].map((at) => Date.parse(at)),
      );
    },
  );

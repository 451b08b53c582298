import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { withDatabase } from "./database.ts";
import { byMenu } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE, walkedBy, walkedOn } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    people: "Mensen nu",
    name: "Naam",
    sensor: "Nummer van de sensor",
    make: "Voeg toe en maak een token",
    minutes: "Minuten tussen twee meldingen",
    wrong: "Schrijf minuten, van 1 tot 1440.",
    revoke: (name: string) => `Trek ${name} in`,
    rows: "Rijen",
    counter: "Teller",
    add: "Voeg toe",
    imported: /1 toegevoegd, 0 al bekend, 1 geweigerd/,
    use: "Gebruik van ruimtes",
    place: "Plek",
    show: "Toon",
    figures: ["Bezetting", "Benutting", "Niet gekomen", "Frequentie"],
    means: /uren waarin een plek of ruimte gebruikt werd/,
    foreseen: "Voorzien en gezien",
    equipment: "Materiaal",
    room: "Per ruimte",
    every: "Alle cijfers als CSV",
    oneFigure: "Frequentie als CSV",
    busy: "Drukke uren",
    outside: /Van buitenaf zie je/,
  },
  fr: {
    people: "Personnes présentes",
    name: "Nom",
    sensor: "Numéro du capteur",
    make: "Ajouter et créer un jeton",
    minutes: "Minutes entre deux relevés",
    wrong: "Écrivez des minutes, de 1 à 1440.",
    revoke: (name: string) => `Révoquer ${name}`,
    rows: "Lignes",
    counter: "Compteur",
    add: "Ajouter",
    imported: /1 ajoutés, 0 déjà connus, 1 refusés/,
    use: "Usage des salles",
    place: "Lieu",
    show: "Voir",
    figures: ["Occupation", "Utilisation", "Absences", "Fréquence"],
    means: /heures d’usage d’un lieu ou d’une salle/,
    foreseen: "Prévu et vu",
    equipment: "Matériel",
    room: "Par salle",
    every: "Tous les chiffres en CSV",
    oneFigure: "Fréquence en CSV",
    busy: "Heures d’affluence",
    outside: /De l’extérieur, vous voyez/,
  },
  en: {
    people: "People now",
    name: "Name",
    sensor: "Number of the sensor",
    make: "Add and make a token",
    minutes: "Minutes between reports",
    wrong: "Write minutes, from 1 to 1440.",
    revoke: (name: string) => `Revoke ${name}`,
    rows: "Rows",
    counter: "Counter",
    add: "Add",
    imported: /1 added, 0 known already, 1 refused/,
    use: "Use of rooms",
    place: "Place",
    show: "Show",
    figures: ["Occupancy", "Utilisation", "No-shows", "Frequency"],
    means: /hours in which a place or room was used/,
    foreseen: "Foreseen and seen",
    equipment: "Equipment",
    room: "By room",
    every: "All figures as CSV",
    oneFigure: "Frequency as CSV",
    busy: "Busy hours",
    outside: /From outside you see/,
  },
} as const;

for (const locale of LANGUAGES) {
  const words = WORDS[locale];

  test(
    `a counter is added, reports, and is revoked (${locale})`,
    walkedBy(locale, "nl phone"),
    async ({ page, request }, info) => {
      const name = `Porte ${locale} ${markOf(info)}`;
      const sensorId = `e2e-${locale}-${info.project.name}-${tryOf(info)}`;
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/presence`);
      await byMenu(page, words.people);
      await expectSoundPage(page);

      await page.getByLabel(words.name, { exact: true }).fill(name);
      await page.getByLabel(words.sensor).fill(sensorId);
      await page.getByLabel(words.minutes).fill("0");
      await page.getByRole("button", { name: words.make }).click();
      await expect(page.locator("main").getByText(words.wrong)).toBeVisible();
      await expect(page.getByLabel(words.sensor)).toHaveValue(sensorId);
      await page.getByLabel(words.minutes).fill("5");
      await page.getByRole("button", { name: words.make }).click();
      const token = (await page.locator(".secret").textContent()) ?? "";
      await expectSoundPage(page);

      const send = (data: unknown) =>
        request.post("/api/v1/occupancy/readings", {
          data,
          headers: { authorization: `Bearer ${token}`, "accept-language": locale },
        });
      const now = Temporal.Now.instant();
      const reading = { sensorId, kind: "count", observedAt: now.toString(), count: 3 };
      const many = Array.from({ length: 10_000 }, (_, at) => ({
        ...reading,
        observedAt: now.subtract({ seconds: at }).toString(),
      }));
      const taken = await send([...many.slice(0, 9_999), { ...reading, count: -1 }]);
      expect(taken.status()).toBe(200);
      expect(await taken.json()).toMatchObject({
        accepted: 9_999,
        refused: [{ index: 9_999, status: 422 }],
      });
      expect(await (await send(many)).json()).toMatchObject({ accepted: 1, duplicates: 9_999 });
      expect((await send({ ...reading, count: -1 })).status()).toBe(422);
      expect((await send({ ...reading, sensorId: "demonstration-2" })).status()).toBe(422);
      expect((await send([...many, reading])).status()).toBe(422);

      await page.getByLabel(words.counter, { exact: true }).selectOption({ label: name });
      const day = Temporal.Now.plainDateISO().subtract({ days: 3 });
      await page.getByLabel(words.rows).fill(`${day}T10:00:00+01:00;4\n${day}T10:05:00+01:00;-2`);
      await page.getByRole("button", { name: words.add, exact: true }).click();
      await expect(page.locator("main").getByRole("alert")).toHaveText(words.imported);

      await page.getByRole("button", { name: words.revoke(name) }).click();
      await expect(page.getByRole("heading", { name })).toHaveCount(0);
      expect((await send(reading)).status()).toBe(401);
    },
  );

  test(
    `use of rooms is shown with its plots and its file (${locale})`,
    walkedBy(locale, "fr desktop"),
    async ({ page }) => {
      // A long page, read from end to end twice.
      test.slow();
      await signInAs(page, "manager", locale);
      await page.goto(`/${locale}/desk/use`);
      // It is about the place that the desk is about, until another is chosen.
      const place = page.locator("main").getByLabel(words.place, { exact: true });
      await expect(place).not.toHaveValue("");
      await expect(
        page.getByRole("img", { name: translator(locale, "occupancy")("hours.caption") }),
      ).toBeVisible();
      await place.selectOption({ index: 1 });
      await page.getByRole("button", { name: words.show, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: words.use })).toBeVisible();
      await expectSoundPage(page);
      await page.getByText(translator(locale, "occupancy")("use.meaning")).first().click();
      await expect(page.getByText(words.means)).toBeVisible();
      const fileBehind = async (name: string) => {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("link", { name }).click(),
        ]);
        const href = new URL(download.url());
        return (await (await page.request.get(`${href.pathname}${href.search}`)).text())
          .trim()
          .split("\n");
      };
      const lines = await fileBehind(words.every);
      expect(lines[0]).toBe(
        "year,by,key,name,open_hours,missed_hours,missed_share,booked_frequency,booked_occupancy,booked_utilisation,attended_frequency,attended_occupancy,attended_utilisation,sensed_frequency,sensed_occupancy,sensed_utilisation",
      );
      expect(lines.filter((line) => line.includes(",weekday,")).length).toBeGreaterThanOrEqual(5);
      const attended = lines.filter(
        (line) => line.includes(",room,") && Number(line.split(",").at(-6)) > 0,
      );
      expect(attended.length).toBeGreaterThan(0);
      expect((await fileBehind(words.oneFigure))[0]).toBe(
        "year,by,key,name,open_hours,booked_frequency,attended_frequency,sensed_frequency",
      );

      for (const figure of words.figures) {
        // Its tile says how much it is, too.
        const tiles = page.getByRole("navigation", {
          name: translator(locale, "occupancy")("use.figures"),
        });
        await tiles.getByRole("link", { name: new RegExp(`^${figure} `) }).click();
        await expect(
          page.getByRole("heading", { level: 2, name: figure, exact: true }),
        ).toBeVisible();
      }
      await page
        .locator("main")
        .getByLabel(words.place, { exact: true })
        .selectOption({ index: 1 });
      await page.getByRole("button", { name: words.show, exact: true }).click();
      for (const part of [words.room, words.equipment, words.foreseen])
        await expect(page.getByRole("heading", { name: part, exact: true })).toBeVisible();
      // The same parts in each language: looked at once, where words are longest.
      if (locale === "fr") await expectSoundPage(page);
    },
  );

  test(
    `from outside the use of rooms is that of regions and closed months (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page }) => {
      await signInAs(page, "researcher", locale);
      await page.goto(`/${locale}/research`);
      await byMenu(page, words.use);
      await expect(page.getByRole("heading", { level: 1, name: words.use })).toBeVisible();
      await expect(page.getByText(words.outside)).toBeVisible();
      await expect(page.getByRole("heading", { name: words.room, exact: true })).toHaveCount(0);
      await expectSoundPage(page);
    },
  );

  test(
    `a place says how busy it usually is (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page }) => {
      await page.goto(`/${locale}/spaces/${STAFFED_SPACE}`);
      await expect(page.getByRole("heading", { name: words.busy })).toBeVisible();
      await expectSoundPage(page);
      expect(await page.locator("*:not(svg *)").count()).toBeLessThanOrEqual(300);
      const told = await (
        await page.request.get(`/api/v1/spaces/${STAFFED_SPACE}/occupancy`)
      ).json();
      expect(told).not.toHaveProperty("people");
    },
  );
}

test(
  "who keeps a place hears at once that somebody was counted",
  walkedOn("desktop"),
  async ({ page, request }) => {
    await signInAs(page, "manager", "en");
    await page.goto("/en/desk/occupancy");
    const slug = await page.locator('input[name="spaceSlug"]').first().inputValue();
    const sensorId = `stream-${randomUUID()}`;
    await page.getByLabel("Name", { exact: true }).fill(sensorId);
    await page.getByLabel("Number of the sensor").fill(sensorId);
    await page.getByRole("button", { name: "Add and make a token" }).click();
    const token = (await page.locator(".secret").textContent()) ?? "";

    const heard = page.evaluate(
      (path) =>
        new Promise<number>((told) => {
          let events = 0;
          const source = new EventSource(path);
          source.addEventListener("occupancy", () => {
            events += 1;
            if (events === 1) document.title = "listening";
            if (events === 2) {
              source.close();
              told(events);
            }
          });
        }),
      `/api/v1/spaces/${slug}/occupancy/stream`,
    );
    await expect(page).toHaveTitle("listening");
    const sent = await request.post("/api/v1/occupancy/readings", {
      data: { sensorId, kind: "count", observedAt: Temporal.Now.instant().toString(), count: 12 },
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await sent.json()).toMatchObject({ accepted: 1 });
    expect(await heard).toBe(2);
    await page.getByRole("button", { name: `Revoke ${sensorId}` }).click();
    await expect(page.getByRole("heading", { name: sensorId })).toHaveCount(0);
  },
);

test(
  "a count reaches who keeps the place at once: on the map, the desk and the page of counters",
  ONCE,
  async ({ page, context, request }) => {
    await signInAs(page, "manager", "en");
    await page.goto("/en/desk/occupancy");
    // Where no other journey lets people in: a few in one room keep back the number of the whole
    // place.
    const slug =
      (await page.locator('.switch button:not([value="*"])').last().getAttribute("value")) ?? "";
    const room = `Counted ${randomUUID().slice(0, 8)}`;
    await addLargeRoom(slug, room);
    await page.goto(`/en/desk/occupancy?space=${slug}`);
    const name = await page.locator(".switch b").textContent();
    const sensorId = `map-${randomUUID()}`;
    await page.getByLabel("Name", { exact: true }).fill(sensorId);
    await page.getByLabel("Number of the sensor").fill(sensorId);
    // In a room: the counter at the door may have been silent for long.
    await page.getByLabel("Where").selectOption({ label: room });
    await page.getByRole("button", { name: "Add and make a token" }).click();
    const token = (await page.locator(".secret").textContent()) ?? "";
    const [map, desk] = [await context.newPage(), await context.newPage()];
    await map.setViewportSize({ width: 1280, height: 800 });
    await map.goto(`/en?q=${encodeURIComponent(name ?? "")}`);
    await map.getByRole("button", { name: "Closer" }).click();
    await expect(map.locator('.live[data-state="drawn"]')).toBeVisible();
    await desk.goto(`/en/desk?space=${slug}`);
    // Both follow only while they are looked at: they listen before somebody is counted.
    const told = await request.get(`/api/v1/spaces/${slug}/occupancy`);
    expect((await told.json()).space).toBe(slug);
    const count = (people: number) =>
      request.post("/api/v1/occupancy/readings", {
        data: {
          sensorId,
          kind: "count",
          observedAt: Temporal.Now.instant().toString(),
          count: people,
        },
        headers: { authorization: `Bearer ${token}` },
      });
    // More than any group that may have a room there now: what is nearly all one group is kept
    // back.
    const item = desk.locator(".stat").filter({ hasText: "Here now" });
    expect((await count(60)).status()).toBe(200);
    await expect(item).toContainText("60 of");
    // The word for it stays the same.
    expect((await count(61)).status()).toBe(200);
    await expect(item).toContainText("61 of");
    const [, capacity = ""] = /61 of (\d+)/.exec((await item.textContent()) ?? "") ?? [];
    // Who keeps the place has its word at once on their map as well; everybody else at the next
    // quarter of an hour.
    const onMap = (band: string) =>
      map.getByRole("button", { name: new RegExp(`^${name}, .*Now: ${band}`) });
    expect((await count(Number(capacity))).status()).toBe(200);
    await expect(onMap("full")).toHaveCount(1);
    await expect(page.getByText(`${capacity} people of`).first()).toBeVisible();
    await expect(item).toContainText(`${capacity} of ${capacity}`);
    expect((await count(0)).status()).toBe(200);
    await expect(onMap("quiet")).toHaveCount(1);
    await expect(item).toContainText("0 of");
    await expect(page.getByText(/^0 people of/).first()).toBeVisible();
    await page.getByRole("button", { name: `Revoke ${sensorId}` }).click();
    await expect(page.getByRole("heading", { name: sensorId })).toHaveCount(0);
  },
);

test("counters and use are not there for a learner", ONCE, async ({ page }) => {
  await signInAs(page, "learner", "en");
  for (const path of ["/en/desk/occupancy", "/en/desk/use"])
    expect((await page.goto(path))?.status(), path).toBe(404);
  expect((await page.request.get("/api/v1/use.csv")).status()).toBe(403);
  expect((await page.request.get("/api/v1/spaces/nowhere/occupancy")).status()).toBe(404);
  for (const path of ["readings", "tts"])
    expect(
      (
        await page.request.post(`/api/v1/occupancy/${path}`, {
          data: {},
          headers: { authorization: "Bearer no" },
        })
      ).status(),
    ).toBe(401);
});

/** A room that nobody has booked, with place for two hundred. */
async function addLargeRoom(slug: string, name: string) {
  await withDatabase((client) =>
    client.query(
      "insert into resource (space_id, kind, name, capacity, bookable_by) select id, 'room', $2, 200, 'staff' from space where slug = $1",
      [slug, name],
    ),
  );
}

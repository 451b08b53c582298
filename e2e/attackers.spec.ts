import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { type Figures, STEP } from "#lib/evidence/research/disclosure.ts";
import { INDICATORS } from "#lib/evidence/research/indicators.ts";
import { attackByHand } from "#testing/disclosure-attack.ts";
import { withDatabase } from "./database.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

/**
 * Whoever did not write the figures down asks for all there is over HTTP, and learns nothing of
 * fewer than five people.
 */

const REGIONS = ["hauts-de-france", "vlaanderen", "wallonie"];
const QUARTER_MS = 15 * 60 * 1000;

/** A history before that of the demonstration: three years in two spaces of one region. */
const HISTORY = { from: Temporal.PlainYearMonth.from("2022-01"), months: 36, region: "wallonie" };

const month = (at: number) => HISTORY.from.add({ months: at });

type Session = { id: string; spaceId: string; month: number };

let sessions: Session[] = [];
let slugs: string[] = [];
/** The true counts of each quarter, by the name of the cell. */
const truth = new Map<string, Map<string, number>>();

/** The same numbers each time. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const STATUSES = ["employed", "unemployed", "unemployed_long", "inactive"];

test.beforeAll(async () => {
  const roll = dice(20_261_127);
  await withDatabase(async (client) => {
    const spaces = await client.query<{ id: string; slug: string }>(
      "select id, slug from space where region = $1 order by slug limit 2",
      [HISTORY.region],
    );
    slugs = spaces.rows.map(({ slug }) => slug);
    const leader = await client.query<{ id: string }>("select id from person limit 1");
    sessions = [];
    for (let at = 0; at < HISTORY.months; at += 1)
      for (const { id: spaceId } of spaces.rows) {
        const session: Session = { id: randomUUID(), spaceId, month: at };
        sessions.push(session);
        const start = `${month(at)}-1${spaceId === spaces.rows[0]?.id ? 2 : 3}T10:00:00Z`;
        await client.query(
          `insert into session (id, space_id, facilitator_id, title, topic, modality, language, places, during)
            values ($1, $2, $3, '{"en":"x"}', 'communication', 'in_person', 'fr', 200, tstzrange($4::timestamptz, $4::timestamptz + interval '2 hours'))`,
          [session.id, spaceId, leader.rows[0]?.id, start],
        );
        for (const gender of ["woman", "man"])
          for (const status of STATUSES) {
            // Some are few, some are many: the attack needs both.
            const isRare = (gender === "woman") === (status === "inactive");
            const people = !isRare && roll(2) === 0 ? 6 + roll(12) : roll(2);
            await addLines(client, session, people, { gender, status });
            const quarter = `${month(at).year}-Q${Math.ceil(month(at).month / 3)}`;
            const counts = truth.get(quarter) ?? new Map<string, number>();
            truth.set(quarter, counts);
            const rows = INDICATORS.filter(
              ({ question, answers }) =>
                question === "labour_status" && answers.some((answer) => answer === status),
            );
            for (const row of ["EECO01", ...rows.map(({ code }) => code)])
              counts.set(`${row} ${gender}`, (counts.get(`${row} ${gender}`) ?? 0) + people);
          }
      }
  });
});

/** Nobody else's journey meets these people. */
test.afterAll(async () => {
  if (sessions.length === 0) return;
  await withDatabase(async (client) => {
    const ids = sessions.map(({ id }) => id);
    await client.query("delete from person_line where session_id = any($1::uuid[])", [ids]);
    await client.query("delete from session where id = any($1::uuid[])", [ids]);
    await client.query(
      "delete from enrolment where session_id in (select id from session where title ->> 'en' = 'Watched')",
    );
    await client.query("delete from session where title ->> 'en' = 'Watched'");
    await client.query(
      "delete from visit where person_id is null and arrived_at > now() - interval '1 hour' and space_id = any($1::uuid[])",
      [sessions.map(({ spaceId }) => spaceId)],
    );
  });
});

type Client = Parameters<Parameters<typeof withDatabase>[0]>[0];

async function addLines(
  client: Client,
  { id, spaceId }: Session,
  people: number,
  { gender, status }: { gender: string; status: string },
) {
  await client.query(
    `insert into person_line (id, session_id, space_id, age_band, gender, labour_status, education_band, first_time, groups)
      select gen_random_uuid(), $1, $2, 'not_asked', $3, $4, 'not_asked', 'not_asked', '{}' from generate_series(1, $5)`,
    [id, spaceId, gender, status, people],
  );
}

const periods = [
  ...Array.from({ length: HISTORY.months / 3 }, (_, at) => [month(at * 3), month(at * 3 + 2)]),
  ...Array.from({ length: HISTORY.months / 12 }, (_, at) => [month(at * 12), month(at * 12 + 11)]),
] as [Temporal.PlainYearMonth, Temporal.PlainYearMonth][];

const report = (from: unknown, to: unknown, more: Record<string, string> = {}) =>
  `/api/v1/indicators.csv?${new URLSearchParams({ from: String(from), to: String(to), ...more })}`;

/** The figures of a report by the names of their cells. */
async function figuresOf(request: APIRequestContext, path: string): Promise<Figures> {
  const answer = await request.get(path);
  expect(answer.status(), path).toBe(200);
  const lines = (await answer.text()).trim().split("\n").slice(1);
  return Object.fromEntries(
    lines
      .map((line) => line.split(","))
      .filter(([, , , gender]) => gender !== "all")
      .map(([indicator, question, state, gender, people]) => [
        `${indicator || `${question}.${state}`} ${gender}`,
        people === "withheld" || people === "not_published" ? null : Number(people),
      ]),
  );
}

/**
 * A researcher makes a file of figures of every quarter: where anybody can be told of, that
 * publishes them.
 */
async function publishAll(request: APIRequestContext, origin: string): Promise<void> {
  let published = 0;
  for (const [from, to] of periods.slice(0, HISTORY.months / 3)) {
    const answer = await request.post("/api/v1/research/releases", {
      data: {
        dataset: "table",
        from: `${from}`,
        to: `${to}`,
        spaces: [],
        purpose: "To read all that is published.",
      },
      headers: { origin },
    });
    expect([201, 409], `${from}`).toContain(answer.status());
    if (answer.ok()) published += 1;
  }
  expect(published).toBeGreaterThan(8);
}

test(
  "three years of two spaces, every window of months: no count of one to four is learnt",
  ONCE,
  async ({ page, baseURL: origin = "" }) => {
    test.setTimeout(240_000);
    await signInAs(page, "researcher", "en");
    const { request } = page;
    await publishAll(request, origin);
    // Of all windows only whole quarters and years are there, and of no single space.
    let refused = 0;
    for (let from = 0; from < HISTORY.months; from += 1)
      for (let to = from; to < HISTORY.months; to += 1) {
        const isPeriod = periods.some(
          ([first, last]) => first.equals(month(from)) && last.equals(month(to)),
        );
        // Each start with each of the short windows; of the long ones a sample.
        if (isPeriod || (to - from > 13 && (from * 7 + to) % 11 !== 0)) continue;
        const space: Record<string, string> = from % 4 === 0 ? { space: slugs[to % 2] ?? "" } : {};
        expect(
          (await request.get(report(month(from), month(to), space))).status(),
          `${from} ${to}`,
        ).toBe(422);
        refused += 1;
      }
    expect(refused).toBeGreaterThan(300);
    for (const [from, to] of periods)
      for (const space of slugs)
        expect((await request.get(report(from, to, { space }))).status()).toBe(422);

    const blocks = new Map<string, Figures>();
    let small = 0;
    for (const [from, to] of periods.slice(0, HISTORY.months / 3))
      for (const region of REGIONS) {
        const figures = await figuresOf(request, report(from, to, { region }));
        blocks.set(`${from} ${region}`, figures);
        if (region !== HISTORY.region) continue;
        const counts = truth.get(`${from.year}-Q${Math.ceil(from.month / 3)}`);
        for (const [name, [least, most]] of attackByHand({ report: figures, joint: {} })) {
          const count = counts?.get(name) ?? 0;
          const figure = figures[name];
          if (typeof figure === "number" && counts?.has(name))
            expect(Math.floor(count / STEP) * STEP, `${from} ${name}`).toBe(figure);
          if (count < 1 || count > 4) continue;
          small += 1;
          expect([least, most > 4], `${from} ${name} ${count}`).toEqual([0, true]);
        }
      }
    expect(small).toBeGreaterThan(10);
    const shown = [...blocks.values()].flatMap((figures) => Object.values(figures));
    expect(shown.filter((figure) => figure !== null).length).toBeGreaterThan(20);

    // Whatever is larger is the sum of what the blocks show: it says no more than they do.
    for (const [from, to] of periods)
      for (const region of ["all", ...REGIONS]) {
        const parts = [...blocks].flatMap(([key, figures]) => {
          const [quarter = "", of = ""] = key.split(" ");
          const first = Temporal.PlainYearMonth.from(quarter);
          const isIn =
            Temporal.PlainYearMonth.compare(first, from) >= 0 &&
            Temporal.PlainYearMonth.compare(first, to) <= 0;
          return isIn && (region === "all" || region === of) ? [figures] : [];
        });
        const figures = await figuresOf(request, report(from, to, { region }));
        for (const [name, figure] of Object.entries(figures)) {
          const shownParts = parts.flatMap((part) =>
            typeof part[name] === "number" ? [part[name]] : [],
          );
          const sum = shownParts.length > 0 ? shownParts.reduce((all, one) => all + one, 0) : null;
          expect(figure, `${from} ${to} ${region} ${name}`).toBe(sum);
        }
      }
  },
);

/** Everything an outsider may ask that speaks of people, as it is read. */
async function everything(page: Page): Promise<Map<string, string>> {
  const year = Temporal.Now.plainDateISO().year;
  const read = new Map<string, string>();
  // Figures of the history, and all that is still to be closed: the running quarter, the next, this
  // year.
  const running = Temporal.Now.plainDateISO().toPlainYearMonth();
  const first = running.subtract({ months: (running.month - 1) % 3 });
  const asked = [
    ...[0, 3].map((ahead) => [first.add({ months: ahead }), first.add({ months: ahead + 2 })]),
    [`${year}-01`, `${year}-12`],
    [running, running],
    ...periods.slice(-4),
  ] as const;
  for (const [from, to] of asked)
    for (const region of ["all", HISTORY.region]) {
      const path = report(from, to, { region });
      const answer = await page.request.get(path);
      // A refusal has a number of its own each time.
      read.set(path, answer.ok() ? await answer.text() : String(answer.status()));
    }
  for (const path of [
    `/api/v1/use.csv?year=${year}`,
    `/api/v1/use.csv?year=${year - 1}`,
    `/api/v1/use.csv?year=${year}&part=equipment`,
    `/api/v1/sessions?space=${slugs[0]}`,
    `/api/v1/spaces/${slugs[0]}/spaceapi.json`,
  ]) {
    const answer = await page.request.get(path);
    read.set(path, answer.ok() ? await answer.text() : String(answer.status()));
  }
  for (const path of [
    "/en/research",
    "/en/desk/reports",
    "/en/research/indicators",
    "/en/research/cross-border",
    "/en/research/cross-border?period=2024",
    `/en/research/new?dataset=table&from=${year}-01&to=${year}-03&where=`,
    `/en/research/new?dataset=person_lines&from=${year}-09&to=${year}-09&where=`,
    `/en/desk/use?year=${year}`,
    `/en/spaces/${slugs[0]}`,
    `/en/sessions?space=${slugs[0]}`,
  ]) {
    await page.goto(path);
    const text = (await page.locator("main").textContent()) ?? "";
    // An age is the clock's alone; the button of the map comes with its script.
    read.set(path, text.replace(/Seen [^.]*\.|Show streets/g, ""));
  }
  return read;
}

test(
  "one attendance more today, and one in a closed month: nothing that outsiders read has changed",
  ONCE,
  async ({ page, baseURL: origin = "" }) => {
    test.setTimeout(240_000);
    await signInAs(page, "researcher", "en");
    await publishAll(page.request, origin);
    await atStartOfQuarter(async () => {
      const before = await everything(page);
      await withDatabase(async (client) => {
        const now = Temporal.Now.instant();
        const { rows } = await client.query<{ id: string; space_id: string }>(
          `select session.id, space_id from session join space on space.id = space_id
          where space.slug = $1 and upper(during) < $2::timestamptz and session.status = 'planned' order by during desc limit 40`,
          [slugs[0], now.toString()],
        );
        expect(rows.length).toBeGreaterThan(2);
        for (const { id, space_id: spaceId } of [rows[0]!, rows.at(-1)!])
          await addLines(client, { id, spaceId, month: 0 }, 1, {
            gender: "woman",
            status: "inactive",
          });
        await client.query(
          "insert into visit (id, space_id, arrived_at, source) select gen_random_uuid(), id, now(), 'kiosk' from space where slug = $1",
          [slugs[0]],
        );
      });
      const after = await everything(page);
      for (const [path, text] of before) expect(after.get(path), path).toBe(text);
    });
  },
);

test(
  "a release says what the report says, lines leave beside neither, and a preview says nothing of people",
  ONCE,
  async ({ page, baseURL: origin = "" }) => {
    await signInAs(page, "researcher", "en");
    const asked = {
      from: "2023-04",
      to: "2023-06",
      spaces: [],
      purpose: "To lay it beside the report.",
    };
    const make = (data: object) =>
      page.request.post("/api/v1/research/releases", { data, headers: { origin } });
    const release = await make({ ...asked, dataset: "table" });
    expect(release.status()).toBe(201);
    const { id, protection } = await release.json();
    const zip = await (
      await page.request.get(`/api/v1/research/releases/${id}/package.zip`)
    ).body();
    const text = zip.toString("utf8");
    const rows = text.match(/^wallonie,2023-Q2,.*$/gm) ?? [];
    const figures = await figuresOf(
      page.request,
      report("2023-04", "2023-06", { region: "wallonie" }),
    );
    expect(rows).toHaveLength(Object.keys(figures).length);
    for (const row of rows) {
      const [, , indicator, question, state, gender, people] = row.split(",");
      const name = `${indicator === "none" ? `${question}.${state}` : indicator} ${gender}`;
      expect(figures[name], name).toBe(people === "withheld" ? null : Number(people));
    }
    expect(protection.withheld).toBeGreaterThan(0);

    for (const lines of [
      { ...asked },
      { ...asked, to: "2023-04" },
      { ...asked, spaces: [slugs[0]] },
    ])
      expect((await make({ ...lines, dataset: "person_lines" })).status()).toBe(409);
    for (const [other, status] of [
      [{ ...asked, spaces: [slugs[0]] }, 422],
      [{ ...asked, to: "2023-05" }, 422],
    ] as const)
      expect((await make({ ...other, dataset: "table" })).status()).toBe(status);

    for (const dataset of ["table", "person_lines"]) {
      await page.goto(`/en/research/new?dataset=${dataset}&from=2025-01&to=2025-03&where=`);
      const main = page.locator("main section");
      await expect(main.getByRole("heading", { name: "What the file would hold" })).toBeVisible();
      await expect(main.locator("table")).toHaveCount(0);
      expect(
        ((await main.textContent()) ?? "").replace(/Ages in three bands|18 to 29/g, ""),
      ).not.toMatch(/\d/);
    }
  },
);

test(
  "counts at the side: not by day, not of a space, not before a month is closed",
  ONCE,
  async ({ page, browser }) => {
    await signInAs(page, "researcher", "en");
    const today = Temporal.Now.plainDateISO();
    const text = async (path: string) => {
      await page.goto(path);
      return (await page.locator("main").textContent()) ?? "";
    };
    const frozen = () =>
      withDatabase(
        async (client) =>
          (await client.query("select count(*)::int as blocks from published_block")).rows,
      );
    const before = await frozen();
    for (const path of [
      "/en/research",
      "/en/research/indicators?period=2026-Q2",
      "/en/desk/reports",
      "/en/desk/use",
    ])
      await text(path);
    const whole = await text("/en/research/cross-border");
    // Whoever looks at figures publishes none.
    expect(await frozen()).toEqual(before);
    // A day is not a question that is heard.
    expect(await text(`/en/research/cross-border?from=${today}&until=${today}`)).toBe(whole);
    expect(whole).not.toContain("Until day");
    for (const cell of await page.locator("table tr td:nth-of-type(1)").allTextContents())
      expect(cell).toMatch(/^(not shown|not reported|0|[\d,]*0)$/);
    for (const part of ["use", "equipment", "foreseen"])
      expect(
        (await page.request.get(`/api/v1/use.csv?space=${slugs[0]}&part=${part}`)).status(),
      ).toBe(403);
    expect((await page.goto(`/en/desk/use?space=${slugs[0]}`))?.status()).toBe(404);
    const use = (await (await page.request.get(`/api/v1/use.csv?year=${today.year}`)).text())
      .trim()
      .split("\n")
      .slice(1);
    const running = today.month;
    for (const line of use) {
      const [, by, key, , , missed] = line.split(",");
      expect(["region", "month"]).toContain(by);
      expect(missed).toBe("");
      if (by === "month") expect(Number(key)).toBeLessThan(running);
      // Only how much was booked is said, and in hundredths.
      expect(line.split(",").slice(7).filter(Boolean)).toHaveLength(1);
    }

    const elsewhere = await (await browser.newContext()).newPage();
    await signInAs(elsewhere, "manager", "en");
    const theirs = await withDatabase(async (client) => {
      const { rows } = await client.query<{ slug: string }>(
        "select slug from space where id not in (select space_id from role_assignment where space_id is not null) order by slug limit 1",
      );
      return rows[0]?.slug ?? "";
    });
    for (const path of [
      `/api/v1/use.csv?space=${theirs}`,
      `/api/v1/use.csv?space=${theirs}&part=foreseen`,
      report("2023-04", "2023-06", { space: theirs }),
    ])
      expect((await elsewhere.request.get(path)).status(), path).toBe(403);
  },
);

test(
  "who watches what is public while ten people arrive, one after the other, counts none of them",
  ONCE,
  async ({ page }) => {
    test.setTimeout(180_000);
    const [slug = ""] = slugs;
    const session = await withDatabase(async (client) => {
      const { rows } = await client.query<{ id: string; space_id: string }>(
        `insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
        select space.id, person.id, '{"en":"Watched"}', 'communication', 'in_person', 'fr', 30, tstzrange(now() + interval '1 day', now() + interval '1 day 2 hours')
        from space, (select id from person limit 1) person where slug = $1 returning id, space_id`,
        [slug],
      );
      return rows[0]!;
    });
    const days = new URLSearchParams({
      start: Temporal.Now.instant()
        .subtract({ hours: 24 * 30 })
        .toString(),
      end: Temporal.Now.instant()
        .add({ hours: 24 * 30 })
        .toString(),
    });
    const paths = [
      `/api/v1/spaces/${slug}/occupancy`,
      `/api/v1/spaces/${slug}/spaceapi.json`,
      `/api/v1/spaces/${slug}/events?${days}`,
      `/api/v1/spaces/${slug}`,
      `/api/v1/sessions/${session.id}`,
      `/api/v1/sessions?space=${slug}`,
      `/calendar/programme.ics?space=${slug}`,
      `/en/sessions/${session.id}`,
      `/en/spaces/${slug}`,
    ];
    const FORBIDDEN = /"(people|enrolled|taken|waiting|version)\\?":/;
    const seen = async () =>
      Promise.all(
        paths.map(async (path) => {
          const answer = await page.request.get(path);
          expect(answer.status(), path).toBe(200);
          const text = await answer.text();
          expect(text, path).not.toMatch(FORBIDDEN);
          return (
            shown(text)
              // What is free from now on moves with the clock.
              .replace(/\d\d:\d\d/g, "")
              .replace(/"ageSeconds":\d+/, "")
              .replace(/DTSTAMP:\S+/g, "")
              .replace(/nonce="[^"]*"|"nonce":"[^"]*"|\\"nonce\\":\\"[^"]*\\"/g, "")
              .replace(/ageMinutes\\?":\d+|Seen (just now|\d+ minutes? ago)\./g, "")
          );
        }),
      );
    await page.goto(`/en/spaces/${slug}`);
    await atStartOfQuarter(async () => {
      await page.evaluate((path) => {
        const source = new EventSource(path);
        const listener = { source, events: [] as string[] };
        source.addEventListener("occupancy", ({ data }) => listener.events.push(data));
        Object.assign(window, { listener });
      }, `/api/v1/spaces/${slug}/occupancy/stream`);
      const heard = () =>
        page.evaluate(
          () => (window as unknown as { listener: { events: string[] } }).listener.events,
        );
      await expect.poll(async () => (await heard()).length).toBe(1);
      const before = await seen();
      for (let arrival = 0; arrival < 10; arrival += 1) {
        await withDatabase(async (client) => {
          await client.query(
            "insert into visit (id, space_id, arrived_at, source) values (gen_random_uuid(), $1, now(), 'kiosk')",
            [session.space_id],
          );
          if (arrival < 4)
            await client.query(
              `insert into enrolment (session_id, space_id, person_id, status)
              select $1, $2, id, 'enrolled' from person where erased_at is null order by id offset $3 limit 1`,
              [session.id, session.space_id, arrival],
            );
        });
        const now = await seen();
        for (const [at, text] of now.entries())
          expect(text, `${paths[at]} after ${arrival + 1}`).toBe(before[at]);
      }
      // Whatever is told at once has long been told.
      const events = await heard();
      await page.evaluate(() =>
        (window as unknown as { listener: { source: EventSource } }).listener.source.close(),
      );
      expect(events).toHaveLength(1);
      expect(events[0]).not.toMatch(FORBIDDEN);
      const told = JSON.parse(events[0] ?? "{}");
      if (told.observedAt)
        expect(Temporal.Instant.from(told.observedAt).epochMilliseconds % QUARTER_MS).toBe(0);
    });
    const staff = await page.context().browser()?.newContext();
    const desk = await staff!.newPage();
    await signInAs(desk, "admin", "en");
    // The same people are there for who keeps the space: the watcher would have seen them.
    expect(await (await desk.request.get(`/api/v1/sessions/${session.id}`)).json()).toMatchObject({
      enrolled: 4,
      left: "many",
    });
    expect(
      await (await desk.request.get(`/api/v1/spaces/${slug}/occupancy`)).json(),
    ).toHaveProperty("people");
  },
);

/** Runs what must not stand across two quarters of an hour; where it does, once more. */
async function atStartOfQuarter(run: () => Promise<void>) {
  const quarter = () => Math.floor(Date.now() / QUARTER_MS);
  const began = quarter();
  try {
    await run();
  } catch (error) {
    if (quarter() === began) throw error;
    await run();
  }
}

/**
 * What a page or an answer says, without the order in which the server happened to send the parts
 * of a page: its main part as drawn, without the marks of parts that came later, and every text and
 * number that stands in its data, sorted.
 */
function shown(text: string): string {
  const main = /<main[\s\S]*<\/main>/
    .exec(text)?.[0]
    .replace(/<!--.*?-->|<template[^>]*><\/template>/g, "");
  if (!main) return text;
  // What the scripts are told comes in pieces, cut anywhere.
  const told = text.replace(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, "");
  const data = told.match(/\\"[a-zA-Z]+\\":(\\"[^"\\]*\\"|-?\d+(\.\d+)?)/g) ?? [];
  return [main, ...data.filter((part) => !/"\$/.test(part.replace(/\\/g, ""))).sort()].join("\n");
}

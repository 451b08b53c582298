import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowsOf } from "#db/rows.ts";
import { ALL_KEPT, brokenPromises } from "#lib/cli/invariants.ts";
import { AWARD_STATES } from "#lib/learning/badges/awards/transitions.ts";
import { verifyBadge } from "#lib/learning/badges/verification/verify.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { expectSignedHolds } from "#testing/signed.ts";
import { seedDemonstration } from "./network.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  database = await freshDatabase();
  await seedDemonstration(database.url);
}, 180_000);
afterAll(() => database.drop());

/** What a statement finds in the demonstration. */
const found = <Row extends Record<string, unknown>>(statement: SQL) =>
  rowsOf<Row>(database.connect(1).db, statement);

test("the demonstration keeps every promise, and its year says something of booked, attended and sensed", async () => {
  // The invented past was asked for by nobody, and is not in the audit log.
  const { bookingsWithoutRecord: _, ...broken } = await brokenPromises(database.connect(1).db);
  expect({ ...broken, bookingsWithoutRecord: 0 }).toEqual(ALL_KEPT);
  const rows = await found<Record<string, number>>(sql`
      select space_id, sum(booked_minutes)::float8 / sum(open_minutes) as booked, sum(attended_minutes)::float8 / sum(open_minutes) as attended,
        sum(booked_seat_minutes) / sum(open_minutes) as seats, sum(missed_minutes)::float8 / sum(booked_minutes) as missed,
        coalesce(sum(sensed_seat_minutes) / nullif(sum(sensed_open_minutes), 0), 0) as sensed
      from use_year where grain = 'total' group by 1 having sum(booked_minutes) > 0`);
  expect(rows.length).toBe(12);
  for (const { booked, attended, seats, missed } of rows) {
    // What is drawn by lot depends on the day on which it is: the emptiest has a little less than a tenth.
    expect(booked).toBeGreaterThan(0.08);
    expect(booked).toBeLessThan(0.97);
    expect(attended).toBeGreaterThan(0.1);
    expect(attended).toBeLessThan(0.97);
    expect(seats).toBeLessThan(0.6);
    expect(missed).toBeGreaterThan(0.01);
    expect(missed).toBeLessThan(0.3);
  }
  const sensed = rows.filter((row) => Number(row.sensed) > 0);
  expect(sensed.length).toBeGreaterThanOrEqual(4);
  for (const row of sensed) expect(row.sensed).toBeLessThan(0.8);
});

test("a desk on a Monday morning has something of each kind before it, in each space with staff", async () => {
  // From the beginning of today, or what is counted would be less with each hour; six weekdays are
  // within ten days.
  const week = await found<Record<string, number>>(sql`
      with coming as (select tstzrange(date_trunc('day', now()), now() + interval '10 days') as time)
      select space.slug,
        count(*) filter (where booking.status = 'requested')::int as asked,
        count(*) filter (where booking.status = 'confirmed')::int as booked,
        (select count(*)::int from closure where closure.space_id = space.id and windows[1] && time) as closed,
        (select count(*)::int from blocking where blocking.space_id = space.id and windows[1] && time) as kept
      from coming, space join booking on booking.space_id = space.id
      where booking.during && time and space.slug in (select slug from space order by slug limit 3)
      group by space.id, space.slug, time order by 1`);
  expect(week).toHaveLength(3);
  // A room with two bookings on one day and one on the next.
  for (const { booked } of week) expect(booked).toBeGreaterThanOrEqual(9);
  expect(week.some(({ asked, closed, kept }) => asked && closed && kept)).toBe(true);
});

test("a learner has a booking and an answer of their own, and a group comes again each week", async () => {
  const [own] = await found<Record<string, number>>(sql`
      select (select count(*)::int from booking where booked_by = person.id and status = 'confirmed'
          and lower(during) > now()) as booked,
        (select count(*)::int from consent_record where person_id = person.id) as answered,
        (select count(*)::int from booking where series_id is not null and status = 'confirmed') as weekly
      from person where email = 'learner@trivium.test'`);
  expect(own?.booked).toBe(1);
  expect(own?.answered).toBe(1);
  expect(own?.weekly).toBeGreaterThan(0);
});

test("a group of the week finds its room set up in another way, and the map has a layer to choose", async () => {
  const setUp = await found<{ count: number }>(sql`
      select count(*)::int as count from booking join room_layout layout on layout.id = layout_id
      where booking.status = 'confirmed' and booking.during >> tstzrange(null, now())
        and people <= layout.seats`);
  expect(setUp[0]?.count).toBeGreaterThan(0);
  expect(await found(sql`select slug from map_overlay where shown`)).toHaveLength(1);
});

test("a dozen practices in three languages have evidence of each level, and cameras crossed the border", async () => {
  const published = sql`practice_version version where version.state = 'published'`;
  const practices = await found<{ evidence: string; count: number }>(
    sql`select evidence, count(*)::int as count from ${published} group by 1 order by 1`,
  );
  expect(practices.map(({ evidence }) => evidence)).toEqual([
    "network_study",
    "own_figures",
    "published",
    "story",
  ]);
  expect(practices.reduce((sum, { count }) => sum + count, 0)).toBe(12);
  const languages = await found<{ language: string }>(
    sql`select distinct language from practice_edition order by 1`,
  );
  expect(languages.map(({ language }) => language)).toEqual(["en", "fr", "nl"]);
  const lent = await found<{ regions: number }>(sql`
    select count(distinct (lender.region, borrower.region))::int as regions from stock_allocation stock
      join allocation held on held.booking_id = stock.booking_id
      join space lender on lender.id = stock.space_id join space borrower on borrower.id = held.space_id
      where lender.region <> borrower.region`);
  expect(lent[0]?.regions).toBeGreaterThan(1);
});

describe("of badges the demonstration has", () => {
  test("two maps in three languages, and badges that together cover them", async () => {
    const rows = await found<{ slug: string; languages: number; all: number; covered: number }>(sql`
      select slug, (select count(*)::int from jsonb_object_keys(names)) as languages,
        count(*) filter (where not is_group)::int as all,
        count(*) filter (where exists (select from badge_class_competence stands
          join badge_version version on version.id = stands.version_id join badge_class class on class.id = version.class_id
          where competence_id = competence.id and class.state in ('pilot', 'active')))::int as covered
      from framework join competence on framework_id = framework.id where framework.kind = 'map' group by framework.id
      order by 1`);
    expect(rows.map(({ slug }) => slug)).toEqual(["it-project-management", "sustainable-it"]);
    for (const { languages, all, covered } of rows) {
      expect(languages).toBe(3);
      expect(all).toBeGreaterThan(10);
      expect(covered).toBe(all);
    }
  });

  test("badges and courses of others, each with its source, and what is made up says so", async () => {
    const rows = await found<{
      kind: string;
      entries: number;
      countries: number;
      bare: number;
    }>(sql`
      select kind, count(*)::int as entries, count(distinct country)::int as countries,
        count(*) filter (where source = '' or facts_on is null or (is_invented <> (source = 'demonstration')))::int as bare
      from benchmark_entry group by kind order by kind`);
    expect(rows.map(({ kind }) => kind)).toEqual(["badge", "offer"]);
    for (const { entries, countries, bare } of rows) {
      expect(entries).toBeGreaterThan(2);
      expect(countries).toBeGreaterThan(1);
      expect(bare).toBe(0);
    }
  });

  test("classes on trial, in use and no longer given, in two languages at least", async () => {
    const rows = await found<{ state: string; fewest: number }>(sql`
      select state, min(languages)::int as fewest from badge_class join badge_version on class_id = badge_class.id,
        lateral (select count(*) as languages from badge_edition where version_id = badge_version.id) as edition
      group by state order by state`);
    expect(rows.map(({ state }) => state)).toEqual(["active", "pilot", "retired"]);
    for (const { fewest } of rows) expect(fewest).toBeGreaterThanOrEqual(2);
  });

  test("awards in every state, of spaces of two regions; some are signed, one of these is withdrawn", async () => {
    const rows = await found<{
      state: string;
      regions: number;
      signed: number;
      withdrawn: number;
    }>(sql`
      select state, count(distinct region)::int as regions, count(credential.id)::int as signed, count(revoked_at)::int as withdrawn
      from award join space on space.id = award.space_id left join credential on award_id = award.id group by 1`);
    const states = rows.map(({ state }) => state).toSorted();
    expect(states).toEqual(AWARD_STATES.filter((state) => state !== "draft").toSorted());
    expect(rows.find(({ state }) => state === "issued")).toMatchObject({
      regions: 2,
      signed: 7,
      withdrawn: 1,
    });
  });

  test("what is signed verifies by code that did not sign it, and badges pass the strict schema", async () => {
    const { badges, others } = await expectSignedHolds(database.connect(1).db);
    expect(badges).toBeGreaterThanOrEqual(7);
    expect(others).toBeGreaterThanOrEqual(5);
  });

  test("two issuers: the network, and a school whose badge a learner keeps and shows beside one of the network", async () => {
    const [kept] = await found<{ file: Buffer; verdict: string }>(
      sql`select file, verdict from backpack_badge`,
    );
    const [own] = await found<{ signed: string }>(sql`select signed from credential limit 1`);
    const issuer = (text: string): string => JSON.parse(text).issuer.id;
    expect(issuer(own?.signed ?? "")).toMatch(/^did:web:/);
    expect(issuer(String(kept?.file))).toMatch(/^did:key:/);
    expect(kept?.verdict).toBe("unknown_issuer");
    const nobody = async () => ({ is: "unreachable" }) as const;
    const now = Temporal.Now.instant();
    expect(await verifyBadge(kept?.file ?? Buffer.of(), { now, fetch: nobody })).toMatchObject({
      verdict: "unknown_issuer",
    });
    expect(await found(sql`select count(*)::int as shown from backpack_item`)).toEqual([
      { shown: 2 },
    ]);
  });

  test("recognition by partners of three regions, some of it refused, withdrawn or not answered yet", async () => {
    const regions = await found<{ region: string; partners: number }>(sql`
      select region, count(distinct endorser_id)::int as partners from endorsement join endorser on endorser.id = endorser_id
      where revoked_at is null group by region order by region`);
    expect(regions).toEqual([
      { region: "hauts-de-france", partners: 2 },
      { region: "vlaanderen", partners: 2 },
      { region: "wallonie", partners: 1 },
    ]);
    const [others] = await found(sql`
      select (select count(*)::int from endorsement where revoked_at is not null) as withdrawn,
        (select count(*)::int from endorsement_request where state = 'refused') as refused,
        (select count(*)::int from endorsement_request where state = 'open') as open`);
    expect(others).toEqual({ withdrawn: 1, refused: 1, open: 1 });
  });
});

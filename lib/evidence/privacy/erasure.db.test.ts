import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { PgBoss } from "pg-boss";
import { describe, expect, test as plain, vi } from "vitest";
import type { Database } from "#db/client.ts";
import { bookings, guestBookings } from "#db/schema/booking.ts";
import { visitAsides, visits } from "#db/schema/presence.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { countedBlocks } from "#lib/evidence/research/attendees.ts";
import { recordChoice, saveAnswer } from "#lib/foundation/consent/commands.ts";
import { verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { createOwnToken } from "#lib/foundation/identity/programs/access-tokens.ts";
import { issueOwnCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { cardCodeFrom } from "#lib/foundation/identity/sign-in/rules.ts";
import { openSession } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { requestSignInCode } from "#lib/foundation/identity/sign-in/sign-in-codes.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import { mailer } from "#lib/foundation/notifications/mailer.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { saveSheet } from "#lib/learning/attendance/commands.ts";
import { enrol } from "#lib/learning/sessions/enrolment.ts";
import type { MailTemplate } from "#lib/modules.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { NOW, test } from "#testing/database.ts";
import { folderOfFile } from "#testing/folder.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { foundIn } from "#testing/search.ts";
import { eraseMyself } from "./erasure.ts";
import { myData } from "./own-data.ts";
import { TERMS } from "./terms.ts";

const NAME = "Wilhelmina Vandersteen";
const EMAIL = "wilhelmina.vandersteen@trivium.test";
const WORDS = "with Wilhelmina";
/** As a guest is reached, and as somebody who was a guest before may still be. */
const REACHED = { contactEmail: "mina@elsewhere.test", phone: "+32 470 12 34 56" };

async function sessionAt(
  db: Database,
  spaceId: string,
  facilitatorId: string,
  day: string,
  places = 12,
) {
  const [session] = await db
    .insert(sessions)
    .values({
      spaceId,
      facilitatorId,
      title: { en: "Mail" },
      topic: "first_steps",
      modality: "remote",
      language: "nl",
      places,
      during: {
        start: Temporal.Instant.from(`${day}T10:00:00Z`),
        end: Temporal.Instant.from(`${day}T12:00:00Z`),
      },
    })
    .returning();
  return session!;
}

/** The last one that was set stays: what follows writes there as well. */
const FOLDERS = {
  person: folderOfFile("erase"),
  guest: folderOfFile("erase-guest"),
  alike: folderOfFile("erase-alike"),
};

plain(
  "nothing that names an erased person stays anywhere, and every count stays",
  { timeout: 120_000 },
  async () => {
    vi.stubEnv("DATA_DIR", FOLDERS.person);
    vi.resetModules();
    const { settings } = await import("#lib/foundation/platform/settings/settings.ts");
    const database = await freshDatabase();
    const { db } = database.connect(4);
    const given = givenOn(db);
    const room = await given.room();
    const { spaceId } = room;
    const staff = await given.person([{ role: "manager", spaceId }]);
    const other = await given.person();
    const me = await given.person([{ role: "learner", spaceId }], {
      displayName: NAME,
      email: EMAIL,
      ...REACHED,
    });
    const as = (actor: PersonActor): Context => ({
      actor,
      now: NOW,
      db,
      requestId: "test",
      client: { address: "192.0.2.7", device: "Phone" },
    });
    const past = await sessionAt(db, spaceId, staff.personId, "2026-02-24");
    const full = await sessionAt(db, spaceId, staff.personId, "2026-03-20", 1);
    await db.insert(enrolments).values([
      { spaceId, sessionId: past.id, personId: me.personId },
      { spaceId, sessionId: past.id, personId: other.personId },
    ]);
    const save = {
      saveId: crypto.randomUUID(),
      sheetVersion: 0,
      present: [me.personId, other.personId],
      lines: [],
    };
    await saveSheet(as(staff), past.id, save);
    await enrol(as(me), full.id);
    expect((await enrol(as(other), full.id)).status).toBe("waiting");
    const at = (time: string) => Temporal.Instant.from(time);
    const input = {
      roomId: room.id,
      start: at("2026-03-10T10:00:00Z"),
      end: at("2026-03-10T11:00:00Z"),
      people: 2,
      equipment: [],
      purpose: WORDS,
    };
    await requestBooking(as(me), input, "key-1");
    // One that waits for an answer: staff are written to, with a name and what it is for.
    const approved = await given.room({ spaceId, name: "Zaal", needsApproval: true });
    await requestBooking(as(me), { ...input, roomId: approved.id }, "key-2");
    await db.insert(bookings).values({
      spaceId,
      roomId: room.id,
      people: 3,
      purpose: WORDS,
      bookedBy: me.personId,
      madeBy: me.personId,
      during: { start: at("2026-02-10T10:00:00Z"), end: at("2026-02-10T11:00:00Z") },
    });
    await db.insert(visitAsides).values({
      id: crypto.randomUUID(),
      kind: "leave",
      spaceId,
      personId: me.personId,
      at: at("2026-02-10T09:00:00Z"),
      source: "kiosk",
      clockCorrected: false,
    });
    await db.insert(visits).values({
      id: crypto.randomUUID(),
      spaceId,
      personId: me.personId,
      arrivedAt: at("2026-02-10T10:00:00Z"),
      source: "kiosk",
    });
    await recordChoice(
      as(me),
      { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" },
      "nl",
    );
    await saveAnswer(as(me), { field: "disability", code: "yes" });
    const card = await issueOwnCard(as(me));
    await openSession(as(me), me.personId, "code");
    await createOwnToken(as(me), { name: NAME, scopes: ["booking.request"], days: 30 });
    await requestSignInCode(as(me), EMAIL, "nl");
    await enqueue(db, {
      template: "unheard-of" as MailTemplate,
      toEmail: EMAIL,
      locale: "nl",
      data: { to: NAME },
    });
    const send = mailer();
    while (await deliverNext(db, TEMPLATES, send, Temporal.Now.instant().add({ hours: 1 })));
    const boss = new PgBoss({ connectionString: database.url, max: 1 });
    await boss.start();
    await boss.createQueue("letters");
    await boss.send("letters", { to: EMAIL, name: NAME });
    await boss.stop({ graceful: false });
    const outbox = join(settings().dataDir, "outbox");
    const kept = async () =>
      (
        await Promise.all(
          (await readdir(outbox)).map((name) => readFile(join(outbox, name), "utf8")),
        )
      ).join();
    for (const trace of [EMAIL, NAME, WORDS]) expect(await kept()).toContain(trace);
    const sought = [NAME, EMAIL, WORDS, card, cardCodeFrom(card)!, ...Object.values(REACHED)];
    expect((await foundIn(db, sought)).length).toBeGreaterThan(5);
    expect(JSON.stringify(await myData(as(me)))).not.toMatch(/Hash|secret|code_/);

    const population = {
      dataset: "table" as const,
      from: Temporal.PlainYearMonth.from("2026-01"),
      to: Temporal.PlainYearMonth.from("2026-12"),
      spaces: [],
    };
    const counts = async () => ({
      blocks: await countedBlocks(db, population),
      visits: await db.$count(visits),
      bookings: await db.$count(bookings),
      attended: (
        await db.execute<{ attended: number }>(
          sql`select ((select count(*) from attendance) + (select count(*) from person_line))::int as attended`,
        )
      ).rows,
    });
    const before = await counts();
    expect(before.blocks).toMatchObject([{ lines: 2 }]);
    const { eraseMyself: erase } = await import("./erasure.ts");
    expect(await erase(as(me))).toEqual({
      bookingsCancelled: 2,
      placesFreed: 1,
      sealsKept: 1,
      consentsEnded: 1,
    });

    expect(await foundIn(db, sought)).toEqual([]);
    expect(await kept()).not.toContain(EMAIL);
    expect(await kept()).not.toContain(NAME);
    expect(await kept()).not.toContain(WORDS);
    expect(await counts()).toEqual(before);
    const moved = await db.execute<{ status: string }>(
      sql`select status from enrolment where session_id = ${full.id}`,
    );
    expect(moved.rows).toEqual([{ status: "enrolled" }]);
    // The id stays where nothing may change, and as the proof of a consent; nowhere else.
    const places = (await foundIn(db, [me.personId])).map((place) => place.split(":")[0]).sort();
    expect(places).toEqual([
      "public.audit_entry.actor",
      "public.audit_entry.subject",
      "public.consent_record.person_id",
      "public.person.id",
    ]);
    expect((await verifyAudit(db)).firstBroken).toBeNull();

    // Whoever read the sheet before is shown it anew; and what was on its way is refused.
    await expect(
      saveSheet(as(staff), past.id, { ...save, saveId: crypto.randomUUID(), sheetVersion: 1 }),
    ).rejects.toMatchObject({ reason: { code: "attendance.saved_meanwhile" } });
    await expect(openSession(as(me), me.personId, "code")).rejects.toThrow();
    await expect(enrol(as(me), full.id)).rejects.toThrow();
    await database.drop();
    vi.unstubAllEnvs();
  },
);

describe("who cannot go yet", () => {
  test("somebody who leads a session to come", async ({ ctx, given }) => {
    const { id: spaceId } = await given.space();
    const leader = await given.person([{ role: "facilitator", spaceId }]);
    const { id } = await sessionAt(ctx.db, spaceId, leader.personId, "2026-03-20");
    const own = given.as(ctx, leader);
    await expect(eraseMyself(own)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "privacy.sessions_need_you", count: 1 },
    });
    await ctx.db.execute(sql`update session set status = 'cancelled' where id = ${id}`);
    await expect(eraseMyself(own)).resolves.toMatchObject({ sealsKept: 0 });
  });

  test("the last administrator, and an access token for anybody", async ({ ctx, given }) => {
    const one = await given.person([{ role: "administrator", spaceId: null }]);
    await expect(eraseMyself(given.as(ctx, one))).rejects.toMatchObject({
      reason: { code: "privacy.last_administrator" },
    });
    await expect(
      eraseMyself(given.as(ctx, { ...one, scopes: ["booking.request"] })),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

plain("of the last two administrators, one can go", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(4);
  const given = givenOn(db);
  const both = [
    await given.person([{ role: "administrator", spaceId: null }]),
    await given.person([{ role: "administrator", spaceId: null }]),
  ];
  const outcomes = await Promise.allSettled(
    both.map((actor) => eraseMyself({ actor, now: NOW, db, requestId: "test" })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await database.drop();
});

plain(
  "a guest who is forgotten leaves nothing either, by hand or by the clock",
  { timeout: 60_000 },
  async () => {
    vi.stubEnv("DATA_DIR", FOLDERS.guest);
    vi.resetModules();
    const { settings } = await import("#lib/foundation/platform/settings/settings.ts");
    const { bookAsGuest, openGuestBooking } = await import(
      "#lib/booking/bookings/guest-requests.ts"
    );
    const { guestToken } = await import("#lib/booking/guests/guest-link.ts");
    const { mailer: mailerHere } = await import("#lib/foundation/notifications/mailer.ts");
    const { eraseGuest, forgetGuests } = await import("./guests.ts");
    const database = await freshDatabase();
    const { db } = database.connect(4);
    const room = await givenOn(db).room();
    const ctx: Context = { actor: { kind: "visitor" }, now: NOW, db, requestId: "test" };
    const PHONE = "+32470123456";
    const book = async (hour: number, contact: { email: string; phone: string }) => {
      const at = (time: number) => Temporal.Instant.from(`2026-03-10T${time}:00:00Z`);
      const input = {
        roomId: room.id,
        start: at(hour),
        end: at(hour + 1),
        people: 2,
        equipment: [],
      };
      await bookAsGuest(
        ctx,
        { ...input, ...contact, name: NAME, locale: "nl" },
        crypto.randomUUID(),
      );
      const guests = await db.select().from(guestBookings);
      const id = guests.find(({ id }) => !links.has(id))?.id ?? "";
      links.add(id);
      return { token: guestToken(id), end: at(hour + 1) };
    };
    const links = new Set<string>();
    const mailed = await book(10, { email: EMAIL, phone: "" });
    const called = await book(12, { email: "", phone: PHONE });
    while (
      await deliverNext(db, TEMPLATES, mailerHere(), Temporal.Now.instant().add({ hours: 1 }))
    );
    const outbox = join(settings().dataDir, "outbox");
    const kept = async () =>
      (
        await Promise.all(
          (await readdir(outbox)).map((name) => readFile(join(outbox, name), "utf8")),
        )
      ).join();
    expect(await kept()).toContain(EMAIL);
    expect((await foundIn(db, [NAME, EMAIL, PHONE])).length).toBeGreaterThan(2);

    await eraseGuest(await openGuestBooking(ctx, mailed.token));
    expect(await foundIn(db, [EMAIL])).toEqual([]);
    expect(await kept()).not.toContain(EMAIL);
    await expect(openGuestBooking(ctx, mailed.token)).rejects.toMatchObject({ kind: "not_found" });

    const clock = { ...ctx, actor: { kind: "system" as const, name: "retention" } };
    const days = (count: number) => called.end.add({ hours: 24 * count, minutes: 1 });
    expect(await forgetGuests({ ...clock, now: days(TERMS.guests.count - 1) })).toBe(0);
    expect(await forgetGuests({ ...clock, now: days(TERMS.guests.count) })).toBe(1);
    expect(await foundIn(db, [NAME, EMAIL, PHONE, called.token])).toEqual([]);
    expect(await db.$count(bookings)).toBe(2);
    await database.drop();
    vi.unstubAllEnvs();
  },
);

plain(
  "erasing an address takes nothing of one that only looks like it",
  { timeout: 60_000 },
  async () => {
    vi.stubEnv("DATA_DIR", FOLDERS.alike);
    vi.resetModules();
    const { settings } = await import("#lib/foundation/platform/settings/settings.ts");
    const { keepMail } = await import("#lib/foundation/notifications/mailbox.ts");
    const { eraseMyself: erase } = await import("./erasure.ts");
    const database = await freshDatabase();
    const { db } = database.connect(2);
    const me = await givenOn(db).person([], { email: "n@x.test" });
    const own = ["n@x.test", "N@X.test"];
    const others = [
      "admin@x.test",
      "o'n@x.test",
      "tag+n@x.test",
      "a.n@x.test",
      "n@x.test.org",
      "én@x.test",
    ];
    for (const to of [...own, ...others]) {
      const data = { text: `line\nfor <${to}>` };
      await enqueue(db, { template: "booking-reminder", toEmail: to, locale: "nl", data: {} });
      await enqueue(db, { template: "booking-shared", toEmail: "desk@x.test", locale: "nl", data });
      await db.execute(sql`insert into idempotency_key (actor_key, key, request_hash, status, response)
      values ('visitor', ${to}, '', 200, ${JSON.stringify(data)}::jsonb)`);
      await db.execute(
        sql`insert into sign_in_code (email, code_hash, expires_at) values (${to}, '', now())`,
      );
      const mail = {
        id: crypto.randomUUID(),
        to: "desk@x.test",
        subject: "",
        text: data.text,
        at: NOW.toString(),
      };
      await keepMail(mail, Buffer.from(data.text));
    }
    await erase({ actor: me, now: NOW, db, requestId: "test" });

    const left = await db.execute<{ name: string }>(sql`
    select to_email as name from outbox_message where template = 'booking-reminder'
    union all select regexp_replace(data ->> 'text', '^.*<(.*)>$', '\\1') from outbox_message where template = 'booking-shared'
    union all select key from idempotency_key union all select email from sign_in_code order by name`);
    expect(left.rows.map(({ name }) => name)).toEqual(
      others.flatMap((name) => Array(4).fill(name)).sort(),
    );
    const outbox = join(settings().dataDir, "outbox");
    const files = (await readdir(outbox)).filter((name) => name.endsWith(".eml"));
    const texts = await Promise.all(files.map((name) => readFile(join(outbox, name), "utf8")));
    expect(texts.sort()).toEqual(others.map((name) => `line\nfor <${name}>`).sort());
    await database.drop();
    vi.unstubAllEnvs();
  },
);

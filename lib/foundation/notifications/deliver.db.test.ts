import { eq, sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { outboxMessages } from "#db/schema/platform.ts";
import { type Compose, enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { MailTemplate } from "#lib/modules.ts";
import { NOW, test } from "#testing/database.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { ATTEMPTS, deliverNext, type Send } from "./deliver.ts";

const later = Temporal.Now.instant().add({ hours: 1 });
const compose: Compose = async (_, { data, locale }) => ({
  subject: `${locale} ${data.word}`,
  text: "",
});
const LETTER = "booking-reminder";
const templates = { [LETTER]: compose };

function postbag() {
  const sent: { to: string; subject: string; id: string }[] = [];
  const send: Send = async ({ to, subject, id }) => void sent.push({ to, subject, id });
  return { sent, send };
}

describe("a queued message", () => {
  test("goes to a person in the language they read, once, and is forgotten", async ({
    ctx,
    given,
  }) => {
    const { personId } = await given.person([], { email: "jeanne@trivium.test", locale: "fr" });
    await enqueue(ctx.db, { template: LETTER, personId, data: { word: "secret" } });
    const { sent, send } = postbag();

    expect(await deliverNext(ctx.db, templates, send, later)).toBe(true);
    expect(await deliverNext(ctx.db, templates, send, later)).toBe(false);

    expect(sent).toEqual([
      { to: "jeanne@trivium.test", subject: "fr secret", id: expect.any(String) },
    ]);
    const [row] = await ctx.db.select().from(outboxMessages);
    expect(row).toMatchObject({ data: {}, lastError: null });
    expect(row?.sentAt).not.toBeNull();
  });

  test("to somebody without an address needs no sending", async ({ ctx, given }) => {
    const { personId } = await given.person([], { email: null });
    await enqueue(ctx.db, { template: LETTER, personId, data: { word: "hello" } });
    const { sent, send } = postbag();
    await deliverNext(ctx.db, templates, send, later);

    expect(sent).toEqual([]);
    expect((await ctx.db.select().from(outboxMessages))[0]).toMatchObject({
      lastError: "no address",
    });
  });

  test("that cannot leave waits longer each time, and stays at last where a person finds it", async ({
    ctx,
  }) => {
    await enqueue(ctx.db, {
      template: LETTER,
      toEmail: "a@trivium.test",
      locale: "nl",
      data: { word: "x" },
    });
    const refuse: Send = async () => {
      throw new Error("mailbox full");
    };
    let now = later;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      expect(await deliverNext(ctx.db, templates, refuse, now)).toBe(true);
      expect(await deliverNext(ctx.db, templates, refuse, now)).toBe(false);
      now = now.add({ hours: 24 });
    }
    expect(await deliverNext(ctx.db, templates, refuse, now)).toBe(false);
    const [row] = await ctx.db.select().from(outboxMessages);
    expect(row).toMatchObject({
      attempts: ATTEMPTS,
      lastError: "mailbox full",
      sentAt: null,
      data: { word: "x" },
    });
  });

  test("of a kind nobody can write is kept, and the next one leaves", async ({ ctx }) => {
    const to = { toEmail: "a@trivium.test", locale: "nl" as const };
    await enqueue(ctx.db, { template: "unheard-of" as MailTemplate, ...to, data: {} });
    await enqueue(ctx.db, { template: LETTER, ...to, data: { word: "x" } });
    const { sent, send } = postbag();
    while (await deliverNext(ctx.db, templates, send, later));

    expect(sent).toHaveLength(1);
    const [kept] = await ctx.db
      .select()
      .from(outboxMessages)
      .where(eq(outboxMessages.template, "unheard-of"));
    expect(kept).toMatchObject({ sentAt: null, lastError: "no template unheard-of" });
  });
});

plain("two workers share the work, and send nothing twice", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(4);
  const COUNT = 40;
  for (let at = 0; at < COUNT; at += 1)
    await enqueue(db, {
      template: LETTER,
      toEmail: `${at}@trivium.test`,
      locale: "en",
      data: { word: at },
    });
  const { sent, send } = postbag();
  const slowly: Send = async (mail) => {
    await new Promise((done) => setTimeout(done, 2));
    await send(mail);
  };
  const work = async () => {
    while (
      await deliverNext(database.connect(1).db, templates, slowly, NOW.add({ hours: 24 * 3650 }))
    );
  };
  await Promise.all([work(), work(), work()]);

  expect(sent).toHaveLength(COUNT);
  expect(new Set(sent.map(({ to }) => to)).size).toBe(COUNT);
  await database.drop();
});

plain(
  "a letter leaves with what it speaks of, or not at all; one whose worker dies leaves again under the same id",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(8);
    const to = { template: LETTER, toEmail: "a@trivium.test", locale: "en" } as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) =>
        db.transaction(async (tx) => {
          await enqueue(tx, { ...to, data: { word: at } });
          if (at % 3 === 0) throw new Error("taken back");
        }),
      ),
    );
    const kept = outcomes.filter(({ status }) => status === "fulfilled").length;
    const { sent, send } = postbag();
    const far = NOW.add({ hours: 24 * 3650 });
    // It has sent, and dies before it can note it.
    const worker = database.connect(1);
    const dying: Send = async (mail) => {
      await send(mail);
      await db.execute(sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`);
    };
    await expect(deliverNext(worker.db, templates, dying, far)).rejects.toThrow();
    while (await deliverNext(db, templates, send, far));

    expect(kept).toBe(20);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(kept);
    expect(sent).toHaveLength(kept + 1);
    expect(sent.filter(({ id }) => id === sent[0]?.id)).toHaveLength(2);
    await database.drop();
  },
);

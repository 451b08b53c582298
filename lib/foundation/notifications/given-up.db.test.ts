import { eq, sql } from "drizzle-orm";
import { expect, test as plain } from "vitest";
import { outboxMessages } from "#db/schema/platform.ts";
import { verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { ATTEMPTS, deliverNext } from "./deliver.ts";
import { lettersGivenUp, outboxState, sendLettersAgain } from "./given-up.ts";

const hello = { hello: async () => ({ subject: "Hello", text: "Hello" }) };
const givenUp = {
  template: "hello",
  attempts: ATTEMPTS,
  locale: "nl",
  lastError: "451 queue 4F2A1B9 is full",
};

const asAdministrator = async (
  ctx: Context,
  given: ReturnType<typeof givenOn>,
): Promise<Context> => ({
  ...ctx,
  actor: await given.person([{ role: "administrator", spaceId: null }]),
});

test("letters that were given up are shown by their fault, with so much of the address as tells which", async ({
  ctx,
  given,
}) => {
  const admin = await asAdministrator(ctx, given);
  const { personId } = await given.person([], { email: null, phone: "+32470123456" });
  await ctx.db.insert(outboxMessages).values([
    { ...givenUp, template: "booking-confirmed", toEmail: "noor.peeters@example.be" },
    {
      ...givenUp,
      template: "identity-code",
      toEmail: "jan@example.fr",
      lastError: "451 queue 77C0FFEE is full",
    },
    { ...givenUp, template: "booking-changed", personId, lastError: "SMS hook answered 500" },
    { template: "hello", toEmail: "waits@example.be" },
    {
      template: "hello",
      toEmail: "tried@example.be",
      attempts: 2,
      lastError: "450 <tried@example.be> is busy",
    },
    { ...givenUp, toEmail: "left@example.be", sentAt: NOW },
  ]);
  const [first, second, ...more] = await lettersGivenUp(admin);
  expect(more).toEqual([]);
  expect(first).toMatchObject({
    count: 2,
    fault: expect.stringMatching(/^451 queue \w+ is full$/),
  });
  expect(first?.letters.map(({ kind, to }) => [kind, to]).toSorted()).toEqual([
    ["booking", "n…@e….be"],
    ["code", "j…@e….fr"],
  ]);
  expect(second).toMatchObject({ count: 1, fault: "SMS hook answered 500" });
  expect(second?.letters[0]).toMatchObject({ channel: "text", to: "+32 … 56" });
  expect(await outboxState(ctx.db)).toMatchObject({
    mail: { waiting: 2, failing: 1, fault: "450 <…> is busy", givenUp: 2 },
    text: { waiting: 0, failing: 0, fault: null, givenUp: 1 },
  });
});

test("one letter, those of one fault, or all of them are tried anew; what left or waits is left alone", async ({
  ctx,
  given,
}) => {
  const admin = await asAdministrator(ctx, given);
  const other = { ...givenUp, lastError: "550 no such user" };
  const rows = await ctx.db
    .insert(outboxMessages)
    .values([
      { ...givenUp, toEmail: "a@example.be" },
      { ...givenUp, toEmail: "b@example.be" },
      { ...other, toEmail: "c@example.be" },
      { ...other, toEmail: "d@example.be" },
      { ...other, toEmail: "e@example.be", sentAt: NOW },
    ])
    .returning();
  const ids = rows.map(({ id }) => id);
  const attempts = async () =>
    (await ctx.db.select().from(outboxMessages).orderBy(outboxMessages.toEmail)).map(
      (row) => row.attempts,
    );

  expect(await sendLettersAgain(admin, { id: ids[0] ?? "" })).toBe(1);
  expect(await attempts()).toEqual([0, 8, 8, 8, 8]);
  const nothing = { reason: { code: "operations.nothing_to_send" } };
  for (const id of [ids[0] ?? "", ids[4] ?? "", crypto.randomUUID()])
    await expect(sendLettersAgain(admin, { id })).rejects.toMatchObject(nothing);

  const groups = await lettersGivenUp(admin);
  const key = groups.find(({ fault }) => fault.startsWith("550"))?.key ?? "";
  expect(await sendLettersAgain(admin, { faultKey: key })).toBe(2);
  expect(await attempts()).toEqual([0, 8, 0, 0, 8]);
  expect(await sendLettersAgain(admin, "all")).toBe(1);
  await expect(sendLettersAgain(admin, "all")).rejects.toMatchObject(nothing);

  const { rows: noted } = await ctx.db.execute<{ actor: string; count: number }>(
    sql`select actor, (data ->> 'count')::int as count from audit_entry where action = 'outbox.sent_again' order by at`,
  );
  expect(noted.map(({ count }) => count).toSorted()).toEqual([1, 1, 2]);
});

test("nobody but an administrator sees or sends them", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const manager = { ...ctx, actor: await given.person([{ role: "manager", spaceId }]) };
  const visitor = { ...ctx, actor: { kind: "visitor" } as const };
  for (const asker of [ctx, manager, visitor]) {
    await expect(lettersGivenUp(asker)).rejects.toMatchObject({
      kind: /forbidden|unauthenticated/,
    });
    await expect(sendLettersAgain(asker, "all")).rejects.toMatchObject({ name: "DomainError" });
  }
});

plain("two who press at once, while a worker sends, have each letter sent once", async () => {
  const fresh = await freshDatabase();
  const { db } = fresh.connect(8);
  const given = givenOn(db);
  const actor = await given.person([{ role: "administrator", spaceId: null }]);
  const ctx: Context = { actor, db, now: Temporal.Now.instant(), requestId: "test" };
  const letters = 20;
  const rows = await db
    .insert(outboxMessages)
    .values(
      Array.from({ length: letters }, (_, nth) => ({
        ...givenUp,
        toEmail: `${nth}@example.be`,
        nextAttemptAt: ctx.now.subtract({ hours: 1 }),
      })),
    )
    .returning();
  const sent: string[] = [];
  const send = async ({ id }: { id: string }) => {
    sent.push(id);
    await new Promise((done) => setTimeout(done, 5));
  };
  const press = () => sendLettersAgain(ctx, "all").catch(() => 0);
  const one = (id: string) => sendLettersAgain(ctx, { id }).catch(() => 0);
  const work = async () => {
    for (let idle = 0; idle < 20; ) {
      const busy = await deliverNext(db, hello, send, Temporal.Now.instant().add({ minutes: 1 }));
      if (!busy) {
        idle += 1;
        await new Promise((done) => setTimeout(done, 5));
      }
    }
  };
  const [, , ...counts] = await Promise.all([
    work(),
    work(),
    press(),
    press(),
    ...rows.map(({ id }) => one(id)),
  ]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(letters);
  expect(sent.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect(await db.$count(outboxMessages, eq(outboxMessages.attempts, 1))).toBe(letters);
  expect((await verifyAudit(db)).firstBroken).toBeNull();
  await fresh.drop();
});

import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { test } from "#testing/database.ts";
import { sendEventsAgain, webhooksGivenUp, webhooksState } from "./given-up.ts";

test("events that were given up are shown by the machine they are for, and tried anew once; no more", async ({
  ctx,
  given,
}) => {
  const admin = { ...ctx, actor: await given.person([{ role: "administrator", spaceId: null }]) };
  const space = await given.space();
  const hook = { spaceId: space.id, events: [], secret: "x" };
  const [one, paused] = await ctx.db
    .insert(webhooks)
    .values([
      { ...hook, url: "https://planning.example/hooks/secret-path" },
      { ...hook, url: "https://paused.example/x", active: false },
    ])
    .returning();
  const event = { spaceId: space.id, webhookId: one?.id ?? "", event: "test" };
  const givenUp = { ...event, nextAttemptAt: null, attempts: 10, lastError: "answered 500" };
  await ctx.db
    .insert(webhookDeliveries)
    .values([
      givenUp,
      givenUp,
      { ...givenUp, webhookId: paused?.id ?? "" },
      { ...event, nextAttemptAt: null, deliveredAt: ctx.now, attempts: 1 },
      { ...event, nextAttemptAt: ctx.now.add({ hours: 1 }), attempts: 3 },
    ]);
  expect(await webhooksGivenUp(admin)).toEqual([
    {
      webhookId: one?.id,
      space: space.name,
      host: "planning.example",
      count: 2,
      fault: "answered 500",
    },
  ]);
  expect(await webhooksState(ctx.db)).toMatchObject({ waiting: 1, givenUp: 2 });

  expect(await sendEventsAgain(admin, one?.id ?? null)).toBe(2);
  const nothing = { reason: { code: "operations.nothing_to_send" } };
  await expect(sendEventsAgain(admin, one?.id ?? null)).rejects.toMatchObject(nothing);
  // Whoever paused an address did not ask for it.
  await expect(sendEventsAgain(admin, null)).rejects.toMatchObject(nothing);
  const rows = await ctx.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, one?.id ?? ""));
  expect(rows.map(({ attempts }) => attempts).toSorted()).toEqual([0, 0, 1, 3]);

  const manager = { ...ctx, actor: await given.person([{ role: "manager", spaceId: space.id }]) };
  await expect(webhooksGivenUp(manager)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(sendEventsAgain(manager, one?.id ?? null)).rejects.toMatchObject({
    kind: "forbidden",
  });
});

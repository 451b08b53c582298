import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { asked, mailedToken, SYSTEM, said, VISITOR, worldOn } from "#testing/endorsements.ts";
import { givenOn } from "#testing/given.ts";
import { askOrganisation, recognise, refuse } from "./commands.ts";

test("twenty who answer one link at the same moment sign it once", async ({ database }) => {
  const { db } = database.connect(8);
  const given = givenOn(db);
  const ctx: Context = { actor: SYSTEM, now: NOW, db, requestId: "test" };
  const world = await worldOn(ctx, given);
  await askOrganisation({ ...ctx, actor: world.staff }, asked(world));
  const token = await mailedToken(db);
  const visitor = { ...ctx, actor: VISITOR };
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      at % 4 === 3
        ? refuse(visitor, { token, request: "", reason: "No" })
        : recognise(visitor, said(token)).then(() => undefined),
    ),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const answer of answers)
    if (answer.status === "rejected")
      expect(answer.reason).toMatchObject({ reason: { code: "endorsements.answered" } });
  const { rows } = await db.execute<{ signed: number; state: string; taken: number }>(sql`
    select (select count(*)::int from endorsement) as signed, (select count(*)::int from status_entry) as taken,
      (select state from endorsement_request) as state`);
  const [row] = rows;
  expect(row?.signed).toBe(row?.state === "accepted" ? 1 : 0);
  expect(row?.taken).toBe(row?.signed);
});

test("two who ask the same address at the same moment send one mail", async ({ database }) => {
  const { db } = database.connect(4);
  const ctx: Context = { actor: SYSTEM, now: NOW, db, requestId: "test" };
  const world = await worldOn(ctx, givenOn(db));
  const email = `${randomUUID()}@school.example`;
  const ask = () => askOrganisation({ ...ctx, actor: world.staff }, asked(world, { email }));
  const answers = await Promise.allSettled([ask(), ask(), ask()]);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { rows } = await db.execute(sql`select from outbox_message where to_email = ${email}`);
  expect(rows).toHaveLength(1);
});

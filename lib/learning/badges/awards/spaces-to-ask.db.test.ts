import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { enrol } from "#lib/learning/sessions/enrolment.ts";
import { worldOn } from "#testing/endorsements.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { test } from "#testing/signed.ts";
import { applyForBadge } from "./commands.ts";
import { spacesToAsk } from "./spaces-to-ask.ts";

test("a learner's own spaces come first: where they were most, where they asked, where they have places", async ({
  ctx,
  given,
}) => {
  const world = await worldOn(ctx, given);
  const person = await given.person();
  const learner = given.as(ctx, person);
  expect((await spacesToAsk(learner)).own).toEqual([]);

  const once = await sessionToPlan(ctx, given);
  const often = await sessionToPlan(ctx, given);
  const coming = await sessionToPlan(ctx, given);
  const evening = { start: at("14:00"), end: at("16:00") };
  for (const [{ facilitator, plan, space }, hours] of [
    [once, {}],
    [often, {}],
    [often, evening],
  ] as const) {
    const { id } = await planSession(facilitator, { ...plan, ...hours });
    await ctx.db.execute(sql`
      insert into attendance (space_id, session_id, person_id)
      values (${space.id}, ${id}, ${person.personId})`);
  }
  await applyForBadge(learner, { badge: world.badge, space: world.slug, statement: "Mended it" });
  const { id } = await planSession(coming.facilitator, coming.plan);
  await enrol(learner, id);

  const { own, others } = await spacesToAsk(learner);
  expect(own.map((space) => space.id)).toEqual([
    often.space.id,
    once.space.id,
    world.spaceId,
    coming.space.id,
  ]);
  const all = [...own, ...others].map((space) => space.id);
  expect(new Set(all).size).toBe(all.length);
});

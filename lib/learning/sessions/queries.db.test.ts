import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { jointToPlan } from "#testing/sessions.ts";
import { planSession } from "./commands.ts";
import { listPlannedByStaff } from "./queries.ts";

test("staff see the sessions of one of their spaces, or of all, and never of another's", async ({
  ctx,
  given,
}) => {
  const { space, over, facilitator, plan } = await jointToPlan(ctx, given);
  await planSession(facilitator, plan);
  const spacesOf = async (actor: typeof facilitator, spaceIds?: string[]) => {
    const { items, total } = await listPlannedByStaff(actor, 1, spaceIds);
    expect(total).toBe(items.length);
    return items.map(({ spaceName }) => spaceName).sort();
  };
  expect(await spacesOf(facilitator)).toEqual(["La Fabrique", "Le Tiers-Lieu"]);
  expect(await spacesOf(facilitator, [over.id])).toEqual(["Le Tiers-Lieu"]);
  expect(await spacesOf(facilitator, [space.id, over.id])).toHaveLength(2);

  const alone = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
  expect(await spacesOf(alone, [over.id])).toEqual([]);
});

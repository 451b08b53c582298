import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { acceptBadge, applyForBadge, decideOnRequest } from "#lib/learning/badges/awards/commands.ts";
import { publishBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import { classDraft } from "#lib/learning/badges/classes/schema.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";
import { revokeCredential } from "#lib/learning/badges/credentials/commands.ts";
import { credentialOfAward } from "#lib/learning/badges/credentials/queries.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { badgeFigures, publishBadgeFigures } from "./badge-figures.ts";

const SYSTEM = { kind: "system", name: "test" } as const;
const EARNED_AT = Temporal.Instant.from("2026-02-10T10:00:00Z");
const CLOSED_AT = Temporal.Instant.from("2026-05-02T06:20:00Z");

/** So many people earn a badge at a space. @returns the ids of their signed badges, and of the badge itself */
async function earn(ctx: Context, given: Given, people: number) {
  const at = { ...ctx, now: EARNED_AT };
  const admin = { ...at, actor: SYSTEM };
  await loadBundledFrameworks(admin);
  const written = classDraft.parse({
    slug: "mend",
    icon: "tool",
    colour: "teal",
    editions: { nl: { name: "Herstellen", description: "Kan herstellen.", criteria: "Herstel iets." } },
    competences: [{ framework: "sustainable-it", code: "C1" }],
    rules: [{ kind: "evidence" }],
  });
  await saveDraft(admin, written);
  await publishBadge(admin, "mend", "active");
  const space = await given.space();
  const staff = given.as(at, await given.person([{ role: "facilitator", spaceId: space.id }]));
  const signed: string[] = [];
  for (let one = 0; one < people; one += 1) {
    const learner = given.as(at, await given.person());
    const { id } = await applyForBadge(learner, { badge: "mend", space: space.slug, statement: "Mended it" });
    await decideOnRequest(staff, { id, revision: 1, what: "approve", note: "" });
    await acceptBadge(learner, id);
    signed.push((await credentialOfAward(at, id)) ?? "");
  }
  const badge = await findBadge(ctx, "mend");
  return { id: badge?.id ?? "", signed, admin };
}

test("a quarter is published when it is closed, once, rounded down, and stays", async ({ ctx, given }) => {
  const { id, signed, admin } = await earn(ctx, given, 12);
  await publishBadgeFigures(ctx.db, Temporal.Instant.from("2026-04-29T06:20:00Z"));
  expect((await badgeFigures(ctx, id)).quarters.map(({ name }) => name)).not.toContain("2026-Q1");

  await publishBadgeFigures(ctx.db, CLOSED_AT);
  const { regions, quarters } = await badgeFigures(ctx, id);
  expect(quarters).toHaveLength(4);
  expect(quarters[0]).toEqual({ name: "2026-Q1", people: regions.map(() => 10) });
  expect(quarters[1]?.people).toEqual(regions.map(() => null));

  for (const badge of signed.slice(0, 5)) await revokeCredential(admin, badge, "Given by mistake");
  expect(await publishBadgeFigures(ctx.db, CLOSED_AT)).toEqual({ published: 0 });
  expect((await badgeFigures(ctx, id)).quarters[0]?.people).toEqual(regions.map(() => 10));
  const change = ctx.db.transaction((db) => db.execute(sql`update published_badges set figures = '{}'`));
  await expect(change).rejects.toThrow();
});

test("nine people are as nobody, and who was withdrawn does not count", async ({ ctx, given }) => {
  const { id, signed, admin } = await earn(ctx, given, 10);
  await revokeCredential(admin, signed[0] ?? "", "Given by mistake");
  await publishBadgeFigures(ctx.db, CLOSED_AT);
  const { rows } = await ctx.db.execute(sql`select from published_badges where figures <> '{}'`);
  expect(rows).toHaveLength(0);
  expect((await badgeFigures(ctx, id)).quarters[0]?.people.every((figure) => figure === null)).toBe(true);
});

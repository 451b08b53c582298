import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { organisations, people, roleAssignments } from "#db/schema/identity.ts";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import { test } from "#testing/database.ts";
import type { Context } from "../context.ts";
import { myMemberships, showMembership, shownMembers, spacesRunBy } from "./memberships.ts";
import { assignRole } from "./people.ts";

const organisation = async ({ db }: Context, name: string) => {
  const [made] = await db.insert(organisations).values({ name, country: "BE" }).returning();
  return made?.id ?? "";
};

test("only who agreed is named on the page of their organisation, by role, and as long as they want", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const home = await organisation(ctx, "Home");
  const marc = await given.person([], { displayName: "Marc" });
  const fatima = await given.person([], { displayName: "Fatima" });
  const lien = await given.person([], { displayName: "Lien" });
  const give = (personId: string, role: "manager" | "facilitator" | "learner") =>
    assignRole(ctx, { personId, role, spaceId, organisationId: home });
  await give(marc.personId, "manager");
  await give(fatima.personId, "facilitator");
  await give(lien.personId, "learner");
  expect(await shownMembers(ctx, home)).toEqual([]);
  expect(await spacesRunBy(ctx, home)).toEqual([spaceId]);

  const asMarc = given.as(ctx, marc);
  const [own] = await myMemberships(asMarc);
  expect(own).toMatchObject({ role: "manager", organisation: "Home", shownSince: null });
  await showMembership(asMarc, { id: own?.id ?? "", isShown: true });
  expect(await shownMembers(ctx, home)).toEqual([{ name: "Marc", role: "manager" }]);

  // Nobody says it for somebody else, and a learner is never named.
  await expect(
    showMembership(given.as(ctx, fatima), { id: own?.id ?? "", isShown: false }),
  ).rejects.toMatchObject({ kind: "not_found" });
  expect(await myMemberships(given.as(ctx, lien))).toEqual([]);
  const [learner] = await ctx.db
    .select()
    .from(roleAssignments)
    .where(eq(roleAssignments.personId, lien.personId));
  await expect(
    showMembership(given.as(ctx, lien), { id: learner?.id ?? "", isShown: true }),
  ).rejects.toMatchObject({ kind: "not_found" });
  await expect(
    ctx.db.transaction((db) =>
      db
        .update(roleAssignments)
        .set({ shownSince: ctx.now })
        .where(eq(roleAssignments.id, learner?.id ?? "")),
    ),
  ).rejects.toThrow();

  // A card opens none of it.
  const byCard = given.as(ctx, { ...marc, method: "card" });
  await expect(showMembership(byCard, { id: own?.id ?? "", isShown: false })).rejects.toMatchObject(
    {
      kind: "forbidden",
    },
  );

  await showMembership(asMarc, { id: own?.id ?? "", isShown: false });
  expect(await shownMembers(ctx, home)).toEqual([]);
});

test("who changes organisation, is closed or erased is named no longer", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const [home, away] = [await organisation(ctx, "Home"), await organisation(ctx, "Away")];
  const marc = await given.person([], { displayName: "Marc" });
  const grant = { personId: marc.personId, role: "manager", spaceId } as const;
  await assignRole(ctx, { ...grant, organisationId: home });
  const show = async () => {
    const [own] = await myMemberships(given.as(ctx, marc));
    await showMembership(given.as(ctx, marc), { id: own?.id ?? "", isShown: true });
  };
  await show();
  // The same once more, or without a word of for whom, changes nothing.
  await assignRole(ctx, { ...grant, organisationId: home });
  await assignRole(ctx, grant);
  expect(await shownMembers(ctx, home)).toHaveLength(1);
  await assignRole(ctx, { ...grant, organisationId: away });
  expect(await shownMembers(ctx, away)).toEqual([]);
  await show();
  await assignRole(ctx, { ...grant, organisationId: null });
  expect(await shownMembers(ctx, away)).toEqual([]);

  await assignRole(ctx, { ...grant, organisationId: home });
  await show();
  await ctx.db.update(people).set({ disabledAt: ctx.now }).where(eq(people.id, marc.personId));
  expect(await shownMembers(ctx, home)).toEqual([]);
  await ctx.db.update(people).set({ disabledAt: null }).where(eq(people.id, marc.personId));
  expect(await shownMembers(ctx, home)).toHaveLength(1);
  await erasePerson({ ...ctx, actor: { kind: "system", name: "test" } }, marc.personId);
  expect(await shownMembers(ctx, home)).toEqual([]);
});

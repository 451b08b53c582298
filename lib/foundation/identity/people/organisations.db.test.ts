import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { addOrganisation, listOrganisations, removeOrganisation } from "./organisations.ts";
import { findPerson, grantRole } from "./people.ts";

test("an organisation has people by their roles, one name once, and goes when nothing belongs to it", async ({
  ctx,
  given,
}) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const { personId } = await given.person();
  await addOrganisation(administrator, { name: "Mission locale", country: "FR" });
  await expect(
    addOrganisation(administrator, { name: "mission LOCALE", country: "FR" }),
  ).rejects.toMatchObject({ kind: "conflict", reason: { code: "identity.organisation_known" } });
  const [organisation] = await listOrganisations(administrator);
  expect(organisation).toMatchObject({ name: "Mission locale", country: "FR", members: 0 });
  const organisationId = organisation?.id ?? "";

  await grantRole(administrator, { personId, role: "learner", spaceId: null, organisationId });

  expect((await listOrganisations(administrator))[0]?.members).toBe(1);
  expect((await findPerson(administrator, personId))?.roles).toMatchObject([
    { role: "learner", organisationName: "Mission locale" },
  ]);
  await expect(removeOrganisation(administrator, organisationId)).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "identity.organisation_in_use" },
  });

  // The same role, now for nobody's people.
  await grantRole(administrator, {
    personId,
    role: "learner",
    spaceId: null,
    organisationId: null,
  });
  await removeOrganisation(administrator, organisationId);
  expect(await listOrganisations(administrator)).toEqual([]);
  await expect(
    grantRole(administrator, { personId, role: "learner", spaceId: null, organisationId }),
  ).rejects.toMatchObject({ kind: "not_found" });
});

test("only whoever manages the network sees and changes its partners", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const forbidden = { kind: "forbidden" };
  await expect(listOrganisations(manager)).rejects.toMatchObject(forbidden);
  await expect(addOrganisation(manager, { name: "VDAB", country: "BE" })).rejects.toMatchObject(
    forbidden,
  );
  await expect(removeOrganisation(manager, crypto.randomUUID())).rejects.toMatchObject(forbidden);

  // Its people are let into its rooms anywhere in the network: no manager of one place decides
  // that, or undoes it.
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  await addOrganisation(administrator, { name: "VDAB", country: "BE" });
  const [organisation] = await listOrganisations(administrator);
  const organisationId = organisation?.id ?? "";
  const { personId } = await given.person([{ role: "learner", spaceId }], { email: null });
  const learner = { personId, role: "learner" as const, spaceId };
  await expect(grantRole(manager, { ...learner, organisationId })).rejects.toMatchObject(forbidden);
  await grantRole(administrator, { ...learner, organisationId });
  await grantRole(manager, learner);
  await expect(grantRole(manager, { ...learner, organisationId: null })).rejects.toMatchObject(
    forbidden,
  );
  expect((await findPerson(administrator, personId))?.roles).toMatchObject([
    { organisationName: "VDAB" },
  ]);
});

import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { actorBySession } from "../sign-in/askers.ts";
import { openSession } from "../sign-in/sign-in.ts";
import {
  addPerson,
  disablePerson,
  enablePerson,
  findPerson,
  grantRole,
  listPeople,
  removeRole,
  spacesToGrant,
} from "./people.ts";

test("a manager sees and adds people of the own space, and gives no role above the own", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { id: elsewhere } = await given.space();
  const manager = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId }], { displayName: "Marc" }),
  );
  const stranger = await given.person([{ role: "learner", spaceId: elsewhere }]);

  const personId = await addPerson(manager, {
    displayName: "Samir",
    email: null,
    locale: "fr",
    spaceId,
  });

  const { items, total } = await listPeople(manager, { q: "", page: 1 });
  expect(items.map(({ displayName }) => displayName)).toEqual(["Marc", "Samir"]);
  expect(total).toBe(2);
  expect((await listPeople(manager, { q: "%", page: 1 })).total).toBe(0);
  expect(await findPerson(manager, stranger.personId)).toBeNull();
  expect((await spacesToGrant(manager)).map(({ id }) => id)).toEqual([spaceId]);
  expect(await findPerson(manager, personId)).toMatchObject({
    mayHoldCard: true,
    roles: [{ role: "learner" }],
  });

  const forbidden = { kind: "forbidden" };
  await expect(
    grantRole(manager, { personId, role: "administrator", spaceId: null }),
  ).rejects.toMatchObject(forbidden);
  await expect(
    grantRole(manager, { personId, role: "learner", spaceId: elsewhere }),
  ).rejects.toMatchObject(forbidden);
  await expect(
    addPerson(manager, { displayName: "X", email: null, locale: "fr", spaceId: null }),
  ).rejects.toMatchObject(forbidden);
  await expect(disablePerson(manager, personId)).rejects.toMatchObject(forbidden);
  await expect(listPeople(given.as(ctx, stranger), { q: "", page: 1 })).rejects.toMatchObject(
    forbidden,
  );
});

test("a role is given once and taken again, but nobody takes their own", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const ada = await given.person([{ role: "administrator", spaceId: null }]);
  const administrator = given.as(ctx, ada);
  const { personId } = await given.person();

  for (let time = 0; time < 2; time += 1)
    await grantRole(administrator, { personId, role: "manager", spaceId });
  const granted = await findPerson(administrator, personId);
  expect(granted?.roles).toHaveLength(1);
  await removeRole(administrator, granted?.roles[0]?.id ?? "");
  expect((await findPerson(administrator, personId))?.roles).toEqual([]);

  const own = await findPerson(administrator, ada.personId);
  await expect(removeRole(administrator, own?.roles[0]?.id ?? "")).rejects.toMatchObject({
    reason: { code: "identity.not_yourself" },
  });
  await expect(disablePerson(administrator, ada.personId)).rejects.toMatchObject({
    kind: "conflict",
  });
});

test("a closed account is signed out at once, and opens again", async ({ ctx, given }) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const { personId } = await given.person();
  const { token } = await openSession(ctx, personId, "code");

  await disablePerson(administrator, personId);
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  await enablePerson(administrator, personId);
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  const again = await openSession(ctx, personId, "code");
  expect(await actorBySession(ctx.db, again.token, ctx.now)).toMatchObject({ personId });
});

test("an address belongs to one account", async ({ ctx, given }) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const asked = { email: "samir@trivium.test", locale: "fr", spaceId: null } as const;
  await addPerson(administrator, asked);
  await expect(
    addPerson(administrator, { ...asked, email: "Samir@Trivium.test" }),
  ).rejects.toMatchObject({
    reason: { code: "identity.email_taken" },
  });
});

test("people stand in the order of the alphabet: accents and capitals make no difference to where one is looked for", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId }], { displayName: "Marc" }),
  );
  for (const displayName of ["Zoë", "Élodie", "eva", "Ali", "Élise", "Eva", "Zaïd"])
    await given.person([{ role: "learner", spaceId }], { displayName });

  const { items } = await listPeople(manager, { q: "", page: 1 });

  expect(items.map(({ displayName }) => displayName)).toEqual([
    "Ali",
    "Élise",
    "Élodie",
    "eva",
    "Eva",
    "Marc",
    "Zaïd",
    "Zoë",
  ]);
});

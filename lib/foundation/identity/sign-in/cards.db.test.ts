import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { cards } from "#db/schema/identity.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { test } from "#testing/database.ts";
import type { Context } from "../context.ts";
import { addPerson, grantRole } from "../people/people.ts";
import { actorBySession } from "./askers.ts";
import { cardsOf, holderOfCard, issueCard, revokeCard, signInByCard } from "./cards.ts";
import { inHalves } from "./codes.ts";

const wrong = { kind: "invalid", reason: { code: "identity.card_wrong" } };
const visitor = (ctx: Context): Context => ({ ...ctx, actor: { kind: "visitor" } });

test("a manager gives somebody without an address a card, which opens until it is revoked", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const personId = await addPerson(manager, {
    displayName: "Samir",
    email: null,
    locale: "fr",
    spaceId,
  });

  const first = await issueCard(manager, personId);
  const second = await issueCard(manager, personId);

  await expect(signInByCard(visitor(ctx), first)).rejects.toMatchObject(wrong);
  const { token } = await signInByCard(visitor(ctx), inHalves(second).toLowerCase());
  expect(await actorBySession(ctx.db, token, ctx.now)).toMatchObject({ displayName: "Samir" });

  await revokeCard(manager, personId);
  await expect(signInByCard(visitor(ctx), second)).rejects.toMatchObject(wrong);
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  expect(await ctx.db.$count(cards, eq(cards.codeHash, second))).toBe(0);
});

test("a lost card is replaced in one step: the old one ends at that moment, and is remembered", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const { personId } = await given.person([{ role: "learner", spaceId }], { email: null });
  const lost = await issueCard(manager, personId);
  const later = { ...manager, now: ctx.now.add({ hours: 30 }) };
  const found = await issueCard(later, personId);

  expect(await holderOfCard(ctx.db, lost)).toBe("revoked");
  expect(await holderOfCard(ctx.db, found)).toEqual({ personId });
  const told = (await cardsOf(manager, personId)).map(({ issuedAt, revokedAt }) =>
    [issuedAt, revokedAt].map(String),
  );
  expect(told).toEqual([
    [String(later.now), "null"],
    [String(ctx.now), String(later.now)],
  ]);
  const stranger = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  await expect(cardsOf(stranger, personId)).rejects.toMatchObject({ kind: "not_found" });
});

test("a manager of one of two spaces ends a shared learner's card, and makes none", async ({
  ctx,
  given,
}) => {
  const [one, two, three] = [await given.space(), await given.space(), await given.space()];
  const managerOf = async (spaceId: string) =>
    given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const roles = [one, two].map(({ id: spaceId }) => ({ role: "learner" as const, spaceId }));
  const { personId } = await given.person(roles, { email: null });
  const code = await issueCard(administrator, personId);
  const { token } = await signInByCard(visitor(ctx), code);

  await expect(revokeCard(await managerOf(three.id), personId)).rejects.toMatchObject({
    kind: "not_found",
  });
  expect(await holderOfCard(ctx.db, code)).toEqual({ personId });
  const manager = await managerOf(one.id);
  await revokeCard(manager, personId);

  expect(await holderOfCard(ctx.db, code)).toBe("revoked");
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  await expect(issueCard(manager, personId)).rejects.toMatchObject({
    reason: { code: "identity.owner_decides" },
  });
});

test("a card is for learners of one's own space; a role of staff closes what it opened", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const stranger = await given.person();
  const colleague = await given.person([{ role: "facilitator", spaceId }], { email: null });
  const learner = await given.person([{ role: "learner", spaceId }], { email: null });
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );

  await expect(issueCard(manager, stranger.personId)).rejects.toMatchObject({ kind: "not_found" });
  await expect(issueCard(manager, colleague.personId)).rejects.toMatchObject({ kind: "conflict" });
  await expect(issueCard(given.as(ctx, colleague), learner.personId)).rejects.toMatchObject({
    kind: "forbidden",
  });

  const code = await issueCard(manager, learner.personId);
  const { token } = await signInByCard(visitor(ctx), code);
  await grantRole(administrator, { personId: learner.personId, role: "facilitator", spaceId });
  expect(await actorBySession(ctx.db, token, ctx.now)).toBeNull();
  await expect(signInByCard(visitor(ctx), code)).rejects.toMatchObject({ kind: "forbidden" });
});

test("who guesses cards is stopped, whichever cards they guess", async ({ ctx }) => {
  const guess = (code: string) => signInByCard(visitor(ctx), code);
  for (let tried = 0; tried < 10; tried += 1)
    await expect(guess("K7QM3TXW")).rejects.toMatchObject(wrong);
  await expect(guess("K7QM3TXW")).rejects.toMatchObject({ kind: "rate_limited" });
  await expect(guess("not a card")).rejects.toMatchObject(wrong);

  const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  for (let tried = 0; tried < 290; tried += 1)
    await guess(`${signs[tried % 31]}${signs[Math.floor(tried / 31)]}AAAAAA`).catch(() => {});
  await expect(guess("ZZZZZZZZ")).rejects.toMatchObject({ kind: "rate_limited" });
});

test("three hundred wrong cards from one address stop no right card from another", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const { personId } = await given.person([{ role: "learner", spaceId }], { email: null });
  const code = await issueCard(manager, personId);
  expect(code).toHaveLength(12);
  const from = (address: string): Context => ({ ...visitor(ctx), client: { address, device: "" } });

  const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const guess = (at: number, ending: string) =>
    signInByCard(
      from("2001:db8::1"),
      `${signs[at % 31]}${signs[Math.floor(at / 31) % 31]}${ending}`,
    ).catch(() => {});
  for (let at = 0; at < 310; at += 1) await guess(at, at % 2 === 0 ? "AAAAAA" : "AAAAAAAAAA");
  await expect(signInByCard(from("2001:db8::ffff"), code)).rejects.toMatchObject({
    kind: "rate_limited",
  });
  await expect(signInByCard(from("2001:db8:0:1::1"), code)).resolves.toHaveProperty("token");
  await expect(signInByCard(from("192.0.2.7"), code)).resolves.toHaveProperty("token");
});

test("a card of eight signs, printed before, goes on opening", async ({ ctx, given }) => {
  const { personId } = await given.person();
  const code = "K7QM3TXW";
  const codeHash = keyedHash(authSecret(), `card:${code}`);
  await ctx.db.insert(cards).values({ personId, codeHash, issuedAt: ctx.now });
  await expect(signInByCard(visitor(ctx), "k7qm 3txw")).resolves.toHaveProperty("token");
  expect(await holderOfCard(ctx.db, code)).toEqual({ personId });
});

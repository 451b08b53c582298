import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import { verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { issueOwnCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { cardCodeFrom } from "#lib/foundation/identity/sign-in/rules.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import { mailer } from "#lib/foundation/notifications/mailer.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { givenAward } from "#testing/badges.ts";
import {
  asked,
  mailedToken,
  SYSTEM,
  said,
  VISITOR,
  type World,
  worldOn,
} from "#testing/endorsements.ts";
import { foundIn } from "#testing/search.ts";
import { test } from "#testing/signed.ts";
import {
  acceptBadge,
  appealRefusal,
  applyForBadge,
  decideOnRequest,
  declineBadge,
} from "./awards/commands.ts";
import { reviewsAskedOfMe } from "./awards/queries.ts";
import { answerReview } from "./awards/reviews.ts";
import { addCollection, fillCollection, shareCollection } from "./backpack/commands.ts";
import { badgeAs } from "./credentials/answer.ts";
import { issueCredential, revokeCredential } from "./credentials/commands.ts";
import { credentialOfAward, readableCredential } from "./credentials/queries.ts";
import { shareCredential } from "./credentials/sharing.ts";
import { askForOwnBadge, askOrganisation, recognise } from "./endorsements/commands.ts";
import { verifyGiven } from "./verification/verifying.ts";

const NAME = "Wilhelmina Vandersteen";
const EMAIL = "wilhelmina.vandersteen@trivium.test";
const WORDS = "the toaster of Wilhelmina";

/** Where the id of somebody erased stays, and why: it leads to a row without a name. */
const ID_STAYS = {
  "public.audit_entry.actor":
    "the log is sealed entry by entry: one that changes breaks all that follow",
  "public.audit_entry.subject": "the same",
  "public.person.id":
    "what others did with them still hangs together; the row says that it is erased",
};

async function holderOf(
  ctx: Context,
  holder: PersonActor,
  { badge, spaceId }: World,
): Promise<void> {
  await ctx.db.execute(sql`
    insert into award (class_id, version_id, person_id, space_id, state, accepted_at, accepted_how)
    select badge_class.id, badge_version.id, ${holder.personId}, ${spaceId}, 'issued', now(), 'paper'
    from badge_class join badge_version on class_id = badge_class.id where slug = ${badge}`);
}

/** Letters that left as files, by their names. */
const letters = () => readdirSync(join(settings().dataDir, "outbox")).toSorted();

const lettersWith = (texts: string[]) =>
  letters().filter((name) => {
    const text = readFileSync(join(settings().dataDir, "outbox", name), "utf8").replaceAll(
      /=\r\n/g,
      "",
    );
    return texts.some((sought) => text.includes(sought));
  });

test("after erasure a search of every table and of every letter finds nothing of the person, and the status list still answers", async ({
  ctx,
  given,
}) => {
  const me = await given.person([], { displayName: NAME, email: EMAIL });
  const own = given.as(ctx, me);
  const visitor = { ...ctx, actor: VISITOR };
  const worlds = await Promise.all(Array.from({ length: 5 }, () => worldOn(ctx, given)));
  const card = await issueOwnCard(own);

  // Requests that wait, were sent back, refused and appealed against, declined; and a badge that is
  // signed.
  const apply = async (world: World) =>
    (
      await applyForBadge(own, {
        badge: world.badge,
        space: world.slug,
        statement: `Mended ${WORDS}`,
      })
    ).id;
  const decide = async (world: World, what: "approve" | "ask_changes" | "refuse") => {
    const id = await apply(world);
    const note = what === "approve" ? "" : `Tell more of ${WORDS}`;
    await decideOnRequest(given.as(ctx, world.staff), { id, revision: 1, what, note });
    return id;
  };
  const [waiting, sentBack, refused, declined, signed] = worlds as [
    World,
    World,
    World,
    World,
    World,
  ];
  await apply(waiting);
  await decide(sentBack, "ask_changes");
  await appealRefusal(own, await decide(refused, "refuse"), `I did mend ${WORDS}`);
  await declineBadge(own, await decide(declined, "approve"));
  const award = await decide(signed, "approve");
  await acceptBadge(own, award);
  const badge = (await credentialOfAward(own, award)) ?? "";

  // One that was withdrawn, with words in what is signed and in the reason.
  const withEvidence = {
    ...givenAward({ personId: me.personId, spaceId: signed.spaceId }),
    evidence: [
      { genre: "Attendance" as const, label: "séances", count: 4, narrative: `Mended ${WORDS}` },
    ],
  };
  const withdrawn = await issueCredential(ctx, withEvidence);
  const { signed: file, signedJwt } = await readableCredential(own, withdrawn, null);
  const mine = Buffer.from(await badgeAs("png", await readableCredential(own, withdrawn, null)));
  // One's own badge is not taken into the backpack any more, and may lie there from before.
  const kept = randomUUID();
  await ctx.db.execute(sql`
    insert into backpack_badge (id, person_id, file, kind, sha256, says, verdict, faults, verified_at)
    values (${kept}, ${me.personId}, ${mine}, 'png', ${sha256(mine.toString("base64"))},
      ${JSON.stringify({ name: "Réparer", issuer: "Trivium", competences: [], evidence: [] })},
      'genuine', '[]', now())`);
  const reason = `It was not ${WORDS}`;
  await revokeCredential(given.as(ctx, await given.staff(signed.spaceId)), withdrawn, reason);

  // Reviews that they were given, and that they gave.
  const peers = await worldOn(ctx, given, [
    { kind: "peers", needed: 1, asked: 2, level: "independent" },
  ]);
  const peer = await given.person();
  await holderOf(ctx, peer, peers);
  await apply(peers);
  const review = async (reviewer: Context) => {
    const [found] = await reviewsAskedOfMe(reviewer);
    await answerReview(reviewer, {
      id: found?.id ?? "",
      level: "guides",
      comment: `I saw ${WORDS}`,
    });
  };
  await review(given.as(ctx, peer));
  const others = await worldOn(ctx, given, [
    { kind: "peers", needed: 1, asked: 2, level: "independent" },
  ]);
  await holderOf(ctx, me, others);
  await applyForBadge(ctx, {
    badge: others.badge,
    space: others.slug,
    statement: "Mended a radio",
  });
  await review(own);

  // A badge of theirs that a school recognised, one that it was only asked for, and what they asked
  // for as staff.
  const { space: _, badge: __, ...form } = asked(signed, { message: `It is about ${WORDS}` });
  await askForOwnBadge(own, { ...form, id: badge });
  const yes = said(await mailedToken(ctx.db), { comment: `We saw ${WORDS}` });
  const { id: endorsement } = await recognise(visitor, yes);
  await askForOwnBadge(own, { ...form, id: badge, email: "bureau@lycee.example" });
  const other = await worldOn(ctx, given);
  const email = `${randomUUID()}@ecole.example`;
  await askOrganisation(given.as(ctx, other.staff), asked(other, { email }));
  const send = mailer();
  while (await deliverNext(ctx.db, TEMPLATES, send, Temporal.Now.instant().add({ hours: 1 })));

  const asStaff = {
    ...own,
    actor: { ...me, roles: [{ role: "facilitator" as const, spaceId: waiting.spaceId }] },
  };
  const message = `Ask me about ${WORDS}`;
  await askOrganisation(asStaff, asked(waiting, { email: "greffe@lycee.example", message }));

  // A backpack, a group and links.
  const { id: group } = await addCollection(own, `For ${NAME}`);
  await fillCollection(own, group, [badge, kept]);
  const links = [await shareCollection(own, group, 30), await shareCredential(own, badge)];
  const tokens = links.map(({ address }) => new URL(address).searchParams.get("key") ?? "");

  const sought = [NAME, EMAIL, WORDS, card, cardCodeFrom(card) ?? card, ...tokens];
  const identifiers = [withEvidence.recipient.identifier, badge, withdrawn, endorsement];
  const before = (await foundIn(ctx.db, sought)).map((place) => place.split(":")[0]);
  for (const place of [
    "award.statement",
    "award.note",
    "award.appeal",
    "credential.signed",
    "credential.signed_jwt",
  ])
    expect(before).toContain(`public.${place}`);
  for (const place of [
    "backpack_badge.file",
    "peer_review.comment",
    "endorsement.signed",
    "outbox_message.data",
  ])
    expect(before).toContain(`public.${place}`);

  const written = lettersWith([WORDS]);
  const toSchools = written.filter((name) =>
    lettersWith(["lycee.example", "ecole-du-nord.example"]).includes(name),
  );
  expect(toSchools.map((name) => name.replace(/^.*\./, ""))).toEqual([
    "eml",
    "json",
    "eml",
    "json",
  ]);
  expect(lettersWith([EMAIL]).length).toBeGreaterThan(4);

  await erasePerson({ ...ctx, actor: SYSTEM }, me.personId);

  expect(await foundIn(ctx.db, sought)).toEqual([]);
  expect(lettersWith([...sought, me.personId])).toEqual([]);
  for (const name of written) expect(letters()).not.toContain(name);
  // What others wrote to a school is still there.
  expect(lettersWith([email])).toHaveLength(2);
  const stays = (await foundIn(ctx.db, [me.personId])).map((place) => place.split(":")[0]);
  expect(stays.toSorted()).toEqual(Object.keys(ID_STAYS));
  const ofBadges = new Set(
    (await foundIn(ctx.db, identifiers)).map((place) => place.split(":")[0]),
  );
  expect([...ofBadges]).toEqual(["public.audit_entry.subject"]);
  expect((await verifyAudit(ctx.db)).firstBroken).toBeNull();

  for (const form of [file, signedJwt])
    expect(await verifyGiven(ctx, form)).toMatchObject({ verdict: "withdrawn" });
  for (const { address } of links)
    expect((await verifyGiven(visitor, address)).verdict).toBe("refused");
  expect((await reviewsAskedOfMe(given.as(ctx, me))).length).toBe(0);
});

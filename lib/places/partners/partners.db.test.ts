import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { auditEntries, organisations } from "#db/schema/identity.ts";
import {
  organisationContacts,
  organisationInvitations,
  organisationMessages,
} from "#db/schema/partners.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { erasePerson } from "#lib/evidence/privacy/erasure.ts";
import { myData } from "#lib/evidence/privacy/own-data.ts";
import { forgetSoon } from "#lib/evidence/privacy/retention.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { assignRole } from "#lib/foundation/identity/people/people.ts";
import { addActor, changeActor, retireActor } from "#lib/places/actors/commands.ts";
import { findActor } from "#lib/places/actors/queries.ts";
import { actorForm } from "#lib/places/actors/schema.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import {
  confirmMessage,
  contactForStaff,
  contactOf,
  markOfContact,
  setContact,
  waitingMessage,
  writeTo,
} from "./contact.ts";
import {
  acceptInvitation,
  invitationsForDesk,
  invitedBy,
  inviteOrganisation,
  partnersOf,
  refuseInvitation,
  regionsThatWorkTogether,
  withdrawInvitation,
} from "./invitations.ts";
import { composeAnswered, composeConfirm, composeInvitation, composeMessage } from "./mails.ts";
import { contactForm, invitationForm } from "./schema.ts";

const system = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", name: "test" } });
const visitor = (ctx: Context): Context => ({
  ...ctx,
  actor: { kind: "visitor" },
  client: { address: "203.0.113.7", device: "" },
});

async function reachable(ctx: Context, change: Record<string, unknown> = {}) {
  const actor = await addActor(
    system(ctx),
    actorForm.parse({
      ...{ name: "Hangar K", kind: "hub", fields: "it", activity: "regular", region: "vlaanderen" },
      ...{ city: "Kortrijk", position: "50.825, 3.254", precision: "building", languages: "nl" },
      ...{ source: "its page", factsOn: "2026-03-01", ...change },
    }),
  );
  await setContact(system(ctx), {
    slug: actor.slug,
    address: "hello@hangar.example",
    language: "nl",
  });
  return actor;
}

const letter = (slug: string, change: Record<string, unknown> = {}) =>
  contactForm.parse({
    slug,
    name: "Noor",
    email: "noor@x.example",
    message: "May we come and look?",
    ...change,
  });

const letters = ({ db }: Context, template: string) =>
  db.select().from(outboxMessages).where(eq(outboxMessages.template, template));

const tokenOf = (data: unknown) =>
  new URL((data as { link: string }).link).searchParams.get("token") ?? "";

test.for([
  ["a header of a mail in the name", { name: "Noor\r\nBcc: all@x.example" }, "partners.needs_name"],
  [
    "a header of a mail in the address",
    { email: "noor@x.example\r\nBcc: all@x.example" },
    "partners.needs_address",
  ],
  ["two addresses", { email: "noor@x.example, lien@x.example" }, "partners.needs_address"],
  [
    "advertising",
    { message: "https://a.example http://b.example www.c.example" },
    "partners.many_links",
  ],
  ["nothing to say", { message: " hello " }, "partners.needs_message"],
  ["a book", { message: "x".repeat(2001) }, "partners.too_long"],
  ["an unseen line break", { name: "Noor\u2028Lien" }, "partners.needs_name"],
] as const)("a letter with %s is refused at its field", ([, change, fault]) => {
  const read = contactForm.safeParse({
    slug: "k",
    name: "Noor",
    email: "n@x.example",
    message: "May we come?",
    ...change,
  });
  expect(read.error?.issues.map(({ message }) => message)).toEqual([fault]);
});

test("a visitor's letter leaves once its sender says yes, to an address that nobody reads, and nothing is kept", async ({
  ctx,
}) => {
  const { id, slug } = await reachable(ctx);
  const us = visitor(ctx);
  expect(await contactOf(us, id)).toEqual({ domain: "hangar.example" });
  expect(await writeTo({ ...us, locale: "fr" }, letter(slug))).toBe("asked");
  // One mail for it, however often they write.
  await expect(writeTo(us, letter(slug))).rejects.toMatchObject({
    reason: { code: "partners.waits_for_you" },
  });
  const [asked, ...more] = await letters(ctx, "organisation-confirm");
  expect(more).toEqual([]);
  expect(asked).toMatchObject({ toEmail: "noor@x.example", locale: "fr" });
  expect(JSON.stringify(asked?.data)).not.toMatch(/May we|hello@hangar/);
  const token = tokenOf(asked?.data);
  expect(await waitingMessage(us, token)).toMatchObject({ organisation: "Hangar K" });
  expect(await letters(ctx, "organisation-message")).toEqual([]);

  await confirmMessage(us, token);
  const [sent] = await letters(ctx, "organisation-message");
  expect(sent).toMatchObject({
    toEmail: "hello@hangar.example",
    locale: "nl",
    data: { address: "noor@x.example" },
  });
  expect(await ctx.db.$count(organisationMessages)).toBe(0);
  await expect(confirmMessage(us, token)).rejects.toMatchObject({ kind: "gone" });
  expect(await waitingMessage(us, token)).toBeNull();
});

test("whoever has signed in is written back at their proved address, and cannot give another", async ({
  ctx,
  given,
}) => {
  const { slug } = await reachable(ctx);
  const noor = await given.person([], { email: "noor@own.example" });
  expect(await writeTo(given.as(ctx, noor), letter(slug, { email: "somebody@else.example" }))).toBe(
    "sent",
  );
  const [sent] = await letters(ctx, "organisation-message");
  expect(sent?.data).toMatchObject({ address: "noor@own.example" });
  // By a card or a token they are asked like anybody.
  expect(await writeTo(given.as(ctx, { ...noor, method: "card" }), letter(slug))).toBe("asked");
});

test("programs, floods, and those whom nobody reads get nowhere", async ({ ctx }) => {
  const { slug, id } = await reachable(ctx);
  const us = visitor(ctx);
  expect(await writeTo(us, letter(slug, { company: "Cheap watches" }))).toBe("asked");
  expect(await letters(ctx, "organisation-confirm")).toEqual([]);
  expect(await ctx.db.$count(organisationMessages)).toBe(0);

  for (let count = 0; count < 10; count += 1)
    await writeTo(us, letter(slug, { email: `noor${count}@x.example` }));
  await expect(writeTo(us, letter(slug, { email: "one@more.example" }))).rejects.toMatchObject({
    kind: "rate_limited",
  });
  // From elsewhere one address gets three such mails a day at most.
  const elsewhere = (count: number): Context => ({
    ...us,
    client: { address: `198.51.${count}.1`, device: "" },
  });
  const slugs = [];
  for (const name of ["A", "B", "C", "D"]) slugs.push((await reachable(ctx, { name })).slug);
  for (const [count, other] of slugs.slice(0, 3).entries())
    await writeTo(elsewhere(count), letter(other, { email: "victim@x.example" }));
  await expect(
    writeTo(elsewhere(9), letter(slugs[3] ?? "", { email: "victim@x.example" })),
  ).rejects.toMatchObject({ reason: { code: "partners.many_waiting" } });

  await expect(writeTo(us, letter("nobody"))).rejects.toMatchObject({ kind: "not_found" });
  await expect(writeTo(us, letter(slug, { email: "" }))).rejects.toMatchObject({ kind: "invalid" });
  await retireActor(system(ctx), { id, revision: 1 }, true);
  await expect(writeTo(us, letter(slug))).rejects.toMatchObject({ kind: "not_found" });
});

test("a letter that nobody confirms is gone after a day, and with the person whose address it was", async ({
  ctx,
  given,
}) => {
  const { slug, id } = await reachable(ctx);
  const noor = await given.person([], { email: "noor@x.example" });
  await writeTo(visitor(ctx), letter(slug));
  expect(await myData(given.as(ctx, noor))).toMatchObject({
    lettersToConfirm: [{ name: "Noor", message: "May we come and look?" }],
  });
  const late = ctx.now.add({ hours: 25 });
  const token = tokenOf((await letters(ctx, "organisation-confirm"))[0]?.data);
  await expect(confirmMessage({ ...visitor(ctx), now: late }, token)).rejects.toMatchObject({
    kind: "gone",
  });
  await forgetSoon(ctx.db, ctx.now.add({ hours: 23 }));
  expect(await ctx.db.$count(organisationMessages)).toBe(1);
  await forgetSoon(ctx.db, late);
  expect(await ctx.db.$count(organisationMessages)).toBe(0);

  await writeTo({ ...visitor(ctx), now: late }, letter(slug));
  await setContact(system(ctx), { slug, address: "noor@x.example", language: "fr" });
  await erasePerson(system(ctx), noor.personId);
  expect(await ctx.db.$count(organisationMessages)).toBe(0);
  expect(await ctx.db.$count(organisationContacts)).toBe(0);
  expect(await contactOf(ctx, id)).toBeNull();
  expect(await letters(ctx, "organisation-confirm")).toEqual([]);
});

/** Two organisations with a page, each with a manager. */
async function twoHomes(ctx: Context, given: Given) {
  const { id: spaceId } = await given.space();
  const made = await ctx.db
    .insert(organisations)
    .values([
      { name: "De Leie", country: "BE" },
      { name: "La Lys", country: "FR" },
    ])
    .returning();
  const [leie, lys] = made.map(({ id }) => id) as [string, string];
  const managerOf = async (organisationId: string) => {
    const person = await given.person([{ role: "manager", spaceId }]);
    await assignRole(ctx, { personId: person.personId, role: "manager", spaceId, organisationId });
    return given.as(ctx, person);
  };
  await reachable(ctx, { name: "De Leie", organisationId: leie });
  await reachable(ctx, {
    name: "La Lys",
    region: "hauts-de-france",
    city: "Lille",
    position: "50.63, 3.06",
    organisationId: lys,
  });
  return { leie, lys, ofLeie: await managerOf(leie), ofLys: await managerOf(lys) };
}

const ask = (organisation: string, change: Record<string, unknown> = {}) =>
  invitationForm.parse({
    ...{
      organisation,
      partner: "",
      name: "École neuve",
      email: "head@ecole.example",
      language: "fr",
    },
    ...{ message: "Travaillons ensemble", ...change },
  });

const yes = (token: string, change: Record<string, unknown> = {}) => ({
  ...{ token, name: "École neuve", country: "FR" as const, mandate: "on" as const },
  ...change,
});

/** What opens the invitation with this id. */
const tokenFor = async (ctx: Context, id: string) =>
  tokenOf(
    (await letters(ctx, "organisation-invitation")).find(({ data }) => data.request === id)?.data,
  );

test("a manager invites another organisation; it says yes, once, and both pages name each other", async ({
  ctx,
  given,
}) => {
  const { leie, lys, ofLeie, ofLys } = await twoHomes(ctx, given);
  const { id } = await inviteOrganisation(
    ofLeie,
    ask(leie, { partner: lys, email: "head@lys.example" }),
  );
  await expect(
    inviteOrganisation(ofLeie, ask(leie, { partner: lys, email: "HEAD@lys.example" })),
  ).rejects.toMatchObject({ reason: { code: "partners.invited_already" } });
  const token = await tokenFor(ctx, id);
  expect(await invitedBy(visitor(ctx), token)).toMatchObject({
    state: "open",
    from: "De Leie",
    name: "La Lys",
  });
  expect(await partnersOf(ctx, leie)).toEqual([]);

  await acceptInvitation(visitor(ctx), yes(token));
  expect(await partnersOf(ctx, leie)).toMatchObject([
    { name: "La Lys", region: "hauts-de-france" },
  ]);
  expect(await partnersOf(ctx, lys)).toMatchObject([{ name: "De Leie" }]);
  expect(await regionsThatWorkTogether(ctx)).toEqual([["vlaanderen", "hauts-de-france"]]);
  for (const again of [
    () => acceptInvitation(visitor(ctx), yes(token)),
    () => refuseInvitation(visitor(ctx), { token, reason: "No" }),
  ])
    await expect(again()).rejects.toMatchObject({ reason: { code: "partners.answered" } });
  await expect(
    inviteOrganisation(ofLys, ask(lys, { partner: leie, email: "head@leie.example" })),
  ).rejects.toMatchObject({ reason: { code: "partners.together_already" } });
  const actions = await ctx.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subject, id))
    .orderBy(auditEntries.id);
  expect(actions.map(({ action }) => action)).toEqual([
    "organisation.invited",
    "organisation.invitation_accepted",
  ]);
  expect(await letters(ctx, "organisation-invitation-answered")).toMatchObject([
    { data: { invitationId: id } },
  ]);

  // Either of both ends it.
  expect(await invitationsForDesk(ofLys)).toMatchObject([{ state: "accepted", mayWithdraw: true }]);
  await withdrawInvitation(ofLys, id);
  expect(await partnersOf(ctx, leie)).toEqual([]);
  await expect(withdrawInvitation(ofLys, id)).rejects.toMatchObject({ kind: "not_found" });
});

test("one that the network does not know is taken in under its own name, and not under another's", async ({
  ctx,
  given,
}) => {
  const { leie, ofLeie } = await twoHomes(ctx, given);
  const { id } = await inviteOrganisation(ofLeie, ask(leie));
  const token = await tokenFor(ctx, id);
  await expect(
    acceptInvitation(visitor(ctx), yes(token, { name: "la lys" })),
  ).rejects.toMatchObject({
    reason: { code: "identity.organisation_known" },
  });
  await expect(acceptInvitation(visitor(ctx), yes(token, { name: "" }))).rejects.toMatchObject({
    kind: "invalid",
  });
  await acceptInvitation(visitor(ctx), yes(token));
  const [made] = await ctx.db
    .select()
    .from(organisations)
    .where(eq(organisations.name, "École neuve"));
  expect(made).toMatchObject({ country: "FR" });
  // It has no page until staff make it one.
  expect(await partnersOf(ctx, leie)).toEqual([]);
});

test("a link that was taken back, is too old or is none opens nothing; a no has its reason", async ({
  ctx,
  given,
}) => {
  const { leie, ofLeie } = await twoHomes(ctx, given);
  const { id } = await inviteOrganisation(ofLeie, ask(leie));
  const token = await tokenFor(ctx, id);
  await withdrawInvitation(ofLeie, id);
  await expect(acceptInvitation(visitor(ctx), yes(token))).rejects.toMatchObject({ kind: "gone" });
  await expect(acceptInvitation(visitor(ctx), yes("guessed"))).rejects.toMatchObject({
    kind: "not_found",
  });

  const open = await inviteOrganisation(ofLeie, ask(leie, { email: "late@ecole.example" }));
  const old = await tokenFor(ctx, open.id);
  const late = ctx.now.add({ hours: 31 * 24 });
  await expect(acceptInvitation({ ...visitor(ctx), now: late }, yes(old))).rejects.toMatchObject({
    kind: "gone",
  });
  const seen = await invitationsForDesk({ ...ofLeie, now: late });
  expect(seen.map(({ state }) => state).sort()).toEqual(["ended", "withdrawn"]);
  await forgetSoon(ctx.db, late);
  const rows = await ctx.db.select().from(organisationInvitations);
  expect(rows.map(({ address }) => address)).toEqual([null, null]);

  const again = { ...ofLeie, now: late };
  const asked = await inviteOrganisation(again, ask(leie, { email: "late@ecole.example" }));
  const third = await tokenFor(ctx, asked.id);
  await refuseInvitation(
    { ...visitor(ctx), now: late },
    { token: third, reason: "Pas cette année" },
  );
  const [answered] = await letters(ctx, "organisation-invitation-answered");
  for (const locale of LOCALES) {
    const mail = await composeAnswered(ctx.db, {
      template: "",
      data: answered?.data ?? {},
      locale,
      to: "",
    });
    expect(mail?.text).toContain("Pas cette année");
    expect(mail?.subject).toMatch(/De Leie/);
  }
});

test("only an administrator says which organisation a page is of, and where its letters go", async ({
  ctx,
  given,
}) => {
  const { leie } = await twoHomes(ctx, given);
  const { slug, id } = await reachable(ctx);
  const manager = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  const facts = {
    kind: "hub",
    fields: "it",
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
  };
  const input = actorForm.parse({
    ...{
      ...facts,
      name: "Hangar K",
      position: "50.825, 3.254",
      precision: "building",
      languages: "nl",
    },
    ...{ source: "its page", factsOn: "2026-03-01", organisationId: leie },
  });
  await changeActor(manager, { id, revision: 1 }, input);
  expect((await findActor(ctx, slug))?.organisationId).toBeNull();
  const theirs = { slug, address: "mine@x.example", language: "nl" as const };
  await expect(setContact(manager, theirs)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(contactForStaff(manager, id)).rejects.toMatchObject({ kind: "forbidden" });
});

test("where letters go is not written over by who has not seen it", async ({ ctx }) => {
  const { slug, id } = await reachable(ctx);
  const administrator = system(ctx);
  const contact = { slug, address: "first@x.example", language: "nl" as const };
  const both = markOfContact(await contactForStaff(administrator, id));
  await setContact(administrator, contact, both);
  const unseen = { reason: { code: "common.changed_meanwhile" } };
  for (const seen of [both, markOfContact(null)])
    await expect(
      setContact(administrator, { ...contact, address: null }, seen),
    ).rejects.toMatchObject(unseen);
  const now = await contactForStaff(administrator, id);
  expect(now?.address).toBe("first@x.example");
  await setContact(administrator, { ...contact, address: null }, markOfContact(now));
  expect(await contactForStaff(administrator, id)).toBeNull();
});

test("nobody invites for an organisation that they do not manage, nor their own", async ({
  ctx,
  given,
}) => {
  const { leie, lys, ofLeie } = await twoHomes(ctx, given);
  await expect(inviteOrganisation(ofLeie, ask(lys))).rejects.toMatchObject({ kind: "forbidden" });
  await expect(inviteOrganisation(ofLeie, ask(leie, { partner: leie }))).rejects.toMatchObject({
    reason: { code: "partners.oneself" },
  });
  const { id } = await inviteOrganisation(ofLeie, ask(leie));
  const stranger = await given.person([{ role: "manager", spaceId: (await given.space()).id }]);
  await expect(withdrawInvitation(given.as(ctx, stranger), id)).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(invitationsForDesk(given.as(ctx, await given.person()))).rejects.toMatchObject({
    kind: "forbidden",
  });
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  expect(await invitationsForDesk(admin)).toHaveLength(1);
  await withdrawInvitation(admin, id);
});

test("an invitation to an erased person is gone, and who invited is forgotten with their words", async ({
  ctx,
  given,
}) => {
  const { leie, lys, ofLeie } = await twoHomes(ctx, given);
  const claire = await given.person([], { email: "head@ecole.example" });
  const { id } = await inviteOrganisation(ofLeie, ask(leie));
  const token = await tokenFor(ctx, id);
  await erasePerson(system(ctx), claire.personId);
  await expect(acceptInvitation(visitor(ctx), yes(token))).rejects.toMatchObject({
    kind: "not_found",
  });
  expect(await letters(ctx, "organisation-invitation")).toEqual([]);

  const second = await inviteOrganisation(
    ofLeie,
    ask(leie, { partner: lys, email: "head@lys.example" }),
  );
  const other = await tokenFor(ctx, second.id);
  const marc = ofLeie.actor as { personId: string };
  const [waiting] = await letters(ctx, "organisation-invitation");
  const mail = await composeInvitation(ctx.db, {
    template: "",
    data: waiting?.data ?? {},
    locale: "fr",
    to: "",
  });
  expect(mail).toMatchObject({ speaksOf: [marc.personId] });
  expect(await myData(ofLeie)).toMatchObject({
    organisationsInvited: [{ organisation: "La Lys", state: "open" }],
  });
  await erasePerson(system(ctx), marc.personId);
  const [row] = await ctx.db.select().from(organisationInvitations);
  expect(row).toMatchObject({ askedBy: null, message: "", state: "open" });
  expect((await letters(ctx, "organisation-invitation"))[0]?.data).toMatchObject({ message: "" });
  await acceptInvitation(visitor(ctx), yes(other));
  expect(await letters(ctx, "organisation-invitation-answered")).toEqual([]);
});

test.for(LOCALES)(
  "letters in %s say who, what and until when, and their subject is ours",
  async (locale, { ctx }) => {
    const to = { template: "", locale, to: "x@x.example" };
    const name = "Noor\u202E Bcc: all@x.example";
    const message = await composeMessage(ctx.db, {
      ...to,
      data: { organisation: "Hangar K", name, address: "noor@x.example", message: "May we?" },
    });
    expect(message?.subject).not.toContain("Noor");
    expect(message?.text).toContain("noor@x.example");
    const data = { link: "https://x.example/?token=t", organisation: "Hangar K", hours: 24 };
    expect((await composeConfirm(ctx.db, { ...to, data }))?.text).toContain(data.link);
    const request = "00000000-0000-4000-8000-000000000000";
    const invitation = {
      request,
      link: data.link,
      from: "De Leie",
      name: "La Lys",
      message: "",
      days: 30,
    };
    const invited = await composeInvitation(ctx.db, { ...to, data: invitation });
    expect(invited?.text).toMatch(/De Leie[\s\S]*La Lys[\s\S]*30/);
  },
);

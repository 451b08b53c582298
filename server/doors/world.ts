import { randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { backpackBadges, backpackCollections } from "#db/schema/backpack.ts";
import { awards, peerReviews } from "#db/schema/badges.ts";
import { bookingProposals, bookings, bookingWaits } from "#db/schema/booking.ts";
import { calendarFeeds } from "#db/schema/calendars.ts";
import { blockings, closures } from "#db/schema/closures.ts";
import { endorsementRequests, endorsers } from "#db/schema/endorsements.ts";
import {
  accessTokens,
  cards,
  loginSessions,
  organisations,
  people,
  roleAssignments,
  roleOffers,
} from "#db/schema/identity.ts";
import { journalEntries, journalFiles, journalPhases, journals } from "#db/schema/journal.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { counterDevices } from "#db/schema/occupancy.ts";
import {
  organisationContacts,
  organisationInvitations,
  organisationMessages,
} from "#db/schema/partners.ts";
import { listedPlaces, placeClaims, placeImports } from "#db/schema/places.ts";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import { kioskDevices } from "#db/schema/presence.ts";
import { prototypeObservations, prototypes, prototypeVariants } from "#db/schema/prototypes.ts";
import { releaseChunks, releases } from "#db/schema/research.ts";
import { enrolments, schemes } from "#db/schema/sessions.ts";
import { openings, photos } from "#db/schema/spaces.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { bookAsGuest } from "#lib/booking/bookings/guest-requests.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { IMPORT_TASK } from "#lib/booking/series/import-task.ts";
import { columnsOf } from "#lib/evidence/research/codebook.ts";
import { recordChoice } from "#lib/foundation/consent/commands.ts";
import type { Context, HeldRole, PersonActor } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/policy.ts";
import { newToken, sha256 } from "#lib/foundation/platform/hash.ts";
import { seal } from "#lib/foundation/platform/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings.ts";
import { addEntry } from "#lib/learning/badges/benchmark/commands.ts";
import { entryForm } from "#lib/learning/badges/benchmark/schema.ts";
import { publishBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import { saveFramework } from "#lib/learning/badges/competences/commands.ts";
import { ISSUER } from "#lib/learning/badges/credentials/addresses.ts";
import { issueCredential } from "#lib/learning/badges/credentials/commands.ts";
import { openStatusList } from "#lib/learning/badges/credentials/status-lists.ts";
import { recognise } from "#lib/learning/badges/endorsements/commands.ts";
import { yes } from "#lib/learning/badges/endorsements/schema.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { addActor } from "#lib/places/actors/commands.ts";
import { actorForm } from "#lib/places/actors/schema.ts";
import { addOverlay } from "#lib/places/overlays/commands.ts";
import { givenAward } from "#testing/badges.ts";
import { givenOn } from "#testing/given.ts";

export const ROLES = [
  "visitor",
  "guest",
  "card",
  "learner",
  "facilitator",
  "manager",
  "researcher",
  "steward",
  "partner",
  "administrator",
] as const;

export type Role = (typeof ROLES)[number];

/**
 * Whose the thing is that is asked for: one's own, of somebody else in one's own space, of another
 * space.
 */
export const CELLS = ["own", "same", "other"] as const;

export type Cell = (typeof CELLS)[number];

/** Ids by kind of thing: of a space, or of a person in it. */
export type Things = Record<string, string>;

export type World = {
  /** "same" is the space in which the roles are held. */
  spaces: Record<"same" | "other", Things>;
  /** What each role owns in its space; nothing for a visitor. */
  own: Record<Role, Things | null>;
  actors: Record<Role, PersonActor | null>;
  /** The cookie with which each role asks; none for visitors and guests. */
  cookies: Record<Role, string | null>;
  /** What belongs to the network. */
  network: Things;
  day: string;
};

const ZONE = "Europe/Brussels";
const STAFF: readonly string[] = ["facilitator", "manager", "administrator"];

/** Two spaces with one of everything, and somebody of each role who holds it in the first. */
export async function makeWorld(db: Database): Promise<World> {
  const given = givenOn(db);
  const now = Temporal.Now.instant();
  const today = now.toZonedDateTimeISO(ZONE).toPlainDate();
  const date = today.add({ days: 3 });
  const admin = await given.person([{ role: "administrator", spaceId: null }]);
  const ctx: Context = { actor: admin, now, db, requestId: "doors" };
  const at = (hour: number) => date.toPlainDateTime({ hour }).toZonedDateTime(ZONE).toInstant();

  const { framework, badgeClass } = await badgeOf();
  // A badge for each state of an award: of one badge, somebody has one award at a time.
  const earned = [await badgeOf(), await badgeOf(), await badgeOf(), await badgeOf()];
  const made = { same: await place(), other: await place() };
  const spaces = { same: await furnish(made.same), other: await furnish(made.other) };
  const spaceId = spaces.same.space ?? "";

  const held: Record<Role, HeldRole[] | null> = {
    visitor: null,
    guest: null,
    card: [{ role: "learner", spaceId }],
    learner: [{ role: "learner", spaceId }],
    facilitator: [{ role: "facilitator", spaceId }],
    manager: [{ role: "manager", spaceId }],
    researcher: [{ role: "researcher", spaceId: null }],
    steward: [{ role: "manager", spaceId }],
    partner: [{ role: "partner", spaceId: null }],
    administrator: [{ role: "administrator", spaceId: null }],
  };
  const actors = {} as World["actors"];
  const cookies = {} as World["cookies"];
  const own = {} as World["own"];
  for (const [position, role] of ROLES.entries()) {
    const roles = held[role];
    const actor = roles && (await given.person(roles));
    actors[role] = actor;
    cookies[role] = actor && (await cookieOf(actor, role === "card" ? "card" : "password"));
    own[role] = actor
      ? {
          ...(await belongings(actor, spaces.same, 40 + position)),
          ...(can(actor, "practice.write") ? await writtenBy(actor, spaceId) : {}),
        }
      : role === "guest"
        ? { guest: await guestOf(spaces.same, 60) }
        : null;
  }
  const [organisation] = await db
    .insert(organisations)
    .values({ name: `Guild ${randomUUID()}`, country: "BE" })
    .returning();
  const [scheme] = await db
    .insert(schemes)
    .values({ code: randomUUID().slice(0, 8), name: "Scheme", project: "Project" })
    .returning();
  const known = `${randomUUID()}@trivium.test`;
  await given.person([], { email: known });
  const [release] = await db
    .insert(releases)
    .values({
      dataset: "table",
      parameters: { from: "2025-01", to: "2025-02", spaces: [] },
      purpose: "To see who may read it",
      madeBy: admin.personId,
      rows: 0,
      sha256: sha256(""),
      protection: { steps: [], withheld: 0 },
    })
    .returning();
  const content = Buffer.from(`${columnsOf("table").join(",")}\n`);
  await db.insert(releaseChunks).values({ releaseId: release?.id ?? "", position: 0, content });
  const benchmarkEntry = await addEntry(
    ctx,
    entryForm.parse({
      kind: "badge",
      name: "Mails",
      issuer: "A school",
      source: "its page",
      factsOn: "2026-01-05",
    }),
  );
  const [placeFile] = await db
    .insert(placeImports)
    .values({
      source: "A town",
      licence: "CC0",
      fileName: "places.json",
      bytes: 0,
      head: { kind: "json", encoding: "utf-8" },
      columnsHash: "json",
    })
    .returning();
  const listed = await listedPlace();
  const waitingClaim = await claimOf(listed, (await given.person()).personId);
  const networkActor = await addActor(
    ctx,
    actorForm.parse({
      name: `Hub ${randomUUID().slice(0, 8)}`,
      kind: "hub",
      fields: "it",
      activity: "regular",
      region: "vlaanderen",
      city: "Kortrijk",
      position: "50.82, 3.26",
      precision: "locality",
      languages: "nl",
      source: "its page",
      factsOn: "2026-01-05",
    }),
  );
  const overlay = await addOverlay(
    ctx,
    { name: { nl: "Laag", fr: "Couche", en: `Layer ${randomUUID().slice(0, 8)}` }, source: "us" },
    Buffer.from('{"type":"Point","coordinates":[3.26,50.83]}'),
  );
  const away = await partnersOf(await given.person([{ role: "manager", spaceId }]));
  const letterToken = newToken();
  await db
    .insert(organisationContacts)
    .values({ actorId: networkActor.id, address: "hub@hub.example", language: "nl" });
  await db.insert(organisationMessages).values({
    actorId: networkActor.id,
    senderName: "Noor",
    senderAddress: "noor@letter.example",
    message: "May we come and look?",
    tokenHash: sha256(letterToken),
    createdAt: now,
    expiresAt: now.add({ hours: 24 }),
  });
  const waiting = await practiceIn((await given.space({ region: "wallonie" })).id, "submitted");
  const network = {
    organisation: organisation?.id ?? "",
    scheme: scheme?.id ?? "",
    release: release?.id ?? "",
    issuer: ISSUER,
    statusList: await openStatusList(ctx),
    knownEmail: known,
    framework,
    badgeClass,
    practice: await practiceOf(),
    prototype: (await triedIn((await given.space()).id)).trying ?? "",
    journal: await journalOf((await given.space()).id),
    waiting: waiting.versionId,
    waitingSlug: waiting.slug,
    networkActor: networkActor.slug,
    networkActorId: networkActor.id,
    overlay: overlay.slug,
    overlayId: overlay.id,
    benchmarkEntry: benchmarkEntry.id,
    placeFile: placeFile?.id ?? "",
    listedPlace: await listedPlace(),
    waitingClaim,
    ...away,
    letterToken,
  };
  return { spaces, own, actors, cookies, network, day: date.toString() };

  /** The organisation that somebody is of, and one that it invited. */
  async function partnersOf({ personId, roles }: PersonActor): Promise<Things> {
    const [home] = await db
      .insert(organisations)
      .values({ name: `Home ${randomUUID()}`, country: "BE" })
      .returning();
    const [held] = await db
      .update(roleAssignments)
      .set({ organisationId: home?.id ?? "" })
      .where(eq(roleAssignments.personId, personId))
      .returning();
    if (!roles.some(({ role }) => role === "manager")) return { membership: held?.id ?? "" };
    const partnerToken = newToken();
    const [invitation] = await db
      .insert(organisationInvitations)
      .values({
        organisationId: home?.id ?? "",
        name: "Hub",
        language: "nl",
        address: "hub@hub.example",
        tokenHash: sha256(partnerToken),
        askedBy: personId,
        createdAt: now,
        expiresAt: now.add({ hours: 24 }),
      })
      .returning();
    return {
      membership: held?.id ?? "",
      managed: home?.id ?? "",
      partnerInvitation: invitation?.id ?? "",
      partnerToken,
    };
  }

  /** A place that another source tells of. */
  async function listedPlace(): Promise<string> {
    const sourceId = randomUUID();
    const [place] = await db
      .insert(listedPlaces)
      .values({
        source: "A town",
        sourceId,
        licence: "CC0",
        name: "Open Huis",
        city: "Menen",
        country: "BE",
        lat: 50.7958,
        lon: 3.1217,
        cell: 0,
        search: " open huis menen ",
        record: {
          id: sourceId,
          nom: "Open Huis",
          commune: "Menen",
          code_postal: "8930",
          latitude: 50.7958,
          longitude: 3.1217,
          pays: "BE",
        },
        published: true,
      })
      .returning();
    return place?.id ?? "";
  }

  async function claimOf(placeId: string, personId: string): Promise<string> {
    const [claim] = await db
      .insert(placeClaims)
      .values({ placeId, personId, organisation: "A town", role: "Head", note: "It is ours" })
      .returning();
    return claim?.id ?? "";
  }

  /** A published practice of a space that nobody of this world works in. */
  async function practiceOf(): Promise<string> {
    const space = await given.space();
    return (await practiceIn(space.id, "published")).slug;
  }

  /** A practice with one version, by its slug and the id of that version. */
  async function practiceIn(
    spaceId: string,
    state: "draft" | "submitted" | "published",
    authorId: string | null = null,
  ): Promise<{ slug: string; versionId: string; practiceId: string }> {
    const slug = `practice-${randomUUID().slice(0, 8)}`;
    const [practice] = await db.insert(practices).values({ slug, spaceId }).returning();
    const practiceId = practice?.id ?? "";
    const [version] = await db
      .insert(practiceVersions)
      .values({ practiceId, number: 1, state: "draft", languages: ["nl"], authorId })
      .returning();
    const versionId = version?.id ?? "";
    await db.insert(practiceEditions).values({
      versionId,
      language: "nl",
      isOriginal: true,
      title: "Iets",
      summary: "Iets doen.",
    });
    const isPublished = state === "published";
    await db
      .update(practiceVersions)
      .set({ state, ...(isPublished ? { publishedAt: now, reviewSpaceId: spaceId } : {}) })
      .where(eq(practiceVersions.id, versionId));
    return { slug, versionId, practiceId };
  }

  /** What somebody writes: one practice still with them, and one that waits for its reader. */
  async function writtenBy({ personId }: PersonActor, spaceId: string): Promise<Things> {
    const draft = await practiceIn(spaceId, "draft", personId);
    const sent = await practiceIn(spaceId, "submitted", personId);
    return { draft: draft.versionId, draftSlug: draft.slug, sent: sent.versionId };
  }

  /** A published practice of a space, and what another one says of it, not decided yet. */
  async function publishedIn(spaceId: string): Promise<Things> {
    const { slug, practiceId } = await practiceIn(spaceId, "published");
    const [report] = await db
      .insert(practiceReports)
      .values({
        practiceId,
        spaceId: (await given.space()).id,
        outcome: "worked",
        month: "2026-01-01",
        sessions: 2,
        language: "nl",
        words: "Goed.",
      })
      .returning();
    return { published: slug, report: report?.id ?? "" };
  }

  /** How a space came to be, for everybody to read; for its team alone while it is a draft. */
  async function journalOf(
    spaceId: string,
    state: "draft" | "published" = "published",
  ): Promise<string> {
    const slug = `journal-${randomUUID().slice(0, 8)}`;
    await db
      .insert(journals)
      .values({ slug, spaceId, state, language: "nl", title: "Iets", summary: "Iets" });
    return slug;
  }

  /**
   * The journals of a space: one that is being written, with a phase and an entry, and one that
   * everybody reads.
   */
  async function keptIn(spaceId: string): Promise<Things> {
    const kept = await journalOf(spaceId, "draft");
    const [draft] = await db.select().from(journals).where(eq(journals.slug, kept));
    const journalId = draft?.id ?? "";
    await db.insert(journalPhases).values(
      ["need", "design"].map((kind) => ({
        journalId,
        kind,
        plannedFrom: "2026-01-01",
        plannedTo: "2026-01-31",
      })),
    );
    const note = { journalId, phase: "need", kind: "note", day: "2026-01-06", visible: "public" };
    const [entry] = await db
      .insert(journalEntries)
      .values([
        { ...note, words: "Iets." },
        { ...note, words: "Nog iets." },
      ])
      .returning();
    const keptPublished = await journalOf(spaceId);
    const [shown] = await db.select().from(journals).where(eq(journals.slug, keptPublished));
    const publishedId = shown?.id ?? "";
    await db.insert(journalPhases).values({
      journalId: publishedId,
      kind: "need",
      plannedFrom: "2026-01-01",
      plannedTo: "2026-01-31",
    });
    const paper = { phase: "need", kind: "document", words: "Iets", large: Buffer.from("x") };
    const files = await db
      .insert(journalFiles)
      .values([
        { ...paper, journalId },
        { ...paper, journalId: publishedId, visible: "public" },
      ])
      .returning();
    const idOf = (id: string) => files.find((file) => file.journalId === id)?.id ?? "";
    return {
      kept,
      keptEntry: entry?.id ?? "",
      keptFile: idOf(journalId),
      keptPublished,
      shownFile: idOf(publishedId),
    };
  }

  /**
   * What a space tries out: something that is being prepared, and something that runs, with a
   * variant and what was seen of it.
   */
  async function triedIn(spaceId: string): Promise<Things> {
    const made = async (state: "draft" | "running") => {
      const slug = `prototype-${randomUUID().slice(0, 8)}`;
      const words = { title: "Iets", hypothesis: "Iets", setting: "Iets", startsOn: "2026-01-05" };
      const [row] = await db
        .insert(prototypes)
        .values({ ...words, slug, spaceId, state, language: "nl" })
        .returning();
      const prototypeId = row?.id ?? "";
      const seat = { id: "seat-1", kind: "seat" as const, name: "Stoel", rotation: 0 };
      const plan = {
        width: 500,
        depth: 500,
        objects: [{ ...seat, x: 0, y: 0, width: 45, depth: 45 }],
      };
      const [variant] = await db
        .insert(prototypeVariants)
        .values({ prototypeId, position: 1, names: { nl: "Eilanden" }, plan })
        .returning();
      return { slug, prototypeId, variant: variant?.id ?? "" };
    };
    const draft = await made("draft");
    const running = await made("running");
    const [observation] = await db
      .insert(prototypeObservations)
      .values({
        prototypeId: running.prototypeId,
        seenOn: "2026-01-06",
        language: "nl",
        words: "Goed.",
      })
      .returning();
    return {
      prepared: draft.slug,
      preparedVariant: draft.variant,
      trying: running.slug,
      tryingVariant: running.variant,
      observation: observation?.id ?? "",
    };
  }

  /** A map with one competence, and a badge that stands for it. Both are known by their slug. */
  async function badgeOf(): Promise<{
    framework: string;
    badgeClass: string;
    versionId: string;
    classId: string;
  }> {
    const framework = `map-${randomUUID().slice(0, 8)}`;
    await saveFramework(ctx, {
      slug: framework,
      kind: "map",
      version: "1",
      names: { en: "Map" },
      about: {},
      levels: [],
      publisher: "Trivium",
      licence: "CC0",
      source: "invented",
      targetType: "CFItem",
      items: [{ code: "A1", isGroup: false, labels: { nl: "Iets kunnen" }, origin: "" }],
      alignments: [],
    });
    const badgeClass = `badge-${randomUUID().slice(0, 8)}`;
    await saveDraft(ctx, {
      slug: badgeClass,
      icon: "tool",
      colour: "teal",
      validMonths: null,
      editions: { nl: { name: "Iets", description: "Kan iets.", criteria: "Doe iets." } },
      competences: [{ framework, code: "A1", level: null }],
      rules: [{ kind: "evidence" }, { kind: "mentor" }],
    });
    await publishBadge(ctx, badgeClass, "active");
    const badge = await findBadge(ctx, badgeClass);
    return { framework, badgeClass, versionId: badge?.version.id ?? "", classId: badge?.id ?? "" };
  }

  async function place() {
    const space = await given.space();
    await db.insert(openings).values(
      Array.from({ length: 90 }, (_, after) => {
        const open = (hour: number) =>
          today.add({ days: after }).toPlainDateTime({ hour }).toZonedDateTime(ZONE).toInstant();
        return { spaceId: space.id, during: { start: open(6), end: open(23) } };
      }),
    );
    return space;
  }

  /** One of each thing that a space or somebody in it has. */
  /** A request of a space that waits for an answer, and what another was answered with. */
  async function recognised(spaceId: string, staff: PersonActor): Promise<Things> {
    const tokens = { recognition: newToken(), endorsement: newToken() };
    const rows = await db
      .insert(endorsementRequests)
      .values(
        Object.values(tokens).map((token) => ({
          subject: "issuer",
          organisation: "School",
          kind: "training",
          region: "wallonie",
          language: "nl",
          address: "head@school.example",
          addressHash: sha256(token),
          domain: "school.example",
          tokenHash: sha256(token),
          askedBy: staff.personId,
          spaceId,
          createdAt: now,
          expiresAt: now.add({ hours: 24 }),
        })),
      )
      .returning();
    const { id: endorsement } = await recognise(
      { ...ctx, actor: { kind: "visitor" } },
      yes.parse({
        token: tokens.endorsement,
        comment: "We know them",
        scopes: ["interview"],
        signerName: "Claire",
        signerRole: "Head",
        mandate: "on",
      }),
    );
    const [endorser] = await db.select().from(endorsers);
    const open = rows.find(({ tokenHash }) => tokenHash === sha256(tokens.recognition));
    return {
      recognition: open?.id ?? "",
      recognitionToken: tokens.recognition,
      endorsement,
      endorser: endorser?.id ?? "",
    };
  }

  async function furnish({ id, slug }: { id: string; slug: string }): Promise<Things> {
    const rooms = { maxMinutes: 600, horizonDays: 300 };
    const room = await given.room({ spaceId: id, ...rooms });
    const free = await given.room({ spaceId: id, name: "Free", capacity: 60, ...rooms });
    const asking = await given.room({ spaceId: id, name: "Asking", needsApproval: true, ...rooms });
    const learner = await given.person([{ role: "learner", spaceId: id }]);
    const staff = await given.person([{ role: "facilitator", spaceId: id }]);
    const theirs = await belongings(learner, { space: id, room: room.id }, 20);
    const requested = await requestBooking(
      { ...ctx, actor: learner },
      { roomId: asking.id, start: at(14), end: at(15), people: 1, equipment: [], purpose: "" },
    );
    const { id: session } = await planSession(
      { ...ctx, actor: staff },
      {
        spaceSlug: slug,
        roomId: free.id,
        title: { nl: "Mailen" },
        topic: "communication",
        modality: "in_person",
        language: "nl",
        places: 8,
        start: at(18),
        end: at(19),
        equipment: [],
      },
    );
    await db
      .insert(enrolments)
      .values({ sessionId: session, spaceId: id, personId: learner.personId, status: "enrolled" });
    const { id: placed } = await planSession(
      { ...ctx, actor: staff },
      {
        spaceSlug: slug,
        roomId: free.id,
        title: { nl: "Bellen" },
        topic: "communication",
        modality: "in_person",
        language: "nl",
        places: 50,
        start: at(16),
        end: at(17),
        equipment: [],
      },
    );
    const { id: series } = await bookSeries(
      { ...ctx, actor: staff },
      {
        roomId: free.id,
        rule: "FREQ=DAILY;COUNT=2",
        firstStart: date.toPlainDateTime({ hour: 8 }),
        firstEnd: date.toPlainDateTime({ hour: 9 }),
        extraStarts: [],
        excludedStarts: [],
        people: 2,
        equipment: [],
        purpose: "Course",
      },
      { decisions: [], onConflict: "refuse" },
    );
    const kioskToken = `kiosk_${newToken()}`;
    const [kiosk] = await db
      .insert(kioskDevices)
      .values({
        spaceId: id,
        name: "Door",
        linkEndsAt: now,
        tokenHash: sha256(kioskToken),
        publicKey: "none",
        privateKey: seal(authSecret(), "none"),
      })
      .returning();
    const counterToken = newToken();
    const [counter] = await db
      .insert(counterDevices)
      .values({
        spaceId: id,
        kind: "count",
        name: "Counter",
        sensorId: randomUUID(),
        tokenHash: sha256(counterToken),
      })
      .returning();
    const window = { start: at(20), end: at(21) };
    const [closure] = await db
      .insert(closures)
      .values({ spaceId: id, reason: "Cleaning", windows: [window], closedBy: staff.personId })
      .returning();
    const [blocking] = await db
      .insert(blockings)
      .values({ spaceId: id, title: "Club", windows: [window] })
      .returning();
    const [quota] = await db
      .insert(bookingQuotas)
      .values({ spaceId: id, period: "week", maxBookings: 1_000 })
      .returning();
    const [webhook] = await db
      .insert(webhooks)
      .values({
        spaceId: id,
        url: "https://example.org/hook",
        events: ["booking.confirmed"],
        secret: seal(authSecret(), "x"),
      })
      .returning();
    const [photo] = await db
      .insert(photos)
      .values({
        spaceId: id,
        resourceId: free.id,
        alt: { nl: "x", fr: "x", en: "x" },
        width: 1,
        height: 1,
        small: Buffer.from("x"),
        large: Buffer.from("x"),
      })
      .returning();
    const layout = await given.layout(free.id);
    const [roleRow] = await db
      .select({ id: roleAssignments.id })
      .from(roleAssignments)
      .where(eq(roleAssignments.personId, learner.personId));
    const inCare = await given.person([{ role: "learner", spaceId: id }], { email: null });
    const recognition = await recognised(id, staff);
    return {
      ...recognition,
      ...theirs,
      ...(await writtenBy(staff, id)),
      ...(await publishedIn(id)),
      ...(await triedIn(id)),
      ...(await keptIn(id)),
      task: await taskOf(staff, { space: id, room: room.id, slug }),
      inCare: inCare.personId,
      roleRow: roleRow?.id ?? "",
      ownSession: placed,
      placed: session,
      space: id,
      slug,
      room: room.id,
      free: free.id,
      person: learner.personId,
      staff: staff.personId,
      requested: requested.id,
      session,
      series,
      kiosk: kiosk?.id ?? "",
      kioskToken,
      counter: counter?.id ?? "",
      counterToken,
      closure: closure?.id ?? "",
      blocking: blocking?.id ?? "",
      quota: quota?.id ?? "",
      webhook: webhook?.id ?? "",
      photo: photo?.id ?? "",
      layout: layout.id,
      guest: await guestOf({ room: room.id, space: id }, 70),
    };
  }

  /** A calendar file that the worker looked at for somebody of the staff. */
  async function taskOf(
    actor: PersonActor,
    { space = "", room = "", slug = "" }: Things,
  ): Promise<string> {
    const text = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR";
    const [task] = await db
      .insert(backgroundTasks)
      .values({
        kind: IMPORT_TASK,
        key: randomUUID(),
        askedBy: actor.personId,
        spaceId: space,
        payload: {
          text,
          as: "bookings",
          space: slug,
          roomId: room,
          people: 1,
          dryRun: true,
          seen: [],
          anew: false,
        },
        state: "done",
        result: { events: [] },
        endedAt: now,
      })
      .returning();
    return task?.id ?? "";
  }

  /** What belongs to somebody. @param days how far ahead their booking is: no two meet */
  async function belongings(actor: PersonActor, place: Things, days: number): Promise<Things> {
    const start = today
      .add({ days })
      .toPlainDateTime({ hour: 10 })
      .toZonedDateTime(ZONE)
      .toInstant();
    const during = { start, end: start.add({ hours: 1 }) };
    const asked = { roomId: place.room ?? "", ...during, people: 2, equipment: [], purpose: "x" };
    const { id: booking } = await requestBooking({ ...ctx, actor }, asked);
    const later = { start: start.add({ hours: 3 }), end: start.add({ hours: 4 }) };
    const common = { spaceId: place.space ?? "", roomId: place.room ?? "", people: 1 };
    const [offer] = await db
      .insert(bookings)
      .values({
        ...common,
        during: later,
        bookedBy: actor.personId,
        status: "offered",
        answerBy: now.add({ hours: 2 }),
      })
      .returning();
    const [wait] = await db
      .insert(bookingWaits)
      .values({ ...common, during, personId: actor.personId })
      .returning();
    const feedToken = newToken();
    const [feed] = await db
      .insert(calendarFeeds)
      .values({ tokenHash: sha256(feedToken), shows: "person", personId: actor.personId })
      .returning();
    const [token] = await db
      .insert(accessTokens)
      .values({ personId: actor.personId, name: "x", tokenHash: sha256(newToken()) })
      .returning();
    const [login] = await db
      .insert(loginSessions)
      .values({
        personId: actor.personId,
        tokenHash: sha256(newToken()),
        method: "code",
        expiresAt: now.add({ hours: 5 }),
      })
      .returning();
    const helper = await given.person();
    const awardIn = async (
      at: number,
      state: string,
      personId: string,
      answer: Partial<typeof awards.$inferInsert> = {},
    ) => {
      const { classId = "", versionId = "" } = earned[at] ?? {};
      const spaceId = place.space ?? "";
      const [award] = await db
        .insert(awards)
        .values({ classId, versionId, personId, spaceId, state, statement: "Mended it", ...answer })
        .returning();
      return award;
    };
    const badgeAsked = await awardIn(0, "submitted", actor.personId);
    const awarded = await awardIn(1, "accepted", actor.personId);
    const changing = await awardIn(2, "changes_asked", actor.personId, { note: "Tell more" });
    const refused = await awardIn(3, "refused", actor.personId, {
      note: "Not yet",
      decidedAt: now,
    });
    const seen = await awardIn(0, "in_review", helper.personId);
    const [review] = await db
      .insert(peerReviews)
      .values({
        awardId: seen?.id ?? "",
        classId: seen?.classId ?? "",
        learnerId: helper.personId,
        reviewerId: actor.personId,
        isFromElsewhere: false,
        askedAt: now,
      })
      .returning();
    const evening = { start: start.add({ hours: 6 }), end: start.add({ hours: 7 }) };
    const { id: others } = await requestBooking(
      { ...ctx, actor: helper },
      { ...asked, ...evening },
    );
    const [toThem, byThem] = await db
      .insert(bookingProposals)
      .values([
        {
          bookingId: others,
          kind: "share",
          personId: actor.personId,
          madeBy: helper.personId,
          endsAt: evening.end,
        },
        {
          bookingId: booking,
          kind: "share",
          personId: helper.personId,
          madeBy: actor.personId,
          endsAt: during.end,
        },
      ])
      .returning();
    const [mandate] = await db
      .insert(mandates)
      .values({
        personId: actor.personId,
        helperId: helper.personId,
        expiresAt: now.add({ hours: 24 }),
      })
      .returning();
    const week = { days: 7, endsAt: now.add({ hours: 24 * 7 }) };
    const [helpWanted, helpAsked] = await db
      .insert(mandateOffers)
      .values([
        { personId: helper.personId, helperId: actor.personId, ...week },
        { personId: actor.personId, helperId: helper.personId, ...week },
      ])
      .returning();
    const [card] = await db
      .insert(cards)
      .values({ personId: actor.personId, codeHash: sha256(newToken()) })
      .returning();
    const { ownSession } = place;
    if (ownSession)
      await db.insert(enrolments).values({
        sessionId: ownSession,
        spaceId: place.space ?? "",
        personId: actor.personId,
        status: "enrolled",
      });
    const credential = await issueCredential(
      { ...ctx, actor },
      givenAward({ personId: actor.personId, spaceId: place.space ?? "" }),
    );
    const choice = {
      field: "disability",
      country: "BE",
      choice: "given",
      isOldEnough: "yes",
    } as const;
    const receipt = await recordChoice({ ...ctx, actor }, choice, "nl");
    const [owner] = await db
      .select({ email: people.email })
      .from(people)
      .where(eq(people.id, actor.personId));
    const [roleOffer] = await db
      .insert(roleOffers)
      .values({
        email: owner?.email ?? "",
        role: "learner",
        spaceId: place.space ?? "",
        offeredBy: admin.personId,
        expiresAt: now.add({ hours: 24 }),
      })
      .returning();
    const [collection] = await db
      .insert(backpackCollections)
      .values({ personId: actor.personId, name: "For work" })
      .returning();
    const [packed] = await db
      .insert(backpackBadges)
      .values({
        personId: actor.personId,
        file: Buffer.from("{}"),
        kind: "json",
        sha256: sha256("{}"),
        says: { name: "Elsewhere", issuer: "School", competences: [], evidence: [] },
        verdict: "unsure",
        faults: [],
        verifiedAt: now,
      })
      .returning();
    const claim = await claimOf(await listedPlace(), actor.personId);
    return {
      claim,
      ...(actor.roles.some(({ role }) => role !== "learner") ? await partnersOf(actor) : {}),
      collection: collection?.id ?? "",
      packed: packed?.id ?? "",
      asked: badgeAsked?.id ?? "",
      awarded: awarded?.id ?? "",
      changing: changing?.id ?? "",
      refused: refused?.id ?? "",
      review: review?.id ?? "",
      booking,
      credential,
      receipt,
      roleOffer: roleOffer?.id ?? "",
      ...(ownSession ? { placed: ownSession } : {}),
      offer: offer?.id ?? "",
      wait: wait?.id ?? "",
      feed: feed?.id ?? "",
      feedToken,
      token: token?.id ?? "",
      login: login?.id ?? "",
      mandate: mandate?.id ?? "",
      mandateOffer: helpWanted?.id ?? "",
      mandateOffered: helpAsked?.id ?? "",
      proposal: toThem?.id ?? "",
      ...(actor.roles.some(({ role }) => STAFF.includes(role))
        ? { task: await taskOf(actor, place) }
        : {}),
      proposed: byThem?.id ?? "",
      card: card?.id ?? "",
      person: actor.personId,
    };
  }

  async function guestOf(place: Things, days: number): Promise<string> {
    const start = today
      .add({ days })
      .toPlainDateTime({ hour: 10 })
      .toZonedDateTime(ZONE)
      .toInstant();
    const input = {
      roomId: place.room ?? "",
      start,
      end: start.add({ hours: 1 }),
      people: 1,
      equipment: [],
    };
    // Each with a number of their own: one may have three bookings ahead.
    const phone = `0470 ${String(randomInt(1e6)).padStart(6, "0")}`;
    const who = { name: "Guest", email: "", phone, locale: "en" as const };
    const { token } = await bookAsGuest(
      { ...ctx, actor: { kind: "visitor" } },
      { ...input, ...who },
      randomUUID(),
    );
    return token ?? "";
  }

  async function cookieOf({ personId }: PersonActor, method: string): Promise<string> {
    const token = newToken();
    await db.insert(loginSessions).values({
      personId,
      tokenHash: sha256(token),
      method,
      expiresAt: now.add({ hours: 12 }),
    });
    return `trivium=${token}`;
  }
}

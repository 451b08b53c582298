import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { journalEntries, journalFiles, journalPhases, journals } from "#db/schema/journal.ts";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import { prototypeObservations, prototypes, prototypeVariants } from "#db/schema/prototypes.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import type { Ground, Things } from "./ground.ts";

/** A published practice of a space that nobody of this world works in. */
export async function practiceOf(ground: Ground): Promise<string> {
  const space = await ground.given.space();
  return (await practiceIn(ground, space.id, "published")).slug;
}

/** A practice with one version, by its slug and the id of that version. */
export async function practiceIn(
  { db, now }: Ground,
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
export async function writtenBy(
  ground: Ground,
  { personId }: PersonActor,
  spaceId: string,
): Promise<Things> {
  const draft = await practiceIn(ground, spaceId, "draft", personId);
  const sent = await practiceIn(ground, spaceId, "submitted", personId);
  return { draft: draft.versionId, draftSlug: draft.slug, sent: sent.versionId };
}

/** A published practice of a space, and what another one says of it, not decided yet. */
export async function publishedIn(ground: Ground, spaceId: string): Promise<Things> {
  const { db, given } = ground;
  const { slug, practiceId } = await practiceIn(ground, spaceId, "published");
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
export async function journalOf(
  { db }: Ground,
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
export async function keptIn(ground: Ground, spaceId: string): Promise<Things> {
  const { db } = ground;
  const kept = await journalOf(ground, spaceId, "draft");
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
  const keptPublished = await journalOf(ground, spaceId);
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
export async function triedIn({ db }: Ground, spaceId: string): Promise<Things> {
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

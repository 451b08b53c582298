import { asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { prototypeObservations, prototypes, prototypeVariants } from "#db/schema/prototypes.ts";
import { findRelease } from "#lib/evidence/research/queries.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { allSpaces, roomsOf } from "#lib/places/spaces/queries.ts";
import type { PrototypeRow } from "./apply-event.ts";
import type { Variant, Verdict } from "./schema.ts";
import { type PrototypeState, PUBLIC } from "./transitions.ts";

/** As many as a page shows. */
const PROTOTYPE_PAGE = 12;
const MOST_OWN = 100;
const MOST_OF_A_PRACTICE = 10;

export type PlaceOfPrototype = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
};

export type Observation = {
  id: string;
  variantId: string | null;
  seenOn: string;
  language: Locale;
  words: string;
  /** Whether the actor wrote it. */
  isOwn: boolean;
};

/**
 * A prototype in a list, with the plan that says most of it: the one that is kept, else the first.
 */
export type PrototypeSummary = {
  slug: string;
  language: Locale;
  title: string;
  hypothesis: string;
  state: PrototypeState;
  verdict: Verdict | null;
  startsOn: string | null;
  endsOn: string | null;
  space: PlaceOfPrototype;
  variant: Variant | null;
};

export type Prototype = Omit<PrototypeRow, "state" | "language" | "verdict"> & {
  state: PrototypeState;
  language: Locale;
  verdict: Verdict | null;
  space: PlaceOfPrototype;
  /** What the room is called; null where none is named. */
  roomName: string | null;
  variants: Variant[];
  /** The newest first. */
  observations: Observation[];
};

/** Prototypes that everybody reads, what runs first. */
export async function listPrototypes(
  ctx: Context,
  page = 1,
): Promise<{ items: PrototypeSummary[]; pages: number }> {
  const isPublic = inArray(prototypes.state, [...PUBLIC]);
  const total = await ctx.db.$count(prototypes, isPublic);
  const items = await summariesWhere(ctx, isPublic, PROTOTYPE_PAGE, (page - 1) * PROTOTYPE_PAGE);
  return { items, pages: Math.ceil(total / PROTOTYPE_PAGE) };
}

/** What came of a practice. */
export async function prototypesOfPractice(
  ctx: Context,
  practiceId: string,
): Promise<PrototypeSummary[]> {
  const condition = sql`${prototypes.practiceId} = ${practiceId} and ${inArray(prototypes.state, [...PUBLIC])}`;
  return summariesWhere(ctx, condition, MOST_OF_A_PRACTICE);
}

/** Those of the spaces for which the actor works, in any state. */
export async function ownPrototypes(ctx: Context): Promise<PrototypeSummary[]> {
  const { actor } = ctx;
  if (actor.kind !== "person" || !can(actor, "prototype.write")) return [];
  return summariesWhere(ctx, isIn(actor, "prototype.write", sql`${prototypes.spaceId}`), MOST_OWN);
}

async function summariesWhere(
  ctx: Context,
  condition: SQL,
  most: number,
  from = 0,
): Promise<PrototypeSummary[]> {
  const rows = await ctx.db
    .select()
    .from(prototypes)
    .where(condition)
    .orderBy(
      sql`array_position(array['running', 'draft', 'concluded', 'withdrawn'], ${prototypes.state})`,
      desc(prototypes.changedAt),
      asc(prototypes.slug),
    )
    .limit(most)
    .offset(from);
  const places = await placesById(ctx);
  const variants = await variantsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.flatMap((row) => {
    const space = places.get(row.spaceId);
    if (!space) return [];
    const own = variants.get(row.id) ?? [];
    const variant = own.find(({ isKept }) => isKept) ?? own[0] ?? null;
    return [{ ...typed(row), space, variant }];
  });
}

/** A prototype that everybody reads; null for one that is not there for everybody. */
export async function findPrototype(ctx: Context, slug: string): Promise<Prototype | null> {
  const found = await prototypeNamed(ctx, slug);
  return found && PUBLIC.includes(found.state) ? found : null;
}

/**
 * A prototype of a space for which the actor works, or whose study they may name; null for any
 * other.
 */
export async function workedOnPrototype(ctx: Context, slug: string): Promise<Prototype | null> {
  const found = await prototypeNamed(ctx, slug);
  return found && can(ctx.actor, "prototype.write", { spaceId: found.spaceId }) ? found : null;
}

async function prototypeNamed(ctx: Context, slug: string): Promise<Prototype | null> {
  const [row] = await ctx.db.select().from(prototypes).where(eq(prototypes.slug, slug));
  const space = row && (await placesById(ctx)).get(row.spaceId);
  if (!row || !space) return null;
  const observations = await ctx.db
    .select()
    .from(prototypeObservations)
    .where(eq(prototypeObservations.prototypeId, row.id))
    .orderBy(desc(prototypeObservations.seenOn), desc(prototypeObservations.createdAt));
  const reader = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rooms = await roomsOf(ctx, space.slug);
  return {
    ...row,
    ...typed(row),
    space,
    roomName: rooms.find(({ id }) => id === row.roomId)?.name ?? null,
    variants: (await variantsOf(ctx, [row.id])).get(row.id) ?? [],
    observations: observations.map(({ id, variantId, seenOn, language, words, authorId }) => ({
      id,
      variantId,
      seenOn,
      language: language as Locale,
      words,
      isOwn: authorId !== null && authorId === reader,
    })),
  };
}

/** Its columns of codes as what they are: constraints of the table see to it. */
function typed(row: PrototypeRow) {
  return {
    ...row,
    state: row.state as PrototypeState,
    language: row.language as Locale,
    verdict: row.verdict as Verdict | null,
  };
}

async function variantsOf(
  { db }: Context,
  prototypeIds: string[],
): Promise<Map<string, Variant[]>> {
  if (prototypeIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(prototypeVariants)
    .where(inArray(prototypeVariants.prototypeId, prototypeIds))
    .orderBy(asc(prototypeVariants.position));
  return Map.groupBy(rows, ({ prototypeId }) => prototypeId);
}

async function placesById(ctx: Context): Promise<Map<string, PlaceOfPrototype>> {
  const places = await allSpaces(ctx);
  return new Map(
    places.map(({ id, slug, name, kind, city, region }) => [
      id,
      { slug, name, kind, city, region },
    ]),
  );
}

/** What a study looked at and when its figures were made; null where it is not there. */
export async function studyOf(
  ctx: Context,
  releaseId: string | null,
): Promise<{ dataset: string; madeAt: Temporal.Instant } | null> {
  if (releaseId === null) return null;
  const system: Context = { ...ctx, actor: { kind: "system", name: "prototypes" } };
  const { dataset, createdAt } = await findRelease(system, releaseId);
  return { dataset, madeAt: createdAt };
}

/** What everybody reads, for the map of the site. */
export async function prototypePages({
  db,
}: Context): Promise<{ path: string; changedAt: Temporal.Instant }[]> {
  const rows = await db
    .select({ slug: prototypes.slug, changedAt: prototypes.changedAt })
    .from(prototypes)
    .where(inArray(prototypes.state, [...PUBLIC]))
    .orderBy(asc(prototypes.slug));
  return rows.map(({ slug, changedAt }) => ({ path: `/prototypes/${slug}`, changedAt }));
}

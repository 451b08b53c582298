import { spacesFreeNow } from "#lib/booking/search/free-now.ts";
import { LOCALE_NAMES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { firstOf, type PageQuery, saidIn } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { partnersAhead, spacesWithSessions } from "#lib/learning/sessions/queries.ts";
import { actorsWhere, findActor } from "#lib/places/actors/queries.ts";
import {
  audiencesThere,
  equipmentKinds,
  type SpaceFilter,
  spaceKinds,
} from "#lib/places/spaces/queries.ts";
import { AUDIENCES, area, LANGUAGES } from "#lib/places/spaces/schema.ts";
import { practicesBySpace } from "#lib/practice/practices/queries.ts";
import { layersFrom } from "./map-layers.ts";

/** What the list of places is narrowed by, as its address says it: empty for what is left open. */
export type PlaceFilter = {
  q: string;
  open: boolean;
  free: boolean;
  /** What one of its rooms has. */
  having: string;
  /** `west,south,east,north`: a part of the map. */
  area: string;
  /** What else the map shows: it narrows nothing. Joined by commas. */
  layer: string;
  page: number;
} & Record<ChosenName, string>;

/** What is chosen from a list of what there is, in the order of the form. */
export const CHOSEN = [
  "kind",
  "language",
  "audience",
  "equipment",
  "partner",
  "practice",
  "badge",
  "actor",
] as const;
export type ChosenName = (typeof CHOSEN)[number];

export type Choice = { value: string; label: string };

/** What somebody needs of a room, accessibility first. */
export const HAVING = ["wheelchair", "hearing-loop", "projector", "kitchen", "quiet"];
/** How far an organisation is still near: half an hour on a bicycle. */
const NEAR_ACTOR_KM = 5;

const CODE = /^[a-z0-9][a-z0-9-]{0,79}$/;

export function placeFilterFrom(asked: PageQuery): PlaceFilter {
  const one = (name: string) => firstOf(asked[name]).slice(0, 100);
  const code = (name: string) => (CODE.test(one(name)) ? one(name) : "");
  return {
    q: one("q"),
    kind: one("kind"),
    open: one("open") === "now",
    free: one("free") === "now",
    having: HAVING.includes(one("having")) ? one("having") : "",
    language: LANGUAGES.find((language) => language === one("language")) ?? "",
    audience: AUDIENCES.find((audience) => audience === one("audience")) ?? "",
    equipment: code("equipment"),
    partner: one("partner"),
    practice: code("practice"),
    badge: code("badge"),
    actor: code("actor"),
    area: area.safeParse(one("area")).success ? one("area") : "",
    layer: layersFrom(asked.layer).join(),
    page: pageFrom(asked.page),
  };
}

/** What an address asks for and the list is not narrowed by, as nobody can read it. */
export function unreadOf(asked: PageQuery, filter: PlaceFilter): Record<string, string> {
  const said = saidIn(asked, [...CHOSEN, "having", "area", "open", "free"]);
  return Object.fromEntries(
    Object.entries(said).filter(([name]) => !filter[name as keyof PlaceFilter]),
  );
}

/** The same list as the end of an address: what is left open is left out. */
export function queryOf({ page, open, free, ...texts }: PlaceFilter): URLSearchParams {
  const query = new URLSearchParams(Object.entries(texts).filter(([, text]) => text !== ""));
  if (open) query.set("open", "now");
  if (free) query.set("free", "now");
  if (page > 1) query.set("page", String(page));
  return query;
}

/** Whether every place is shown. */
export function isEverything(filter: PlaceFilter): boolean {
  return queryOf({ ...filter, layer: "", page: 1 }).size === 0;
}

/** What the spaces are asked for. Each module says by itself which of them its things stand for. */
export async function wantedBy(ctx: Context, filter: PlaceFilter): Promise<SpaceFilter> {
  const [slugs, sets, actor] = await Promise.all([
    filter.free ? spacesFreeNow(ctx) : undefined,
    Promise.all([
      filter.partner ? spacesWithSessions(ctx, { partner: filter.partner }) : null,
      filter.practice ? spacesOfPractice(ctx, filter.practice) : null,
      filter.badge ? spacesForBadge(ctx, filter.badge) : null,
    ]),
    filter.actor ? findActor(ctx, filter.actor) : null,
  ]);
  const given = sets.filter((ids) => ids !== null);
  // Nobody is near an organisation that is not there.
  const all = filter.actor && !actor ? [...given, []] : given;
  return {
    q: filter.q,
    kind: filter.kind || undefined,
    openAt: filter.open ? ctx.now : undefined,
    bbox: area.safeParse(filter.area).data,
    feature: filter.having || undefined,
    language: filter.language || undefined,
    audience: filter.audience || undefined,
    equipment: filter.equipment || undefined,
    near: actor ? { lat: actor.lat, lon: actor.lon } : undefined,
    radiusKm: NEAR_ACTOR_KM,
    slugs,
    ids: all.length > 0 ? inAllOf(all) : undefined,
  };
}

function inAllOf(sets: string[][]): string[] {
  const [first = [], ...others] = sets;
  return first.filter((id) => others.every((ids) => ids.includes(id)));
}

async function spacesOfPractice(ctx: Context, slug: string): Promise<string[]> {
  return (await practicesBySpace(ctx)).find((practice) => practice.slug === slug)?.spaceIds ?? [];
}

/** The spaces with sessions ahead that count for a badge. */
async function spacesForBadge(ctx: Context, slug: string): Promise<string[]> {
  const counted = (await badgesOfSessions(ctx)).find((badge) => badge.slug === slug);
  return counted ? spacesWithSessions(ctx, { topic: counted.topic ?? undefined }) : [];
}

/** Badges that can be earned by coming to sessions, and of which topic; null for any. */
async function badgesOfSessions(ctx: Context) {
  return (await listBadges(ctx)).flatMap((badge) => {
    const rule = badge.version.rules.find(({ kind }) => kind === "attendance");
    return badge.state === "retired" || rule?.kind !== "attendance"
      ? []
      : [{ ...badge, topic: rule.topic }];
  });
}

/** What can be chosen for some of the lists, in the reader's language. */
export async function choicesOf(
  ctx: Context,
  locale: Locale,
  names: readonly ChosenName[],
): Promise<Partial<Record<ChosenName, Choice[]>>> {
  const t = translator(locale, "spaces");
  const read: Record<ChosenName, () => Choice[] | Promise<Choice[]>> = {
    kind: async () =>
      (await spaceKinds(ctx)).map((value) => ({ value, label: t.or(`kinds.${value}`, value) })),
    language: () => LANGUAGES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
    audience: async () =>
      (await audiencesThere(ctx)).map((value) => ({ value, label: t(`audiences.${value}`) })),
    equipment: async () =>
      (await equipmentKinds(ctx)).map((value) => ({
        value,
        label: t.or(`features.${value}`, value),
      })),
    partner: async () => (await partnersAhead(ctx)).map((value) => ({ value, label: value })),
    practice: async () =>
      (await practicesBySpace(ctx)).map(({ slug, title }) => ({ value: slug, label: title })),
    badge: async () =>
      (await badgesOfSessions(ctx)).map(({ slug, version }) => ({
        value: slug,
        label: editionIn(version.editions, locale).name,
      })),
    actor: async () =>
      (await actorsWhere(ctx, {})).map(({ slug, name }) => ({ value: slug, label: name })),
  };
  const byName = (one: Choice, other: Choice) => readingOrder(one.label, other.label);
  const entries = names.map(async (name) => [name, (await read[name]()).toSorted(byName)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

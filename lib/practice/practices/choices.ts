import { listReleases } from "#lib/evidence/research/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import {
  listPlannedByStaff,
  readSession,
  type SessionView,
} from "#lib/learning/sessions/queries.ts";
import { spacesByName, spacesWhere } from "#lib/places/spaces/queries.ts";
import type { Written } from "./at-desk.ts";
import type { DraftChoices, DraftLinks } from "./schema.ts";

/** More spaces of one's own are no list that somebody reads. */
const MOST_SPACES = 40;

/**
 * What an author may link a draft to: badges of the network, newest sessions and spaces of their
 * own, and what is linked already.
 */
export async function choicesFor(
  ctx: Context,
  { spaceId, version }: Written,
): Promise<{ choices: DraftChoices; links: DraftLinks }> {
  const locale = languageOf(ctx);
  const linked = <K extends keyof (typeof version.links)[number]>(name: K): string[] =>
    version.links.flatMap((link) => link[name] ?? []);
  const badges = await listBadges(ctx);
  const [linkedBadges, linkedSessions, linkedSpaces] = [
    linked("badgeClassId"),
    linked("sessionId"),
    linked("spaceId"),
  ];
  const planned = can(ctx.actor, "session.plan") ? (await listPlannedByStaff(ctx, 1)).items : [];
  const others = linkedSessions.filter((id) => !planned.some((session) => session.id === id));
  const earlier = await Promise.all(others.map((id) => readSession(ctx.db, id)));
  const sessions = [...earlier.filter((session) => session !== null), ...planned];
  const elsewhere = (await spacesByName(ctx)).filter(({ id }) => linkedSpaces.includes(id));
  const own = (await spacesWhere(ctx, "practice.write")).slice(0, MOST_SPACES);
  const spaces = [
    ...elsewhere,
    ...own.filter(({ id }) => id !== spaceId && !linkedSpaces.includes(id)),
  ];
  const system: Context = { ...ctx, actor: { kind: "system", name: "practices" } };
  const day = (at: Temporal.Instant) => formatDate(locale, at, NETWORK_ZONE, ctx.now);
  const sessionLabel = ({ title, during, spaceName }: SessionView) =>
    [titleIn(title, locale).text, day(during.start), spaceName].join(" · ");
  return {
    choices: {
      badges: badges
        .filter(({ state, id }) => state !== "retired" || linkedBadges.includes(id))
        .map((badge) => ({
          value: badge.slug,
          label: editionIn(badge.version.editions, locale).name,
        })),
      sessions: sessions.map((session) => ({ value: session.id, label: sessionLabel(session) })),
      spaces: spaces.map(({ slug, name }) => ({ value: slug, label: name })),
      releases: (await listReleases(system, 1)).items.map(({ id, dataset, createdAt }) => ({
        value: id,
        label: `${day(createdAt)} · ${translator(locale, "research")(`datasets.${dataset}`)}`,
      })),
    },
    links: {
      badges: badges.filter(({ id }) => linkedBadges.includes(id)).map(({ slug }) => slug),
      sessions: linkedSessions,
      spaces: elsewhere.map(({ slug }) => slug),
    },
  };
}

import { feedText } from "#lib/booking/calendars/feed-text.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { withinBudget } from "#lib/foundation/identity/programs/work.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { programmeOf, type SessionView } from "./queries.ts";
import { titleIn } from "./rules.ts";
import type { SessionFilter } from "./schema.ts";

/** How long what is over, or was cancelled, stays in the feed; and how far it looks ahead. */
const KEPT_DAYS = 30;
const AHEAD_DAYS = 400;

/**
 * The public programme as an iCalendar object, of the network or of one space, narrowed as its page
 * is. It names nobody.
 * @throws DomainError not_found when there is no such space
 */
export function programmeFeed(
  ctx: Context,
  filter: Partial<SessionFilter>,
  locale: Locale,
): Promise<string> {
  return withinBudget(ctx, () => feedOf(ctx, filter, locale));
}

async function feedOf(
  ctx: Context,
  filter: Partial<SessionFilter>,
  locale: Locale,
): Promise<string> {
  const space = filter.space ? await findSpace(ctx, filter.space) : null;
  if (filter.space && !space) throw new DomainError("not_found", { code: "spaces.unknown" });
  const { publicUrl } = settings();
  const sessions = await programmeOf(ctx, filter, {
    start: ctx.now.subtract({ hours: 24 * KEPT_DAYS }),
    end: ctx.now.add({ hours: 24 * AHEAD_DAYS }),
  });
  const seen = new Set(sessions.map(({ id }) => id));
  const t = translator(locale, "sessions");
  return feedText(
    {
      name: space?.name ?? t("title"),
      bookings: sessions
        .filter((session) => !isSecondPlace(session, seen))
        .map((session) => ({
          id: session.id,
          timeZone: session.timeZone,
          during: session.during,
          roomId: session.roomId ?? session.id,
          status: session.status === "planned" ? ("confirmed" as const) : ("cancelled" as const),
          title: `${titleIn(session.title, locale).text} (${t("spoken", { language: t(`languages.${session.language}`) })})`,
          place: [session, ...(session.other ? [session.other] : [])].map(roomIn).join(" / "),
          address: session.address,
          sequence: session.version,
          changedAt: session.changedAt,
          seriesId: null,
          occurrence: null,
          url: `${publicUrl}/${locale}/sessions/${session.id}`,
        })),
      series: [],
    },
    new URL(publicUrl).hostname,
  );
}

/** A joint session is one event, which names both places. */
function isSecondPlace({ id, other }: SessionView, seen: Set<string>): boolean {
  return other !== null && other.id < id && seen.has(other.id);
}

function roomIn({ spaceName, roomName }: { spaceName: string; roomName: string | null }): string {
  return roomName ? `${spaceName}, ${roomName}` : spaceName;
}

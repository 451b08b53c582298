import { calendarAnswer } from "#lib/calendars/answer.ts";
import { visitorContext } from "#lib/identity/session.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";
import { programmeFeed } from "#lib/sessions/feed.ts";
import { feedFilter } from "#lib/sessions/schema.ts";

/** `/calendar/programme.ics?in=nl&topic=safety`: the public programme, narrowed as its page is. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { in: locale, ...filter } = searchParams(request, feedFilter);
    return calendarAnswer(request, await programmeFeed(await visitorContext(), filter, locale), "public");
  });
}

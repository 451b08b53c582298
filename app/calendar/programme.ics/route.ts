import { calendarAnswer } from "#lib/booking/calendars/answer.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { programmeFeed } from "#lib/learning/sessions/feed.ts";
import { feedFilter } from "#lib/learning/sessions/schema.ts";

/** `/calendar/programme.ics?in=nl&topic=safety`: the public programme, narrowed as its page is. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { in: locale, ...filter } = searchParams(request, feedFilter);
    return calendarAnswer(
      request,
      await programmeFeed(await visitorContext(), filter, locale),
      "public",
    );
  });
}

import { calendarAnswer } from "#lib/booking/calendars/answer.ts";
import { readFeed } from "#lib/booking/calendars/feeds.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

/** `/calendar/{token}.ics`: a live feed for calendar programs. The token is all they have. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  return respond(request, async () => {
    const [, token] = /^([\w-]{20,100})\.ics$/.exec((await params).file) ?? [];
    if (!token) throw new DomainError("not_found", { code: "calendars.unknown_feed" });
    return calendarAnswer(request, await readFeed(await visitorContext(), token), "private");
  });
}

import { calendarAnswer } from "#lib/booking/calendars/answer.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { programmeFeed } from "#lib/learning/sessions/feed.ts";
import { feedFilter } from "#lib/learning/sessions/schema.ts";

/** `/calendar/spaces/{slug}.ics?in=nl`: the public programme of one space. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  return respond(request, async () => {
    const [, space] = /^([\w-]{1,120})\.ics$/.exec((await params).file) ?? [];
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    const { in: locale, ...filter } = searchParams(request, feedFilter);
    const text = await programmeFeed(await visitorContext(), { ...filter, space }, locale);
    return calendarAnswer(request, text, "public");
  });
}

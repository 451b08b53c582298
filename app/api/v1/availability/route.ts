import type { z } from "zod";
import { readPhrase } from "#lib/booking/search/phrases.ts";
import { availabilitySearch } from "#lib/booking/search/schema.ts";
import { roomsWithin, searchRooms } from "#lib/booking/search/search.ts";
import { fieldsOf, NETWORK_ZONE, windowsOf } from "#lib/booking/search/search-form.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const asked = searchParams(request, availabilitySearch);
    const {
      radius_km: radiusKm,
      space: spaceSlug,
      people,
      equipment,
      features,
      near,
      bbox,
    } = asked;
    if (spaceSlug && !(await findSpace(ctx, spaceSlug)))
      throw new DomainError("not_found", { code: "spaces.unknown" });
    const input = { people, equipment, features, near, radiusKm, bbox, spaceSlug };
    const { windows, minutes } = timeOf(asked, ctx.now);
    const [first, last = first] = [windows[0], windows.at(-1)];
    if (!first || !last) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    const time = { start: first.start.toString(), end: last.end.toString(), minutes };
    if (minutes !== null) {
      const items = await roomsWithin(ctx, input, windows, minutes);
      return Response.json({ time, items, next: null, alternatives: [], waitlist: [] });
    }
    const { hasMore, ...found } = await searchRooms(ctx, { ...input, ...first, page: asked.page });
    return Response.json({ time, next: hasMore ? String(asked.page + 1) : null, ...found });
  });
}

/**
 * Windows in which a room is wished, and how long when any part of them will do.
 *
 * @throws DomainError invalid
 */
function timeOf(
  { when, start, end, minutes }: z.output<typeof availabilitySearch>,
  now: Temporal.Instant,
) {
  if (when !== undefined) {
    const read = readPhrase(when, now.toZonedDateTimeISO(NETWORK_ZONE));
    if ("code" in read) throw new DomainError("invalid", read);
    return { windows: windowsOf(fieldsOf(read)), minutes: read.minutes };
  }
  if (!start || !end) throw new DomainError("invalid", { code: "booking.not_a_moment" });
  if (Temporal.Instant.compare(start, end) >= 0)
    throw new DomainError("invalid", { code: "booking.ends_before_start" });
  const latest = minutes ? end : start;
  if (Temporal.Instant.compare(latest, now) < 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });
  return { windows: [{ start, end }], minutes: minutes ?? null };
}

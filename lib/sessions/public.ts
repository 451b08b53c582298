import type { SessionView } from "./queries.ts";
import { organisingCountries, placesLeft } from "./rules.ts";
import { DIGCOMP_AREAS } from "./traits.ts";

/** A session as the API tells it: no internal ids, moments as text, cost in euro. */
export function publicSession(session: SessionView) {
  const {
    during,
    costCents,
    spaceId: _,
    bookingId: __,
    seriesId: ___,
    sheetVersion: ____,
    changedAt: _____,
    other,
    ...rest
  } = session;
  const areas: Record<string, string | undefined> = DIGCOMP_AREAS;
  return {
    ...rest,
    digcompArea: areas[session.topic] ?? null,
    cost: costCents / 100,
    left: placesLeft(session),
    countries: organisingCountries(session),
    other: other && { ...other, spaceId: undefined, left: placesLeft(other) },
    start: during.start.toString(),
    end: during.end.toString(),
  };
}

import type { Actor } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import type { SessionView } from "./queries.ts";
import { organisingCountries, placesWord } from "./rules.ts";
import { DIGCOMP_AREAS } from "./traits.ts";

/**
 * A session as everybody may know it: no internal ids, moments as text, cost in euro, places in a
 * word. How many enrolled or wait, and the version that counts every change, are for whoever plans
 * the session.
 */
export function publicSession(session: SessionView) {
  const {
    during,
    costCents,
    spaceId: _,
    bookingId: __,
    seriesId: ___,
    sheetVersion: ____,
    changedAt: _____,
    enrolled: ______,
    taken: _______,
    waiting: ________,
    version: _________,
    other,
    ...rest
  } = session;
  const areas: Record<string, string | undefined> = DIGCOMP_AREAS;
  return {
    ...rest,
    digcompArea: areas[session.topic] ?? null,
    cost: costCents / 100,
    left: placesWord(session),
    countries: organisingCountries(session),
    other: other && {
      ...other,
      spaceId: undefined,
      taken: undefined,
      waiting: undefined,
      left: placesWord(other),
    },
    start: during.start.toString(),
    end: during.end.toString(),
  };
}

/**
 * A session with its numbers for whoever plans sessions in its space; for others as everybody may
 * know it.
 */
export function sessionFor(actor: Actor, session: SessionView) {
  const shown = publicSession(session);
  if (!can(actor, "session.plan", { spaceId: session.spaceId })) return shown;
  const { enrolled, taken, waiting, version } = session;
  return { ...shown, enrolled, taken, waiting, version };
}

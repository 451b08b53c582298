import type { SessionView } from "./queries.ts";

/** A session as the API tells it: no internal ids, moments as text. */
export function publicSession({
  during,
  spaceId: _,
  bookingId: __,
  sheetVersion: ___,
  ...session
}: SessionView) {
  return { ...session, start: during.start.toString(), end: during.end.toString() };
}

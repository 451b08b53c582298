import type { Interval } from "#db/types.ts";

export { type Title, titleIn } from "#lib/foundation/i18n/title.ts";

export type Enrollable = { status: "planned" | "cancelled"; during: Interval };

/** Why nobody can enrol in the session any more, or null. A full one has a waiting list. */
export function enrolmentRefusal({ status, during }: Enrollable, now: Temporal.Instant) {
  if (status === "cancelled") return { code: "sessions.is_cancelled" };
  if (Temporal.Instant.compare(during.end, now) <= 0) return { code: "sessions.is_over" };
  return null;
}

/** Places for whoever asks now: none while others wait, who go first. */
export function placesLeft({
  places,
  taken,
  waiting,
}: {
  places: number;
  taken: number;
  waiting: number;
}): number {
  return waiting > 0 ? 0 : Math.max(0, places - taken);
}

export type PlacesWord = 0 | "few" | "many";

/** Fewer people than this are not counted in public, nor fewer places left. */
const FEW = 5;

/**
 * What everybody may know of the places: whether there is one, and whether it is time to be quick.
 * While fewer than five are taken there are many, however small the session: nobody sees the first
 * people enrol.
 */
export function placesWord(session: {
  places: number;
  taken: number;
  waiting: number;
}): PlacesWord {
  const left = placesLeft(session);
  if (left === 0) return 0;
  return left < FEW && session.taken >= FEW ? "few" : "many";
}

/** The better of the two places of a joint session. */
export function betterWord(one: PlacesWord, other: PlacesWord): PlacesWord {
  const order: PlacesWord[] = [0, "few", "many"];
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

/** Places one person takes: a companion needs one as well. */
export function seatsFor({ companion }: { companion: boolean }): number {
  return companion ? 2 : 1;
}

type Organised = {
  country: string;
  other: { country: string } | null;
  partners: { country: string }[];
};

/** The countries of those who organise: of each space it is held in, and of the partners named. */
export function organisingCountries({ country, other, partners }: Organised): string[] {
  return [
    ...new Set([country, ...(other ? [other.country] : []), ...partners.map((one) => one.country)]),
  ].sort();
}

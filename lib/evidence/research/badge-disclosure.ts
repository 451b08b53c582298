import { STEP } from "./disclosure.ts";

/**
 * How many people earned a badge in a region in one quarter: each of them once, for nobody has a
 * badge twice.
 */
export type EarnedIn = { badge: string; region: string; people: number };

/** What was published of the quarters before: the sum of what is shown of each badge, by its id. */
export type ShownBefore = ReadonlyMap<string, number>;

/**
 * The figures of one quarter as they may leave; those that are not among them are withheld, zeros
 * too.
 *
 * Each is rounded down to ten. Who earned a badge that asks for another one has that one as well:
 * so no badge shows more people than the one that it asks for, or what is withheld of that would be
 * known not to be nothing.
 *
 * @param asks which badges each badge asks for, in any of its versions
 * @see docs/decisions/0015-figures-of-closed-quarters.md
 */
export function shownBadges(
  earned: readonly EarnedIn[],
  before: ShownBefore,
  asks: ReadonlyMap<string, readonly string[]>,
): EarnedIn[] {
  let shown = earned
    .filter(({ people }) => people >= STEP)
    .map((one) => ({ ...one, people: one.people - (one.people % STEP) }));
  for (;;) {
    const total = (badge: string) =>
      shown
        .filter((one) => one.badge === badge)
        .reduce((sum, { people }) => sum + people, before.get(badge) ?? 0);
    const tooMany = shown
      .filter(({ badge }) => (asks.get(badge) ?? []).some((other) => total(badge) > total(other)))
      .toSorted(
        (one, other) => one.people - other.people || one.region.localeCompare(other.region),
      );
    const [smallest] = tooMany;
    if (!smallest) return shown;
    shown = shown.filter((one) => one !== smallest);
  }
}

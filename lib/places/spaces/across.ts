/**
 * What two regions do together, as a number of things: courses, badges, practices. People are not
 * counted.
 */
export type Across = { regions: readonly [string, string]; count: number };

/**
 * Counts, for each two regions, the things that have a part in both.
 *
 * @param things for each thing the regions in which it has a part; one that has all its parts in
 *   one region is none
 * @returns the pairs that have something, in the order of the alphabet
 */
export function acrossRegions(things: readonly (readonly string[])[]): Across[] {
  const found = new Map<string, { regions: [string, string]; count: number }>();
  for (const parts of things) {
    const regions = [...new Set(parts)].sort();
    for (const [at, one] of regions.entries())
      for (const other of regions.slice(at + 1)) {
        const known = found.get(`${one} ${other}`) ?? {
          regions: [one, other] satisfies [string, string],
          count: 0,
        };
        known.count += 1;
        found.set(`${one} ${other}`, known);
      }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

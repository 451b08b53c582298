/** The smallest number of people a cell may show; Handbook on Statistical Disclosure Control, section 5.2. */
export const THRESHOLD = 5;

/** One space in one month: how many people there were, and the same people divided in several ways. */
export type Block<Count = number> = { total: Count; kinds: Record<string, Record<string, Count>> };

/**
 * Withholds every count that could point at someone, and what would give it away.
 *
 * Primary: a cell of 1 to 4 people becomes null; zero stays zero; a block of 1 to 4 people is withheld whole.
 * Complementary: every kind adds up to the published total, so that withheld cells of one kind are known together.
 * They are at least two and at least five people, taking the smallest others along until they are: then each of them
 * can be anything from nothing to their sum.
 *
 * @param block counts of people, not of visits; each kind adds up to the total
 * @throws RangeError when a kind does not add up: its sum would be published by another way
 * @see Handbook on Statistical Disclosure Control, sections 5.2 and 5.4
 */
export function protect({ total, kinds }: Block): Block<number | null> {
  if (total > 0 && total < THRESHOLD) return withheldWhole(kinds);
  const shown = Object.entries(kinds).map(([kind, cells]) => {
    const sum = Object.values(cells).reduce((all, count) => all + count, 0);
    if (sum !== total) throw new RangeError(`${kind} adds up to ${sum}, not ${total}`);
    const hidden = hiddenCells(cells);
    return [
      kind,
      Object.fromEntries(
        Object.entries(cells).map(([code, count]) => [code, hidden.has(code) ? null : count]),
      ),
    ];
  });
  return { total, kinds: Object.fromEntries(shown) };
}

function withheldWhole(kinds: Block["kinds"]): Block<number | null> {
  const shown = Object.entries(kinds).map(([kind, cells]) => [
    kind,
    Object.fromEntries(Object.keys(cells).map((code) => [code, null])),
  ]);
  return { total: null, kinds: Object.fromEntries(shown) };
}

function hiddenCells(cells: Record<string, number>): Set<string> {
  const smallestFirst = Object.entries(cells)
    .filter(([, count]) => count > 0)
    .sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  const hidden = new Set<string>();
  let people = 0;
  for (const [code, count] of smallestFirst) {
    const unsafe = hidden.size > 0 && (hidden.size < 2 || people < THRESHOLD);
    if (count >= THRESHOLD && !unsafe) break;
    hidden.add(code);
    people += count;
  }
  return hidden;
}

/** How many cells of a block are withheld. */
export function withheldIn({ total, kinds }: Block<number | null>): number {
  const cells = Object.values(kinds).flatMap((kind) => Object.values(kind));
  return [total, ...cells].filter((count) => count === null).length;
}

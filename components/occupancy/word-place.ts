/** Half of what a letter of 14 pixels takes, in a wide font. */
const HALF_LETTER = 4.2;

/**
 * Where the middle of a word stands in a drawing: above what it names, or as near to that as it is
 * whole.
 */
export function wordPlace(over: number, word: string, width: number): number {
  const half = Math.min(word.length * HALF_LETTER, width / 2);
  return Math.min(Math.max(over, half), width - half);
}

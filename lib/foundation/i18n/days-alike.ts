/**
 * Days that follow each other and say the same, as one: "Monday–Friday".
 *
 * @param names of the days, in their order
 * @param texts what each of them says, as many
 */
export function daysAlike(
  names: readonly string[],
  texts: readonly string[],
): { days: string; text: string }[] {
  const runs: { from: number; to: number; text: string }[] = [];
  for (const [day, text] of texts.entries()) {
    const last = runs.at(-1);
    if (last?.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  }
  return runs.map(({ from, to, text }) => ({
    days: from === to ? (names[from] ?? "") : `${names[from]}–${names[to]}`,
    text,
  }));
}

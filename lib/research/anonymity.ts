/** The traits by which somebody who knows a participant could find their line. */
export type Key = { space: string; ageBand: string; gender: string; labourStatus: string };

/** Lines that share a key, and how many they are. */
export type KeyClass = { key: Key; region: string; lines: number };

/** Every line has at least this many like it, itself included. */
export const K = 5;

/** A withheld trait: neither a value nor a reason why there is none. */
export const WITHHELD = "withheld";

/** At most this share of the lines loses its whole key, before everybody's is made coarser. */
const WITHHELD_SHARE = 0.05;

const WIDE_AGE: Record<string, string> = {
  u18: "u30",
  "18-24": "u30",
  "25-29": "u30",
  "30-34": "30-54",
  "35-44": "30-54",
  "45-54": "30-54",
  "55-64": "55+",
  "65+": "55+",
};

type Step = { name: string; coarsen: (key: Key, region: string) => Key };

/** What is given up, in this order, each on top of the one before: from what researchers miss least. */
const LADDER: Step[] = [
  {
    name: "labour",
    coarsen: (key) => ({ ...key, labourStatus: key.labourStatus.replace(/^unemployed_long$/, "unemployed") }),
  },
  { name: "age", coarsen: (key) => ({ ...key, ageBand: WIDE_AGE[key.ageBand] ?? key.ageBand }) },
  { name: "region", coarsen: (key, region) => ({ ...key, space: region }) },
  { name: "gender", coarsen: (key) => ({ ...key, gender: WITHHELD }) },
  { name: "status", coarsen: (key) => ({ ...key, labourStatus: WITHHELD }) },
  { name: "all_ages", coarsen: (key) => ({ ...key, ageBand: WITHHELD }) },
  { name: "no_space", coarsen: (key) => ({ ...key, space: WITHHELD }) },
];

export const STEPS = LADDER.map(({ name }) => name);

const NOTHING: Key = { space: WITHHELD, ageBand: WITHHELD, gender: WITHHELD, labourStatus: WITHHELD };

export type Recoding = {
  /** The steps taken, by name; none when the lines can leave as they are. */
  steps: string[];
  /** Lines that keep no part of their key, because too few are like them. */
  withheld: number;
  recode: (key: Key, region: string) => Key;
};

/**
 * How lines are made alike until each has four others with the same key; null when there are too few lines at all.
 * The first rung on which no more than one line in twenty must lose its whole key; those are five at least, or none.
 *
 * @param classes every combination that occurs, with its number of lines
 * @see Sweeney (2002), k-anonymity: global recoding with local suppression
 */
export function recodingFor(classes: KeyClass[]): Recoding | null {
  const total = classes.reduce((sum, { lines }) => sum + lines, 0);
  if (total > 0 && total < K) return null;
  for (let rung = 0; rung <= LADDER.length; rung += 1) {
    const steps = LADDER.slice(0, rung);
    const coarsen = (key: Key, region: string) =>
      steps.reduce((coarser, step) => step.coarsen(coarser, region), key);
    const sizes = sizesBy(classes, coarsen);
    const small = tooSmall(sizes);
    const withheld = [...small].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
    if (withheld > total * WITHHELD_SHARE && rung < LADDER.length) continue;
    return {
      steps: steps.map(({ name }) => name),
      withheld,
      recode: (key, region) => {
        const coarser = coarsen(key, region);
        return small.has(nameOf(coarser)) ? NOTHING : coarser;
      },
    };
  }
  return null;
}

function sizesBy(classes: KeyClass[], coarsen: (key: Key, region: string) => Key): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { key, region, lines } of classes) {
    const name = nameOf(coarsen(key, region));
    sizes.set(name, (sizes.get(name) ?? 0) + lines);
  }
  return sizes;
}

/** The keys that too few share; the next smallest is taken along until together they are enough. */
function tooSmall(sizes: Map<string, number>): Set<string> {
  const smallestFirst = [...sizes].sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  const small = new Set<string>();
  let lines = 0;
  for (const [name, size] of smallestFirst) {
    if (size >= K && (lines === 0 || lines >= K)) break;
    small.add(name);
    lines += size;
  }
  return small;
}

function nameOf({ space, ageBand, gender, labourStatus }: Key): string {
  return [space, ageBand, gender, labourStatus].join("|");
}

import { FEWEST_PERSONS, fewestPersons, type Held } from "./persons.ts";

/**
 * Everything that stands on a line: by any of it somebody who knows a participant could find
 * theirs.
 */
export type Key = {
  space: string;
  ageBand: string;
  gender: string;
  labourStatus: string;
  educationBand: string;
  firstTime: string;
};

/** Lines of one session that share a key. */
export type KeyClass = Held & { key: Key; region: string };

/** The lines that are alike are of at least this many people. */
export const K = FEWEST_PERSONS;

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

/**
 * What is given up, in this order, each on top of the one before: from what researchers miss least.
 */
const LADDER: Step[] = [
  {
    name: "labour",
    coarsen: (key) => ({
      ...key,
      labourStatus: key.labourStatus.replace(/^unemployed_long$/, "unemployed"),
    }),
  },
  { name: "age", coarsen: (key) => ({ ...key, ageBand: WIDE_AGE[key.ageBand] ?? key.ageBand }) },
  { name: "region", coarsen: (key, region) => ({ ...key, space: region }) },
  { name: "first_time", coarsen: (key) => ({ ...key, firstTime: WITHHELD }) },
  { name: "education", coarsen: (key) => ({ ...key, educationBand: WITHHELD }) },
  { name: "gender", coarsen: (key) => ({ ...key, gender: WITHHELD }) },
  { name: "status", coarsen: (key) => ({ ...key, labourStatus: WITHHELD }) },
  { name: "all_ages", coarsen: (key) => ({ ...key, ageBand: WITHHELD }) },
  { name: "no_space", coarsen: (key) => ({ ...key, space: WITHHELD }) },
];

export const STEPS = LADDER.map(({ name }) => name);

const NOTHING: Key = {
  space: WITHHELD,
  ageBand: WITHHELD,
  gender: WITHHELD,
  labourStatus: WITHHELD,
  educationBand: WITHHELD,
  firstTime: WITHHELD,
};

export type Recoding = {
  /** The steps taken, by name; none when the lines can leave as they are. */
  steps: string[];
  /** Lines that keep no part of their key, because too few are like them. */
  withheld: number;
  recode: (key: Key, region: string) => Key;
};

/**
 * How lines are made alike until those that are alike over all their columns are of five people at
 * least, who are not counted by their lines; null when there are too few people at all. The first
 * rung on which no more than one line in twenty must lose everything that stands on it; those are
 * of five people at least, or none.
 *
 * @param classes every combination that occurs in each session, with its number of lines
 * @see Sweeney (2002), k-anonymity: global recoding with local suppression
 */
export function recodingFor(classes: KeyClass[]): Recoding | null {
  const total = linesOf(classes);
  if (total > 0 && fewestPersons(classes) < K) return null;
  for (let rung = 0; rung <= LADDER.length; rung += 1) {
    const steps = LADDER.slice(0, rung);
    const coarsen = (key: Key, region: string) =>
      steps.reduce((coarser, step) => step.coarsen(coarser, region), key);
    const alike = Map.groupBy(classes, ({ key, region }) => nameOf(coarsen(key, region)));
    const small = tooSmall(alike);
    const withheld = [...small].reduce((sum, name) => sum + linesOf(alike.get(name) ?? []), 0);
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

function linesOf(held: readonly Held[]): number {
  return held.reduce((sum, { lines }) => sum + lines, 0);
}

/**
 * The keys that too few people share; the next smallest is taken along until together they are
 * enough.
 */
function tooSmall(alike: Map<string, KeyClass[]>): Set<string> {
  const smallestFirst = [...alike]
    .map(([name, held]) => ({ name, held, people: fewestPersons(held) }))
    .sort((one, other) => one.people - other.people || (one.name < other.name ? -1 : 1));
  const small = new Set<string>();
  let together: KeyClass[] = [];
  for (const { name, held, people } of smallestFirst) {
    if (people >= K && (small.size === 0 || fewestPersons(together) >= K)) break;
    small.add(name);
    together = [...together, ...held];
  }
  return small;
}

function nameOf(key: Key): string {
  return [
    key.space,
    key.ageBand,
    key.gender,
    key.labourStatus,
    key.educationBand,
    key.firstTime,
  ].join("|");
}

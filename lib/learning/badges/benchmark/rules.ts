import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { searchedText } from "#lib/foundation/platform/text/searched-text.ts";
import type { REGIONS } from "#lib/places/spaces/schema.ts";

/** A competence by the framework that has it and its code there: `it-project-management A1`. */
export type CompetenceKey = string;

export const keyOf = ({ framework, code }: { framework: string; code: string }): CompetenceKey =>
  `${framework} ${code}`;

/** What is compared: a badge of ours or of others, or a course. */
export type Compared = {
  id: string;
  kind: "own" | "badge" | "offer";
  name: string;
  /** Of the name, where that is known. */
  lang: string | null;
  issuer: string;
  languages: string[];
  region: string | null;
  competences: CompetenceKey[];
};

/**
 * How alike two names are, from 0 to 1: the parts of three letters that both have, of all that
 * either has. Accents, capitals and the order of words count for nothing.
 *
 * @see PostgreSQL, pg_trgm: similarity()
 */
export function nameSimilarity(one: string, other: string): number {
  return jaccard(trigrams(one), trigrams(other));
}

function trigrams(text: string): Set<string> {
  const words = searchedText(text).split(" ").filter(Boolean);
  return new Set(
    words.flatMap((word) => {
      const padded = `  ${word} `;
      return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
    }),
  );
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const either = one.union(other).size;
  return either === 0 ? 0 : one.intersection(other).size / either;
}

const ALIKE_NAME = 0.6;
const RATHER_ALIKE_NAME = 0.3;
const ALIKE_COMPETENCES = 0.6;
const LEAST_SHARED = 2;

export type NearDuplicate = {
  one: Compared;
  other: Compared;
  names: number;
  shared: number;
  competences: number;
};

/**
 * Pairs that would confuse whoever looks for one of them, the most alike first: alike by name, or
 * rather alike by name and standing for mostly the same competences. A course is compared with
 * courses only, and editions of one issuer in two languages are one badge.
 */
export function nearDuplicates(entries: Compared[]): NearDuplicate[] {
  const known = entries.map((entry) => ({
    entry,
    letters: trigrams(entry.name),
    competences: new Set(entry.competences),
  }));
  return known
    .flatMap((one, at) =>
      known.slice(at + 1).flatMap((other): NearDuplicate[] => {
        if ((one.entry.kind === "offer") !== (other.entry.kind === "offer")) return [];
        if (isOtherEdition(one.entry, other.entry)) return [];
        const names = jaccard(one.letters, other.letters);
        const shared = one.competences.intersection(other.competences).size;
        const competences = jaccard(one.competences, other.competences);
        const isAlike =
          names >= ALIKE_NAME ||
          (names >= RATHER_ALIKE_NAME &&
            shared >= LEAST_SHARED &&
            competences >= ALIKE_COMPETENCES);
        return isAlike ? [{ one: one.entry, other: other.entry, names, shared, competences }] : [];
      }),
    )
    .toSorted(
      (one, other) =>
        other.names + other.competences - one.names - one.competences ||
        readingOrder(one.one.name, other.one.name),
    );
}

/** Of one issuer, and in no language that the other is in. */
function isOtherEdition(one: Compared, other: Compared): boolean {
  return (
    searchedText(one.issuer) === searchedText(other.issuer) &&
    one.languages.length > 0 &&
    other.languages.length > 0 &&
    !one.languages.some((language) => other.languages.includes(language))
  );
}

/** A competence of a map, and those of other frameworks that say the same or nearly the same. */
export type MapItem = { id: string; code: string; keys: CompetenceKey[] };

export type MatrixRow = {
  item: MapItem;
  own: Compared[];
  badges: Compared[];
  /** Courses in a region; those that are followed from anywhere count in each. */
  offers: Record<(typeof REGIONS)[number], Compared[]>;
};

/**
 * What there is for each competence of a map. An entry counts once a row, also when it stands for
 * it by two names.
 */
export function matrixOf(items: MapItem[], entries: Compared[]): MatrixRow[] {
  const byKey = new Map<CompetenceKey, Set<Compared>>();
  for (const entry of entries)
    for (const key of entry.competences) byKey.set(key, (byKey.get(key) ?? new Set()).add(entry));
  return items.map((item) => {
    const found = [...new Set(item.keys.flatMap((key) => [...(byKey.get(key) ?? [])]))];
    const of = (kind: Compared["kind"]) => found.filter((entry) => entry.kind === kind);
    const offersIn = (region: string) =>
      of("offer").filter((offer) => offer.region === region || offer.region === null);
    return {
      item,
      own: of("own"),
      badges: of("badge"),
      offers: {
        vlaanderen: offersIn("vlaanderen"),
        "hauts-de-france": offersIn("hauts-de-france"),
        wallonie: offersIn("wallonie"),
      },
    };
  });
}

export type Gaps = {
  /** Competences for which there is no badge at all. */
  noBadge: MapItem[];
  /** Competences that no course teaches, by region. */
  noOffer: Record<(typeof REGIONS)[number], MapItem[]>;
};

export function gapsOf(rows: MatrixRow[]): Gaps {
  const noOfferIn = (region: (typeof REGIONS)[number]) =>
    rows.filter(({ offers }) => offers[region].length === 0).map(({ item }) => item);
  return {
    noBadge: rows
      .filter(({ own, badges }) => own.length + badges.length === 0)
      .map(({ item }) => item),
    noOffer: {
      vlaanderen: noOfferIn("vlaanderen"),
      "hauts-de-france": noOfferIn("hauts-de-france"),
      wallonie: noOfferIn("wallonie"),
    },
  };
}

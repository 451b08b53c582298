/** Why a trait has no value. Three different things, and none of them is an empty cell. */
export const ANSWER_STATES = ["not_asked", "asked_refused", "asked_unknown"] as const;

/**
 * What a person line may say. Age bands add up to those of ESF+ (under 18, 18-29, 55 and over) and
 * of Eurostat; the three labour statuses partition people as EECO02, EECO04 and EECO05 do;
 * education in bands of ISCED 2011.
 * @see Regulation (EU) 2021/1057, Annex I
 */
export const TRAITS = {
  ageBand: ["u18", "18-24", "25-29", "30-34", "35-44", "45-54", "55-64", "65+"],
  gender: ["woman", "man", "non_binary"],
  labourStatus: ["employed", "unemployed", "unemployed_long", "inactive"],
  educationBand: ["ed0_2", "ed3_4", "ed5_8"],
  firstTime: ["yes", "no"],
} as const;

export type Trait = keyof typeof TRAITS;

export const TRAIT_NAMES = Object.keys(TRAITS) as Trait[];

export type Country = "BE" | "FR";

/**
 * Groups that may be asked about, by the country of the space: EECO13, EECO14, EECO16, EECO17.
 * Disability (EECO12) and minority (EECO15) are special categories: not asked while no consent can
 * be recorded, and ethnic origin never in France. There, birth and parents' birth are asked as
 * nationality alone.
 * @see Conseil constitutionnel, 2007-557 DC; Regulation (EU) 2016/679, article 9
 */
export const GROUPS: Record<Country, readonly string[]> = {
  BE: ["third_country", "foreign_background", "homeless", "rural"],
  FR: ["third_country", "homeless", "rural"],
};

export const GROUP_ANSWERS = ["yes", "no"] as const;

/** `counted` says that somebody counted this person although no answer was given. */
export type PersonLine = {
  id: string;
  groups: Record<string, string>;
  counted?: boolean | undefined;
} & Record<Trait, string>;

/**
 * What a tally can tell people apart by, together: one cell per combination, never one total per
 * trait.
 */
export const TALLY_TRAITS = [
  "gender",
  "ageBand",
  "labourStatus",
] as const satisfies readonly Trait[];

export type TallyTrait = (typeof TALLY_TRAITS)[number];

/**
 * How many people had these answers at once. A trait the tally does not tell apart is not_asked.
 */
export type TallyCell = Record<TallyTrait, string> & { people: number };

/** Every code a question can have, in the order in which screen and paper show them. */
export function codesOf(trait: Trait): readonly string[] {
  return [...TRAITS[trait], ...ANSWER_STATES];
}

/**
 * What is written on paper, and typed from it, when there is no answer. No trait has nine codes.
 */
const PAPER_STATES: Record<(typeof ANSWER_STATES)[number], string> = {
  not_asked: "0",
  asked_unknown: "9",
  asked_refused: "X",
};

/**
 * One character for each code, by its place in the list: the same on the printed sheet and in its
 * entry form.
 */
export function paperKeys(codes: readonly string[]): { key: string; code: string }[] {
  return [
    ...codes.map((code, at) => ({ key: String(at + 1), code })),
    ...ANSWER_STATES.map((code) => ({ key: PAPER_STATES[code], code })),
  ];
}

/** A line of which nothing was asked yet. */
export function untouchedLine(id: string, country: Country): PersonLine {
  return {
    id,
    ageBand: "not_asked",
    gender: "not_asked",
    labourStatus: "not_asked",
    educationBand: "not_asked",
    firstTime: "not_asked",
    groups: Object.fromEntries(GROUPS[country].map((group) => [group, "not_asked"])),
  };
}

/**
 * Whether a line says anything about a person. A refusal is an answer; a question that was not
 * asked is none.
 */
export function hasAnswer(line: PersonLine): boolean {
  return [...TRAIT_NAMES.map((trait) => line[trait]), ...Object.values(line.groups)].some(
    (code) => code !== "not_asked",
  );
}

/** Whether a line is somebody: one answer was given, or the person was counted without any. */
export function isSomebody(line: PersonLine): boolean {
  return line.counted === true || hasAnswer(line);
}

/** The first group that may not be asked about in this country, or null. */
export function forbiddenGroup({ groups }: PersonLine, country: Country): string | null {
  return Object.keys(groups).find((group) => !GROUPS[country].includes(group)) ?? null;
}

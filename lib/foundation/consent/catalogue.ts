import type { Country } from "#lib/foundation/platform/atoms.ts";

/** How a field may be asked in a country. `never`: no consent makes it lawful. */
export type Asking = "without_name" | "explicit_consent" | "off" | "never";

export { COUNTRIES, type Country } from "#lib/foundation/platform/atoms.ts";

/** What an answer may be used for, and nothing else. */
export const PURPOSES = ["funder_report", "adapt_welcome", "research"] as const;

export type Purpose = (typeof PURPOSES)[number];

/**
 * The catalogue that is in force. What may be asked, where or what for is never changed in place:
 * catalogue.test.ts holds the digest of each version.
 */
export const CATALOGUE = { version: 1, since: "2026-11" } as const;

export type FieldRule = {
  purposes: readonly Purpose[];
  /**
   * ESF+ common indicator it serves, where there is one. @see Regulation (EU) 2021/1057, Annex I
   */
  indicator: string | null;
  asking: Record<Country, Asking>;
};

const COUNTED: readonly Purpose[] = ["funder_report", "research"];

const everywhere = (asking: Asking): Record<Country, Asking> => ({ BE: asking, FR: asking });

/**
 * Every field about a person, and how it may be asked. What is asked without a name stands on the
 * attendance sheet (lib/learning/attendance/traits.ts) and needs no consent; special categories
 * need one each, for funders who ask for them. Ethnic origin or belonging is never asked in France.
 * @see Regulation (EU) 2016/679, article 9; Conseil constitutionnel, 2007-557 DC
 */
export const FIELDS = {
  age_band: { purposes: COUNTED, indicator: "EECO06-08", asking: everywhere("without_name") },
  gender: { purposes: COUNTED, indicator: "EECO01", asking: everywhere("without_name") },
  labour_status: { purposes: COUNTED, indicator: "EECO02-05", asking: everywhere("without_name") },
  education_band: { purposes: COUNTED, indicator: "EECO09-11", asking: everywhere("without_name") },
  third_country: { purposes: COUNTED, indicator: "EECO13", asking: everywhere("without_name") },
  foreign_background: {
    purposes: COUNTED,
    indicator: "EECO14",
    asking: { BE: "without_name", FR: "off" },
  },
  homeless: { purposes: COUNTED, indicator: "EECO16", asking: everywhere("without_name") },
  rural: { purposes: COUNTED, indicator: "EECO17", asking: everywhere("without_name") },
  disability: {
    purposes: ["funder_report", "adapt_welcome"],
    indicator: "EECO12",
    asking: everywhere("explicit_consent"),
  },
  minority: {
    purposes: ["funder_report"],
    indicator: "EECO15",
    asking: { BE: "explicit_consent", FR: "never" },
  },
} as const satisfies Record<string, FieldRule>;

/** Fields that are stored with a name, when their person says so. */
export const CONSENT_FIELDS = ["disability", "minority"] as const;

export type ConsentField = (typeof CONSENT_FIELDS)[number];

/**
 * What may be said to such a field, once consent is given. Refusing and never having been asked are
 * no answers.
 */
export const PROFILE_CODES = ["yes", "no", "asked_unknown"] as const;

export type ProfileCode = (typeof PROFILE_CODES)[number];

/** How a notice can be shown. */
export const FORMATS = ["text", "audio", "pictograms"] as const;

export type Format = (typeof FORMATS)[number];

/**
 * What the notice of a field says, as codes; its words are `consent.fields.<field>` in three
 * languages. A changed word is a new version: catalogue.test.ts holds the digest of each.
 */
export type Notice = {
  version: number;
  purposes: Purpose[];
  dataCategories: string[];
  recipients: string[];
  /** ISO 8601 duration from the day it is given; then consent and answer end. */
  retention: string;
};

export const CONTROLLER = "Trivium";

export const NOTICES: Record<ConsentField, Notice> = {
  disability: {
    version: 1,
    purposes: ["funder_report", "adapt_welcome"],
    dataCategories: ["health"],
    recipients: ["space_staff"],
    retention: "P24M",
  },
  minority: {
    version: 1,
    purposes: ["funder_report"],
    dataCategories: ["ethnic_origin"],
    recipients: ["space_staff"],
    retention: "P24M",
  },
};

/** Fields for which consent may be asked in this country. */
export function consentFieldsIn(country: Country): ConsentField[] {
  return CONSENT_FIELDS.filter((field) => FIELDS[field].asking[country] === "explicit_consent");
}

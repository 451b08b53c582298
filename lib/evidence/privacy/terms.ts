import { CONSENT_FIELDS, NOTICES } from "#lib/foundation/consent/catalogue.ts";

/**
 * How long something is kept. What it is counted from stands with its words,
 * `privacy.declaration.rows`.
 */
export type Term = { count: number; unit: "days" | "months" | "years" };

/**
 * The terms that are promised: the page of the declaration is written from them, and the nightly
 * jobs work by them, so that what is said and what is done cannot differ.
 * @see CNIL, délibérations 2021-028 and 2023-095
 */
export const TERMS = {
  identity: { count: 24, unit: "months" },
  bookings: { count: 12, unit: "months" },
  offers: { count: 7, unit: "days" },
  guests: { count: 30, unit: "days" },
  sessions: { count: 24, unit: "months" },
  wishes: { count: 30, unit: "days" },
  scans: { count: 60, unit: "days" },
  counters: { count: 30, unit: "days" },
  answers: longestConsent(),
  proof: { count: 5, unit: "years" },
  messages: { count: 30, unit: "days" },
  tasks: { count: 7, unit: "days" },
  invitations: { count: 27, unit: "months" },
  signIns: { count: 30, unit: "days" },
  access: { count: 12, unit: "months" },
  log: { count: 5, unit: "years" },
} as const satisfies Record<string, Term>;

export type TermName = keyof typeof TERMS;

export const TERM_NAMES = Object.keys(TERMS) as TermName[];

/** The moment before which a term is over. Months and years as the calendar has them. */
export function endOf(term: TermName, now: Temporal.Instant): Temporal.Instant {
  const { count, unit } = TERMS[term];
  return now
    .toZonedDateTimeISO("UTC")
    .subtract({ [unit]: count })
    .toInstant();
}

/** Answers end with their consent, whose notice says how long it lasts. */
function longestConsent(): Term {
  const months = CONSENT_FIELDS.map(
    (field) => Temporal.Duration.from(NOTICES[field].retention).months,
  );
  return { count: Math.max(...months), unit: "months" };
}

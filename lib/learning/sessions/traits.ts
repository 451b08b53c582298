/** What people here come for: the five areas of DigComp 2.2, and topics of our own. */
export const TOPICS = [
  "information",
  "communication",
  "creation",
  "safety",
  "problem_solving",
  "first_steps",
  "administration",
  "job_search",
  "language",
  "sustainable_it",
] as const;

export type Topic = (typeof TOPICS)[number];

/** The DigComp area a topic is, by its number; a topic of our own has none. */
export const DIGCOMP_AREAS: Partial<Record<Topic, string>> = {
  information: "1",
  communication: "2",
  creation: "3",
  safety: "4",
  problem_solving: "5",
};

/** @see Vuorikari, Kluzer, Punie: DigComp 2.2, JRC128415, dimension 2 */
export const COMPETENCES = [
  "1.1",
  "1.2",
  "1.3",
  "2.1",
  "2.2",
  "2.3",
  "2.4",
  "2.5",
  "2.6",
  "3.1",
  "3.2",
  "3.3",
  "3.4",
  "4.1",
  "4.2",
  "4.3",
  "4.4",
  "5.1",
  "5.2",
  "5.3",
  "5.4",
] as const;

export const MODALITIES = ["in_person", "hybrid", "remote", "self_paced", "peer_led"] as const;

/** How well a language is known (CEFR). */
export const LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2"] as const;

export const ACCESSIBILITY = [
  "step_free",
  "easy_language",
  "hearing_loop",
  "sign_language",
  "large_print",
  "quiet",
] as const;

/**
 * Into what somebody may ask to have it interpreted: languages by their ISO 639 code, and signing.
 */
export const INTERPRETERS = [
  "sign",
  "am",
  "ar",
  "de",
  "en",
  "es",
  "fa",
  "fr",
  "it",
  "nl",
  "pl",
  "ps",
  "pt",
  "ro",
  "ru",
  "so",
  "sq",
  "ti",
  "tr",
  "uk",
] as const;

/** Countries of those who organise: around the border, and their neighbours. */
export const PARTNER_COUNTRIES = ["BE", "FR", "NL", "LU", "DE", "GB"] as const;

/** Interreg output indicators a scheme may be reported with. */
export const INDICATORS = ["RCO81", "RCO85"] as const;

export type Indicator = (typeof INDICATORS)[number];

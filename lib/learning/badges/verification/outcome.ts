/** What is checked, in this order. @see Open Badges 3.0, section 10 */
export const STEPS = [
  /** There is one badge in it, as JSON or as a JWT. */
  "read",
  /** Every word in it is in a context that is known: others would not be signed. */
  "words",
  "kind",
  "form",
  "ownSchema",
  "person",
  "evidence",
  "issuer",
  "proof",
  "refresh",
  "status",
  "end",
  "begin",
  "endorsements",
  /** Whether who shows it is who earned it. */
  "holder",
] as const;

export type StepName = (typeof STEPS)[number];

/**
 * What came of a step.
 *
 * @property code names the sentence: `credentials.verify.found.<code>`
 */
export type Step = {
  step: StepName;
  outcome: "passed" | "failed" | "unchecked";
  code: string;
  values?: Record<string, string | number>;
};

/** What the badge says of itself. Nothing of it is proven but by the steps. */
export type Shown = {
  name: string;
  description: string | null;
  issuer: string;
  /** Who answers for the key: a host, or the beginning of the key itself. */
  issuerHost: string | null;
  awardedBy: string | null;
  awardedOn: string | null;
  endsOn: string | null;
  competences: {
    name: string;
    code: string | null;
    framework: string | null;
    level: string | null;
  }[];
  evidence: { name: string | null; narrative: string | null }[];
  level: string | null;
  language: string | null;
};

/**
 * All in one word. `unsure` when nothing is wrong but something that matters could not be checked,
 * `unknown_issuer` when all is right but nobody answers for the key that signed: neither is a yes.
 */
export const VERDICTS = [
  "genuine",
  "unknown_issuer",
  "withdrawn",
  "expired",
  "not_yet",
  "unsure",
  "refused",
] as const;

export type Verdict = (typeof VERDICTS)[number];

export type Verification = { verdict: Verdict; steps: Step[]; badge: Shown | null };

/** Steps that must have passed before anybody says yes. */
export const NEEDED: readonly StepName[] = [
  "read",
  "words",
  "kind",
  "person",
  "issuer",
  "proof",
  "status",
  "end",
  "begin",
];

/** Says of the step `issuer` that nobody but a key says who that is. */
export const KEY_ALONE = "issuer_key";

export function verdictOf(steps: readonly Step[]): Verdict {
  const failed = steps.filter(({ outcome }) => outcome === "failed");
  const only = (step: StepName, code: string) =>
    failed.some((each) => each.step === step && each.code === code) &&
    failed.every((each) => ["status", "end", "begin"].includes(each.step));
  if (only("status", "revoked")) return "withdrawn";
  if (only("end", "ended")) return "expired";
  if (only("begin", "begins_later")) return "not_yet";
  if (failed.length > 0) return "refused";
  const passed = (name: StepName) =>
    steps.some(({ step, outcome }) => step === name && outcome === "passed");
  if (!NEEDED.every(passed)) return "unsure";
  // Anybody makes a key, and calls themselves with it what they want.
  return steps.some(({ code }) => code === KEY_ALONE) ? "unknown_issuer" : "genuine";
}

/** Steps that were not come to, because one before failed. */
export function notTried(done: readonly Step[]): Step[] {
  return STEPS.filter((step) => !done.some((each) => each.step === step)).map((step) =>
    step === "holder"
      ? { step, outcome: "unchecked", code: "holder" }
      : { step, outcome: "unchecked", code: "not_tried" },
  );
}

import { formatDate } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { NEEDED, type Shown, type Step, type StepName, type Verification } from "./outcome.ts";
import type { Row, VerificationPage, VerifyAnswer } from "./schema.ts";

/** The result with its sentences in one language. */
export function verificationInWords(
  locale: Locale,
  { verdict, steps, badge }: Verification,
): VerifyAnswer {
  const t = translator(locale, "credentials");
  return {
    verdict,
    sentence: t(`verify.verdict.${verdict}`),
    steps: steps.map(({ step, outcome, code, values }) => ({
      step,
      outcome,
      code,
      sentence: sentenceOf(locale, { code, values }),
    })),
    badge,
  };
}

function sentenceOf(locale: Locale, { code, values = {} }: Pick<Step, "code" | "values">): string {
  const { day } = values;
  const said = typeof day === "string" ? { ...values, day: dayIn(locale, day) } : values;
  return translator(locale, "credentials")(`verify.found.${code}`, said);
}

/** Badges are read years later: the year is always said. */
const LONG_AGO = Temporal.Instant.from("1970-01-01T00:00:00Z");

/** A day of a badge as people write it; what is no day stays as it is. */
export function dayIn(locale: Locale, text: string): string {
  try {
    const noon = Temporal.Instant.from(`${text.slice(0, 10)}T12:00:00Z`);
    return formatDate(locale, noon, "UTC", LONG_AGO).replace(/^\p{L}+\s/u, "");
  } catch {
    return text;
  }
}

export const GROUPS = [
  "read",
  "changed",
  "issuer",
  "withdrawn",
  "valid",
  "recognised",
  "holder",
] as const;

/** Steps as a reader thinks of them. The first of each speaks when nothing is wrong. */
const STEPS_OF: Record<(typeof GROUPS)[number], readonly [StepName, ...StepName[]]> = {
  read: ["kind", "read", "words", "form", "person", "evidence"],
  changed: ["proof"],
  issuer: ["issuer"],
  withdrawn: ["status"],
  valid: ["end", "begin"],
  recognised: ["endorsements"],
  holder: ["holder"],
};

export function verificationPage(locale: Locale, result: Verification): VerificationPage {
  const t = translator(locale, "credentials");
  const { verdict, steps, badge } = result;
  const row = (title: string, { outcome, ...said }: Step): Row => ({
    title,
    sentence: sentenceOf(locale, said),
    outcome,
    label: t(`verify.outcome.${outcome}`),
  });
  const rows = GROUPS.flatMap((group) => {
    const all = STEPS_OF[group].flatMap((name) => steps.filter(({ step }) => step === name));
    const speaks =
      all.find(({ outcome }) => outcome === "failed") ??
      all.find(({ outcome, code }) => outcome === "unchecked" && code !== "not_tried") ??
      all[0];
    return speaks ? row(t(`verify.group.${group}`), speaks) : [];
  });
  const count = (outcome: Step["outcome"]) =>
    rows.filter((each) => each.outcome === outcome).length;
  return {
    verdict,
    title: t(`verify.verdict.${verdict}`),
    summary: badge && saidBy(locale, badge, verdict),
    why: whyOf(locale, result),
    advice: t(`verify.advice.${verdict}`),
    counts: t("verify.counts", {
      passed: count("passed"),
      failed: count("failed"),
      unchecked: count("unchecked"),
    }),
    rows,
    allTitle: t("verify.allSteps", { count: steps.length }),
    all: steps.map((step) => row(t(`verify.step.${step.step}`), step)),
    badge: badge && { ...badge, facts: factsOf(locale, badge) },
  };
}

/** What keeps it from a yes, where the verdict does not say that itself. */
function whyOf(locale: Locale, { verdict, steps }: Verification): string | null {
  if (verdict !== "refused" && verdict !== "unsure") return null;
  const why =
    steps.find(({ outcome }) => outcome === "failed") ??
    steps.find(
      ({ step, outcome, code }) =>
        outcome === "unchecked" && code !== "not_tried" && NEEDED.includes(step),
    );
  return why ? sentenceOf(locale, why) : null;
}

/** Of a badge that is refused, nothing is known but what stands in it. */
function saidBy(locale: Locale, badge: Shown, verdict: Verification["verdict"]): string {
  const summary = summaryOf(locale, badge);
  return verdict === "refused"
    ? translator(locale, "credentials")("verify.claims", { claim: summary })
    : summary;
}

function summaryOf(locale: Locale, { name, issuer, issuerHost, awardedOn }: Shown): string {
  const t = translator(locale, "credentials");
  const by = issuerHost
    ? t("verify.issuerAt", { issuer, host: issuerHost })
    : t("verify.issuerSelf", { issuer });
  return awardedOn
    ? t("verify.by", { name, issuer: by, day: dayIn(locale, awardedOn) })
    : t("verify.byNobody", { name, issuer: by });
}

function factsOf(
  locale: Locale,
  { awardedBy, endsOn, level }: Shown,
): { name: string; value: string }[] {
  const t = translator(locale, "credentials");
  return [
    ...(awardedBy ? [{ name: t("verify.place"), value: awardedBy }] : []),
    ...(level ? [{ name: t("verify.level"), value: level }] : []),
    ...(endsOn ? [{ name: t("verify.ends"), value: dayIn(locale, endsOn) }] : []),
  ];
}

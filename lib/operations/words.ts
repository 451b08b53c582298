import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDateTime, formatLength } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Finding } from "./checks.ts";

/** What a check found, as its name and a sentence: what is so, and what to do about it. */
export function wordsOf(locale: Locale, finding: Finding): { title: string; sentence: string } {
  const { name, code } = finding;
  const t = translator(locale, "operations");
  const values = Object.fromEntries(
    Object.entries(finding.values).map(([key, value]) => [key, sayable(locale, key, value)]),
  );
  return {
    title: t(`checks.${name}.title`),
    // Of any check.
    sentence:
      code === "notRead" || code === "noAnswer"
        ? t(code, values)
        : t(`checks.${name}.${code}`, values),
  };
}

/** By the name of the value, as `Finding` has it. */
function sayable(locale: Locale, key: string, value: string | number): string | number {
  if (key === "job") return translator(locale, "operations").or(`jobs.${value}`, String(value));
  if (key.endsWith("At"))
    return formatDateTime(locale, Temporal.Instant.from(String(value)), NETWORK_ZONE);
  if (key.endsWith("Minutes")) return formatLength(locale, Number(value));
  return value;
}

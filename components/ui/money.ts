import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** An amount in euros, without cents where there are none; a dash where nobody said. */
export function formatMoney(locale: Locale, cents: number | null): string {
  if (cents === null) return "–";
  const whole = cents % 100 === 0;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "EUR",
    minimumFractionDigits: whole ? 0 : 2,
  }).format(cents / 100);
}

/** An amount as a field holds it. */
export function typedMoney(cents: number | null): string {
  if (cents === null) return "";
  return (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2).replace(".", ",");
}

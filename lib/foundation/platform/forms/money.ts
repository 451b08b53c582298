import { z } from "zod";

/** Ten million euros. */
const MOST_CENTS = 1_000_000_000;

const PLAIN = /^\d+(?:[.,](?<cents>\d{1,2}))?$/;

/** Thousands in threes behind one kind of mark, and cents behind another. */
const GROUPED =
  /^[1-9]\d{0,2}(?<mark>[.,' ])\d{3}(?:\k<mark>\d{3})*(?:(?!\k<mark>)[.,](?<cents>\d{1,2}))?$/;

/**
 * Euros as people write them ("1.234,50", "1 234,50", "1,234.50", "€ 14,5"), in cents; null for
 * what is no amount.
 */
export function readCents(text: string): number | null {
  const amount = text
    .replaceAll(/[\s’]/g, (mark) => (mark === "’" ? "'" : " "))
    .replaceAll(/^ *€ *| *€ *$/g, "")
    .trim();
  const found = PLAIN.exec(amount) ?? GROUPED.exec(amount);
  if (!found) return null;
  const cents = found.groups?.cents ?? "";
  const whole = cents === "" ? amount : amount.slice(0, -cents.length - 1);
  const read = Number(whole.replaceAll(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0"));
  return read <= MOST_CENTS ? read : null;
}

/** An amount of a form, in cents; null where nothing was filled in. */
export function moneyField(code: string, most = MOST_CENTS) {
  return z
    .string(code)
    .default("")
    .transform((text, context) => {
      if (text.trim() === "") return null;
      const cents = readCents(text);
      if (cents !== null && cents <= most) return cents;
      context.addIssue({ code: "custom", message: code });
      return z.NEVER;
    });
}

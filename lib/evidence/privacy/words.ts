import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { TERMS, type TermName } from "./terms.ts";

/**
 * What the declaration has a line for: each term, and the answers that name nobody and so need
 * none.
 */
export const DECLARED = [
  "identity",
  "bookings",
  "offers",
  "guests",
  "sessions",
  "wishes",
  "scans",
  "counters",
  "lines",
  "answers",
  "proof",
  "messages",
  "tasks",
  "invitations",
  "signIns",
  "access",
  "log",
] as const satisfies readonly (TermName | "lines")[];

/** "24 months", in the reader's language. `t` speaks of privacy. */
export function timeOf(t: Translate, term: TermName): string {
  const { count, unit } = TERMS[term];
  return t(`units.${unit}`, { count });
}

/** "24 months after your last contact". */
export function howLong(t: Translate, kept: (typeof DECLARED)[number]): string {
  const time = kept === "lines" ? "" : timeOf(t, kept);
  return t(`declaration.rows.${kept}.long`, { time });
}

import { Status } from "#components/ui/status.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Said } from "#lib/foundation/i18n/said.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  /** What the address says that was done. */
  said: string | string[] | undefined;
  /** What a visitor can do that leads to this page. */
  among: readonly Said[];
};

/**
 * What was just done by somebody who has not signed in. Whoever has is told above every page
 * (said-line.tsx).
 */
export function SaidToVisitor({ locale, said, among }: Props) {
  const known = among.find((one) => one === said);
  if (!known) return null;
  return <Status>{translator(locale, "said")(known)}</Status>;
}

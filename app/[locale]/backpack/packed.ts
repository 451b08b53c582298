import type { Packed } from "#components/badges/packed-badge.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { PackedBadge } from "#lib/learning/badges/backpack/queries.ts";
import { SHARE_PARAMETER } from "#lib/learning/badges/credentials/addresses.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";

/**
 * A badge with its days in words and its addresses.
 *
 * @param key of the link by which it is shown; null for its owner
 */
export function packedIn(badge: PackedBadge, locale: Locale, key: string | null): Packed {
  const query = key ? `?${new URLSearchParams({ [SHARE_PARAMETER]: key })}` : "";
  const t = translator(locale, "credentials");
  return {
    ...badge,
    whose: whoseIn(badge, locale, key),
    isOfAnother: badge.holder === "other",
    faults: badge.faults.map((step) => t(`verify.step.${step}`)),
    awarded: badge.awardedOn && dayIn(locale, badge.awardedOn),
    checked: badge.verifiedAt && dayIn(locale, badge.verifiedAt.toString()),
    file: `/backpack/${badge.id}${query}`,
    page: badge.isOwn && !key ? `/${locale}/badges/awarded/${badge.id}` : null,
  };
}

/** Of a badge of the network, its own holder need not be told. */
function whoseIn({ holder, isOwn }: PackedBadge, locale: Locale, key: string | null) {
  if (isOwn && !key) return null;
  return translator(locale, "backpack")(`holder.${key ? "shown" : "kept"}.${holder}`);
}

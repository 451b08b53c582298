import type { Recogniser } from "#components/badges/recognised-by.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { endorsementAddress, SHARE_PARAMETER } from "#lib/learning/badges/credentials/addresses.ts";
import type { Recognition } from "#lib/learning/badges/endorsements/queries.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";

/**
 * What organisations said, as a page draws it.
 *
 * @param versionId of the badge on the page: what was said of another version says so
 * @param key of the link by which a badge is shown
 */
export function recognisersOf(
  list: readonly Recognition[],
  locale: Locale,
  { versionId, key }: { versionId?: string; key?: string | null } = {},
): Recogniser[] {
  const t = translator(locale, "endorsements");
  return list.map((one) => {
    const query =
      key && one.subject === "credential"
        ? `?${new URLSearchParams({ [SHARE_PARAMETER]: key })}`
        : "";
    const badge = `${endorsementAddress(settings().publicUrl, one.id)}${query}`;
    const isOlder =
      versionId !== undefined && one.subject === "class" && one.versionId !== versionId;
    return {
      ...one,
      day: dayIn(locale, one.issuedAt.toString()),
      verify: `/${locale}/verify?${new URLSearchParams({ badge })}`,
      remark: one.subject === "credential" ? t("by.own") : isOlder ? t("by.older") : null,
    };
  });
}

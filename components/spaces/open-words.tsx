import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { OpenNow } from "#lib/places/spaces/schema.ts";

type Props = { openNow: OpenNow; timeZone: string; locale: Locale; t: Translate };

/**
 * "Open now, until 18:00.", or why a closure keeps the space shut and until when. Nothing outside
 * its hours.
 */
export function OpenWords({
  openNow: { isOpen, openUntil, closedFor },
  timeZone,
  locale,
  t,
}: Props) {
  if (isOpen)
    return <p className="free">{openUntil ? t("openUntil", { time: openUntil }) : t("openNow")}</p>;
  if (!closedFor) return null;
  return (
    <p className="status">
      {t("closedUntil", {
        when: formatDateTime(locale, Temporal.Instant.from(closedFor.until), timeZone),
      })}{" "}
      <bdi>{closedFor.reason}</bdi>
    </p>
  );
}

import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  /** The id of the booking of whoever is signed in; null where a guest booked on this device. */
  own: string | null;
  locale: Locale;
};

/**
 * Whoever comes back to the last screen finds what they booked, not that somebody was first. Of a
 * guest's booking nothing is shown: somebody else may hold the device by now.
 */
export function AlreadyBooked({ own, locale }: Props) {
  const t = translator(locale, "booking");
  const guest = translator(locale, "guest");
  return (
    <>
      <p className="alert" role="alert">
        {own ? t("check.own") : guest("own.text")}
      </p>
      <p>
        {own ? (
          <a className="button" href={`/${locale}/me/bookings/${own}`}>
            {t("check.ownGo")}
          </a>
        ) : (
          guest("own.lost")
        )}
      </p>
    </>
  );
}

import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { SessionView } from "./queries.ts";
import { placesWord, titleIn } from "./rules.ts";

const MODES: Record<string, string> = {
  hybrid: "MixedEventAttendanceMode",
  remote: "OnlineEventAttendanceMode",
  self_paced: "OnlineEventAttendanceMode",
};

/**
 * As roughly as the page says it: an exact number of places left would tell when one person comes
 * or goes.
 */
const AVAILABILITY = { 0: "SoldOut", few: "LimitedAvailability", many: "InStock" };

/**
 * A session as an Event: when, where, in which language, at what price and with how many places.
 *
 * @see https://schema.org/EducationEvent
 */
export function sessionData(
  session: SessionView,
  { publicUrl, locale, description }: { publicUrl: string; locale: Locale; description: string },
) {
  const url = `${publicUrl}/${locale}/sessions/${session.id}`;
  const mode = MODES[session.modality] ?? "OfflineEventAttendanceMode";
  const zoned = (moment: Temporal.Instant) =>
    moment
      .toZonedDateTimeISO(session.timeZone)
      .toString({ timeZoneName: "never", smallestUnit: "second" });
  const place = {
    "@type": "Place",
    name: session.spaceName,
    url: `${publicUrl}/${locale}/spaces/${session.spaceSlug}`,
    address: {
      "@type": "PostalAddress",
      streetAddress: session.address,
      addressLocality: session.city,
      addressCountry: session.country,
    },
    geo: { "@type": "GeoCoordinates", latitude: session.lat, longitude: session.lon },
  };
  return {
    "@type": "EducationEvent",
    "@id": url,
    url,
    name: titleIn(session.title, locale).text,
    description,
    image: `${publicUrl}/shared-${locale}.png`,
    startDate: zoned(session.during.start),
    endDate: zoned(session.during.end),
    eventStatus: `https://schema.org/${session.status === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
    eventAttendanceMode: `https://schema.org/${mode}`,
    location:
      mode === "OfflineEventAttendanceMode" ? place : [place, { "@type": "VirtualLocation", url }],
    inLanguage: session.language,
    organizer: { "@type": "Organization", name: session.spaceName, url: place.url },
    maximumAttendeeCapacity: session.places,
    isAccessibleForFree: session.costCents === 0,
    offers: {
      "@type": "Offer",
      url,
      price: (session.costCents / 100).toFixed(2),
      priceCurrency: "EUR",
      availability: `https://schema.org/${AVAILABILITY[placesWord(session)]}`,
    },
  };
}

/** A page of the programme as a list of events, each at its own address. */
export function programmeData(sessions: { id: string }[], publicUrl: string, locale: Locale) {
  return {
    "@type": "ItemList",
    itemListElement: sessions.map(({ id }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      url: `${publicUrl}/${locale}/sessions/${id}`,
    })),
  };
}

import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** What schema.org calls our kinds of place; the rest are places. */
const TYPES: Record<string, string> = {
  library: "Library",
  "adult-education": "EducationalOrganization",
  "open-learning-centre": "EducationalOrganization",
  school: "School",
  "higher-education": "CollegeOrUniversity",
  "training-centre": "EducationalOrganization",
  "event-hall": "EventVenue",
  "public-employment-service": "EmploymentAgency",
  "france-services": "GovernmentOffice",
};

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export type DescribedSpace = {
  slug: string;
  name: string;
  kind: string;
  address: string | null;
  postcode: string | null;
  city: string;
  country: string;
  lat: number;
  lon: number;
  phone: string | null;
  website: string | null;
};

type Where = Pick<DescribedSpace, "address" | "postcode" | "city" | "country" | "lat" | "lon">;

/** An address and a point, as every Place has them. */
export function whereData({ address, postcode, city, country, lat, lon }: Where) {
  return {
    address: {
      "@type": "PostalAddress",
      ...(address && { streetAddress: address }),
      ...(postcode && { postalCode: postcode }),
      addressLocality: city,
      addressCountry: country,
    },
    geo: { "@type": "GeoCoordinates", latitude: lat, longitude: lon },
  };
}

type More = {
  publicUrl: string;
  locale: Locale;
  description: string;
  /** Wall times of each day, Monday first ("09:00–12:00"); null when nobody can read the hours. */
  week: string[][] | null;
  /** The first day of that week: holidays and other hours are in it. */
  monday: Temporal.PlainDate;
  /** Paths of photos. */
  photos: string[];
  /** Names of what it has, in the reader's language. */
  features: string[];
  /** The largest room's. */
  seats: number;
};

/**
 * A space as a Place with its hours, for machines that read pages.
 *
 * @see https://schema.org/Place
 */
export function spaceData(
  space: DescribedSpace,
  { publicUrl, locale, description, week, monday, photos, features, seats }: More,
) {
  const url = `${publicUrl}/${locale}/spaces/${space.slug}`;
  return {
    ...whereData(space),
    name: space.name,
    "@type": ["Place", ...(TYPES[space.kind] ? [TYPES[space.kind]] : [])],
    "@id": url,
    url,
    description,
    inLanguage: locale,
    publicAccess: true,
    image: (photos.length > 0 ? photos : [`/shared-${locale}.png`]).map(
      (path) => `${publicUrl}${path}`,
    ),
    ...(space.phone && { telephone: space.phone }),
    ...(space.website && { sameAs: space.website }),
    ...(seats > 0 && { maximumAttendeeCapacity: seats }),
    ...(week && { openingHoursSpecification: hoursData(week, monday) }),
    amenityFeature: features.map((name) => ({
      "@type": "LocationFeatureSpecification",
      name,
      value: true,
    })),
  };
}

/** One entry for each stretch of a day in which it is open. */
export function hoursData(week: string[][], monday: Temporal.PlainDate) {
  return week.flatMap((stretches, day) =>
    stretches.map((stretch) => {
      const [opens, closes] = stretch.split("–");
      return {
        "@type": "OpeningHoursSpecification",
        dayOfWeek: `https://schema.org/${DAYS[day]}`,
        opens,
        // Midnight at the end of a day is its last minute: an hour of 24 is no time there.
        closes: closes === "24:00" ? "23:59" : closes,
        validFrom: monday.toString(),
        validThrough: monday.add({ days: 6 }).toString(),
      };
    }),
  );
}

/**
 * The network as a LibrarySystem, and its site, which answers words in the first field of its
 * search.
 */
export function networkData(publicUrl: string, locale: Locale, description: string) {
  const network = `${publicUrl}/#network`;
  return {
    "@graph": [
      {
        "@type": "LibrarySystem",
        "@id": network,
        name: "Trivium",
        url: publicUrl,
        description,
        logo: `${publicUrl}/icon-512.png`,
        image: `${publicUrl}/shared-${locale}.png`,
        areaServed: ["Vlaanderen", "Hauts-de-France", "Wallonie"].map((name) => ({
          "@type": "AdministrativeArea",
          name,
        })),
      },
      {
        "@type": "WebSite",
        url: `${publicUrl}/${locale}`,
        name: "Trivium",
        inLanguage: locale,
        publisher: { "@id": network },
        potentialAction: {
          "@type": "SearchAction",
          target: {
            "@type": "EntryPoint",
            urlTemplate: `${publicUrl}/${locale}?when={search_term_string}`,
          },
          "query-input": "required name=search_term_string",
        },
      },
    ],
  };
}

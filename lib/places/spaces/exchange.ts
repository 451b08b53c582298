import { stringify } from "csv-stringify/sync";
import { settings } from "#lib/foundation/platform/settings.ts";
import type { Openness } from "./openness.ts";
import type { Photo } from "./photos.ts";
import type { Resource, Space } from "./queries.ts";

/** The standard's word for an organisation number nobody gave us. */
const UNKNOWN_PIVOT = "00000000000000";

/** Our kinds of place as structure codes of data·inclusion; what has no code stays empty. */
const TYPOLOGY: Record<string, string> = {
  library: "BIB",
  makerspace: "FABLAB",
  coworking: "TIERS_LIEUX",
  hub: "TIERS_LIEUX",
  "digital-mediation": "EPN",
  "france-services": "RFS",
  "training-centre": "OF",
  "adult-education": "OF",
  "open-learning-centre": "EPN",
  "public-employment-service": "FT",
};

const COLUMNS: Record<string, (space: Space) => string> = {
  id: ({ slug }) => slug,
  pivot: () => UNKNOWN_PIVOT,
  nom: ({ name }) => name,
  commune: ({ city }) => city,
  code_postal: ({ postcode }) => postcode ?? "",
  code_insee: ({ communeCode }) => communeCode ?? "",
  adresse: ({ address, city }) => address ?? city,
  latitude: ({ lat }) => String(lat),
  longitude: ({ lon }) => String(lon),
  typologie: ({ kind }) => TYPOLOGY[kind] ?? "",
  telephone: ({ phone }) => phone ?? "",
  site_web: ({ website }) => website ?? "",
  horaires: ({ openingHours }) => openingHours,
  services: () => "Accès internet et matériel informatique",
  prise_en_charge_specifique: ({ features }) => (features.includes("wheelchair") ? "Handicaps moteurs" : ""),
  source: ({ source }) => source,
  date_maj: ({ createdAt }) => createdAt.toZonedDateTimeISO("UTC").toPlainDate().toString(),
};

/**
 * The network in the French standard "lieux de médiation numérique" 1.0.2; Belgian rows in the Belgian profile.
 * @see docs/belgian-profile.md
 */
export function spacesCsv(spaces: Space[]): string {
  const read = Object.values(COLUMNS);
  return stringify([Object.keys(COLUMNS), ...spaces.map((space) => read.map((value) => value(space)))]);
}

/** A space for whoever builds on the API: what a visitor may know, and the ids that a booking needs. */
export function publicSpace(space: Space & { resources: Resource[] }, photos: Photo[] = []) {
  const { id: _, createdAt: __, published: ___, resources, ...shown } = space;
  const isRoom = ({ kind }: Resource) => kind === "room" || kind === "desk";
  return {
    ...shown,
    rooms: resources.filter(isRoom).map(({ id, kind, name, capacity, features }) => ({
      id,
      kind,
      name,
      capacity,
      features,
      photos: photos
        .filter(({ resourceId }) => resourceId === id)
        .map((photo) => ({ url: `${settings().publicUrl}/api/v1/photos/${photo.id}`, alt: photo.alt })),
    })),
    equipment: resources
      .filter((thing) => !isRoom(thing))
      .map(({ equipmentKind, name, quantity }) => ({ kind: equipmentKind, name, quantity })),
  };
}

/** Whether the space is open now, and how many are there where that may be told, for clients of the SpaceAPI. It names no person. @see https://spaceapi.io, version 15 */
export function spaceApi(
  { slug, name, lat, lon, address, postcode, city, country, timeZone, phone, website }: Space,
  openness: Openness,
  people: { value: number; at: Temporal.Instant } | null = null,
) {
  const { publicUrl } = settings();
  return {
    api_compatibility: ["15"],
    space: name,
    logo: `${publicUrl}/icon.svg`,
    url: website ?? `${publicUrl}/en/spaces/${slug}`,
    location: {
      address: [address, `${postcode ?? ""} ${city}`.trim()].filter(Boolean).join(", "),
      lat,
      lon,
      timezone: timeZone,
      country_code: country,
    },
    contact: phone ? { phone } : {},
    state: {
      open: openness.isOpen,
      ...(!openness.isOpen && openness.closedFor ? { message: openness.closedFor.reason } : {}),
    },
    ...(people
      ? {
          sensors: {
            people_now_present: [
              { value: people.value, lastchange: Math.floor(people.at.epochMilliseconds / 1000) },
            ],
          },
        }
      : {}),
  };
}

import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Openness } from "./openness.ts";
import type { Photo } from "./photos.ts";
import type { Resource, Space } from "./queries.ts";
import type { Layout } from "./schema.ts";

/**
 * A space for whoever builds on the API: what a visitor may know, and the ids that a booking needs.
 */
export function publicSpace(
  space: Space & { resources: Resource[] },
  photos: Photo[] = [],
  layouts: Layout[] = [],
) {
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
      layouts: layouts
        .filter(({ roomId, isRetired }) => roomId === id && !isRetired)
        .map((layout) => ({ id: layout.id, names: layout.names, seats: layout.seats })),
      photos: photos
        .filter(({ resourceId }) => resourceId === id)
        .map((photo) => ({
          url: `${settings().publicUrl}/api/v1/photos/${photo.id}`,
          alt: photo.alt,
        })),
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

import { sql } from "drizzle-orm";
import { listedPlaces } from "#db/schema/places.ts";
import { MADE_UP } from "#lib/foundation/i18n/source-name.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cellOf } from "#lib/places/exchange/cells.ts";
import type { PlaceRecord } from "#lib/places/exchange/fields.ts";
import { readListedHours } from "#lib/places/exchange/hours.ts";

const INTERNET = "Accès internet et matériel informatique";
const DAILY = "Maîtrise des outils numériques du quotidien";
const FORMS = "Aide aux démarches administratives";

type Row = [
  name: string,
  town: string,
  postcode: string,
  country: "BE" | "FR",
  lat: number,
  lon: number,
  hours: string,
  services: string,
  more?: Pick<PlaceRecord, "langue" | "publics_specifiquement_adresses">,
];

/**
 * Places such as a file of another source brings: none of them is one, and who runs them is nobody.
 */
const PLACES: Row[] = [
  [
    "Digipunt De Linde",
    "Kortrijk",
    "8500",
    "BE",
    50.8319,
    3.2712,
    "Mo-Fr 09:00-12:00",
    `${INTERNET}|${FORMS}`,
    { langue: "nl", publics_specifiquement_adresses: "Seniors" },
  ],
  [
    "Computerhoek Het Spoor",
    "Roeselare",
    "8800",
    "BE",
    50.9443,
    3.1287,
    "24/7",
    INTERNET,
    { langue: "nl" },
  ],
  ["Leerplek De Vlasbloem", "Menen", "8930", "BE", 50.7982, 3.1254, "", DAILY],
  [
    "Espace numérique du Canal",
    "Roubaix",
    "59100",
    "FR",
    50.6968,
    3.1812,
    "Mo-Sa 09:00-18:00",
    `${DAILY}|${FORMS}`,
    { langue: "fr", publics_specifiquement_adresses: "Jeunes|Familles et/ou enfants" },
  ],
  [
    "Maison du clic",
    "Tourcoing",
    "59200",
    "FR",
    50.7219,
    3.1554,
    "We 14:00-17:30",
    DAILY,
    { langue: "fr" },
  ],
  [
    "Point d’accès des Quais",
    "Armentières",
    "59280",
    "FR",
    50.6861,
    2.8842,
    "Mo-Fr 10:00-16:00",
    FORMS,
  ],
  [
    "Atelier des Tilleuls",
    "Tournai",
    "7500",
    "BE",
    50.6104,
    3.3941,
    "Mo,We,Fr 09:00-12:30",
    `${INTERNET}|${DAILY}`,
    { langue: "fr" },
  ],
  ["Coin des écrans", "Mouscron", "7700", "BE", 50.7423, 3.2141, "Th 18:00-20:00", INTERNET],
];

/** Places that nobody runs yet, to be found and claimed. */
export async function seedListedPlaces({ db, now }: Context): Promise<void> {
  await db.insert(listedPlaces).values(
    PLACES.map(([name, town, postcode, country, lat, lon, hours, services, more], at) => {
      const record: PlaceRecord = {
        id: `made-up-${at + 1}`,
        nom: name,
        commune: town,
        code_postal: postcode,
        latitude: lat,
        longitude: lon,
        pays: country,
        services,
        ...(hours && { horaires: hours }),
        ...more,
      };
      return {
        source: MADE_UP,
        sourceId: record.id,
        licence: "CC0-1.0",
        name,
        city: town,
        country,
        lat,
        lon,
        cell: cellOf(lat, lon),
        search: sql`searched_text(${`${name} ${town}`})`,
        record,
        published: true,
      };
    }),
  );
  await readListedHours(db, now);
}

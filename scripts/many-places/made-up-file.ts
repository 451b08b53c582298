import { HELPS_MOVING } from "#lib/places/exchange/fields.ts";

const TOWNS: [name: string, postcode: string, lat: number, lon: number][] = [
  ["Lille", "59000", 50.6292, 3.0573],
  ["Roubaix", "59100", 50.6942, 3.1746],
  ["Tourcoing", "59200", 50.7239, 3.1612],
  ["Kortrijk", "8500", 50.8279, 3.2649],
  ["Roeselare", "8800", 50.9465, 3.1227],
  ["Ieper", "8900", 50.8513, 2.8853],
  ["Mouscron", "7700", 50.7449, 3.2064],
  ["Tournai", "7500", 50.6056, 3.3879],
  ["Ath", "7800", 50.6294, 3.7778],
];
const KINDS = [
  "Bibliotheek",
  "Médiathèque",
  "Atelier",
  "Espace",
  "Fablab",
  "Centre",
  "Maison",
  "Huis",
];
const TYPES = ["BIB", "TIERS_LIEUX", "ASSO", "CS"];
const AUDIENCES = ["Jeunes", "Seniors", "Familles et/ou enfants"];
const LETTERS = "abcdefghijklmnoprstuvz";
export const EVERY_TWIN = 50;
const EVERY_FAULT = 1_000;
const EVERY_HELPER = 10;
/** Degrees that the places of one town lie around it. */
const SPREAD = 0.08;

/** The same numbers at each run. */
function* chance(): Generator<number, never> {
  for (let state = 20_261_129; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/**
 * A made-up file: places around the towns of the three regions, of which one in fifty is the one
 * before it under a name that is written otherwise, a few metres away, and one in a thousand has no
 * point.
 */
export async function* madeUpFile(rows: number): AsyncGenerator<Uint8Array> {
  const numbers = chance();
  const next = () => numbers.next().value;
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  yield Buffer.from(
    "id,nom,commune,code_postal,adresse,latitude,longitude,horaires,services,date_maj,typologie,publics_specifiquement_adresses,prise_en_charge_specifique,langue\n",
  );
  let before = { name: "", town: TOWNS[0] as (typeof TOWNS)[number], lat: 50.6, lon: 3.1 };
  for (let at = 0; at < rows; at += 1) {
    const isTwin = at % EVERY_TWIN === EVERY_TWIN - 1;
    if (isTwin) before = { ...before, name: before.name.toUpperCase(), lat: before.lat + 0.0001 };
    else {
      const town = oneOf(TOWNS);
      const [, , lat, lon] = town;
      const word = () => Array.from({ length: 9 }, () => oneOf([...LETTERS])).join("");
      const name = `${oneOf(KINDS)} ${word()} ${word()}`;
      before = {
        name,
        town,
        lat: lat + (next() - 0.5) * SPREAD,
        lon: lon + (next() - 0.5) * SPREAD,
      };
    }
    const point =
      at % EVERY_FAULT === 7 ? "," : `${before.lat.toFixed(5)},${before.lon.toFixed(5)}`;
    const [town, postcode] = before.town;
    const type = TYPES[at % TYPES.length];
    const audience = at % 5 === 0 ? AUDIENCES[at % AUDIENCES.length] : "";
    const help = at % EVERY_HELPER === 0 ? HELPS_MOVING : "";
    const opens = 7 + (at % 3);
    const minutes = String((at * 7) % 60).padStart(2, "0");
    const hours =
      at % 3 === 0
        ? ""
        : `"Mo-Fr 0${opens}:${minutes}-12:00,13:${minutes}-${16 + (at % 5)}:30; Sa ${10 + (at % 11)}:00-22:00; PH off"`;
    const language = at % 4 === 0 ? ["nl", "fr"][at % 8 === 0 ? 0 : 1] : "";
    yield Buffer.from(
      `${at},${before.name},${town},${postcode},Rue ${at % 200},${point},${hours},,2026-01-05,${type},${audience},${help},${language}\n`,
    );
  }
}

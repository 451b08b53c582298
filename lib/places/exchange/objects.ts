import type { RawRow } from "./check.ts";
import { type ColumnField, OWN_FIELDS, STANDARD_FIELDS } from "./fields.ts";

/** What data·inclusion calls the same thing; the first that is there counts. @see https://github.com/gip-inclusion/data-inclusion-schema */
const DATA_INCLUSION: [from: string, to: ColumnField][] = [
  ["siret", "pivot"],
  ["rna", "pivot"],
  ["courriel", "courriels"],
  ["horaires_accueil", "horaires"],
  ["horaires_ouverture", "horaires"],
  ["accessibilite_lieu", "fiche_acces_libre"],
  ["accessibilite", "fiche_acces_libre"],
  ["description", "presentation_detail"],
];

const FIELDS: readonly ColumnField[] = [...STANDARD_FIELDS, ...OWN_FIELDS];

/**
 * An object of a JSON file as a row: a place of the standard, a structure of data·inclusion, or a
 * point of GeoJSON with either in it.
 */
export function rowOfObject(value: unknown): RawRow | null {
  if (!isObject(value)) return null;
  if (value.type === "Feature") {
    const own = isObject(value.properties) ? rowOf(value.properties) : {};
    const id = own.id ?? textOf(value.id);
    return { ...own, ...(id ? { id } : {}), ...pointOf(value.geometry) };
  }
  return rowOf(value);
}

function rowOf(object: Record<string, unknown>): RawRow {
  const row: RawRow = {};
  for (const field of FIELDS) {
    const text = textOf(object[field]);
    if (text) row[field] = text;
  }
  for (const [from, to] of DATA_INCLUSION) if (!row[to]) row[to] = textOf(object[from]);
  return row;
}

/** Only a point is a place: whoever draws an outline has to say where the door is. */
function pointOf(geometry: unknown): RawRow {
  if (!isObject(geometry) || geometry.type !== "Point" || !Array.isArray(geometry.coordinates))
    return {};
  const [lon, lat] = geometry.coordinates as unknown[];
  return { latitude: textOf(lat), longitude: textOf(lon) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list is joined as in a table; what is no text, number or list of them says nothing. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "boolean") return value ? "true" : "";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("|");
  return "";
}

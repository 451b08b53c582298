import { stringify } from "csv-stringify/sync";
import { type Day, FORESEEN } from "./forecast.ts";
import { FIGURES, type Figure, SERIES } from "./shares.ts";
import { type EquipmentUse, GRAINS, type Use } from "./use.ts";

const DIGITS = 4;

/**
 * Every line of the page, one row each. Shares from 0 to 1; empty is: not open, not used, not
 * measured or withheld.
 */
export function csvOfUse(use: Use, figure?: Figure): string {
  const figures = FIGURES.filter((name) => name !== "missed" && (!figure || name === figure));
  const hasMissed = !figure || figure === "missed";
  const columns = [
    "year",
    "by",
    "key",
    "name",
    "open_hours",
    ...(hasMissed ? ["missed_hours", "missed_share"] : []),
    ...SERIES.flatMap((series) => figures.map((name) => `${series}_${name}`)),
  ];
  const rows = GRAINS.flatMap((grain) =>
    use[grain].map(({ key, name, openHours, missedHours, missedShare, shares }) => [
      use.year,
      grain === "total" ? (use.isOwn ? "space" : "region") : grain,
      key,
      name,
      openHours.toFixed(2),
      ...(hasMissed ? [missedHours?.toFixed(2) ?? "", numberOrNothing(missedShare)] : []),
      ...SERIES.flatMap((series) =>
        figures.map((name) => (name === "missed" ? "" : numberOrNothing(shares[series][name]))),
      ),
    ]),
  );
  return stringify([columns, ...rows], { escape_formulas: true });
}

/** Hours are pieces times hours. */
export function csvOfEquipment(equipment: EquipmentUse[]): string {
  const columns = ["kind", "pieces", "bookings", "piece_hours", "share"];
  const rows = equipment.map(({ kind, pieces, bookings, pieceHours, share }) => [
    kind,
    pieces,
    bookings,
    pieceHours.toFixed(2),
    numberOrNothing(share),
  ]);
  return stringify([columns, ...rows], { escape_formulas: true });
}

/** People times hours; empty is: cannot be said. */
export function csvOfDays(days: Day[]): string {
  const rows = days.map((day) => [day.day, ...FORESEEN.map((name) => day[name]?.toFixed(2) ?? "")]);
  return stringify([["day", ...FORESEEN.map((name) => `${name}_people_hours`)], ...rows]);
}

function numberOrNothing(value: number | null): string {
  return value?.toFixed(DIGITS) ?? "";
}

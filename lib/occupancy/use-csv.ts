import { stringify } from "csv-stringify/sync";
import { GRAINS, SERIES, type Use } from "./use.ts";

const FIGURES = ["frequency", "occupancy", "utilisation"] as const;
const DIGITS = 4;

/** Every line of the page, one row each. Shares from 0 to 1; empty is: not open, not used or not measured. */
export function csvOfUse(use: Use): string {
  const columns = [
    "year",
    "by",
    "key",
    "name",
    "open_hours",
    "missed_hours",
    ...SERIES.flatMap((series) => FIGURES.map((figure) => `${series}_${figure}`)),
  ];
  const rows = GRAINS.flatMap((grain) =>
    use[grain].map(({ key, name, openHours, missedHours, shares }) => [
      use.year,
      grain === "total" ? "space" : grain,
      key,
      name,
      openHours.toFixed(2),
      missedHours.toFixed(2),
      ...SERIES.flatMap((series) => FIGURES.map((figure) => shares[series][figure]?.toFixed(DIGITS) ?? "")),
    ]),
  );
  return stringify([columns, ...rows], { escape_formulas: true });
}

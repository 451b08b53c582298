import type { Work } from "#db/limits.ts";

/**
 * Doors behind which a lot is read or reckoned at once, as `doorOf` writes them. Everything else is
 * a page.
 */
const REPORTS: RegExp[] = [
  /^\w+ \/api\/v1\/research\//,
  /^\w+ \/api\/v1\/indicators\.csv$/,
  /^\w+ \/api\/v1\/use\.csv$/,
  /^\w+ \/api\/v1\/me\/data$/,
  /^\w+ \/api\/v1\/spaces\.(csv|geojson)$/,
  /^\w+ \/api\/v1\/series/,
  /^\w+ \/:locale\/research(\/|$)/,
  /^\w+ \/:locale\/desk\/(use|series|closures)(\/|$)/,
  /^\w+ \/:locale\/me\/data(\/|$)/,
];

/**
 * Which time-outs hold for what is asked at a door. The one place that says which doors take long.
 */
export function workOf(door: string | null): Work {
  return door !== null && REPORTS.some((report) => report.test(door)) ? "report" : "page";
}

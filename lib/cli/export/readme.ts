import { COLUMNS_LEFT_OUT, TABLES_LEFT_OUT } from "./left-out.ts";
import type { Resource } from "./write.ts";

/** What somebody needs to know who opens the folder without knowing Trivium. */
export function readmeOf(resources: Resource[], now: Temporal.Instant): string {
  const left = (of: Record<string, string>) =>
    Object.entries(of).map(([name, why]) => `- \`${name}\`: ${why}`);
  return [
    "# Export of a Trivium network",
    "",
    `Made at ${now}. **This folder holds personal data**: names, addresses, bookings, attendance, answers to questions about origin and`,
    "health. Keep it as you keep the network itself, hand it to nobody without a reason, and delete it when it has served.",
    "",
    "Each file in `tables` holds one table as JSON Lines: one JSON object a line, in UTF-8. All are of the same moment. Moments are",
    'RFC 3339 in UTC; a range such as `["2026-03-02 09:00:00+00","2026-03-02 10:00:00+00")` includes its start and not its end; a',
    "column that ends in `_id` holds the `id` of a row elsewhere. Pictures and published files lie in `files`; the column holds their",
    "path. A file of a release that has several pieces is joined in the order of `position`. `datapackage.json` describes every column",
    "(Data Package, Table Schema) and has a checksum of each file in `tables`.",
    "",
    "| table | rows |",
    "| --- | --- |",
    ...resources.map(({ path, name, rows }) => `| [${name}](${path}) | ${rows} |`),
    "",
    "## Left out",
    "",
    "Tables:",
    "",
    ...left(TABLES_LEFT_OUT),
    "- the schemas `drizzle` and `pgboss`: which version the tables are of, and the jobs of the worker",
    "",
    "Columns:",
    "",
    ...left(COLUMNS_LEFT_OUT),
    "",
  ].join("\n");
}

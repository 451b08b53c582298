import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";

/**
 * Something else that the map can show, from a file of an administrator: lines of buses, say. It is
 * drawn for whoever asks for it, and kept until somebody deletes it.
 */
export const mapOverlays = pgTable(
  "map_overlay",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** How an address asks for it. */
    slug: text().notNull().unique("map_overlay_slug_once"),
    name: jsonb().$type<Record<"nl" | "fr" | "en", string>>().notNull(),
    /** Who made it, and under which licence: it stands beside the map. */
    source: text().notNull(),
    /** What is drawn, in degrees: areas with their holes, lines, points. */
    shapes: jsonb()
      .$type<{
        areas: [lon: number, lat: number][][][];
        lines: [lon: number, lat: number][][];
        points: [lon: number, lat: number][];
      }>()
      .notNull(),
    /** How many points the file had, and how many are drawn. */
    pointsBefore: integer().notNull(),
    pointsAfter: integer().notNull(),
    /** Shapes of the file that lie wholly beyond the map. */
    leftOut: integer().notNull(),
    /** Visitors find it; until then only administrators see it. */
    shown: boolean().notNull().default(false),
    /** The smallest stands first. */
    position: integer().notNull(),
    addedAt: instant().notNull().default(sql`now()`),
  },
  (overlay) => [
    check("map_overlay_says_its_source", sql`${overlay.source} <> ''`),
    check(
      "map_overlay_is_light",
      sql`${overlay.pointsAfter} <= 4000 and ${overlay.pointsAfter} <= ${overlay.pointsBefore}`,
    ),
  ],
);

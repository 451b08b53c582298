import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  traces: {
    placeRows: sql`delete from place_import_row using place_import file where file.id = import_id and file.created_at < ${over("tasks")}`,
    placeParts: sql`delete from place_import_part using place_import file where file.id = import_id and file.created_at < ${over("tasks")}`,
  },
  security: {
    placeFiles: sql`delete from place_import where created_at < ${over("access")}`,
    placeClaims: sql`delete from place_claim where coalesce(decided_at, created_at) < ${over("access")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`delete from place_claim where person_id = ${personId}`,
  sql`update place_claim set decided_by = null where decided_by = ${personId}`,
  sql`update place_import set asked_by = null where asked_by = ${personId}`,
];

import type { Module } from "#lib/module.ts";

export const attendance: Module = {
  tables: ["attendance", "person_line", "tally_cell", "sheet_event"],
};

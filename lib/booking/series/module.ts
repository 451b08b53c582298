import type { Module } from "#lib/module.ts";

export const series: Module = {
  tables: ["series", "imported_event"],
};

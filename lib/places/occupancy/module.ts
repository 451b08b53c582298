import type { Module } from "#lib/module.ts";

export const occupancy: Module = {
  tables: ["counter_device", "reading", "use_hour", "use_mark", "use_month", "use_year", "published_use"],
};

import type { Module } from "#lib/module.ts";

export const calendars: Module = {
  tables: ["calendar_feed"],
};

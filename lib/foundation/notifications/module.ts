import type { Module } from "#lib/module.ts";

export const notifications: Module = {
  tables: ["outbox_message", "calendar_message"],
};

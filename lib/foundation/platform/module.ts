import type { Module } from "#lib/module.ts";

export const platform: Module = {
  tables: ["idempotency_key", "background_task"],
};

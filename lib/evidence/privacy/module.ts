import type { Module } from "#lib/module.ts";

export const privacy: Module = {
  tables: ["retention_run"],
};

import type { Module } from "#lib/module.ts";

export const spaces: Module = {
  tables: ["space", "resource", "photo", "opening", "opening_exception"],
};

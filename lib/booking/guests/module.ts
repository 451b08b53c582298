import type { Module } from "#lib/module.ts";

export const guests: Module = {
  tables: ["guest_booking"],
};

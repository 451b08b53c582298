import type { Module } from "#lib/module.ts";

export const guests = {
  tables: ["guest_booking"],
} as const satisfies Module;

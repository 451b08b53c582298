import type { Module } from "#lib/module.ts";

export const guests = {
  tables: ["guest_booking"],
  views: ["guests_booking"],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

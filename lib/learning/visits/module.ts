import type { Module } from "#lib/module.ts";

export const visits: Module = {
  tables: ["kiosk_device", "visit", "visit_aside", "pulse_count", "pulse_receipt"],
};

import type { Module } from "#lib/module.ts";

export const bookings: Module = {
  tables: ["booking", "booking_wait", "booking_proposal", "co_organiser", "mandate", "mandate_offer"],
};

import type { Module } from "#lib/module.ts";

export const allocation: Module = {
  tables: ["allocation", "stock_allocation", "booking_quota"],
};

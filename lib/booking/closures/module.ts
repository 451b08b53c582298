import type { Module } from "#lib/module.ts";

export const closures: Module = {
  tables: ["closure", "closure_time", "blocking", "blocking_member", "blocking_time"],
};

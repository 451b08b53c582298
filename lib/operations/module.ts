import type { Module } from "#lib/module.ts";

export const operations: Module = {
  tables: ["job_run"],
};

import type { Module } from "#lib/module.ts";

export const platform = {
  tables: ["idempotency_key", "background_task"],
  loops: { tasks: { everyMinutes: 30 } },
  duties: () => import("./duties.ts"),
} as const satisfies Module;

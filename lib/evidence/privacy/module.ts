import type { Module } from "#lib/module.ts";

export const privacy = {
  tables: ["retention_run"],
  menu: [
    {
      at: 190,
      href: "/desk/deleted",
      label: ["privacy", "runs.title"],
      icon: "gear",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
  ],
  jobs: {
    witness: { everyMinutes: 10 },
    retention: { dailyAt: "02:40" },
    privacy: { dailyAt: "02:50" },
  },
  auditActions: ["privacy.all_exported", "privacy.person_erased"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

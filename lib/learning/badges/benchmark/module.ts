import type { Module } from "#lib/module.ts";

export const benchmark = {
  tables: ["benchmark_entry", "benchmark_competence"],
  policy: {
    /**
     * Badges of others and courses that are offered: adding, importing, changing and retiring them.
     */
    "benchmark.manage": ["manager", "administrator"],
  },
  menu: [
    {
      at: 257,
      href: "/admin/benchmark",
      label: ["benchmark", "admin.title"],
      icon: "chart",
      action: "benchmark.manage",
      wings: ["network"],
    },
  ],
  auditActions: [
    "benchmark.added",
    "benchmark.changed",
    "benchmark.imported",
    "benchmark.retired",
    "benchmark.shown_again",
  ],
  operations: () => import("./operations.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const allocation = {
  tables: ["allocation", "stock_allocation", "booking_quota"],
  views: ["allocation_taken", "allocation_pieces"],
  menu: [
    {
      at: 140,
      href: "/desk/limits",
      label: ["desk", "limits.title"],
      icon: "gear",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
  ],
  auditActions: ["quota.added", "quota.removed", "space.missed_allowed"],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

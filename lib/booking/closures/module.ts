import type { Module } from "#lib/module.ts";

export const closures = {
  tables: ["closure", "blocking", "blocking_member", "blocking_time"],
  views: ["closures_closure", "closures_kept", "closure_time"],
  menu: [
    {
      at: 90,
      href: "/desk/closures",
      label: ["desk", "closures.title"],
      icon: "closed",
      action: "booking.manage",
      wings: ["desk"],
    },
    {
      at: 100,
      href: "/desk/blockings",
      label: ["blockings", "title"],
      icon: "closed",
      action: "booking.manage",
      wings: ["desk"],
      under: "/desk/closures",
    },
  ],
  auditActions: ["blocking.ended", "blocking.made", "closure.ended", "closure.made"],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

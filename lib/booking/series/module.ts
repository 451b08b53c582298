import type { Module } from "#lib/module.ts";

export const series = {
  tables: ["series", "imported_event"],
  views: ["series_series"],
  menu: [
    {
      at: 30,
      href: "/desk/series",
      label: ["series", "list.title"],
      icon: "calendar",
      action: "booking.manage",
      wings: ["desk"],
      under: "/desk/calendar",
    },
  ],
  mails: ["series-booked", "series-changed", "series-shortened", "series-cancelled"],
  auditActions: ["series.booked", "series.cancelled", "series.changed", "series.shortened"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

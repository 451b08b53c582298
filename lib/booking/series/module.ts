import type { Module } from "#lib/module.ts";

export const series = {
  tables: ["series", "imported_event"],
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
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const calendars = {
  tables: ["calendar_feed"],
  menu: [
    {
      at: 20,
      href: "/desk/calendar",
      label: ["desk", "calendar"],
      icon: "calendar",
      action: "booking.manage",
      wings: ["desk"],
      also: ["/desk/bookings", "/desk/tasks"],
      isTab: true,
    },
  ],
  auditActions: ["feed.made", "feed.revoked"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const visits = {
  tables: ["kiosk_device", "visit", "visit_aside", "pulse_count", "pulse_receipt"],
  views: ["visits_visit"],
  menu: [
    {
      at: 60,
      href: "/desk/presence",
      label: ["presence", "title"],
      icon: "people",
      action: "attendance.take",
      wings: ["desk"],
    },
    {
      at: 150,
      href: "/desk/kiosks",
      label: ["presence", "desk.title"],
      icon: "door",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
    {
      at: 160,
      href: "/desk/cards",
      label: ["presence", "lostCard"],
      icon: "card",
      action: "people.card",
      wings: ["desk"],
      under: "/desk/set-up",
    },
  ],
  jobs: { closing: { everyMinutes: 15 } },
  auditActions: ["presence.kiosk_added", "presence.kiosk_revoked"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

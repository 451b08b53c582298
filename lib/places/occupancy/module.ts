import type { Module } from "#lib/module.ts";

export const occupancy = {
  tables: [
    "counter_device",
    "reading",
    "use_hour",
    "use_mark",
    "use_month",
    "use_year",
    "published_use",
  ],
  policy: {
    /** How many are there, as a number; everybody may know how busy it is. */
    "occupancy.read": ["facilitator", "manager", "administrator"],
    "occupancy.manage": ["manager", "administrator"],
    /** How rooms are used, over the whole network. */
    "use.read": ["manager", "researcher", "administrator"],
  },
  menu: [
    {
      at: 70,
      href: "/desk/occupancy",
      label: ["occupancy", "title"],
      icon: "people",
      action: "occupancy.manage",
      wings: ["desk"],
      under: "/desk/presence",
    },
    {
      at: 110,
      href: "/desk/reports",
      label: ["common", "menu.reports"],
      icon: "chart",
      action: "use.read",
      wings: ["desk"],
      isIndex: true,
    },
    {
      at: 250,
      href: "/desk/use",
      label: ["occupancy", "use.title"],
      icon: "door",
      action: "use.read",
      wings: ["desk", "research"],
      under: "/desk/reports",
    },
  ],
  jobs: { use: { everyMinutes: 10 } },
  auditActions: ["occupancy.device_added", "occupancy.device_revoked"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const spaces = {
  tables: ["space", "resource", "photo", "opening", "opening_exception"],
  policy: {
    /** What a space has, says of itself, and whether people find it. */
    "space.manage": ["manager", "administrator"],
    /** Spaces of the network: adding them, and the list of all of them. */
    "space.add": ["administrator"],
  },
  menu: [
    {
      at: 80,
      href: "/desk/rooms",
      label: ["desk", "resources.title"],
      icon: "door",
      action: "space.manage",
      wings: ["desk"],
    },
    {
      at: 120,
      href: "/desk/set-up",
      label: ["common", "menu.setUp"],
      icon: "gear",
      action: "space.manage",
      wings: ["desk"],
      isIndex: true,
    },
    {
      at: 130,
      href: "/desk/hours",
      label: ["desk", "hours.title"],
      icon: "gear",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
    {
      at: 125,
      href: "/desk/place",
      label: ["places", "describe.title"],
      icon: "gear",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
    {
      at: 255,
      href: "/admin/spaces",
      label: ["desk", "places.title"],
      icon: "pin",
      action: "space.add",
      wings: ["network"],
      isTab: true,
    },
  ],
  jobs: { openings: { dailyAt: "02:10" } },
  auditActions: [
    "photo.added",
    "photo.removed",
    "resource.added",
    "resource.changed",
    "space.added",
    "space.changed",
    "space.exception_removed",
    "space.exception_set",
    "space.hours_set",
    "space.published",
    "space.unpublished",
  ],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const overlays = {
  tables: ["map_overlay"],
  policy: {
    /** What else the public map can show: adding, showing, ordering and deleting it. */
    "overlay.manage": ["administrator"],
  },
  menu: [
    {
      at: 257,
      href: "/admin/overlays",
      label: ["map", "overlays.title"],
      icon: "pin",
      action: "overlay.manage",
      wings: ["network"],
    },
  ],
  auditActions: [
    "overlay.added",
    "overlay.hidden",
    "overlay.moved",
    "overlay.removed",
    "overlay.shown",
  ],
} as const satisfies Module;

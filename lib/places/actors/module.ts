import type { Module } from "#lib/module.ts";

export const actors = {
  tables: ["network_actor"],
  policy: {
    /** Organisations and groups on the map of the network: adding, changing and retiring them. */
    "actor.manage": ["manager", "administrator"],
    /**
     * Saying which organisation of the network one of them is, and where letters of visitors to it
     * go.
     */
    "organisation.represent": ["administrator"],
  },
  menu: [
    {
      at: 256,
      href: "/admin/actors",
      label: ["actors", "admin.title"],
      icon: "people",
      action: "actor.manage",
      wings: ["network"],
    },
  ],
  auditActions: ["actor.added", "actor.changed", "actor.retired", "actor.shown_again"],
  operations: () => import("./operations.ts"),
} as const satisfies Module;

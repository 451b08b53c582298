import type { Module } from "#lib/module.ts";

export const competences = {
  tables: ["framework", "competence", "competence_alignment"],
  policy: {
    /** Writing maps of competences and badges: they are the network's. */
    "badge.design": ["administrator"],
  },
  menu: [
    {
      at: 276,
      href: "/admin/frameworks",
      label: ["badges", "frameworks.title"],
      icon: "list",
      action: "badge.design",
      wings: ["network"],
    },
  ],
  auditActions: [
    "framework.removed",
    "framework.retired",
    "framework.saved",
    "framework.used_again",
  ],
  operations: () => import("./operations.ts"),
} as const satisfies Module;

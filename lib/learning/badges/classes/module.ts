import type { Module } from "#lib/module.ts";

export const classes = {
  tables: ["badge_class", "badge_version", "badge_edition", "badge_class_competence", "award_rule"],
  menu: [
    {
      at: 275,
      href: "/admin/badges",
      label: ["badges", "design.title"],
      icon: "shield",
      action: "badge.design",
      wings: ["network"],
    },
  ],
  auditActions: ["badge_class.published", "badge_class.retired", "badge_class.written"],
  operations: () => import("./operations.ts"),
} as const satisfies Module;

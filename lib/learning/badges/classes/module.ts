import type { Module } from "#lib/module.ts";

export const classes = {
  tables: ["badge_class", "badge_version", "badge_edition", "badge_class_competence", "award_rule"],
  jobs: {
    /** Tells administrators of badges that are to be looked at again soon. */
    "badge-reviews": { dailyAt: "06:15" },
  },
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
  mails: ["badge-reviews"],
  auditActions: [
    "badge_class.published",
    "badge_class.retired",
    "badge_class.reviewed",
    "badge_class.written",
  ],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

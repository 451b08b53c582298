import type { Module } from "#lib/module.ts";

export const prototypes = {
  tables: ["prototype", "prototype_variant", "prototype_observation"],
  policy: {
    /**
     * Beginning prototypes of one's space, drawing their rooms, running them and noting what is
     * seen.
     */
    "prototype.write": ["facilitator", "manager", "administrator"],
    /** Saying what becomes of a prototype, and withdrawing it. */
    "prototype.decide": ["manager", "administrator"],
    /** Naming the study that looked at a prototype. */
    "prototype.study": ["researcher", "manager", "administrator"],
  },
  menu: [
    {
      at: 88,
      href: "/desk/prototypes",
      label: ["prototypes", "desk.title"],
      icon: "flask",
      action: "prototype.write",
      wings: ["desk"],
    },
  ],
  jobs: { prototypes: { dailyAt: "02:55" } },
  auditActions: [
    "prototype.begun",
    "prototype.concluded",
    "prototype.started",
    "prototype.study_linked",
    "prototype.withdrawn",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

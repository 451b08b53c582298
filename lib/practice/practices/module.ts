import type { Module } from "#lib/module.ts";

export const practices = {
  tables: [
    "practice",
    "practice_version",
    "practice_edition",
    "practice_word",
    "practice_link",
    "practice_report",
  ],
  policy: {
    /**
     * Writing practices of one's space, translating those of all, and saying that one tried them.
     */
    "practice.write": ["facilitator", "manager", "partner", "administrator"],
    /**
     * Reading what others wrote, before it is published: who works in a space of another region.
     */
    "practice.review": ["facilitator", "manager"],
    /** Withdrawing practices of one's space, and deciding on what others say of them. */
    "practice.moderate": ["manager", "administrator"],
  },
  menu: [
    {
      at: 87,
      href: "/desk/practices",
      label: ["practices", "desk.title"],
      icon: "list",
      action: "practice.write",
      wings: ["desk"],
    },
  ],
  jobs: { practices: { dailyAt: "02:50" } },
  mails: ["practice-changes-asked", "practice-published", "practice-report-decided"],
  auditActions: [
    "practice.begun",
    "practice.changes_asked",
    "practice.published",
    "practice.replaced",
    "practice.report_refused",
    "practice.report_shown",
    "practice.submitted",
    "practice.taken_back",
    "practice.translated",
    "practice.tried",
    "practice.withdrawn",
  ],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

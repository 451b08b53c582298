import type { Module } from "#lib/module.ts";

export const journal = {
  tables: ["journal", "journal_phase", "journal_entry", "journal_file"],
  policy: {
    /** Keeping the journal of one's space: its phases and what happened in them. */
    "journal.write": ["facilitator", "manager", "administrator"],
    /** Letting everybody read it, and withdrawing it. */
    "journal.publish": ["manager", "administrator"],
  },
  menu: [
    {
      at: 89,
      href: "/desk/journals",
      label: ["journal", "desk.title"],
      icon: "book",
      action: "journal.write",
      wings: ["desk"],
    },
  ],
  auditActions: [
    "journal.begun",
    "journal.discarded",
    "journal.entry_removed",
    "journal.file_added",
    "journal.file_removed",
    "journal.phase_removed",
    "journal.published",
    "journal.withdrawn",
  ],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

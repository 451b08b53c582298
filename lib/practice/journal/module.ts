import type { Module } from "#lib/module.ts";

export const journal = {
  tables: ["journal", "journal_phase", "journal_entry"],
  policy: {
    /** Keeping the journal of one's space: its phases and what happened in them. */
    "journal.write": ["facilitator", "manager", "administrator"],
    /** Letting everybody read it. */
    "journal.publish": ["manager", "administrator"],
  },
  auditActions: ["journal.begun", "journal.published"],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

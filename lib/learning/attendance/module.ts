import type { Module } from "#lib/module.ts";

export const attendance = {
  tables: ["attendance", "person_line", "tally_cell", "sheet_event"],
  views: ["attendance_attendance", "attendance_person_line", "attendance_tally_cell"],
  policy: {
    "attendance.take": ["facilitator", "manager", "administrator"],
  },
  auditActions: ["attendance.closed", "attendance.opened_again", "attendance.saved"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

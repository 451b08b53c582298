import type { Module } from "#lib/module.ts";

export const sessions: Module = {
  tables: ["scheme", "course", "session", "enrolment"],
};

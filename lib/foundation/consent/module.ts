import type { Module } from "#lib/module.ts";

export const consent: Module = {
  tables: ["consent_record", "consent_event", "profile_answer"],
};

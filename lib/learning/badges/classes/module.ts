import type { Module } from "#lib/module.ts";

export const classes = {
  tables: ["badge_class", "badge_version", "badge_edition", "badge_class_competence", "award_rule"],
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const competences = {
  tables: ["framework", "competence", "competence_alignment"],
  policy: {
    /** Writing maps of competences and badges: they are the network's. */
    "badge.design": ["administrator"],
  },
  auditActions: ["framework.saved"],
  operations: () => import("./operations.ts"),
} as const satisfies Module;

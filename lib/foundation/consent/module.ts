import type { Module } from "#lib/module.ts";

export const consent = {
  tables: ["consent_record", "consent_event", "profile_answer"],
  views: ["consent_record_asked", "consent_answer"],
  policy: {
    /** Writing down a consent at the desk, with the person or from paper. */
    "consent.record": ["facilitator", "manager", "administrator"],
    /** Reading what somebody answered with their consent, around a session of the space. */
    "consent.read": ["manager", "administrator"],
  },
  jobs: { sealing: { everyMinutes: 10 } },
  auditActions: [
    "consent.answer_written",
    "consent.answers_read",
    "consent.answers_seen",
    "consent.expired",
    "consent.given",
    "consent.receipt_read",
    "consent.refused",
    "consent.withdrawn",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

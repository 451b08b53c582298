import type { Module } from "#lib/module.ts";

export const awards = {
  tables: ["award", "peer_review"],
  jobs: {
    /**
     * Asks others to look along in place of those who left, and tells staff when that time is over.
     */
    "badge-peers": { everyMinutes: 60 },
  },
  policy: {
    /** Applying for a badge, and saying yes to one. */
    "badge.earn": "everyone",
    /** Deciding on requests for badges in one's space. */
    "badge.award": ["facilitator", "manager", "administrator"],
  },
  menu: [
    {
      at: 85,
      href: "/desk/badges",
      label: ["badges", "desk.title"],
      icon: "shield",
      action: "badge.award",
      wings: ["desk"],
      counts: "badges",
    },
  ],
  mails: [
    "badge-asked",
    "badge-decide",
    "badge-look-along",
    "badge-question",
    "badge-refused",
    "badge-waits",
    "badge-signed",
  ],
  auditActions: ["badge.award", "badge.reviewed"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

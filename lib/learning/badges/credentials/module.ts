import type { Module } from "#lib/module.ts";

export const credentials = {
  tables: ["issuer_key", "status_list", "status_entry", "credential", "credential_share"],
  policy: {
    /** Withdrawing a badge that the space awarded. */
    "badge.revoke": ["manager", "administrator"],
  },
  jobs: {
    /** Tells holders of badges that end soon. */
    badges: { dailyAt: "06:10" },
  },
  mails: ["badge-withdrawn", "badge-ends"],
  auditActions: [
    "badge.issued",
    "badge.key_created",
    "badge.key_distrusted",
    "badge.key_rotated",
    "badge.keys_exported",
    "badge.keys_imported",
    "badge.revoked",
    "badge.share_ended",
    "badge.shared",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

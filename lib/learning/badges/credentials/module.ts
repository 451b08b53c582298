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
  duties: () => import("./duties.ts"),
} as const satisfies Module;

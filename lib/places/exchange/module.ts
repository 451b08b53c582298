import type { Module } from "#lib/module.ts";

export const exchange = {
  tables: [
    "listed_place",
    "listed_hours",
    "place_import",
    "place_import_part",
    "place_import_row",
    "place_claim",
  ],
  policy: {
    /** Files of places: looking at them, taking them in. */
    "place.import": ["administrator"],
    /** Listed places: publishing them, and deciding who runs one. */
    "place.decide": ["administrator"],
    /** Saying that a listed place is one's own to run. */
    "place.claim": "everyone",
  },
  jobs: { "listed-hours": { everyMinutes: 5 } },
  mails: ["place-claim-decided"],
  auditActions: [
    "place.claim_accepted",
    "place.claim_refused",
    "place.claim_withdrawn",
    "place.claimed",
    "place.imported",
  ],
  duties: () => import("./duties.ts"),
  operations: () => import("./operations.ts"),
} as const satisfies Module;

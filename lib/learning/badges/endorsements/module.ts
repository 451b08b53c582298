import type { Module } from "#lib/module.ts";

export const endorsements = {
  tables: ["endorser", "endorsement_request", "endorsement"],
  policy: {
    /** Asking an organisation to recognise a badge, for a space. */
    "endorsement.request": ["facilitator", "manager", "administrator"],
    /** Answering what one's organisation is asked, and withdrawing it, after signing in. */
    "endorsement.answer": ["partner"],
    /** Withdrawing what an organisation said, for the network. */
    "endorsement.revoke": ["administrator"],
  },
  menu: [
    {
      at: 86,
      href: "/desk/recognition",
      label: ["endorsements", "desk.title"],
      icon: "swap",
      action: "endorsement.request",
      wings: ["desk"],
    },
  ],
  mails: ["endorsement-request", "endorsement-receipt"],
  auditActions: [
    "endorsement.asked",
    "endorsement.given",
    "endorsement.refused",
    "endorsement.request_withdrawn",
    "endorsement.withdrawn",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

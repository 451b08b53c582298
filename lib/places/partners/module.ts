import type { Module } from "#lib/module.ts";

export const partners = {
  tables: ["organisation_contact", "organisation_message", "organisation_invitation"],
  policy: {
    /** Inviting another organisation to work with one's own. */
    "organisation.invite": ["manager", "administrator"],
  },
  menu: [
    {
      at: 87,
      href: "/desk/partners",
      label: ["partners", "desk.title"],
      icon: "swap",
      action: "organisation.invite",
      wings: ["desk", "network"],
    },
  ],
  mails: [
    "organisation-confirm",
    "organisation-message",
    "organisation-invitation",
    "organisation-invitation-answered",
  ],
  auditActions: [
    "organisation.contact_changed",
    "organisation.invitation_accepted",
    "organisation.invitation_refused",
    "organisation.invitation_withdrawn",
    "organisation.invited",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

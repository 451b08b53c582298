import type { Module } from "#lib/module.ts";

export const notifications = {
  tables: ["outbox_message", "calendar_message"],
  views: ["notifications_calendar_message"],
  policy: {
    /** Only the demonstration has one: elsewhere mail leaves. */
    "mailbox.read": ["facilitator", "manager", "researcher", "partner", "administrator"],
  },
  menu: [
    {
      at: 200,
      href: "/desk/mailbox",
      label: ["desk", "mailbox"],
      icon: "inbox",
      action: "mailbox.read",
      wings: ["desk", "research", "network"],
      under: "/desk/set-up",
      isDemonstration: true,
    },
  ],
  loops: { letters: { everyMinutes: 1 } },
  auditActions: ["outbox.sent_again"],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

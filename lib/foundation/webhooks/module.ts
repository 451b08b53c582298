import type { Module } from "#lib/module.ts";

export const webhooks = {
  tables: ["webhook", "webhook_delivery"],
  menu: [
    {
      at: 180,
      href: "/desk/webhooks",
      label: ["webhooks", "title"],
      icon: "go",
      action: "space.manage",
      wings: ["desk"],
      under: "/desk/set-up",
    },
  ],
  loops: { webhooks: { everyMinutes: 1 } },
  auditActions: [
    "webhook.added",
    "webhook.paused",
    "webhook.removed",
    "webhook.resumed",
    "webhook.secret_rotated",
    "webhook.sent_again",
  ],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const bookings = {
  tables: ["booking", "booking_wait", "booking_proposal", "co_organiser", "mandate", "mandate_offer"],
  policy: {
    "booking.request": "everyone",
    "booking.manage": ["facilitator", "manager", "administrator"],
  },
  menu: [
    {
      at: 10,
      href: "/desk",
      label: ["desk", "today"],
      icon: "home",
      action: "booking.manage",
      wings: ["desk"],
      isTab: true,
    },
    {
      at: 50,
      href: "/desk/requests",
      label: ["desk", "requests.title"],
      icon: "inbox",
      action: "booking.manage",
      wings: ["desk"],
      isTab: true,
      counts: "requests",
    },
  ],
  jobs: { bookings: { everyMinutes: 1 } },
  duties: () => import("./duties.ts"),
} as const satisfies Module;

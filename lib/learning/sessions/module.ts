import type { Module } from "#lib/module.ts";

export const sessions = {
  tables: ["scheme", "course", "session", "enrolment"],
  views: ["sessions_session", "sessions_enrolment", "sessions_scheme"],
  policy: {
    "session.enrol": "everyone",
    "session.plan": ["facilitator", "manager", "administrator"],
    /** Schemes of projects, and what is reported of each. */
    "scheme.manage": ["manager", "researcher", "administrator"],
  },
  menu: [
    {
      at: 40,
      href: "/desk/sessions",
      label: ["sessions", "desk.title"],
      icon: "book",
      action: "session.plan",
      wings: ["desk"],
      also: ["/desk/people"],
      isTab: true,
    },
    {
      at: 170,
      href: "/desk/schemes",
      label: ["sessions", "schemes.title"],
      icon: "list",
      action: "scheme.manage",
      wings: ["desk", "research"],
      under: "/desk/set-up",
    },
  ],
  mails: [
    "session-enrolled",
    "session-waiting",
    "session-moved-up",
    "session-moved",
    "session-withdrawn",
    "session-cancelled",
  ],
  auditActions: [
    "course.planned",
    "scheme.saved",
    "session.cancelled",
    "session.changed",
    "session.planned",
  ],
  operations: () => import("./operations.ts"),
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const research = {
  tables: [
    "release",
    "release_chunk",
    "release_block",
    "release_download",
    "published_block",
    "published_badges",
  ],
  policy: {
    "research.read": ["researcher", "administrator"],
    "research.release": ["researcher", "administrator"],
    /** Whom a space reaches, in the figures of its funder. */
    "indicators.read": ["manager", "researcher", "administrator"],
  },
  menu: [
    {
      at: 210,
      href: "/research",
      label: ["research", "title"],
      icon: "file",
      action: "research.read",
      wings: ["research"],
      isTab: true,
    },
    {
      at: 220,
      href: "/research/new",
      label: ["research", "new"],
      icon: "flask",
      action: "research.release",
      wings: ["research"],
      isTab: true,
    },
    {
      at: 230,
      href: "/research/indicators",
      label: ["research", "indicators.title"],
      icon: "chart",
      action: "indicators.read",
      wings: ["research", "desk"],
      under: "/desk/reports",
    },
    {
      at: 240,
      href: "/research/cross-border",
      label: ["sessions", "counts.title"],
      icon: "swap",
      action: "use.read",
      wings: ["research", "desk"],
      under: "/desk/reports",
    },
  ],
  auditActions: ["research.previewed", "research.released"],
  operations: () => import("./operations.ts"),
  jobs: {
    /** Publishes how many people earned each badge, of quarters that were closed since. */
    "badge-figures": { dailyAt: "06:20" },
  },
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const operations = {
  tables: ["job_run"],
  policy: {
    /** How the machine is: jobs, letters that did not leave, backups, disk. */
    "network.run": ["administrator"],
  },
  menu: [
    {
      at: 290,
      href: "/admin/health",
      label: ["operations", "title"],
      icon: "shield",
      action: "network.run",
      wings: ["network"],
    },
  ],
} as const satisfies Module;

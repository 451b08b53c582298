import type { Module } from "#lib/module.ts";

/**
 * Badges that somebody has, here and from elsewhere. Everything is one's own: nobody else's
 * permission is asked.
 */
export const backpack = {
  tables: ["backpack_badge", "backpack_collection", "backpack_item", "backpack_share"],
  auditActions: ["backpack.share_ended", "backpack.shared"],
  duties: () => import("./duties.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const verification = {
  operations: () => import("./operations.ts"),
} as const satisfies Module;

import type { Module } from "#lib/module.ts";

export const search = {
  operations: () => import("./operations.ts"),
} as const satisfies Module;

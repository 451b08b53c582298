import type { Module } from "#lib/module.ts";

export const webhooks: Module = {
  tables: ["webhook", "webhook_delivery"],
};

import type { Module } from "#lib/module.ts";

export const credentials: Module = {
  tables: ["issuer_key", "status_list", "status_entry", "credential", "credential_share"],
};

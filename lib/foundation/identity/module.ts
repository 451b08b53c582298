import type { Module } from "#lib/module.ts";

export const identity: Module = {
  tables: [
    "organisation",
    "person",
    "role_assignment",
    "role_offer",
    "login_session",
    "access_token",
    "card",
    "sign_in_code",
    "invitation",
    "external_identity",
    "recovery_code",
    "rate_limit",
    "audit_entry",
    "audit_seal",
    "audit_head",
    "audit_unsealed",
  ],
};

/**
 * Database tests that have a process of their own (the project `database-apart`): they stand in for
 * a module, or set what is read once. All others share the modules that their worker has read.
 * `apart.test.ts` finds one that is missing here.
 */
export const APART = [
  "db/upgrade.db.test.ts",
  "lib/evidence/privacy/erasure.db.test.ts",
  "lib/evidence/privacy/repeat-erasures.db.test.ts",
  "lib/foundation/identity/audit/audit-witness.db.test.ts",
  "lib/foundation/identity/audit/audit-witness-post.db.test.ts",
  "lib/foundation/identity/sign-in/openid.db.test.ts",
  "lib/foundation/platform/database/listen.db.test.ts",
  "lib/foundation/platform/errors/trouble.db.test.ts",
  "lib/operations/checks.db.test.ts",
  "server/doors/doors.db.test.ts",
  "server/odd-input.db.test.ts",
  "server/titles.db.test.ts",
];

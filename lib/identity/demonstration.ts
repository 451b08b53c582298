/** Accounts of the demonstration network: `learner@trivium.test` and so on. */
export const DEMONSTRATION_ACCOUNTS = [
  "learner",
  "facilitator",
  "manager",
  "researcher",
  "steward",
  "partner",
  "admin",
] as const;

export type DemonstrationAccount = (typeof DEMONSTRATION_ACCOUNTS)[number];

/** For how long a link can be answered. */
export const ANSWER_DAYS = 30;

export const INVITATION_STATES = ["open", "accepted", "refused", "withdrawn", "ended"] as const;

export type InvitationState = (typeof INVITATION_STATES)[number];

/**
 * What is seen of an invitation: one that nobody answered in time has ended, whatever its row says.
 */
export function seenState(
  { state, expiresAt }: { state: string; expiresAt: Temporal.Instant },
  now: Temporal.Instant,
): InvitationState {
  if (state === "open" && Temporal.Instant.compare(expiresAt, now) <= 0) return "ended";
  return state as InvitationState;
}

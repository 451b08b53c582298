import type { Database } from "#db/client.ts";
import { changedMeanwhile } from "#lib/foundation/identity/last-done.ts";

/** @throws DomainError conflict, saying who changed the state that was not seen, and when */
export async function refuseUnseen(
  db: Database,
  { id, changedAt }: { id: string; changedAt: Temporal.Instant },
  seen: string,
): Promise<void> {
  if (changedAt.toString() === seen) return;
  throw await changedMeanwhile(db, {
    actions: ["framework.saved", "framework.retired", "framework.used_again"],
    subject: id,
    code: "badges.framework_changed",
    codeByName: "badges.framework_changed_by",
  });
}

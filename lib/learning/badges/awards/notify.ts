import type { Database } from "#db/client.ts";
import type { awards } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffOfSpace } from "#lib/foundation/identity/people/space-staff.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { AwardEvent } from "./transitions.ts";

type Award = Pick<typeof awards.$inferSelect, "id" | "personId" | "spaceId" | "refusedBy">;

/**
 * Which letter an event is worth. What somebody did themselves a moment ago is not written to them.
 */
const LETTERS: Partial<
  Record<AwardEvent, "staff" | "badge-question" | "badge-refused" | "badge-waits" | "badge-signed">
> = {
  apply: "staff",
  submit_again: "staff",
  appeal: "staff",
  ask_changes: "badge-question",
  refuse: "badge-refused",
  approve: "badge-waits",
  award: "badge-waits",
  accept: "badge-signed",
  accept_on_paper: "badge-signed",
};

/** Writes to whom an event concerns: the learner, or the staff of the space who may decide. */
export async function writeTo({ db }: Context, award: Award, event: AwardEvent): Promise<void> {
  const letter = LETTERS[event];
  if (letter === undefined) return;
  if (letter === "staff") return writeToStaff(db, award, "badge-asked");
  await enqueue(db, {
    template: letter,
    personId: award.personId,
    data: { awardId: award.id },
  });
}

/** To the staff of the space who may decide on this award. */
export async function writeToStaff(
  db: Database,
  award: Award,
  template: "badge-asked" | "badge-decide",
): Promise<void> {
  for (const personId of await staffOfSpace(db, award.spaceId))
    if (personId !== award.personId && personId !== award.refusedBy)
      await enqueue(db, { template, personId, data: { awardId: award.id } });
}

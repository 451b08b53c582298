import { actorByPerson } from "#lib/foundation/identity/sign-in/askers.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { TaskHandler } from "#lib/foundation/platform/queues/tasks.ts";
import type { PersonalTask } from "#lib/module.ts";
import { everyDuty } from "#lib/modules.ts";

/** Long work by the kind of its task. */
export async function allTasks(): Promise<Record<string, TaskHandler>> {
  const tasks: Record<string, PersonalTask> = Object.assign(
    {},
    ...(await everyDuty()).map((duties) => duties.tasks),
  );
  return Object.fromEntries(Object.entries(tasks).map(([kind, run]) => [kind, asAsker(run)]));
}

/** Acts as whoever asked, with the roles they have by now. */
function asAsker(run: PersonalTask): TaskHandler {
  return async (db, { id, askedBy, payload }, progress) => {
    const actor = await actorByPerson(db, askedBy);
    if (!actor) throw new DomainError("forbidden", { code: "identity.not_allowed" });
    return run({ actor, db, now: Temporal.Now.instant(), requestId: id }, payload, progress);
  };
}

import { CLOSURE_TASK, runClosure } from "#lib/booking/closures/closure-task.ts";
import { IMPORT_TASK, runImport } from "#lib/booking/series/import-task.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { actorByPerson } from "#lib/foundation/identity/sign-ins.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import type { Progress, TaskHandler } from "#lib/foundation/platform/tasks.ts";

type Run = (
  ctx: Context,
  payload: Record<string, unknown>,
  progress: Progress,
) => Promise<Record<string, unknown>>;

/** Acts as whoever asked, with the roles they have by now. */
function asAsker(run: Run): TaskHandler {
  return async (db, { id, askedBy, payload }, progress) => {
    const actor = await actorByPerson(db, askedBy);
    if (!actor) throw new DomainError("forbidden", { code: "identity.not_allowed" });
    return run({ actor, db, now: Temporal.Now.instant(), requestId: id }, payload, progress);
  };
}

/** Which part of the product does which long work. */
export const TASKS: Record<string, TaskHandler> = {
  [IMPORT_TASK]: asAsker(runImport),
  [CLOSURE_TASK]: asAsker(runClosure),
};

import { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { askForTask, type Progress, type Task } from "#lib/foundation/platform/queues/tasks.ts";
import { closureForm, closurePlan } from "./closure-form.ts";
import { closeRooms } from "./closures.ts";

export const CLOSURE_TASK = "closure";

/** Bookings that are displaced while somebody waits for their page; more are left to the worker. */
export const MOST_DISPLACED_AT_ONCE = 40;

/** The form of a closure as its task keeps it, with the bookings that were shown. */
const closureInput = closureForm.extend({ space: z.string(), seen: z.array(z.string()) });

export type ClosureInput = z.output<typeof closureInput>;

const outcome = z.object({ offered: z.number(), cancelled: z.number() });

/** Leaves a closure to the worker. @param key of the form: sent twice, it is one task */
export async function askForClosure(
  ctx: Context,
  input: ClosureInput,
  key: string,
): Promise<string> {
  const { personId } = authenticated(ctx.actor, "booking.manage");
  authorise(ctx.actor, "booking.manage", { spaceId: input.spaceId });
  return askForTask(ctx.db, {
    kind: CLOSURE_TASK,
    key,
    askedBy: personId,
    spaceId: input.spaceId,
    payload: input,
  });
}

/** What a task was asked, and what came of it once it is done. */
export function readClosure({ payload, state, result }: Task) {
  return {
    input: closureInput.parse(payload),
    done: state === "done" ? outcome.parse(result) : null,
  };
}

/** The worker's part. */
export async function runClosure(
  ctx: Context,
  payload: Record<string, unknown>,
  progress: Progress,
): Promise<z.output<typeof outcome>> {
  const input = closureInput.parse(payload);
  const plan = closurePlan(input);
  if (!plan) throw new DomainError("invalid", { code: "booking.not_a_moment" });
  const { offered, cancelled } = await closeRooms(ctx, plan, input.seen, progress);
  return { offered, cancelled };
}

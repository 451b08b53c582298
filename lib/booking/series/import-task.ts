import { z } from "zod";
import { partySize } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  askForTask,
  findTask,
  type Progress,
  type Task,
} from "#lib/foundation/platform/queues/tasks.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { guessDates } from "./calendar-file.ts";
import { type ImportedEvent, importCalendar } from "./import.ts";
import { type ImportedClosure, importClosures } from "./import-closures.ts";
import { placeOf } from "./queries.ts";
import { IMPORTS } from "./schema.ts";

export const IMPORT_TASK = "calendar-import";

/**
 * What is taken while somebody waits for their page: files up to this size, with so many dates and
 * displaced bookings.
 */
const SMALL_BYTES = 16_000;
const SMALL_DATES = 60;
const SMALL_DISPLACED = 40;

/** A calendar file and what shall become of it, as its task keeps it. */
const importInput = z.object({
  text: z.string(),
  as: z.enum(IMPORTS),
  /** The slug of the space. */
  space: z.string(),
  /** Empty for the whole space, which can only be closed. */
  roomId: z.string(),
  people: partySize,
  dryRun: z.boolean(),
  /** Bookings that a closure may cancel. */
  seen: z.array(z.string()),
  /** Whether what was cancelled since is booked again. */
  anew: z.boolean(),
});

export type ImportInputs = z.output<typeof importInput>;

const moment = z.string().transform((text) => Temporal.Instant.from(text));

/** The report of an import, as its task keeps it. */
export const importReport = z.object({
  events: z.array(
    z.object({
      uid: z.string(),
      summary: z.string(),
      outcome: z.enum(["all", "some", "none", "moved", "known", "cancelled"]),
      booked: z.number(),
      left: z.number(),
      reason: z
        .object({ code: z.string() })
        .catchall(z.union([z.string(), z.number()]))
        .nullable(),
      cut: z.object({ from: z.string().nullable(), until: z.string().nullable() }).nullable(),
      displaced: z
        .array(
          z.object({
            id: z.string(),
            roomName: z.string(),
            title: z.string(),
            during: z.object({ start: moment, end: moment }),
          }),
        )
        .default([]),
    }),
  ),
});

/** Whether a file is for the worker rather than for the request that brought it. */
export function isLongImport({ text, seen }: ImportInputs): boolean {
  return (
    text.length > SMALL_BYTES || guessDates(text) > SMALL_DATES || seen.length > SMALL_DISPLACED
  );
}

/** Looks at a file, or takes it. @throws DomainError invalid, too_large, for the file as a whole */
export async function importAs(
  ctx: Context,
  { text, as, space, roomId, people, dryRun, seen, anew }: ImportInputs,
  progress?: Progress,
): Promise<(ImportedEvent | ImportedClosure)[]> {
  if (as === "bookings" && !roomId)
    throw new DomainError("invalid", { code: "series.import_needs_room" });
  if (as === "bookings")
    return importCalendar(ctx, text, { roomId, people, dryRun, anew }, progress);
  return importClosures(
    ctx,
    text,
    { space, roomIds: roomId ? [roomId] : [], seen, dryRun, anew },
    progress,
  );
}

/** Leaves a file to the worker. @param key of the form: sent twice, it is one task */
export async function askForImport(
  ctx: Context,
  input: ImportInputs,
  key: string,
): Promise<string> {
  const { personId } = authenticated(ctx.actor, "booking.manage");
  if (input.as === "bookings" && !input.roomId)
    throw new DomainError("invalid", { code: "series.import_needs_room" });
  return askForTask(ctx.db, {
    kind: IMPORT_TASK,
    key: `${key}:${sha256(JSON.stringify(input))}`,
    askedBy: personId,
    spaceId: await spaceOf(ctx, input),
    payload: input,
  });
}

/** @throws DomainError not_found, or forbidden for a space that is not the actor's */
async function spaceOf(ctx: Context, { as, roomId, space }: ImportInputs): Promise<string> {
  if (as === "bookings") return (await placeOf(ctx, roomId)).spaceId;
  const found = await findSpace(ctx, space);
  if (!found) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: found.id });
  return found.id;
}

/** Takes the file that a task looked at: once, however often it is asked. */
export async function takeLookedAt(
  ctx: Context,
  id: string,
  { cancel, anew }: { cancel: boolean; anew: boolean },
): Promise<string> {
  const { personId } = authenticated(ctx.actor, "booking.manage");
  const task = await findTask(ctx.db, id, personId);
  const input =
    task?.kind === IMPORT_TASK && task.state === "done" ? importInput.parse(task.payload) : null;
  if (!task || !input?.dryRun) throw new DomainError("not_found", { code: "desk.tasks.unknown" });
  const { events } = importReport.parse(task.result);
  const seen = cancel
    ? events.flatMap(({ displaced }) => displaced.map((booking) => booking.id))
    : [];
  return askForImport(ctx, { ...input, dryRun: false, seen, anew }, `take:${id}`);
}

/** What a task was asked, and what came of it once it is done. */
export function readImport({ payload, state, result }: Task) {
  const input = importInput.parse(payload);
  return { input, events: state === "done" ? importReport.parse(result).events : null };
}

/** The worker's part. */
export async function runImport(
  ctx: Context,
  payload: Record<string, unknown>,
  progress: Progress,
): Promise<{ events: (ImportedEvent | ImportedClosure)[] }> {
  return { events: await importAs(ctx, importInput.parse(payload), progress) };
}

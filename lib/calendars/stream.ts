import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { watchBookings } from "./changes.ts";

const BEAT_MS = 25_000;
const LONGEST_MS = 15 * 60_000;

/** Says that the bookings of a space have changed, as Server-Sent Events, for its staff. What changed they ask for themselves. */
export async function calendarEvents(
  ctx: Context,
  slug: string,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const space = await findSpace(ctx, slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: space.id });
  const bytes = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const say = (text: string) => !isOver && controller.enqueue(bytes.encode(text));
      const leave = watchBookings(space.id, () => say("event: changed\ndata: {}\n\n"));
      const beat = setInterval(() => say(": here\n\n"), BEAT_MS);
      const end = setTimeout(() => stop(), LONGEST_MS);
      stop = () => {
        if (isOver) return;
        isOver = true;
        leave();
        clearInterval(beat);
        clearTimeout(end);
        try {
          controller.close();
        } catch {
          // The reader closed it first.
        }
      };
      gone.addEventListener("abort", stop);
      say("retry: 3000\n\n");
    },
    cancel: () => stop(),
  });
}

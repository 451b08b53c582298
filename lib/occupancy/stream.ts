import type { Context } from "#lib/identity/context.ts";
import { tellEvents } from "#lib/platform/event-stream.ts";
import { subscribe } from "#lib/platform/listen.ts";
import { log } from "#lib/platform/log.ts";
import { occupancyNow, spaceNow } from "./now.ts";

/** A line now and then, so that nothing on the way takes the silence for an end; ages are told anew with it. */
const BEAT_MS = 30_000;
/** The first to watch in a process opens its connection to the database: what was told meanwhile is asked for once more. */
const SETTLE_MS = 2_000;
/** Many are counted at once: they are told as one. */
const GATHER_MS = 500;

/** What `occupancyNow` answers, now and after each change, as Server-Sent Events. @throws DomainError not_found */
export async function occupancyEvents(
  ctx: Context,
  slug: string,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { spaceId } = await spaceNow(ctx, slug);
  return tellEvents(gone, (say) => {
    let gathering: ReturnType<typeof setTimeout> | null = null;
    const tell = async () => {
      gathering = null;
      try {
        const told = await occupancyNow({ ...ctx, now: Temporal.Now.instant() }, slug);
        say(`event: occupancy\ndata: ${JSON.stringify(told)}\n\n`);
      } catch (error) {
        log.warn({ err: error, requestId: ctx.requestId }, "occupancy not told");
      }
    };
    const unsubscribe = subscribe("occupancy", (changed) => {
      if (changed === spaceId) gathering ??= setTimeout(tell, GATHER_MS);
    });
    const beat = setInterval(tell, BEAT_MS);
    const settled = setTimeout(tell, SETTLE_MS);
    void tell();
    return () => {
      unsubscribe();
      clearInterval(beat);
      clearTimeout(settled);
      if (gathering) clearTimeout(gathering);
    };
  });
}

import { isLeaving } from "#lib/foundation/platform/process/leaving.ts";

/** Alive: the process answers, and is not about to stop. */
export function GET() {
  return isLeaving() ? new Response("about to stop\n", { status: 503 }) : new Response("ok\n");
}

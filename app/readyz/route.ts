import { isMigrated } from "#lib/platform/health.ts";

/** Ready: the database is reached, and as new as this process. */
export async function GET() {
  return (await isMigrated()) ? new Response("ready\n") : new Response("not ready\n", { status: 503 });
}

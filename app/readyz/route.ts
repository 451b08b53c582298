import { isMetricsToken } from "#lib/foundation/platform/logs/metrics.ts";
import { isMigrated, stateOfParts } from "#lib/foundation/platform/process/health.ts";
import { isLeaving } from "#lib/foundation/platform/process/leaving.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * Ready: the database is reached, and as new as this process, which is not about to stop. Asked on
 * a connection of its own, so that it answers in time while everybody else waits. Whoever sends
 * METRICS_TOKEN as bearer reads which part is not well.
 */
export async function GET(request: Request) {
  const isReady = !isLeaving() && (await isMigrated());
  const { metricsToken } = settings();
  const mayRead =
    metricsToken && isMetricsToken(request.headers.get("authorization"), metricsToken);
  const lines = [isReady ? "ready" : "not ready", ...(mayRead ? await stateOfParts(isReady) : [])];
  return new Response(`${lines.join("\n")}\n`, {
    status: isReady ? 200 : 503,
    headers: isReady ? {} : { "retry-after": "5" },
  });
}

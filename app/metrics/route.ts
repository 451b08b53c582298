import { probe } from "#lib/foundation/platform/database/database.ts";
import { isMetricsToken, metrics } from "#lib/foundation/platform/logs/metrics.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readFigures } from "#lib/operations/gauges.ts";

/** For Prometheus, with METRICS_TOKEN as bearer; to everybody else there is nothing here. */
export async function GET(request: Request) {
  const { metricsToken } = settings();
  if (!metricsToken || !isMetricsToken(request.headers.get("authorization"), metricsToken))
    return new Response("Not found\n", { status: 404 });
  const { registry } = metrics();
  await readFigures(probe().db, registry, Temporal.Now.instant());
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType },
  });
}

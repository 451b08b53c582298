import { seriesAnswer } from "#lib/booking/series/answer.ts";
import { cancelSeries, changeSeries } from "#lib/booking/series/change.ts";
import { findSeries } from "#lib/booking/series/queries.ts";
import { seriesChangeRequest, seriesId } from "#lib/booking/series/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";

type Route = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const series = await findSeries(await requestContext(), seriesId((await params).id));
    if (!series) throw new DomainError("not_found", { code: "series.unknown" });
    return Response.json(seriesAnswer(series));
  });
}

/** Changes or cancels one date, the dates from one on, or all that have not begun. */
export async function PATCH(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const {
      on_conflict: onConflict,
      decisions,
      cancel,
      ...change
    } = await jsonBody(request, seriesChangeRequest);
    const asked = seriesId((await params).id);
    if (cancel) await cancelSeries(ctx, asked, change);
    const { id } = cancel
      ? { id: asked }
      : await changeSeries(ctx, asked, change, { decisions, onConflict });
    const series = await findSeries(ctx, id);
    if (!series) throw new DomainError("not_found", { code: "series.unknown" });
    return Response.json(seriesAnswer(series));
  });
}

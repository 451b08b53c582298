import { csvOfIndicators, indicatorReport } from "#lib/evidence/research/indicator-report.ts";
import { indicatorInput } from "#lib/evidence/research/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const input = searchParams(request, indicatorInput);
    return new Response(csvOfIndicators(await indicatorReport(ctx, input)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="indicators-${input.from}-${input.to}.csv"`,
      },
    });
  });
}

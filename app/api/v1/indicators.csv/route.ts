import { requestContext } from "#lib/identity/session.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";
import { csvOfIndicators, indicatorReport } from "#lib/research/indicator-report.ts";
import { indicatorWish } from "#lib/research/schema.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const wish = searchParams(request, indicatorWish);
    return new Response(csvOfIndicators(await indicatorReport(ctx, wish)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="indicators-${wish.from}-${wish.to}.csv"`,
      },
    });
  });
}

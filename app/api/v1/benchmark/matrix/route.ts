import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";
import { matrixCsv, matrixJson } from "#lib/learning/badges/benchmark/exchange.ts";
import { compareMap } from "#lib/learning/badges/benchmark/queries.ts";
import { matrixExport } from "#lib/learning/badges/benchmark/schema.ts";

/** What our own badges are given by. */
const OURS = "Trivium";

/**
 * A map against badges and courses, with its gaps; `?form=csv` for a table with a column for each
 * of them.
 */
export async function GET(request: Request) {
  return respond(request, async () => {
    const { map, form } = searchParams(request, matrixExport);
    const compared = await compareMap(await requestContext(), map, { issuer: OURS, locale: "en" });
    if (!compared) throw new DomainError("not_found", { code: "badges.unknown_framework" });
    if (form === "json") return Response.json(matrixJson(compared), { headers: FOR_EVERYBODY });
    return new Response(matrixCsv(compared), {
      headers: {
        ...FOR_EVERYBODY,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="matrix-${compared.framework.slug}.csv"`,
      },
    });
  });
}

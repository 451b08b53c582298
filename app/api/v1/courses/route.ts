import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { planCourse } from "#lib/learning/sessions/courses.ts";
import { courseRequest } from "#lib/learning/sessions/schema.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const key = request.headers.get("idempotency-key") ?? undefined;
    const { on_conflict: onConflict, decisions, ...plan } = await jsonBody(request, courseRequest);
    return Response.json(await planCourse(ctx, plan, { onConflict, decisions }, key), {
      status: 201,
    });
  });
}

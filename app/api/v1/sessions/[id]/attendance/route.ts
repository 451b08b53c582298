import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { saveSheet } from "#lib/learning/attendance/commands.ts";
import { findSheet } from "#lib/learning/attendance/queries.ts";
import { sheetSaveInParts } from "#lib/learning/attendance/schema.ts";
import { sessionId } from "#lib/learning/sessions/schema.ts";

type Route = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { sheetVersion, present, lines, tally, consents } = await findSheet(
      await requestContext(),
      sessionId((await params).id),
    );
    return Response.json({ sheetVersion, present, lines, tally, consents });
  });
}

export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const id = sessionId((await params).id);
    const saved = await saveSheet(ctx, id, await jsonBody(request, sheetSaveInParts));
    const locale = preferredLocale(request.headers.get("accept-language"));
    const refused = saved.refused.map((part) => ({
      ...part,
      message: messageFor(locale, { code: part.code }),
    }));
    return Response.json({ ...saved, refused });
  });
}

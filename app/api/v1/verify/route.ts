import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import {
  jsonBody,
  multipartBody,
  refuseOtherNames,
  respond,
} from "#lib/foundation/platform/http/respond.ts";
import { fileFrom, verifyForm, verifyRequest } from "#lib/learning/badges/verification/schema.ts";
import { verifyHandedIn } from "#lib/learning/badges/verification/verifying.ts";
import { verificationInWords } from "#lib/learning/badges/verification/words.ts";

const MEGABYTES = 4;

/** Checks a badge: as text or an address in JSON, or as a file of a form. */
export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    refuseOtherNames(request);
    const isForm = request.headers.get("content-type")?.startsWith("multipart/form-data");
    const given = isForm
      ? await fileFrom(await multipartBody(request, MEGABYTES, Object.keys(verifyForm.shape)))
      : (await jsonBody(request, verifyRequest, { megabytes: MEGABYTES, isSigned: true })).badge;
    const locale = preferredLocale(request.headers.get("accept-language"));
    return Response.json(verificationInWords(locale, await verifyHandedIn(ctx, given)));
  });
}

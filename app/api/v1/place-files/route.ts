import { respond } from "#lib/foundation/platform/http/respond.ts";
import { placeFileAnswer } from "#lib/places/exchange/file-answer.ts";

/**
 * A file of places of another source: it is looked at, and changes nothing before somebody says so.
 */
export async function POST(request: Request) {
  return respond(request, () => placeFileAnswer(request));
}

import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { openApiDocument } from "./document.ts";

export async function GET() {
  return Response.json(await openApiDocument(settings().publicUrl), {
    headers: { "cache-control": "public, max-age=300" },
  });
}

import { settings } from "#lib/foundation/platform/settings.ts";
import { openApiDocument } from "./document.ts";

export function GET() {
  return Response.json(openApiDocument(settings().publicUrl), {
    headers: { "cache-control": "public, max-age=300" },
  });
}

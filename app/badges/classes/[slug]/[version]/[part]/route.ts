import sharp from "sharp";
import { z } from "zod";
import { isLocale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { achievementOf } from "#lib/learning/badges/classes/achievement.ts";
import { findVersion } from "#lib/learning/badges/classes/queries.ts";
import type { BadgeClass } from "#lib/learning/badges/classes/rules.ts";
import { achievementDocument } from "#lib/learning/badges/credentials/credential.ts";

type Route = { params: Promise<{ slug: string; version: string; part: string }> };

const PNG_PIXELS = 480;
const number = z.coerce.number().int().min(1).max(10_000);

/**
 * A version of a badge as signed badges name it: in a language (a page for people, JSON for
 * programs), or its picture.
 */
export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const { slug, version, part } = await params;
    const wanted = number.safeParse(version);
    const badge = wanted.success
      ? await findVersion(await requestContext(), slug, wanted.data)
      : null;
    if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
    const accept = request.headers.get("accept");
    return answerOf(badge, part, {
      accept,
      locale: preferredLocale(request.headers.get("accept-language")),
    });
  });
}

type Asker = { accept: string | null; locale: ReturnType<typeof preferredLocale> };

async function answerOf(
  badge: BadgeClass,
  part: string,
  { accept, locale }: Asker,
): Promise<Response> {
  const origin = settings().publicUrl;
  const achievement = achievementOf(badge, isLocale(part) ? part : locale, origin);
  if (part === "image.svg" || part === "image.png") {
    const svg = achievement.image?.svg ?? "";
    const isPng = part === "image.png";
    const body = isPng ? await sharp(Buffer.from(svg)).resize(PNG_PIXELS).png().toBuffer() : svg;
    return new Response(new Uint8Array(Buffer.from(body)), {
      headers: {
        ...FOR_EVERYBODY,
        vary: "Accept-Language, Accept-Encoding",
        "content-type": isPng ? "image/png" : "image/svg+xml",
      },
    });
  }
  if (!isLocale(part) || achievement.language !== part)
    throw new DomainError("not_found", { code: "badges.unknown" });
  if (accept?.includes("text/html"))
    return new Response(null, {
      status: 303,
      headers: { location: achievement.criteria.url ?? "/" },
    });
  return Response.json(achievementDocument(achievement), {
    headers: { ...FOR_EVERYBODY, vary: "Accept, Accept-Encoding" },
  });
}

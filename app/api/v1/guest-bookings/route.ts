import { randomUUID } from "node:crypto";
import { z } from "zod";
import { bookAsGuest } from "#lib/booking/bookings/guest-requests.ts";
import { guestRequest } from "#lib/booking/bookings/schema.ts";
import { guestAddress } from "#lib/booking/guests/guest-link.ts";
import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    // Whoever sends a token says who they are: one that is none is refused, and nobody books as a
    // guest behind it.
    const ctx = await requestContext();
    const input = await jsonBody(request, guestRequest);
    const locale = preferredLocale(request.headers.get("accept-language"));
    const { token } = await bookAsGuest(asVisitor(ctx), { ...input, locale }, keyOf(request));
    return Response.json({ link: token && guestAddress(locale, token) }, { status: 201 });
  });
}

const asVisitor = (ctx: Context): Context => ({ ...ctx, actor: { kind: "visitor" } });

/**
 * The key is part of what the link is made of: nobody else may guess it.
 *
 * @throws DomainError invalid
 */
function keyOf(request: Request): string {
  const key = z.uuid().safeParse(request.headers.get("idempotency-key") ?? randomUUID());
  if (!key.success) throw new DomainError("invalid", { code: "guest.key_not_uuid" });
  return key.data;
}

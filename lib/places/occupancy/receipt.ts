import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { Receipt } from "./ingest.ts";

/**
 * What came of a delivery, each refusal in words. Nothing right in it is a refusal of the whole.
 *
 * @throws DomainError invalid
 */
export function receiptResponse(request: Request, { refused, ...receipt }: Receipt): Response {
  const locale = preferredLocale(request.headers.get("accept-language"));
  const faults = refused.map(({ index, code }) => ({
    index,
    status: 422,
    code,
    message: messageFor(locale, { code }),
  }));
  if (faults.length > 0 && receipt.accepted + receipt.duplicates === 0)
    throw new DomainError(
      "invalid",
      { code: faults.length === 1 ? (faults[0]?.code ?? "") : "occupancy.nothing_right" },
      { details: { refused: faults } },
    );
  return Response.json(
    { ...receipt, refused: faults },
    { headers: { "content-language": locale } },
  );
}

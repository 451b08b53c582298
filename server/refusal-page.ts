import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { DomainError } from "#lib/foundation/platform/errors.ts";
import { retryHeader } from "#lib/foundation/platform/respond.ts";

const STYLE =
  "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1d2430;background:#fff}pre{font:inherit;white-space:pre-wrap}" +
  "@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#14181f}a{color:#9cc2ff}}";

/** The fields of a form that was not kept. @property to the page they were sent to; canSendAgain: as they are, by a button */
type Sent = { to: string; fields: [string, string][]; canSendAgain?: boolean };

/**
 * A refusal that no page stands behind, as a page of its own: in the reader's language, with a way on.
 *
 * @param sent shown to be sent once more, or to be copied; null when nothing was sent
 */
export function refusalPage(
  error: DomainError,
  locale: Locale,
  nonce: string,
  sent: Sent | null = null,
): Response {
  const t = translator(locale, "common");
  const isMissing = error.status === 404;
  const title = isMissing ? t("errors.notFoundTitle") : messageFor(locale, error.reason);
  const text = isMissing ? `<p>${escaped(t("errors.notFoundText"))}</p>` : "";
  const html = `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} – Trivium</title><meta name="robots" content="noindex"><style nonce="${nonce}">${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${text}${sent ? keptFields(sent, locale) : ""}<p><a href="/${locale}">${escaped(t("errors.backHome"))}</a></p></main></body>
</html>
`;
  return new Response(html, {
    status: error.status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": locale,
      ...retryHeader(error),
    },
  });
}

function keptFields(sent: Sent, locale: Locale): string {
  return sent.canSendAgain === false ? copyList(sent, locale) : againForm(sent, locale);
}

/** What was typed, to be copied into the page as it is now. */
function copyList({ to, fields }: Sent, locale: Locale): string {
  const t = translator(locale, "common");
  const texts = fields.map(([, value]) => `<li><pre>${escaped(value)}</pre></li>`);
  const list = texts.length > 0 ? `<p>${escaped(t("typed_here"))}</p><ul>${texts.join("")}</ul>` : "";
  return `${list}<p><a href="${escaped(to)}">${escaped(t("open_again"))}</a></p>`;
}

/** As the form was sent, with a button in place of its fields. */
function againForm({ to, fields }: Sent, locale: Locale): string {
  const t = translator(locale, "common");
  const inputs = fields.map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<p>${escaped(t("kept_here"))}</p><form method="post" enctype="multipart/form-data" action="${escaped(to)}">${inputs.join("")}<button>${escaped(t("send_again"))}</button></form>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

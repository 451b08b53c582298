import type { Locale } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import type { DomainError } from "#lib/platform/errors.ts";

const STYLE =
  "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1d2430;background:#fff}" +
  "@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#14181f}a{color:#9cc2ff}}";

/** A refusal that no page stands behind, as a page of its own: in the reader's language, with a way on. */
export function refusalPage(error: DomainError, locale: Locale, nonce: string): Response {
  const t = translator(locale, "common");
  const isMissing = error.status === 404;
  const title = isMissing ? t("errors.notFoundTitle") : messageFor(locale, error.reason);
  const text = isMissing ? `<p>${escaped(t("errors.notFoundText"))}</p>` : "";
  const html = `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${text}<p><a href="/${locale}">${escaped(t("errors.backHome"))}</a></p></main></body>
</html>
`;
  return new Response(html, {
    status: error.status,
    headers: { "content-type": "text/html; charset=utf-8", "content-language": locale },
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

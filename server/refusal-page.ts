import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { retryHeader } from "#lib/foundation/platform/http/respond.ts";

/**
 * The look of the pages of the product, in as few words as a page without style sheets can carry.
 */
const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#faf7f1,#12161c);--card:light-dark(#fff,#1a2028);--ink:light-dark(#1b2330,#eeebe4);--muted:light-dark(#545d6b,#aab2bd);--line:light-dark(#e2dccf,#323a45);--action:light-dark(#0b5d57,#7fd1c7);--focus:light-dark(#b45309,#f5b14c);--nl:light-dark(#8a6100,#e0b64f);--fr:light-dark(#1f4e9e,#8fb4f2);--wa:light-dark(#a3262a,#f0989a);--d-light:light-dark(#fffdf8,#cfc8ba);--d-red:light-dark(#b5533c,#a8503c);--d-ink:var(--ink)}
body{margin:0;font:1.125rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
a{color:var(--action)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.5rem;padding:.6rem 1.25rem;background:var(--card);border-bottom:1px solid var(--line)}
header a{display:inline-flex;align-items:center;gap:.6rem;min-width:44px;min-height:44px;justify-content:center;text-decoration:none;color:var(--ink)}
.mark{font:700 1.25rem Georgia,serif}.doors{display:flex;flex-wrap:wrap;gap:0 1.25rem}@media(max-width:47rem){.doors{order:3;width:100%}}.langs{display:flex}.sign-in,header>.doors+.langs{margin-left:auto}header .sign-in{padding:0 .75rem;border:1px solid var(--action);border-radius:8px;color:var(--action);font-weight:600}.langs [aria-current]{font-weight:700;text-decoration:underline}
main{display:grid;gap:2rem;align-items:center;max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem}
@media(min-width:48rem){main:has(>svg){grid-template-columns:1fr 22rem}}
h1{margin:0 0 .75rem;font:700 clamp(2rem,1.4rem + 3vw,3rem)/1.1 Georgia,serif;text-wrap:balance}p{margin:0 0 1rem}
main>svg{max-width:100%;height:auto}
.ways{display:grid;gap:.6rem;margin:1.5rem 0 0;padding:0;list-style:none}
.again{display:inline-flex;align-items:center;min-height:44px;padding:0 1.25rem;border-radius:999px;font-weight:650;text-decoration:none;color:light-dark(#fff,#0a211f);background:var(--action)}
.ways a{display:block;padding:.8rem 1.1rem;background:var(--card);border:1px solid var(--line);border-radius:13px;font-weight:650;text-decoration:none}
.ways small{display:block;color:var(--muted);font-weight:400;font-size:.9rem}
button{min-height:44px;padding:.5rem 1.25rem;border:0;border-radius:999px;font:inherit;font-weight:650;color:light-dark(#fff,#0a211f);background:var(--action)}
pre{font:inherit;white-space:pre-wrap}`;

const MARK =
  '<svg width="34" height="30" viewBox="0 0 34 30" aria-hidden="true" fill="none" stroke-width="3.4" stroke-linecap="round"><path d="M17 16 4 5" stroke="var(--nl)"/><path d="M17 16 30 5" stroke="var(--fr)"/><path d="M17 16v12" stroke="var(--wa)"/><circle cx="17" cy="16" r="3.6" fill="var(--ink)"/></svg>';

/** Three roads, one of which stops at a fence. */
const DEAD_END =
  '<svg viewBox="0 0 420 380" width="420" height="380" aria-hidden="true"><g fill="none" stroke-linecap="round" stroke-width="34"><path d="M210 200C150 150 110 120 50 50" stroke="var(--nl)" opacity=".85"/><path d="M210 200C270 150 310 120 370 50" stroke="var(--fr)" opacity=".85"/><path d="M210 200v96" stroke="var(--wa)" opacity=".85"/></g><g fill="none" stroke="var(--card)" stroke-width="3" stroke-dasharray="12 12"><path d="M190 182C140 140 105 110 60 60"/><path d="M230 182C280 140 315 110 360 60"/><path d="M210 216v70"/></g><circle cx="210" cy="200" r="30" fill="var(--ink)"/><circle cx="210" cy="200" r="11" fill="var(--card)"/><g><path d="M158 322h104v16H158z" fill="var(--d-light)"/><path d="M158 322h20l-12 16h-8zM198 322h22l-12 16h-22zM240 322h22v4l-10 12h-24z" fill="var(--d-red)"/><path d="M170 338v30M250 338v30" stroke="var(--d-ink)" stroke-width="6"/></g></svg>';

/**
 * The fields of a form that was not kept.
 *
 * @property to the page they were sent to; canSendAgain: as they are, by a button
 */
type Sent = { to: string; fields: [string, string][]; canSendAgain?: boolean };

/**
 * A refusal that no page stands behind, as a page of its own: in the reader's language, with a way
 * on.
 *
 * @property sent shown to be sent once more, or to be copied; null when nothing was sent
 * @property isSignedIn so that somebody is not sent to sign in who did
 * @property again the address of a page that may be there when it is asked for once more
 */
export function refusalPage(
  error: DomainError,
  locale: Locale,
  nonce: string,
  {
    sent = null,
    isSignedIn = false,
    again = null,
  }: { sent?: Sent | null; isSignedIn?: boolean; again?: string | null } = {},
): Response {
  const t = translator(locale, "common");
  const isMissing = error.status === 404;
  const isDrawn = isMissing || error.status >= 500;
  const title = titleOf(error, locale);
  const text = isMissing ? `<p>${escaped(t("errors.notFoundText"))}</p>` : brokenText(error, t);
  const tryAgain = again
    ? `<p><a class="again" href="${escaped(again)}">${escaped(t("errors.again"))}</a></p>`
    : "";
  const ways = isMissing
    ? waysOn(locale, isSignedIn)
    : `<p><a href="/${locale}">${escaped(t("errors.backHome"))}</a></p>`;
  const html = `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} – Trivium</title><meta name="robots" content="noindex"><style nonce="${nonce}">${STYLE}</style></head>
<body><header><a class="mark" href="/${locale}">${MARK}Trivium</a><nav class="doors" aria-label="${escaped(t("nav.label"))}">${mainDoors(locale)}</nav>${isMissing && !isSignedIn ? signInLink(locale) : ""}<nav class="langs">${languages(locale)}</nav></header>
<main id="main"><div><h1>${escaped(title)}</h1>${text}${sent ? keptFields(sent, locale) : ""}${tryAgain}${ways}</div>${isDrawn ? DEAD_END : ""}</main></body>
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

function titleOf(error: DomainError, locale: Locale): string {
  const t = translator(locale, "common");
  if (error.status === 404) return t("errors.notFoundTitle");
  return error.kind === "broken" ? t("errors.brokenTitle") : messageFor(locale, error.reason);
}

function brokenText(error: DomainError, t: Translate): string {
  return error.kind === "broken" ? `<p>${escaped(t("errors.brokenText"))}</p>` : "";
}

/** The main menu, as far as it is everybody's. */
function mainDoors(locale: Locale): string {
  const t = translator(locale, "common");
  const doors = [
    { href: "", name: "nav.spaces" },
    { href: "/sessions", name: "nav.sessions" },
    { href: "/practices", name: "nav.practices" },
    { href: "/badges", name: "nav.badges" },
  ];
  return doors
    .map(({ href, name }) => `<a href="/${locale}${href}">${escaped(t(name))}</a>`)
    .join("");
}

/** Where somebody who found nothing may have wanted to go. */
function waysOn(locale: Locale, isSignedIn: boolean): string {
  const t = translator(locale, "common");
  const ways = [
    { href: "", name: "nav.spaces", hint: "errors.wayPlaces" },
    { href: "/sessions", name: "nav.sessions", hint: "errors.waySessions" },
    isSignedIn
      ? { href: "/me", name: "nav.me", hint: "errors.wayMine" }
      : { href: "/sign-in", name: "nav.signIn", hint: "errors.waySignIn" },
  ].map(
    ({ href, name, hint }) =>
      `<li><a href="/${locale}${href}">${escaped(t(name))}<small>${escaped(t(hint))}</small></a></li>`,
  );
  return `<ul class="ways">${ways.join("")}</ul>`;
}

function signInLink(locale: Locale): string {
  const signIn = translator(locale, "common")("nav.signIn");
  return `<a class="sign-in" href="/${locale}/sign-in">${escaped(signIn)}</a>`;
}

function languages(locale: Locale): string {
  const link = (other: Locale) =>
    `<a href="/${other}" lang="${other}" hreflang="${other}" aria-label="${other.toUpperCase()} ${LOCALE_NAMES[other]}"${other === locale ? ' aria-current="true"' : ""}>${other.toUpperCase()}</a>`;
  return LOCALES.map(link).join("");
}

function keptFields(sent: Sent, locale: Locale): string {
  return sent.canSendAgain === false ? copyList(sent, locale) : againForm(sent, locale);
}

/** What was typed, to be copied into the page as it is now. */
function copyList({ to, fields }: Sent, locale: Locale): string {
  const t = translator(locale, "common");
  const texts = fields.map(([, value]) => `<li><pre>${escaped(value)}</pre></li>`);
  const list =
    texts.length > 0 ? `<p>${escaped(t("typed_here"))}</p><ul>${texts.join("")}</ul>` : "";
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

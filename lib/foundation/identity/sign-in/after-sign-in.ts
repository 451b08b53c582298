import { type Locale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import type { Actor, Context } from "../context.ts";
import { wingsOf } from "../permission/menu.ts";
import { can } from "../permission/policy.ts";
import { actorBySession } from "./askers.ts";
import type { OidcVisit } from "./openid.ts";
import { localPath } from "./sign-in.ts";

/**
 * Where somebody begins who asked for no page: staff at the first of their wings, a partner where
 * requests wait for them, everybody else on the page of all.
 *
 * @returns what follows the language in the address
 */
export function startPage(actor: Actor): string {
  const [wing] = wingsOf(actor);
  if (wing) return wing.href;
  return can(actor, "endorsement.answer") ? "/partner" : "";
}

/**
 * Where somebody goes who has just signed in: the page that they came from, or the start page of
 * their role. The page of all, and the sign-in itself, are asked for by nobody.
 *
 * @param token of the session that was opened
 * @param next what the address of the sign-in, or a form, says; anybody can write it
 */
export async function afterSignIn(
  { db, now }: Pick<Context, "db" | "now">,
  token: string,
  { next, locale }: { next: unknown; locale: Locale },
): Promise<string> {
  const page = localPath(next, `/${locale}`);
  if (!isAskedByNobody(page)) return page;
  const actor = await actorBySession(db, token, now);
  const [, language = locale] = page.split(/[/?#]/);
  return `/${language}${actor ? startPage(actor) : ""}`;
}

/**
 * The sign-in that leads back to a page.
 *
 * @param address of the page, with what is asked in it
 */
export function signInFrom(address: string, locale: Locale): string {
  const { pathname, searchParams } = new URL(address, "http://page");
  // From one way to sign in to another, the page behind them stays.
  if (isSignIn(pathname)) return signInFor(searchParams.get("next"), locale);
  // What was said of something that is done is not said again.
  searchParams.delete("said");
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  return signInFor(`${pathname}${query}`, locale);
}

/** The sign-in that leads on to a page, where it is one of ours that somebody asks for. */
export function signInFor(wanted: string | null, locale: Locale): string {
  const next = localPath(wanted, "");
  const query = new URLSearchParams(next === "" || isAskedByNobody(next) ? {} : { next });
  return `/${locale}/sign-in${query.size > 0 ? `?${query}` : ""}`;
}

/**
 * In which language somebody comes back from an organisation: that of the page where they left;
 * their browser's when nothing says which that was.
 */
export function localeOfVisit(visit: OidcVisit | null, acceptLanguage: string | null): Locale {
  return preferredLocale(visit?.next.slice(1, 3) ?? acceptLanguage);
}

/**
 * Where somebody goes whom an organisation did not let in: the sign-in, which still leads on to
 * the page that they wanted, or their account, where they came to link it.
 *
 * @param code why, as the page is to say it
 */
export function afterRefusal(visit: OidcVisit | null, locale: Locale, code: string): string {
  const page = visit?.links ? `/${locale}/me/account` : signInFor(visit?.next ?? "", locale);
  return `${page}${page.includes("?") ? "&" : "?"}failed=${code}`;
}

function isAskedByNobody(page: string): boolean {
  return /^\/(nl|fr|en)\/?$/.test(page) || isSignIn(page);
}

function isSignIn(page: string): boolean {
  return /^\/(nl|fr|en)\/sign-in(?=[/?#]|$)/.test(page);
}

import type { Context } from "#lib/foundation/identity/context.ts";
import type { Action } from "#lib/foundation/identity/permission/policy.ts";
import { cookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { cookieOf, keepCookie } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf } from "#lib/foundation/platform/http/page-query.ts";
import { type NamedSpace, spacesWhere } from "./queries.ts";

const COOKIE = "trivium-space";
export const KEPT_DAYS = 400;

/** Stands in the place of a slug for "all of mine"; no slug is written like it. */
export const ALL_SPACES = "*";

/** Of more spaces at once nobody sees anything on one page. */
export const MOST_AT_ONCE = 8;

export type ChosenSpaces = {
  /** All in which the reader may do it, by name. */
  own: NamedSpace[];
  /**
   * The one that the page is about; null when there is none, or when the address asks for one that
   * is not theirs.
   */
  space: NamedSpace | null;
  /** Those that a page of several spaces shows. */
  shown: NamedSpace[];
};

/**
 * Which of somebody's spaces a page of the desk is about: the one in the address, else the one that
 * was chosen in this browser, else the first. What was chosen and is not theirs (any more) counts
 * for nothing.
 */
export async function chosenSpaces(
  ctx: Context,
  action: Action,
  asked?: string | string[],
): Promise<ChosenSpaces> {
  const [own, kept] = await Promise.all([spacesWhere(ctx, action), cookieOf(cookieName(COOKIE))]);
  const wanted = firstOf(asked);
  return choose(own, wanted, kept);
}

/** What `chosenSpaces` decides, from what was asked and what this browser keeps. */
export function choose(own: NamedSpace[], wanted: string, kept: string | null): ChosenSpaces {
  const named = (slug: string | null) => own.find((one) => one.slug === slug);
  if (wanted && wanted !== ALL_SPACES) {
    const space = named(wanted) ?? null;
    return { own, space, shown: space ? [space] : [] };
  }
  const space = named(kept) ?? own[0] ?? null;
  const isAll = (wanted || kept) === ALL_SPACES && own.length <= MOST_AT_ONCE;
  if (isAll) return { own, space: own[0] ?? null, shown: own };
  return { own, space, shown: space ? [space] : [] };
}

/**
 * Keeps a choice in this browser, for the pages that follow. It opens nothing: each page asks again
 * whose the space is.
 */
export async function keepChosenSpace(slug: string): Promise<void> {
  await keepCookie(cookieName(COOKIE), slug, { maxAge: KEPT_DAYS * 24 * 3600 });
}

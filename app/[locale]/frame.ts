import type { ComponentProps } from "react";
import type { MenuLink } from "#components/site/menu-links.tsx";
import type { Door, Shell, Wing } from "#components/site/shell.tsx";
import type { IconName } from "#components/ui/icon.tsx";
import { countWaiting } from "#lib/booking/bookings/approvals.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  type Menu,
  type MenuEntry,
  menuFor,
  wingsOf,
} from "#lib/foundation/identity/permission/menu.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { countAwardsToDecide } from "#lib/learning/badges/awards/to-decide.ts";
import type { Waiting } from "#lib/module.ts";
import { ALL_SPACES, chosenSpaces, MOST_AT_ONCE } from "#lib/places/spaces/chosen.ts";

/**
 * The ways on that stand around a page: the main menu, and for staff what is beside their pages.
 */
export async function frameOf(
  ctx: Context,
  locale: Locale,
  address: string,
): Promise<Pick<ComponentProps<typeof Shell>, "doors" | "wing" | "tabs">> {
  const { pathname, searchParams } = new URL(address, "http://page");
  const path = pathname.replace(/^\/\w+/, "");
  const menu = menuFor(ctx.actor, path, { isDemonstration: settings().demo });
  return {
    doors: doorsOf(ctx, locale, path, menu),
    wing: menu && (await wingOf(ctx, locale, { path, searchParams }, menu)),
    tabs: tabsOf(ctx, locale, path),
  };
}

/** What learners and partners have at their thumb; staff have the bar of their wing. */
function tabsOf({ actor }: Context, locale: Locale, path: string): MenuLink[] {
  if (!can(actor, "booking.request") || wingsOf(actor).length > 0) return [];
  const to = (href: string, label: string, icon: IconName): MenuLink => ({
    href: `/${locale}${href}`,
    label,
    icon,
    current: path === href || (href === "" && path === "/") ? "page" : undefined,
    isTab: true,
    below: [],
  });
  const t = translator(locale, "common");
  return [
    to("", t("nav.spaces"), "pin"),
    to("/sessions", t("nav.sessions"), "calendar"),
    to("/me", t("nav.me"), "person"),
    // Their card stands on their own page, one press further.
    can(actor, "endorsement.answer")
      ? to("/partner", t("nav.partner"), "badge")
      : to("/me#card", translator(locale, "booking")("mine.card"), "card"),
  ];
}

function doorsOf({ actor }: Context, locale: Locale, path: string, menu: Menu | null): Door[] {
  const t = translator(locale, "common");
  const to = (href: string, label: string, isCurrent: boolean): Door => ({
    href: `/${locale}${href}`,
    label: t(label),
    isCurrent,
  });
  const wings = wingsOf(actor).map(({ wing, href }) =>
    to(href, WING_NAMES[wing], menu?.wing === wing),
  );
  if (menu) return [...wings, to("", "menu.public", false)];
  const isIn = (folder: string) => path === folder || path.startsWith(`${folder}/`);
  return [
    to("", "nav.spaces", path === "" || path === "/" || isIn("/spaces")),
    to("/sessions", "nav.sessions", isIn("/sessions")),
    to("/practices", "nav.practices", isIn("/practices")),
    to("/badges", "nav.badges", isIn("/badges") || isIn("/verify") || isIn("/community")),
    ...(can(actor, "booking.request") ? [to("/me", "nav.me", isIn("/me"))] : []),
    ...(can(actor, "endorsement.answer") ? [to("/partner", "nav.partner", isIn("/partner"))] : []),
    ...wings,
  ];
}

const WING_NAMES = { desk: "nav.desk", research: "nav.research", network: "nav.admin" } as const;

type Page = { path: string; searchParams: URLSearchParams };

async function wingOf(ctx: Context, locale: Locale, page: Page, menu: Menu): Promise<Wing> {
  const { current, entries, wing } = menu;
  const t = translator(locale, "common");
  const labelOf = ({ label: [domain, key] }: MenuEntry) => translator(locale, domain)(key);
  const waiting = await waitingBehind(ctx, entries);
  const link = (entry: MenuEntry): MenuLink => ({
    href: `/${locale}${entry.href}`,
    label: labelOf(entry),
    icon: entry.icon,
    current: currentOf(entry, current),
    count: entry.counts && countOf(waiting[entry.counts] ?? 0, t),
    isTab: entry.isTab,
    below: entry.entries.map(link),
  });
  const above = current?.under;
  return {
    label: t(WING_NAMES[wing]),
    links: entries.map(link),
    above: above ? { href: `/${locale}${above.href}`, label: labelOf(above) } : null,
    spaces: wing === "desk" ? await switchOf(ctx, locale, page, current?.href ?? "/desk") : null,
  };
}

/** How many things wait behind the entries of a menu, asked only for those that it has. */
async function waitingBehind(
  ctx: Context,
  entries: MenuEntry[],
): Promise<Partial<Record<Waiting, number>>> {
  const asked = entries.flatMap(({ counts }) => counts ?? []);
  const counted = asked.map(async (what) => [what, await COUNTS[what](ctx)] as const);
  return Object.fromEntries(await Promise.all(counted));
}

const COUNTS: Record<Waiting, (ctx: Context) => Promise<number>> = {
  requests: countWaiting,
  badges: countAwardsToDecide,
};

const countOf = (count: number, t: Translate) => ({
  number: count,
  words: t("menu.waiting", { count }),
});

function currentOf({ href, entries }: MenuEntry, current: Menu["current"]): MenuLink["current"] {
  if (current?.href === href) return current.isItself ? "page" : "true";
  return entries.some((entry) => entry.href === current?.href) ? "true" : undefined;
}

/** @param home where another space leads from a page that is about one thing of this one */
async function switchOf(
  ctx: Context,
  locale: Locale,
  { path, searchParams }: Page,
  home: string,
): Promise<Wing["spaces"]> {
  const asked = searchParams.get("space") ?? "";
  const { own, space, shown } = await chosenSpaces(ctx, "booking.manage", asked);
  if (own.length === 0) return null;
  const t = translator(locale, "common");
  const isAll = shown.length > 1;
  return {
    spaces: own,
    chosen: isAll ? ALL_SPACES : (space?.slug ?? ""),
    next: `/${locale}${path === home ? path + queryOf(searchParams) : home}`,
    all: own.length <= MOST_AT_ONCE ? ALL_SPACES : undefined,
    words: { space: t("menu.space"), all: t("menu.allSpaces"), show: t("menu.showSpace") },
  };
}

/** What a page asks of any space alike: which day, and how it is drawn. */
function queryOf(asked: URLSearchParams): string {
  const kept = [...asked].filter(([name]) => ["day", "view", "month"].includes(name));
  return kept.length > 0 ? `?${new URLSearchParams(kept)}` : "";
}

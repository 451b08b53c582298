import type { MenuPage, Wing } from "#lib/module.ts";
import { MODULES } from "#lib/modules.ts";
import type { Actor } from "../context.ts";
import { type Action, can } from "./policy.ts";

export type { MenuIcon, Wing } from "#lib/module.ts";

const WINGS: readonly Wing[] = ["desk", "research", "network"];

/** Which of its pages a wing opens with, and who may enter it. */
const ENTRANCES = {
  desk: { href: "/desk", action: "booking.manage" },
  research: { href: "/research", action: "research.read" },
  network: { href: "/admin/people", action: "people.card" },
} as const satisfies Record<Wing, { href: string; action: Action }>;

const FOLDERS: Record<string, Wing> = { desk: "desk", research: "research", admin: "network" };

type Page = MenuPage & { action: Action };

/**
 * The pages of all modules in their order. The rail of a wide screen, the bar of a phone and the
 * pages that list others are drawn from it.
 */
const MENU: readonly Page[] = Object.values(MODULES)
  .flatMap((module) => ("menu" in module ? [...module.menu] : []))
  .toSorted((one, other) => one.at - other.at);

export type MenuEntry = Omit<Page, "at" | "action" | "wings" | "isDemonstration"> & {
  entries: MenuEntry[];
};

export type Menu = {
  wing: Wing;
  entries: MenuEntry[];
  /** The entry that the page is, or belongs to; null for a page of which no menu knows. */
  current: { href: string; isItself: boolean; under: MenuEntry | null } | null;
};

/** The wings that somebody may enter, each with its first page. */
export function wingsOf(actor: Actor): { wing: Wing; href: string }[] {
  return WINGS.filter((wing) => can(actor, ENTRANCES[wing].action)).map((wing) => ({
    wing,
    href: ENTRANCES[wing].href,
  }));
}

/**
 * The menu around a page: of the wing that its folder names, or of the first of the reader's wings
 * in which it stands. Null where the reader has none, and outside the wings.
 *
 * @param path the address after the language, without its query
 */
export function menuFor(actor: Actor, path: string, { isDemonstration = false } = {}): Menu | null {
  const home = FOLDERS[path.split("/")[1] ?? ""];
  if (!home) return null;
  const open = wingsOf(actor).map(({ wing }) => wing);
  const page = pageOf(path);
  const candidates = page
    ? [home, ...page.wings].filter((wing) => page.wings.includes(wing))
    : [home];
  const wing = candidates.find((one) => open.includes(one));
  if (!wing) return null;
  const entries = entriesOf(actor, wing, isDemonstration);
  const shown = entries.flatMap((entry) => [entry, ...entry.entries]);
  const here = page && shown.find(({ href }) => href === page.href);
  const under = here && entries.find(({ entries: below }) => below.includes(here));
  return {
    wing,
    entries,
    current: here ? { href: here.href, isItself: here.href === path, under: under ?? null } : null,
  };
}

/** What stands below an entry, for the page that lists it. */
export function entriesUnder(
  actor: Actor,
  href: string,
  { isDemonstration = false } = {},
): MenuEntry[] {
  return (
    entriesOf(actor, "desk", isDemonstration).find((entry) => entry.href === href)?.entries ?? []
  );
}

function entriesOf(actor: Actor, wing: Wing, isDemonstration: boolean): MenuEntry[] {
  const open = MENU.filter(
    (page) =>
      page.wings.includes(wing) &&
      can(actor, page.action) &&
      (isDemonstration || !page.isDemonstration),
  );
  const isTop = ({ under }: Page) => !open.some(({ href }) => href === under);
  const entry = (page: Page): MenuEntry => {
    const { at: _, action: __, wings: ___, isDemonstration: ____, ...shown } = page;
    return { ...shown, entries: open.filter(({ under }) => under === page.href).map(entry) };
  };
  return open
    .filter(isTop)
    .map(entry)
    .filter(({ isIndex, entries }) => !isIndex || entries.length > 0);
}

/**
 * The page of the list to which an address belongs: the one with the longest address that begins
 * it.
 */
function pageOf(path: string): Page | undefined {
  const begins = (start: string) => path === start || path.startsWith(`${start}/`);
  const length = ({ href, also = [] }: Page) =>
    Math.max(0, ...[href, ...also].filter(begins).map((start) => start.length));
  const [best] = MENU.filter((page) => length(page) > 0).sort(
    (one, other) => length(other) - length(one),
  );
  // The first page of the desk is no home for whatever has no other.
  return best?.href === "/desk" && path !== "/desk" ? undefined : best;
}

/** Every page of the list with what it asks: for the tests that hold it against the doors. */
export const MENU_PAGES: readonly Pick<
  Page,
  "href" | "action" | "label" | "wings" | "under" | "also"
>[] = MENU;

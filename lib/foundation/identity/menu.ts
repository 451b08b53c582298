import type { Domain } from "#lib/foundation/i18n/messages.ts";
import type { Actor } from "./context.ts";
import { type Action, can } from "./policy.ts";

/** The parts of the house that have a menu of their own. */
export const WINGS = ["desk", "research", "network"] as const;

export type Wing = (typeof WINGS)[number];

/** Which of its pages a wing opens with, and who may enter it. */
const ENTRANCES = {
  desk: { href: "/desk", action: "booking.manage" },
  research: { href: "/research", action: "research.read" },
  network: { href: "/admin/people", action: "people.card" },
} as const satisfies Record<Wing, { href: string; action: Action }>;

const FOLDERS: Record<string, Wing> = { desk: "desk", research: "research", admin: "network" };

/**
 * A page of staff as a menu names it. The list below is the only one: the rail of a wide screen, the bar of a phone and the
 * pages that list others are drawn from it.
 */
type Page = {
  /** The address after the language. */
  href: string;
  /** Domain and key of the message that is its name: the same as the title of the page. */
  label: readonly [domain: Domain, key: string];
  icon: MenuIcon;
  /** What the page asks its reader to be allowed. */
  action: Action;
  /** In whose menus it stands; where somebody has several of them, the first that they may enter and that is theirs. */
  wings: readonly Wing[];
  /** The entry below which it stands. */
  under?: string;
  /** Pages without an entry of their own that belong to it, by the beginning of their address. */
  also?: readonly string[];
  /** One of the four that a phone shows without opening anything. */
  isTab?: boolean;
  /** Has nothing of its own: it lists what stands below it, and is not there when that is nothing. */
  isIndex?: boolean;
  /** How many things wait behind it. */
  counts?: "requests";
  isDemonstration?: boolean;
};

export type MenuIcon =
  | "home"
  | "calendar"
  | "book"
  | "inbox"
  | "people"
  | "door"
  | "closed"
  | "chart"
  | "gear"
  | "file"
  | "flask"
  | "swap"
  | "pin"
  | "person"
  | "shield"
  | "list";

const DESK = ["desk"] as const;
const FIGURES = ["desk", "research"] as const;

const MENU: readonly Page[] = [
  {
    href: "/desk",
    label: ["desk", "today"],
    icon: "home",
    action: "booking.manage",
    wings: DESK,
    isTab: true,
  },
  {
    href: "/desk/calendar",
    label: ["desk", "calendar"],
    icon: "calendar",
    action: "booking.manage",
    wings: DESK,
    also: ["/desk/bookings", "/desk/tasks"],
    isTab: true,
  },
  {
    href: "/desk/series",
    label: ["series", "list.title"],
    icon: "calendar",
    action: "booking.manage",
    wings: DESK,
    under: "/desk/calendar",
  },
  {
    href: "/desk/sessions",
    label: ["sessions", "desk.title"],
    icon: "book",
    action: "session.plan",
    wings: DESK,
    also: ["/desk/people"],
    isTab: true,
  },
  {
    href: "/desk/requests",
    label: ["desk", "requests.title"],
    icon: "inbox",
    action: "booking.manage",
    wings: DESK,
    isTab: true,
    counts: "requests",
  },
  {
    href: "/desk/presence",
    label: ["presence", "title"],
    icon: "people",
    action: "attendance.take",
    wings: DESK,
  },
  {
    href: "/desk/occupancy",
    label: ["occupancy", "title"],
    icon: "people",
    action: "occupancy.manage",
    wings: DESK,
    under: "/desk/presence",
  },
  {
    href: "/desk/rooms",
    label: ["desk", "resources.title"],
    icon: "door",
    action: "space.manage",
    wings: DESK,
  },
  {
    href: "/desk/closures",
    label: ["desk", "closures.title"],
    icon: "closed",
    action: "booking.manage",
    wings: DESK,
  },
  {
    href: "/desk/blockings",
    label: ["blockings", "title"],
    icon: "closed",
    action: "booking.manage",
    wings: DESK,
    under: "/desk/closures",
  },
  {
    href: "/desk/reports",
    label: ["common", "menu.reports"],
    icon: "chart",
    action: "use.read",
    wings: DESK,
    isIndex: true,
  },
  {
    href: "/desk/set-up",
    label: ["common", "menu.setUp"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    isIndex: true,
  },
  {
    href: "/desk/hours",
    label: ["desk", "hours.title"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/limits",
    label: ["desk", "limits.title"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/kiosks",
    label: ["presence", "desk.title"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/cards",
    label: ["presence", "lostCard"],
    icon: "gear",
    action: "people.card",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/schemes",
    label: ["sessions", "schemes.title"],
    icon: "list",
    action: "scheme.manage",
    wings: FIGURES,
    under: "/desk/set-up",
  },
  {
    href: "/desk/webhooks",
    label: ["webhooks", "title"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/deleted",
    label: ["privacy", "runs.title"],
    icon: "gear",
    action: "space.manage",
    wings: DESK,
    under: "/desk/set-up",
  },
  {
    href: "/desk/mailbox",
    label: ["desk", "mailbox"],
    icon: "inbox",
    action: "mailbox.read",
    wings: ["desk", "research", "network"],
    under: "/desk/set-up",
    isDemonstration: true,
  },
  {
    href: "/research",
    label: ["research", "title"],
    icon: "file",
    action: "research.read",
    wings: ["research"],
    isTab: true,
  },
  {
    href: "/research/new",
    label: ["research", "new"],
    icon: "flask",
    action: "research.release",
    wings: ["research"],
    isTab: true,
  },
  {
    href: "/research/indicators",
    label: ["research", "indicators.title"],
    icon: "chart",
    action: "indicators.read",
    wings: ["research", "desk"],
    under: "/desk/reports",
  },
  {
    href: "/research/cross-border",
    label: ["sessions", "counts.title"],
    icon: "swap",
    action: "use.read",
    wings: ["research", "desk"],
    under: "/desk/reports",
  },
  {
    href: "/desk/use",
    label: ["occupancy", "use.title"],
    icon: "door",
    action: "use.read",
    wings: FIGURES,
    under: "/desk/reports",
  },
  {
    href: "/admin/people",
    label: ["identity", "people.title"],
    icon: "people",
    action: "people.card",
    wings: ["network"],
    isTab: true,
  },
  {
    href: "/admin/organisations",
    label: ["identity", "organisations.title"],
    icon: "person",
    action: "people.manage",
    wings: ["network"],
    isTab: true,
  },
  {
    href: "/admin/audit",
    label: ["identity", "audit.title"],
    icon: "list",
    action: "audit.read",
    wings: ["network"],
  },
  {
    href: "/admin/health",
    label: ["operations", "title"],
    icon: "shield",
    action: "network.run",
    wings: ["network"],
  },
];

export type MenuEntry = Omit<Page, "action" | "wings" | "isDemonstration"> & {
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
 * The menu around a page: of the wing that its folder names, or of the first of the reader's wings in which it stands. Null where
 * the reader has none, and outside the wings.
 *
 * @param path the address after the language, without its query
 */
export function menuFor(actor: Actor, path: string, { isDemonstration = false } = {}): Menu | null {
  const home = FOLDERS[path.split("/")[1] ?? ""];
  if (!home) return null;
  const open = wingsOf(actor).map(({ wing }) => wing);
  const page = pageOf(path);
  const candidates = page ? [home, ...page.wings].filter((wing) => page.wings.includes(wing)) : [home];
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
export function entriesUnder(actor: Actor, href: string, { isDemonstration = false } = {}): MenuEntry[] {
  return entriesOf(actor, "desk", isDemonstration).find((entry) => entry.href === href)?.entries ?? [];
}

function entriesOf(actor: Actor, wing: Wing, isDemonstration: boolean): MenuEntry[] {
  const open = MENU.filter(
    (page) =>
      page.wings.includes(wing) && can(actor, page.action) && (isDemonstration || !page.isDemonstration),
  );
  const isTop = ({ under }: Page) => !open.some(({ href }) => href === under);
  const entry = (page: Page): MenuEntry => {
    const { action: _, wings: __, isDemonstration: ___, ...shown } = page;
    return { ...shown, entries: open.filter(({ under }) => under === page.href).map(entry) };
  };
  return open
    .filter(isTop)
    .map(entry)
    .filter(({ isIndex, entries }) => !isIndex || entries.length > 0);
}

/** The page of the list to which an address belongs: the one with the longest address that begins it. */
function pageOf(path: string): Page | undefined {
  const begins = (start: string) => path === start || path.startsWith(`${start}/`);
  const length = ({ href, also = [] }: Page) =>
    Math.max(0, ...[href, ...also].filter(begins).map((start) => start.length));
  const [best] = MENU.filter((page) => length(page) > 0).sort((one, other) => length(other) - length(one));
  // The first page of the desk is no home for whatever has no other.
  return best?.href === "/desk" && path !== "/desk" ? undefined : best;
}

/** Every page of the list with what it asks: for the tests that hold it against the doors. */
export const MENU_PAGES: readonly Pick<Page, "href" | "action" | "label" | "wings" | "under" | "also">[] =
  MENU;

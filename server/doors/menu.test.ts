import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Actor, Role } from "#lib/foundation/identity/context.ts";
import {
  entriesUnder,
  MENU_PAGES,
  type MenuEntry,
  menuFor,
  wingsOf,
} from "#lib/foundation/identity/permission/menu.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { DOORS } from "./table.ts";

const holding = (...roles: Role[]): Actor => ({
  kind: "person",
  personId: "00000000-0000-4000-8000-000000000001",
  displayName: "Noor",
  locale: "nl",
  roles: roles.map((role) => ({
    role,
    spaceId: ["facilitator", "manager"].includes(role) ? "a" : null,
  })),
  scopes: null,
});

const hrefs = (entries: MenuEntry[]): string[] =>
  entries.flatMap(({ href, entries: below }) => [href, ...hrefs(below)]);

test("every page of the list is there, asks for what the list says, and has a name in each language", () => {
  for (const { href, action, label } of MENU_PAGES) {
    const asked = DOORS.find(([door]) => door === `page ${href}`)?.[1];
    // The page of use shows a space or the whole network, and asks again for either; the mailbox is
    // the demonstration's.
    if (!["/desk/use", "/desk/mailbox"].includes(href))
      expect(asked, href).toMatch(new RegExp(`^${action}@`));
    for (const locale of LOCALES) expect(translator(locale, label[0])(label[1]), href).not.toBe("");
  }
});

test("every page of staff stands in a menu, or belongs to one that does", () => {
  const pages = ["desk", "research", "admin"].flatMap((wing) =>
    readdirSync(`app/[locale]/${wing}`, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name === "page.tsx")
      .map(({ parentPath }) => parentPath.replace("app/[locale]", "")),
  );
  // It leads on to the people of the network, and is no page itself.
  const lost = pages.filter(
    (path) => path !== "/admin" && !menuFor(holding("administrator"), path)?.current,
  );
  const inDemonstration = lost.filter(
    (path) => !menuFor(holding("administrator"), path, { isDemonstration: true })?.current,
  );
  expect(inDemonstration).toEqual([]);
  expect(lost).toEqual(["/desk/mailbox"]);
});

test.each<[Role, string[]]>([
  ["learner", []],
  ["facilitator", ["desk"]],
  ["manager", ["desk", "network"]],
  ["researcher", ["research"]],
  ["partner", []],
  ["administrator", ["desk", "research", "network"]],
])("a %s enters %j, and sees nothing there that they may not open", (role, wings) => {
  const actor = holding(role);
  expect(wingsOf(actor).map(({ wing }) => wing)).toEqual(wings);
  const homes = { desk: "/desk", research: "/research", network: "/admin/people" };
  for (const [wing, home] of Object.entries(homes)) {
    const menu = menuFor(actor, home);
    expect(menu?.wing, home).toBe(wings.includes(wing) ? wing : undefined);
    for (const href of hrefs(menu?.entries ?? [])) {
      const page = MENU_PAGES.find((one) => one.href === href);
      expect(page && can(actor, page.action), `${role}: ${href}`).toBe(true);
    }
  }
});

test("a facilitator has no empty page that would list what others may do", () => {
  const shown = hrefs(menuFor(holding("facilitator"), "/desk")?.entries ?? []);
  expect(shown).not.toContain("/desk/set-up");
  expect(shown).not.toContain("/desk/reports");
  expect(shown.slice(0, 4)).toEqual(["/desk", "/desk/calendar", "/desk/series", "/desk/sessions"]);
  expect(entriesUnder(holding("manager"), "/desk/set-up").length).toBeGreaterThan(3);
});

test.each([
  ["/desk", "/desk", true, undefined],
  ["/desk/sessions/0190/sheet", "/desk/sessions", false, undefined],
  ["/desk/bookings/new", "/desk/calendar", false, undefined],
  ["/desk/series/import", "/desk/series", false, "/desk/calendar"],
  ["/desk/hours", "/desk/hours", true, "/desk/set-up"],
  ["/research/0190", "/research", false, undefined],
])("%s belongs to %s", (path, href, isItself, under) => {
  const current = menuFor(holding("administrator"), path)?.current;
  expect(current).toMatchObject({ href, isItself });
  expect(current?.under?.href).toBe(under);
});

test("figures stand in the menu of whoever reads them", () => {
  expect(menuFor(holding("manager"), "/research/indicators")?.wing).toBe("desk");
  expect(menuFor(holding("researcher"), "/desk/use")?.wing).toBe("research");
  expect(menuFor(holding("learner"), "/desk/use")).toBeNull();
  expect(menuFor(holding("administrator"), "/spaces/hangar-k")).toBeNull();
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "#db/client.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { titleOf } from "./doors/ask.ts";
import { DOORS } from "./doors/table.ts";
import { makeWorld, type World } from "./doors/world.ts";

const shared = globalThis as { triviumConnection?: Connection };

let fresh: FreshDatabase;
let world: World;

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL ??= fresh.url;
  shared.triviumConnection = fresh.connect(3);
  world = await makeWorld(shared.triviumConnection.db);
}, 120_000);
afterAll(async () => {
  delete shared.triviumConnection;
  await fresh.drop();
});

/** One leads on, one is the page of what is not there, and one is called by its layout. */
const UNNAMED = ["page /[...rest]", "page /admin", "page /kiosk/[space]"];

const PAGES = DOORS.filter(([door]) => door.startsWith("page "));

/** The pages by what each is called. */
async function pagesByTitle(locale: (typeof LOCALES)[number]) {
  const pages = new Map<string, string[]>();
  for (const [door, , thing = "", more = {}] of PAGES) {
    const question = { door, thing, more, role: "administrator", cell: "same" } as const;
    const title = (await titleOf(world, question, locale)) ?? "";
    pages.set(title, [...(pages.get(title) ?? []), door]);
  }
  return pages;
}

test.each(LOCALES)(
  "every page has a title of its own in %s",
  async (locale) => {
    const pages = await pagesByTitle(locale);
    expect(pages.get("")?.toSorted()).toEqual(UNNAMED);
    pages.delete("");
    expect([...pages].filter(([, doors]) => doors.length > 1)).toEqual([]);
  },
  120_000,
);

import { expect, type Page, test } from "@playwright/test";
import { connect } from "#db/client.ts";
import { addressOf, allDoors } from "../server/doors/ask.ts";
import { DOORS, type Row } from "../server/doors/table.ts";
import { makeWorld, type Role, type World } from "../server/doors/world.ts";
import { ownerUrl } from "./database.ts";
import { expectOurRules } from "./our-rules.ts";
import { expectSoundPage, watchMoves } from "./page-rules.ts";
import { LANGUAGES, type Language } from "./people.ts";
import { isFull, ONCE, screenFor } from "./runs.ts";

const ROWS = new Map(DOORS.map((row): [string, Row] => [row[0], row]));

/**
 * What is looked at elsewhere: it has no language in its address, or somebody else than the people
 * of this file.
 */
const ELSEWHERE: Record<string, string> = {
  "page /admin": "leads on to /admin/people",
  "page /embed/[locale]/map": "embed.spec.ts",
  "page /kiosk/[space]": "kiosk.spec.ts",
  "page /me/account/password": "passwords.spec.ts",
};

/** What a page wants to know besides the thing that it is about; without, it leads elsewhere. */
const ASKED: Record<string, string> = { "page /book/where": "?people=2&hours=1" };

/** Every other page there is, as the files of `app/` say. */
const PAGES = allDoors().filter((door) => door.startsWith("page /") && !(door in ELSEWHERE));

/** So many pages are one test, so that what fails says where. */
const PART = 30;

let world: World;

// Two spaces with one of everything and somebody of each role, whom no journey has to do with.
test.beforeAll(async () => {
  const { db, close } = connect(ownerUrl(), { max: 2 });
  world = await makeWorld(db);
  await close();
});

for (const locale of LANGUAGES)
  for (let first = 0; first < PAGES.length; first += PART) {
    const part = PAGES.slice(first, first + PART);
    test(`every page from ${part[0]} is sound (${locale})`, async ({ page, baseURL }, {
      project,
    }) => {
      test.setTimeout(240_000);
      await watchMoves(page);
      const faults: string[] = [];
      for (const [at, door] of part.entries()) {
        if (!isFull && screenFor(first + at, locale) !== project.name) continue;
        await look(page, door, locale, baseURL ?? "").catch((fault: Error) => {
          faults.push(`${door}: ${fault.message}`);
        });
      }
      expect(faults).toEqual([]);
    });
  }

test("a page of which a script failed is not sound", ONCE, async ({ page }) => {
  await page.goto("/en/about/eco");
  await expectSoundPage(page);
  const isHeard = page.waitForEvent("pageerror");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("a script that failed");
    });
  });
  await isHeard;
  await expect(expectSoundPage(page)).rejects.toThrow(/a script that failed/);
  await expectSoundPage(page);
});

/** @throws Error when another page stands there, or one that breaks a rule (page-rules.ts) */
async function look(page: Page, door: string, locale: Language, baseURL: string) {
  const [, who = "anyone", thing = "", more = {}] = ROWS.get(door) ?? [];
  const role = door === "page /desk/mailbox" ? "manager" : roleFor(who);
  await page.context().clearCookies();
  const [name = "", value = ""] = world.cookies[role]?.split("=") ?? [];
  if (name) await page.context().addCookies([{ name, value, url: baseURL }]);
  const address = `${addressOf(world, { door, thing, more, role, cell: "own" })}${ASKED[door] ?? ""}`;
  const answer = await page.goto(`/${locale}${address}`);
  expect(answer?.status()).toBe(door === "page /[...rest]" ? 404 : 200);
  expect(new URL(page.url()).pathname).toBe(
    `/${locale}${address.split("?")[0]}`.replace(/\/$/, ""),
  );
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  await expectSoundPage(page);
  await expectOurRules(page);
}

/** Somebody who may enter, and owns what is asked for. */
function roleFor(who: string): Role {
  if (who === "anyone" || who === "nobody") return "visitor";
  if (who.startsWith("endorsement.answer")) return "partner";
  return /research|@network|indicators/.test(who) ? "administrator" : "manager";
}

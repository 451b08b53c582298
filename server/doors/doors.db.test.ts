import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Connection, Database } from "#db/client.ts";
import { ACTIONS, type Action, can } from "#lib/foundation/identity/permission/policy.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { allDoors, ask, type Outcome, thrown } from "./ask.ts";
import { DOORS, type Row } from "./table.ts";
import { CELLS, type Cell, makeWorld, ROLES, type Role, type World } from "./world.ts";

vi.mock("#lib/foundation/platform/forms/forms.ts", async (original) => {
  const forms = await original<typeof import("#lib/foundation/platform/forms/forms.ts")>();
  // A refusal comes back as a sentence: what was thrown is kept beside it.
  const submit: typeof forms.submit = (form, schema, run) =>
    forms.submit(form, schema, async (request, locale) => {
      try {
        return await run(request, locale);
      } catch (error) {
        thrown.last = error instanceof Error ? error : new Error(String(error));
        throw error;
      }
    });
  return { ...forms, submit };
});

// Only Next can draw a page anew: here nobody looks at one.
vi.mock("next/cache", () => ({ refresh: () => {} }));

const shared = globalThis as { triviumConnection?: Connection };

let fresh: FreshDatabase;
let connection: Connection;
let world: World;

beforeAll(async () => {
  fresh = await freshDatabase();
  process.env.DATABASE_URL ??= fresh.url;
  connection = fresh.connect(3);
  world = await makeWorld(connection.db);
}, 120_000);
afterAll(async () => {
  delete shared.triviumConnection;
  await fresh.drop();
});

class RollBack extends Error {}

/** Asks inside a transaction that is taken back: no question finds what another has done. */
async function askedAlone(question: Parameters<typeof ask>[1]): Promise<Outcome> {
  let outcome: Outcome = { verdict: "broken", why: "not asked" };
  await connection.db
    .transaction(async (tx) => {
      shared.triviumConnection = { ...connection, db: tx as unknown as Database };
      const before = await ended(tx as unknown as Database, question);
      outcome = await ask(world, question);
      const isUnchanged =
        before !== null && before === (await ended(tx as unknown as Database, question));
      if (isUnchanged && outcome.verdict === "allowed")
        outcome = { verdict: "refused", why: "nothing happened" };
      throw new RollBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) outcome = { verdict: "broken", why: String(error) };
    });
  return outcome;
}

/** What is ended in silence when it is another's: whether it was, is seen by the thing itself. */
const IN_SILENCE: Record<string, string> = {
  login: "login_session",
  token: "access_token",
  feed: "calendar_feed",
  mandate: "mandate",
  wait: "booking_wait",
};

async function ended(
  db: Database,
  { door, thing, role, cell }: Parameters<typeof ask>[1],
): Promise<string | null> {
  const table = IN_SILENCE[thing];
  if (!table || !door.startsWith("action")) return null;
  const owner = cell === "own" ? world.own[role] : world.spaces[cell];
  const { rows } = await db.execute<{ row: string }>(
    sql`select to_jsonb(kept)::text as row from ${sql.identifier(table)} kept where id = ${owner?.[thing]}`,
  );
  return rows[0]?.row ?? null;
}

function mayEnter(who: string, role: Role, cell: Cell): boolean {
  const actor = world.actors[role];
  return who.split("|").some((one) => {
    const [name = "", where] = one.trim().split("@");
    if (name === "anyone") return true;
    if (name === "nobody") return false;
    if (name === "owner" || name === "device") return cell === "own";
    if (name === "holder") return cell === "own" && role !== "card";
    if (!actor) return false;
    if (name === "person") return true;
    if (name === "account") return role !== "card";
    if (!ACTIONS.some((action) => action === name)) throw new Error(`${name} is nobody`);
    const spaceId = world.spaces[cell === "other" ? "other" : "same"].space ?? "";
    if (where === "anywhere") return can(actor, name as Action);
    return can(actor, name as Action, { spaceId: where === "network" ? "" : spaceId });
  });
}

function cellsOf([, who, thing = ""]: Row, role: Role): Cell[] {
  if (thing === "") return ["same"];
  if (who === "device") return ["own", "same"];
  return CELLS.filter(
    (cell) =>
      cell !== "own" || (/owner|holder/.test(who) && world.own[role]?.[thing] !== undefined),
  );
}

test("every door there is stands in the table, once, and no other", () => {
  const named = DOORS.map(([door]) => door);
  const doors = allDoors();
  expect(doors.filter((door) => !named.includes(door))).toEqual([]);
  expect(named.filter((door) => !doors.includes(door))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});

test("each role enters by each door where the table says so, and nowhere else", {
  timeout: 600_000,
}, async () => {
  const faults: string[] = [];
  let cells = 0;
  let refused = 0;
  for (const row of DOORS) {
    const [door, who, thing = "", more = {}] = row;
    for (const role of ROLES)
      for (const cell of cellsOf(row, role)) {
        const { verdict, why } = await askedAlone({ door, thing, more, role, cell });
        const expected = mayEnter(who, role, cell) ? "allowed" : "refused";
        cells += 1;
        if (verdict === "refused") refused += 1;
        if (verdict !== expected)
          faults.push(`${door} as ${role}, ${cell}: ${verdict} (${why}), not ${expected}`);
      }
  }
  const named = new Set(DOORS.map(([door]) => door));
  const withoutRow = allDoors().filter((door) => !named.has(door)).length;
  const counts = { doors: DOORS.length, cells, refused, allowed: cells - refused, withoutRow };
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  expect(faults).toEqual([]);
});

const NOBODYS = ["00000000-0000-4000-8000-000000000000", "not-an-id", "1"];
/**
 * What anybody may know of: that such a thing exists is no secret, and a refusal may say more than
 * "not here".
 */
const PUBLIC = [
  "space",
  "room",
  "free",
  "session",
  "placed",
  "photo",
  "layout",
  "scheme",
  "organisation",
  "framework",
  "badgeClass",
  "practice",
  "prototype",
  "journal",
  "shownFile",
  "trying",
  "published",
  "networkActor",
  "benchmarkEntry",
  "placeFile",
  "listedPlace",
  "waitingClaim",
];

test("an id that is nobody's, or none at all, is no fault, and is refused as another's is", {
  timeout: 600_000,
}, async () => {
  const faults: string[] = [];
  let asked = 0;
  for (const [door, who, thing = "", more = {}] of DOORS) {
    if (thing === "" || thing === "space" || who === "device") continue;
    for (const role of ["visitor", "learner", "manager", "administrator"] as const) {
      const another = await askedAlone({ door, thing, more, role, cell: "other" });
      for (const instead of NOBODYS) {
        const { verdict, why } = await askedAlone({
          door,
          thing,
          more,
          role,
          cell: "same",
          instead,
        });
        asked += 1;
        // A form that holds no id is refused by the form, and a page that needs none is drawn
        // without it.
        const isRefused = verdict === "refused" || verdict === "unread" || /^4\d\d /.test(why);
        const tells =
          !PUBLIC.includes(thing) &&
          !door.startsWith("action") &&
          another.verdict === "refused" &&
          instead === NOBODYS[0] &&
          why !== another.why;
        const mayPass =
          verdict === "allowed" &&
          (thing in IN_SILENCE ||
            /anyone|^person$|^account$/.test(who) ||
            /^page [^[]*$/.test(door));
        if ((!isRefused && !mayPass) || tells)
          faults.push(
            `${door} as ${role}, ${instead}: ${verdict} (${why}); another's: ${another.why}`,
          );
      }
    }
  }
  process.stdout.write(`${JSON.stringify({ idsOfNobody: asked })}\n`);
  expect(faults).toEqual([]);
});

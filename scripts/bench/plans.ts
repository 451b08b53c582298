import { sql } from "drizzle-orm";
import { connect } from "#db/client.ts";
import { factsForBooking } from "#lib/booking/bookings/requesting.ts";
import { findAvailability, findBeside, isAnyFree } from "#lib/booking/search/free-rooms.ts";
import { findFreeTimes } from "#lib/booking/search/free-times.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { HOUSE, type Network } from "./network.ts";

/** @property index as its table has it; null where none is used */
type Reader = { node: string; index: string | null; condition: string };

/** What a statement read of allocations by, and what of that reads more than one room at a time. */
export type PlanFigures = { by: Record<string, string[]>; faults: string[] };

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: PlanNode[];
};

/**
 * How the statements that ask whether a room is free find its allocations: as they run here, on all
 * there are, told by PostgreSQL itself once each has run. Each room has to be looked up by an index,
 * alone: whoever reads the table from end to end, or all that a space has at that time, is at fault.
 */
export async function measurePlans(url: string, network: Network): Promise<PlanFigures> {
  const { pool, db, close } = connect(url, { max: 1 });
  const plans: PlanNode[] = [];
  pool.on("connect", (client) =>
    client.on("notice", ({ message = "" }) => {
      const [, plan] = message.split("plan:\n");
      if (plan) plans.push(JSON.parse(plan).Plan);
    }),
  );
  try {
    const indexes = await indexesOfAllocations(pool);
    await pool.query("load 'auto_explain'");
    await pool.query("set auto_explain.log_format = json");
    await pool.query("set auto_explain.log_level = notice");
    await pool.query("set auto_explain.log_min_duration = 0");
    const by: PlanFigures["by"] = {};
    const faults: string[] = [];
    for (const [name, ask] of Object.entries(asksOf({ db }, network))) {
      plans.length = 0;
      await ask();
      const readers = plans.flatMap((plan) => readersIn(plan, indexes));
      by[name] = [...new Set(readers.map(({ node, index }) => index ?? node))];
      if (readers.length === 0) faults.push(`${name}: reads no allocation`);
      for (const { node, condition } of readers)
        if (!node.startsWith("Index") || !condition.includes("resource_id"))
          faults.push(`${name}: ${node} ${condition}`);
    }
    return { by, faults: [...new Set(faults)] };
  } finally {
    await close();
  }
}

function asksOf(
  { db }: Pick<Context, "db">,
  { people, house }: Network,
): Record<string, () => Promise<unknown>> {
  const [{ personId }] = people as [Network["people"][number]];
  const [{ roomId }] = house as [Network["house"][number]];
  const now = Temporal.Now.instant();
  const ctx: Context = { actor: { kind: "visitor" }, now, db, requestId: "bench" };
  const start = now.round({ smallestUnit: "hour", roundingMode: "ceil" }).add({ hours: 24 });
  const search = { start, end: start.add({ hours: 1 }), people: 4, equipment: [] };
  const booking = { ...search, roomId, purpose: "" };
  const days = { start, end: start.add({ hours: 72 }) };
  const times = { spaceSlug: HOUSE, people: 4, minutes: 60, equipment: [] };
  return {
    search: () => findAvailability(ctx, search),
    "search near a point": () =>
      findAvailability(ctx, { ...search, near: { lat: 50.8, lon: 3.2 } }),
    "one room": () => isAnyFree(ctx, { ...search, roomId }),
    "free times": () => findFreeTimes(ctx, times, days),
    "a room that others ask for": () =>
      db.execute(factsForBooking(ctx, booking, sql`${personId}::uuid`, { isContested: true })),
    "what else is free": () => findBeside(ctx, booking),
  };
}

/** Each part of the table of allocations, and each index of a part with that of the whole table. */
type Indexes = { tables: Set<string>; wholeOf: Map<string, string> };

async function indexesOfAllocations(pool: ReturnType<typeof connect>["pool"]): Promise<Indexes> {
  const { rows } = await pool.query<{ table: string; part: string; whole: string }>(
    `select indrelid::regclass::text as table, indexrelid::regclass::text as part,
       coalesce(inhparent, indexrelid)::regclass::text as whole
     from pg_index left join pg_inherits on inhrelid = indexrelid
     where indrelid in (select relid from pg_partition_tree('allocation'))`,
  );
  return {
    tables: new Set(rows.map(({ table }) => table)),
    wholeOf: new Map(rows.map(({ part, whole }) => [part, whole])),
  };
}

function readersIn(node: PlanNode, indexes: Indexes): Reader[] {
  const index = node["Index Name"];
  const below = (node.Plans ?? []).flatMap((part) => readersIn(part, indexes));
  if (!indexes.tables.has(node["Relation Name"] ?? "")) return below;
  return [
    ...below,
    {
      node: node["Node Type"],
      index: index ? (indexes.wholeOf.get(index) ?? index) : null,
      condition: node["Index Cond"] ?? "",
    },
  ];
}

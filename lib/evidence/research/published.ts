import { and, inArray, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { publishedBlocks } from "#db/schema/research.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { answersBySession } from "./attendees.ts";
import { type Cells, type HeldJoint, protectedCells, STEP } from "./disclosure.ts";
import { daysOf, heldSessions, JOINT_ATTENDANCES } from "./joint-sessions.ts";
import { quarterName } from "./periods.ts";

/**
 * Published and frozen; not published by anybody yet; or never to be, for its people left already
 * in another form.
 */
export type BlockState = "published" | "unpublished" | "left_otherwise";

/** What outsiders read of one quarter and region: cells where it is published. */
export type PublishedBlock = {
  quarter: string;
  region: string;
  state: BlockState;
  cells: Cells | null;
};

/** What is counted over the whole network stands under no region. */
const NETWORK = "";

/** The regions that the spaces of the network are in. */
export async function networkRegions({ db }: Pick<Context, "db">): Promise<string[]> {
  const rows = await rowsOf<{ region: string }>(
    db,
    sql`select distinct region from spaces_space space order by 1`,
  );
  return rows.map(({ region }) => region);
}

/** @throws DomainError invalid for a region that no space is in */
export async function regionsNamed(
  ctx: Pick<Context, "db">,
  region: string | undefined,
): Promise<string[]> {
  const known = await networkRegions(ctx);
  if (!region) return known;
  if (!known.includes(region))
    throw new DomainError("invalid", { code: "research.unknown_region" });
  return [region];
}

/**
 * The blocks of these quarters and regions as they are published. Reading publishes nothing: of
 * what nobody has published yet it is said that it is not. The caller has asked whether the
 * quarters are closed.
 */
export async function publishedCells(
  { db }: Pick<Context, "db">,
  quarters: Temporal.PlainYearMonth[],
  regions: string[],
): Promise<PublishedBlock[]> {
  const found = await frozen(db, quarters, regions);
  const left = await leftOtherwise(db, quarters);
  return wantedOf(quarters, regions).map((block) => {
    const cells = found.get(keyOf(block)) ?? null;
    const withoutCells = left.has(keyOf(block)) ? "left_otherwise" : "unpublished";
    return {
      quarter: quarterName(block.quarter),
      region: block.region,
      state: cells ? "published" : withoutCells,
      cells,
    };
  });
}

/** The quarters of which any region is published, by their first months. */
export async function publishedQuarters(db: Database): Promise<Temporal.PlainYearMonth[]> {
  const rows = await db
    .selectDistinct({ quarter: publishedBlocks.quarter })
    .from(publishedBlocks)
    .where(ne(publishedBlocks.region, NETWORK));
  return rows.map(({ quarter }) => Temporal.PlainDate.from(quarter).toPlainYearMonth());
}

/**
 * Persons with a place in each scheme, over the whole network; null where they are not published.
 */
export async function publishedEnrolments(
  ctx: Pick<Context, "db">,
  quarter: Temporal.PlainYearMonth,
): Promise<Cells["joint"] | null> {
  const [block] = await publishedCells(ctx, [quarter], [NETWORK]);
  return block?.cells?.joint ?? null;
}

/**
 * Publishes the blocks of these quarters and regions, and who is enrolled over the whole network:
 * worked out and frozen where that was not done before. The caller has asked whether the quarters
 * are closed.
 *
 * A space and month leave in one form only: of a quarter and region of which lines, or a table of
 * the kind made earlier, have left, there are no figures.
 */
export async function publishCells(
  ctx: Pick<Context, "db" | "now">,
  quarters: Temporal.PlainYearMonth[],
  regions: string[],
): Promise<PublishedBlock[]> {
  await freeze(ctx, wantedOf(quarters, [...regions, NETWORK]));
  return publishedCells(ctx, quarters, regions);
}

type Wanted = { quarter: Temporal.PlainYearMonth; region: string };

const firstDay = (quarter: Temporal.PlainYearMonth) => quarter.toPlainDate({ day: 1 }).toString();
const keyOf = ({ quarter, region }: Wanted) => `${firstDay(quarter)} ${region}`;

function wantedOf(quarters: Temporal.PlainYearMonth[], regions: string[]): Wanted[] {
  return quarters.flatMap((quarter) => regions.map((region) => ({ quarter, region })));
}

async function frozen(db: Database, quarters: Temporal.PlainYearMonth[], regions: string[]) {
  if (quarters.length === 0 || regions.length === 0) return new Map<string, Cells>();
  const rows = await db
    .select()
    .from(publishedBlocks)
    .where(
      and(
        inArray(publishedBlocks.quarter, quarters.map(firstDay)),
        inArray(publishedBlocks.region, regions),
      ),
    );
  return new Map(rows.map(({ quarter, region, cells }) => [`${quarter} ${region}`, cells]));
}

/** Works out what is not frozen yet in one state of the data, while no release is made. */
function freeze({ db, now }: Pick<Context, "db" | "now">, blocks: Wanted[]): Promise<void> {
  return transaction(
    db,
    async (tx) => {
      await tx.execute(sql`lock table release in share row exclusive mode`);
      const quarters = blocks.map(({ quarter }) => quarter);
      const regions = blocks.map(({ region }) => region);
      const made = await frozen(tx, quarters, regions);
      const left = await leftOtherwise(tx, quarters);
      for (const block of blocks) {
        if (made.has(keyOf(block)) || left.has(keyOf(block))) continue;
        const cells = await cellsOf(tx, block);
        await tx.insert(publishedBlocks).values({
          quarter: firstDay(block.quarter),
          region: block.region,
          cells,
          frozenAt: now,
        });
      }
    },
    { isolationLevel: "repeatable read" },
  );
}

/** The quarters and regions of which lines, or a table by space and month, have left. */
async function leftOtherwise(
  db: Database,
  quarters: Temporal.PlainYearMonth[],
): Promise<Set<string>> {
  const rows = await rowsOf<{ quarter: string; region: string }>(
    db,
    sql`
      select distinct date_trunc('quarter', block.month)::date::text as quarter, space.region
      from release_block block join spaces_space space on space.id = block.space_id
      where date_trunc('quarter', block.month)::date = any(${sql.param(quarters.map(firstDay))}::date[])`,
  );
  return new Set(rows.map(({ quarter, region }) => `${quarter} ${region}`));
}

async function cellsOf(db: Database, { quarter, region }: Wanted): Promise<Cells> {
  const population = { from: quarter, to: quarter.add({ months: 2 }), spaces: [] };
  if (region === NETWORK) return { report: {}, joint: await enrolledIn(db, population) };
  const joint = await jointAttendances(db, { ...population, region });
  return protectedCells(await answersBySession(db, { ...population, region }), joint);
}

type Quarter = { from: Temporal.PlainYearMonth; to: Temporal.PlainYearMonth };

/** Attendances of a region in sessions that two countries organise, by scheme and session. */
async function jointAttendances(
  db: Database,
  { region, ...quarter }: Quarter & { region: string },
): Promise<HeldJoint[]> {
  const rows = await rowsOf<HeldJoint>(
    db,
    sql`
      with ${heldSessions(daysOf(quarter))}, ${JOINT_ATTENDANCES}
      select coalesce(held.scheme_id::text, '') as scheme,
        extract(epoch from lower(held.during))::float8 as start,
        extract(epoch from upper(held.during))::float8 as "end", sum(present.people)::int as lines
      from held join joint on joint.meeting = held.meeting join present on present.session_id = held.id
      where held.region = ${region} group by held.id, held.scheme_id, held.during`,
  );
  return rows;
}

async function enrolledIn(db: Database, quarter: Quarter): Promise<Cells["joint"]> {
  const rows = await rowsOf<{ scheme: string; people: number }>(
    db,
    sql`
      with ${heldSessions(daysOf(quarter))}
      select held.scheme_id::text as scheme, count(distinct enrolment.person_id)::int as people
      from held join sessions_enrolment enrolment on enrolment.session_id = held.id
        and enrolment.status = 'enrolled'
      where held.scheme_id is not null group by held.scheme_id
      having (select count(distinct other.meeting) from held other where other.scheme_id = held.scheme_id) > 1`,
  );
  return Object.fromEntries(
    rows.map(({ scheme, people }) => [scheme, people < STEP ? null : people - (people % STEP)]),
  );
}

/** Whether figures of these spaces and months were published: lines of them no longer leave. */
export async function figuresLeft(
  db: Database,
  blocks: { spaceId: string; month: string }[],
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from jsonb_to_recordset(${JSON.stringify(blocks)}::jsonb) as wanted ("spaceId" uuid,
      month date)
      join spaces_space space on space.id = wanted."spaceId"
      join published_block block on block.region = space.region
        and block.quarter = date_trunc('quarter', wanted.month)::date
    limit 1`);
  return rows.length > 0;
}

import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { inReadingOrder, startOf } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { blockingMembers, blockings, blockingTimes } from "#db/schema/closures.ts";
import { organisationView } from "#db/schema/identity.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { addressee } from "#lib/booking/bookings/addressee.ts";
import { offerAll } from "#lib/booking/bookings/offering.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context, Role } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  type ClosurePlan,
  coming,
  type Displaced,
  displacedBy,
  partsOf,
  roomNames,
  windowsOf,
} from "./closures.ts";

/**
 * What shall be kept, when, and for whom: an organisation, a role, people by their addresses, or
 * any of these.
 */
export type BlockingPlan = Omit<ClosurePlan, "reason"> & {
  /** What the group is called, as others read it. */
  title: string;
  organisationId: string | null;
  role: Role | null;
  emails: string[];
};

export type BlockingPreview = { windows: Interval[]; there: Displaced[] };

/**
 * When a plan keeps rooms, and who is there already: they stay.
 *
 * @throws DomainError conflict when another group has them then
 */
export async function previewBlocking(ctx: Context, plan: BlockingPlan): Promise<BlockingPreview> {
  const { rooms, windows } = await keeping(ctx, plan);
  await refuseKeptTwice(ctx, plan.spaceId, rooms, windows);
  return { windows, there: await displacedBy(ctx, plan.spaceId, rooms, windows) };
}

/**
 * Keeps rooms for a group: whoever is not of it neither finds them free then, nor can book them.
 * Nothing is taken, so the group books within as it likes, and what was booked before stays. An
 * address lets in whoever has it; that nobody has one is not told.
 *
 * @throws DomainError invalid when it is for nobody; conflict when a room is kept for another group
 *   then
 */
export async function keepForGroup(ctx: Context, plan: BlockingPlan): Promise<{ id: string }> {
  const { rooms, windows } = await keeping(ctx, plan);
  const { spaceId, roomIds, title, organisationId, role, emails } = plan;
  return transaction(ctx.db, async (db) => {
    // Two who keep rooms at once: the second sees what the first has kept.
    await haveTurn({ ...ctx, db }, spaceId);
    await refuseKeptTwice({ ...ctx, db }, spaceId, rooms, windows);
    const members = new Set<string>();
    const addresses = new Set<string>();
    for (const email of emails) {
      const { personId, addressHash } = await addressee(db, email);
      addresses.add(addressHash);
      if (personId) members.add(personId);
    }
    const ranges = sql`${sql.param(windows.map(intervalToText))}::tstzrange[]`;
    const [made] = await db
      .insert(blockings)
      .values({
        spaceId,
        roomIds,
        title,
        organisationId,
        role,
        windows: ranges,
        named: addresses.size,
      })
      .returning({ id: blockings.id });
    if (!made) throw new Error("no blocking came back");
    if (members.size > 0)
      await db
        .insert(blockingMembers)
        .values([...members].map((personId) => ({ blockingId: made.id, personId })));
    await db.execute(sql`
      insert into blocking_time (blocking_id, space_id, resource_id, during)
      select ${made.id}::uuid, ${spaceId}::uuid, room, part
      from unnest(${sql.param(rooms)}::uuid[]) as room cross join unnest(${ranges}) as part`);
    await recordAudit(db, { actor: ctx.actor, action: "blocking.made", spaceId, subject: made.id });
    return made;
  });
}

/** The rooms are everybody's again, at once. */
export async function endBlocking(ctx: Context, id: string): Promise<void> {
  const [blocking] = await ctx.db
    .select({ spaceId: blockings.spaceId })
    .from(blockings)
    .where(eq(blockings.id, id));
  if (!blocking) throw new DomainError("not_found", { code: "blockings.unknown" });
  const { spaceId } = blocking;
  authorise(ctx.actor, "booking.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    await db
      .update(blockings)
      .set({ endedAt: ctx.now })
      .where(and(eq(blockings.id, id), isNull(blockings.endedAt)));
    await db.delete(blockingTimes).where(eq(blockingTimes.blockingId, id));
    await recordAudit(db, { actor: ctx.actor, action: "blocking.ended", spaceId, subject: id });
  });
  // Whoever waits outside the group has a chance now.
  await offerAll(ctx, spaceId);
}

export type Blocking = {
  id: string;
  title: string;
  roomNames: string[];
  organisation: string | null;
  role: Role | null;
  /** Addresses named one by one, people's or nobody's. */
  members: number;
  /** Those that are not over, in order of time. */
  windows: Interval[];
};

/** What is kept for groups in a space, now or later: for its staff. */
export async function blockingsOf(ctx: Context, spaceId: string): Promise<Blocking[]> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  const rows = await rowsOf<Omit<Blocking, "windows"> & { windows: string[] }>(
    ctx.db,
    sql`
      select blocking.id, blocking.title, organisation.name as organisation, blocking.role,
        ${roomNames(sql`blocking.room_ids`)} as room_names, blocking.named as members,
        coming.windows
      from blocking left join identity_organisation organisation
        on organisation.id = blocking.organisation_id
      cross join lateral ${coming(sql`blocking.windows`, ctx.now)}
      where blocking.space_id = ${spaceId} and blocking.ended_at is null
        and coming.windows is not null
      order by coming.first, blocking.id`,
  );
  return rows.map((row) => ({ ...row, windows: row.windows.map(intervalFromText) }));
}

export type Organisation = { id: string; name: string };

/** Partners a room can be kept for. */
export async function organisationsByName({ db }: Context): Promise<Organisation[]> {
  return db
    .select()
    .from(organisationView)
    .orderBy(inReadingOrder(organisationView.name), organisationView.id);
}

/**
 * A room that is kept for two groups at the same time is open to neither: the second is told of the
 * first.
 */
async function refuseKeptTwice(
  { db }: Context,
  spaceId: string,
  rooms: string[],
  windows: Interval[],
): Promise<void> {
  const times = sql`${sql.param(windows.map(intervalToText))}::tstzrange[]`;
  const [first] = await db
    .select({ title: blockings.title, room: resourceView.name })
    .from(blockingTimes)
    .innerJoin(blockings, eq(blockings.id, blockingTimes.blockingId))
    .innerJoin(resourceView, eq(resourceView.id, blockingTimes.resourceId))
    .where(
      and(
        eq(blockingTimes.spaceId, spaceId),
        inArray(blockingTimes.resourceId, rooms),
        sql`${blockingTimes.during} && any(${times})`,
      ),
    )
    .orderBy(startOf(blockingTimes.during), inReadingOrder(resourceView.name))
    .limit(1);
  if (first)
    throw new DomainError("conflict", {
      code: "blockings.kept_already",
      group: first.title,
      room: first.room,
    });
}

async function keeping(
  ctx: Context,
  plan: BlockingPlan,
): Promise<{ rooms: string[]; windows: Interval[] }> {
  const { spaceId, roomIds, title, organisationId, role, emails } = plan;
  authorise(ctx.actor, "booking.manage", { spaceId });
  if (!title.trim()) throw new DomainError("invalid", { code: "blockings.needs_title" });
  if (!organisationId && !role && emails.length === 0)
    throw new DomainError("invalid", { code: "blockings.for_nobody" });
  const [space] = await ctx.db
    .select({ timeZone: spaceView.timeZone })
    .from(spaceView)
    .where(eq(spaceView.id, spaceId));
  const isKnown =
    organisationId === null ||
    (await ctx.db.$count(organisationView, eq(organisationView.id, organisationId))) > 0;
  if (!space || !isKnown) throw new DomainError("not_found", { code: "spaces.unknown" });
  const windows = windowsOf(plan, space.timeZone);
  if (Temporal.Instant.compare(windows[0]!.end, ctx.now) <= 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });
  return { rooms: await partsOf(ctx, spaceId, roomIds), windows };
}

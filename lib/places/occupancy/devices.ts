import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { counterDevices } from "#db/schema/occupancy.ts";
import { instantFromText } from "#db/types.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import type { DeviceKind, NewDevice } from "./schema.ts";
import { unknownSpace } from "./schema.ts";

export type Device = Omit<typeof counterDevices.$inferSelect, "kind"> & { kind: DeviceKind };

/**
 * Adds a counter to a space. Only the hash of its token is kept: what is returned cannot be shown
 * again.
 */
export async function addDevice(
  ctx: Context,
  { spaceSlug, ...device }: NewDevice,
): Promise<string> {
  const space = await findSpace(ctx, spaceSlug);
  if (!space) throw unknownSpace();
  authorise(ctx.actor, "occupancy.manage", { spaceId: space.id });
  const isRoom = space.resources.some(
    ({ id, kind }) => id === device.roomId && (kind === "room" || kind === "desk"),
  );
  if (device.roomId && !isRoom)
    throw new DomainError("invalid", { code: "occupancy.unknown_room" });
  const token = newToken();
  try {
    await ctx.db.transaction(async (db) => {
      const [made] = await db
        .insert(counterDevices)
        .values({ ...device, spaceId: space.id, tokenHash: sha256(token), createdAt: ctx.now })
        .returning({ id: counterDevices.id });
      await recordAudit(db, {
        actor: ctx.actor,
        action: "occupancy.device_added",
        spaceId: space.id,
        subject: made?.id ?? "",
      });
    });
  } catch (error) {
    if (databaseFault(error)?.constraint === "counter_device_sensor_once")
      throw new DomainError("conflict", { code: "occupancy.sensor_known" }, { cause: error });
    throw error;
  }
  return token;
}

/** Ends a counter's token at once; what it counted stays. */
export async function revokeDevice(ctx: Context, id: string): Promise<void> {
  const [device] = await ctx.db.select().from(counterDevices).where(eq(counterDevices.id, id));
  if (!device) throw new DomainError("not_found", { code: "occupancy.unknown_device" });
  authorise(ctx.actor, "occupancy.manage", { spaceId: device.spaceId });
  await ctx.db.transaction(async (db) => {
    const ended = await db
      .update(counterDevices)
      .set({ revokedAt: ctx.now })
      .where(and(eq(counterDevices.id, id), isNull(counterDevices.revokedAt)))
      .returning({ id: counterDevices.id });
    if (ended.length === 0) return;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "occupancy.device_revoked",
      spaceId: device.spaceId,
      subject: id,
    });
  });
}

/** The counter whose token this is. @throws DomainError unauthenticated */
export async function deviceByToken({ db }: Context, token: string | undefined): Promise<Device> {
  const [device] = token
    ? await db
        .select()
        .from(counterDevices)
        .where(and(eq(counterDevices.tokenHash, sha256(token)), isNull(counterDevices.revokedAt)))
    : [];
  if (!device) throw new DomainError("unauthenticated", { code: "occupancy.token_unknown" });
  return device as Device;
}

/** What the sensor of this counter was before, with tokens that were revoked. */
export async function earlierOf(
  { db }: Pick<Context, "db">,
  { id, sensorId }: Device,
): Promise<string[]> {
  const rows = await db
    .select({ id: counterDevices.id })
    .from(counterDevices)
    .where(and(eq(counterDevices.sensorId, sensorId), ne(counterDevices.id, id)));
  return rows.map((row) => row.id);
}

/** A counter one manages. @throws DomainError not_found, forbidden */
export async function managedDevice(ctx: Context, id: string): Promise<Device> {
  const [device] = await ctx.db
    .select()
    .from(counterDevices)
    .where(and(eq(counterDevices.id, id), isNull(counterDevices.revokedAt)));
  if (!device) throw new DomainError("not_found", { code: "occupancy.unknown_device" });
  authorise(ctx.actor, "occupancy.manage", { spaceId: device.spaceId });
  return device as Device;
}

export type DeviceView = Pick<
  Device,
  "id" | "name" | "kind" | "roomId" | "sensorId" | "intervalMinutes"
> & {
  lastSeenAt: Temporal.Instant | null;
  /** Of the last day: with a clock that was not to be believed. */
  misdated: number;
};

/** The counters of a space that may report, by name. */
export async function devicesOf(ctx: Context, spaceId: string): Promise<DeviceView[]> {
  authorise(ctx.actor, "occupancy.manage", { spaceId });
  const dayAgo = ctx.now.subtract({ hours: 24 }).toString();
  const rows = await ctx.db
    .select({
      id: counterDevices.id,
      name: counterDevices.name,
      kind: counterDevices.kind,
      roomId: counterDevices.roomId,
      sensorId: counterDevices.sensorId,
      intervalMinutes: counterDevices.intervalMinutes,
      lastSeenAt: sql<
        string | null
      >`(select max(observed_at)::text from reading where device_id = ${counterDevices.id})`,
      misdated: sql<number>`(select count(*)::int from reading where device_id = ${counterDevices.id} and clock = 'receiver' and observed_at > ${dayAgo}::timestamptz)`,
    })
    .from(counterDevices)
    .where(and(eq(counterDevices.spaceId, spaceId), isNull(counterDevices.revokedAt)))
    .orderBy(inReadingOrder(counterDevices.name), asc(counterDevices.id));
  return rows.map(({ kind, lastSeenAt, ...row }) => ({
    ...row,
    kind: kind as DeviceKind,
    lastSeenAt: lastSeenAt === null ? null : instantFromText(lastSeenAt),
  }));
}

import { eq } from "drizzle-orm";
import { expect, test as plain } from "vitest";
import { counterDevices, readings } from "#db/schema/occupancy.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { addDevice, deviceByToken, revokeDevice } from "./devices.ts";
import { importReadings, recordReadings, recordUplink } from "./ingest.ts";
import { type DeviceKind, readingsBody, ttsUplink } from "./schema.ts";

type Given = ReturnType<typeof givenOn>;

async function counter(ctx: Context, given: Given, kind: DeviceKind, sensorId = "door-1") {
  const space = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId: space.id }]));
  const token = await addDevice(manager, {
    spaceSlug: space.slug,
    roomId: null,
    kind,
    name: "Door",
    sensorId,
    intervalMinutes: 5,
  });
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  return { space, manager, token, visitor, device: await deviceByToken(visitor, token) };
}

const ago = (minutes: number) => NOW.subtract({ minutes }).toString();
const count = (minutes: number, people: unknown, sensorId = "door-1") => ({
  sensorId,
  observedAt: ago(minutes),
  kind: "count",
  count: people,
});
const live = (items: unknown[]) => ({ items, isHistory: false });

test("a delivery that comes twice is counted once, and so is a reading that is twice in it", async ({
  ctx,
  given,
}) => {
  const { visitor, device } = await counter(ctx, given, "count");
  const delivery = live([count(5, 3), count(0, 4), count(5, 3)]);
  expect(await recordReadings(visitor, device, delivery)).toMatchObject({
    accepted: 2,
    duplicates: 1,
  });
  expect(await recordReadings(visitor, device, delivery)).toMatchObject({
    accepted: 0,
    duplicates: 3,
  });
  expect(await ctx.db.$count(readings, eq(readings.deviceId, device.id))).toBe(2);
});

test("what is right is taken, what is wrong is named", async ({ ctx, given }) => {
  const { visitor, device } = await counter(ctx, given, "count");
  const receipt = await recordReadings(
    visitor,
    device,
    live([
      count(5, 3),
      count(4, -1),
      count(3, 2_001),
      count(2, 1.5),
      count(1, 2, "elsewhere"),
      { sensorId: "door-1", observedAt: ago(1), kind: "in_out", in: 1, out: 0 },
      { ...count(0, 1), observedAt: "yesterday" },
      "nonsense",
      { sensorId: "DOOR-1", observedAt: ago(0), kind: "count" },
    ]),
  );
  expect(receipt.accepted).toBe(1);
  expect(receipt.refused).toEqual([
    { index: 1, code: "occupancy.negative_count" },
    { index: 2, code: "occupancy.absurd_count" },
    { index: 3, code: "occupancy.not_a_count" },
    { index: 4, code: "occupancy.other_device" },
    { index: 5, code: "occupancy.other_kind" },
    { index: 6, code: "occupancy.not_a_moment" },
    { index: 7, code: "occupancy.not_a_reading" },
    { index: 8, code: "occupancy.not_a_count" },
  ]);
});

test("a clock that is wrong is not believed, and a replay of it is still one reading", async ({
  ctx,
  given,
}) => {
  const { visitor, device } = await counter(ctx, given, "count");
  const tomorrow = { ...count(0, 7), observedAt: NOW.add({ hours: 24 }).toString() };
  expect(await recordReadings(visitor, device, live([tomorrow]))).toMatchObject({
    accepted: 1,
    misdated: 1,
  });
  expect(await recordReadings(visitor, device, live([tomorrow]))).toMatchObject({ duplicates: 1 });
  const [stored] = await ctx.db.select().from(readings).where(eq(readings.deviceId, device.id));
  expect(stored).toMatchObject({ clock: "receiver", count: 7 });
  expect(stored?.observedAt.equals(NOW)).toBe(true);
});

test("a revoked token opens nothing; an unknown one neither", async ({ ctx, given }) => {
  const { visitor, manager, device, token } = await counter(ctx, given, "count");
  await revokeDevice(manager, device.id);
  const refused = { kind: "unauthenticated", reason: { code: "occupancy.token_unknown" } };
  for (const wrong of [token, "nonsense", undefined])
    await expect(deviceByToken(visitor, wrong)).rejects.toMatchObject(refused);
});

test("counters belong to those who manage their space", async ({ ctx, given }) => {
  const { space, device } = await counter(ctx, given, "count");
  const elsewhere = await given.space();
  const stranger = given.as(ctx, await given.person([{ role: "manager", spaceId: elsewhere.id }]));
  await expect(revokeDevice(stranger, device.id)).rejects.toMatchObject({ kind: "forbidden" });
  const input = {
    spaceSlug: space.slug,
    roomId: null,
    kind: "count" as const,
    name: "x",
    intervalMinutes: 5,
  };
  await expect(addDevice(stranger, { ...input, sensorId: "y" })).rejects.toMatchObject({
    kind: "forbidden",
  });
  const { id: otherRoom } = await given.room({ spaceId: elsewhere.id });
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId: null }]));
  await expect(
    addDevice(manager, { ...input, sensorId: "y", roomId: otherRoom }),
  ).rejects.toMatchObject({
    reason: { code: "occupancy.unknown_room" },
  });
  await expect(addDevice(manager, { ...input, sensorId: "door-1" })).rejects.toMatchObject({
    reason: { code: "occupancy.sensor_known" },
  });
});

const uplink = (message: Record<string, unknown>, devEui = "24E124716B123456") =>
  ttsUplink.parse({
    end_device_ids: { device_id: "vs121", dev_eui: devEui },
    received_at: ago(1),
    uplink_message: message,
  });

test("an uplink of The Things Stack is read; what is zero is left out of it", async ({
  ctx,
  given,
}) => {
  const { visitor, device } = await counter(ctx, given, "count", "24e124716b123456");
  const send = (message: Record<string, unknown>, devEui?: string) =>
    recordUplink(visitor, device, uplink(message, devEui));

  // The first frame of a session has no f_cnt, and comes twice.
  const first = { session_key_id: "AY1", f_port: 85, frm_payload: "BMkDCAChBs0F" };
  expect(await send(first)).toMatchObject({ accepted: 1 });
  expect(await send(first)).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await send({ ...first, f_cnt: 1 })).toMatchObject({ accepted: 1 });
  expect(await send({ ...first, session_key_id: "AY2" })).toMatchObject({ accepted: 1 });
  // Decoded by the network, of an empty room: no count at all.
  expect(await send({ session_key_id: "AY2", f_cnt: 2, decoded_payload: {} })).toMatchObject({
    accepted: 1,
  });
  // In and out only: nothing about how many are there.
  expect(await send({ session_key_id: "AY2", f_cnt: 3, frm_payload: "BcwCAAEA" })).toMatchObject({
    accepted: 0,
    refused: [],
  });
  expect(await send({ session_key_id: "AY2", f_cnt: 4, frm_payload: "BMkD" })).toMatchObject({
    refused: [{ index: 0, code: "occupancy.no_payload" }],
  });
  expect(await send(first, "0000000000000000")).toMatchObject({
    refused: [{ index: 0, code: "occupancy.other_device" }],
  });

  const stored = await ctx.db.select().from(readings).where(eq(readings.deviceId, device.id));
  expect(stored.map(({ count: people }) => people).sort()).toEqual([0, 3, 3, 3]);
});

test.for([
  ["count", {}, { count: 0 }],
  ["count", { people_count_all: 4, region_count: 2 }, { count: 4 }],
  ["count", { region_1: 0 }, { count: 0 }],
  ["count", { people_in: 2, people_out: 1 }, null],
  ["in_out", {}, { in: 0, out: 0 }],
  ["in_out", { people_in: 2 }, { in: 2, out: 0 }],
  ["in_out", { people_out: 1 }, { in: 0, out: 1 }],
  ["in_out", { people_count_all: 4 }, null],
] as const)(
  "a counter of kind %s hears in %j what was left out as zero",
  async (heard, { ctx, given }) => {
    const [kind, payload, expected] = heard;
    const { visitor, device } = await counter(ctx, given, kind, "24e124716b123456");
    const decoded = uplink({ session_key_id: "AY1", f_cnt: 7, decoded_payload: payload });
    const receipt = await recordUplink(visitor, device, decoded);
    expect(receipt).toMatchObject({ accepted: expected ? 1 : 0, refused: [] });
    const [stored] = await ctx.db.select().from(readings).where(eq(readings.deviceId, device.id));
    if (expected) expect(stored).toMatchObject(expected);
    else expect(stored).toBeUndefined();
  },
);

test("an uplink that its network kept for a week is of that week, and counted once", async ({
  ctx,
  given,
}) => {
  const { visitor, device } = await counter(ctx, given, "count", "24e124716b123456");
  const weekAgo = NOW.subtract({ hours: 168 }).toString();
  const kept = ttsUplink.parse({
    end_device_ids: { dev_eui: "24E124716B123456" },
    received_at: weekAgo,
    uplink_message: { session_key_id: "AY1", f_cnt: 3, frm_payload: "BMkDCAChBs0F" },
  });
  expect(await recordUplink(visitor, device, kept)).toMatchObject({ accepted: 1, misdated: 0 });
  expect(await recordUplink(visitor, device, kept)).toMatchObject({ accepted: 0, duplicates: 1 });
  const [stored] = await ctx.db.select().from(readings).where(eq(readings.deviceId, device.id));
  expect(stored?.observedAt.toString()).toBe(weekAgo);
});

test("a sensor with a new token that sends its queue once more is counted once", async ({
  ctx,
  given,
}) => {
  const { space, manager, visitor, device } = await counter(ctx, given, "count");
  await recordReadings(visitor, device, live([count(5, 3), count(0, 4)]));
  await revokeDevice(manager, device.id);
  const input = {
    spaceSlug: space.slug,
    roomId: null,
    kind: "count" as const,
    name: "Door",
    intervalMinutes: 5,
  };
  const again = await deviceByToken(
    visitor,
    await addDevice(manager, { ...input, sensorId: "door-1" }),
  );
  const replay = live([count(5, 3), count(0, 4), count(-1, 6)]);
  expect(await recordReadings(visitor, again, replay)).toMatchObject({
    accepted: 1,
    duplicates: 2,
  });
});

test("rows of older counts are added, whatever parts them", async ({ ctx, given }) => {
  const { manager, device } = await counter(ctx, given, "in_out");
  const rows = `observedAt;in;out\n2026-02-02T09:00:00+01:00;4;1\r\n"2026-02-02T09:05:00+01:00",2,0\n2026-02-02T09:10:00+01:00,,1\n`;
  const receipt = await importReadings(manager, { deviceId: device.id, rows });
  expect(receipt).toMatchObject({ accepted: 2, misdated: 0, refused: [{ index: 4 }] });
  const learner = given.as(ctx, await given.person());
  await expect(importReadings(learner, { deviceId: device.id, rows })).rejects.toMatchObject({
    kind: "forbidden",
  });
});

plain("10,000 readings in one delivery, sent by eight at once, are stored once", async () => {
  const database = await freshDatabase();
  try {
    const { db } = database.connect(8);
    const given = givenOn(db);
    const now = Temporal.Now.instant();
    const ctx: Context = { actor: await given.person(), now, db, requestId: "test" };
    const { visitor, device } = await counter(ctx, given, "count");
    const items = Array.from({ length: 10_000 }, (_, second) => ({
      sensorId: "door-1",
      observedAt: now.subtract({ seconds: second }).toString(),
      kind: "count",
      count: second % 30,
    }));
    const delivery = readingsBody.parse({ readings: items, history: true });
    const receipts = await Promise.all(
      Array.from({ length: 8 }, () => recordReadings(visitor, device, delivery)),
    );
    expect(receipts.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(10_000);
    expect(await db.$count(readings)).toBe(10_000);
    expect(readingsBody.safeParse([...items, items[0]]).success).toBe(false);
    expect(await db.$count(counterDevices)).toBe(1);
  } finally {
    await database.drop();
  }
});

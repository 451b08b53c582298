import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Device, earlierOf, managedDevice } from "./devices.ts";
import { clocked, type Sent } from "./rules.ts";
import { type Delivery, type Reading, reading, type TtsUplink } from "./schema.ts";
import { decodeVs121, type Frame } from "./vs121.ts";

/** What came of a delivery. What was refused is named by its place, counted from 0. */
export type Receipt = {
  accepted: number;
  /** Known already: counted once. */
  duplicates: number;
  /** Accepted, with the receiver's time. */
  misdated: number;
  refused: { index: number; code: string }[];
};

type Keyed = { key: string; reading: Reading };

/** Takes what is right of a delivery, in one statement, and says what is not. */
export async function recordReadings(
  ctx: Context,
  device: Device,
  { items, ...sent }: Delivery,
): Promise<Receipt> {
  const good: Keyed[] = [];
  const refused: Receipt["refused"] = [];
  for (const [index, item] of items.entries()) {
    const read = readingOf(device, item);
    if ("code" in read) refused.push({ index, code: read.code });
    else good.push({ key: `at:${read.observedAt.toString()}`, reading: read });
  }
  return { ...(await store(ctx, device, good, sent)), refused };
}

function readingOf(device: Device, item: unknown): Reading | { code: string } {
  if (typeof item !== "object" || item === null) return { code: "occupancy.not_a_reading" };
  const read = reading.safeParse(item);
  if (!read.success) {
    const code = read.error.issues[0]?.message ?? "";
    return { code: code.startsWith("occupancy.") ? code : "occupancy.not_a_reading" };
  }
  const { sensorId, kind } = read.data;
  if (sensorId !== device.sensorId && sensorId !== device.id)
    return { code: "occupancy.other_device" };
  return kind === device.kind ? read.data : { code: "occupancy.other_kind" };
}

/**
 * Takes an uplink of The Things Stack. A replay has the same session and frame counter; a frame
 * that says nothing of people (a start, a setting) is accepted and adds nothing.
 */
export async function recordUplink(
  ctx: Context,
  device: Device,
  uplink: TtsUplink,
): Promise<Receipt> {
  const { end_device_ids: ids, uplink_message: message } = uplink;
  const nothing = { accepted: 0, duplicates: 0, misdated: 0, refused: [] };
  const refuse = (code: string) => ({
    ...nothing,
    refused: [{ index: 0, code: `occupancy.${code}` }],
  });
  if (![ids.dev_eui, ids.device_id].some((id) => id.toLowerCase() === device.sensorId))
    return refuse("other_device");

  const said = message.frm_payload
    ? decodeVs121(Buffer.from(message.frm_payload, "base64"))
    : message.decoded_payload && saidBy(message.decoded_payload);
  if (!said) return refuse("no_payload");
  if (device.kind === "count" ? said.count === undefined : said.in === undefined) return nothing;

  const at = message.received_at ?? uplink.received_at;
  const observedAt = (at ?? ctx.now).toString();
  const { sensorId, kind } = device;
  const read = readingOf(device, { sensorId, observedAt, kind, ...said });
  if ("code" in read) return { ...nothing, refused: [{ index: 0, code: read.code }] };
  // A device that joins anew counts its frames from 0 again: the session tells the two apart, or
  // else the moment.
  const session = message.session_key_id || (at?.toString() ?? "");
  return {
    ...(await store(ctx, device, [{ key: `frame:${session}:${message.f_cnt}`, reading: read }], {
      // The network stamps what it hears with a clock of its own.
      isHistory: at !== undefined,
    })),
    refused: [],
  };
}

/**
 * What a decoded payload says. What is zero is left out of it, so one that says nothing counts
 * nobody; but one that speaks of passing only does not say how many are there, and the other way
 * round.
 */
function saidBy(payload: NonNullable<TtsUplink["uplink_message"]["decoded_payload"]>): Frame {
  const { people_count_all: count, people_in: arrived, people_out: out } = payload;
  const isOfPassing = arrived !== undefined || out !== undefined;
  const isOfCount =
    count !== undefined || Object.keys(payload).some((name) => name.startsWith("region"));
  return {
    ...(isOfPassing && !isOfCount ? {} : { count: count ?? 0 }),
    ...(isOfCount && !isOfPassing ? {} : { in: arrived ?? 0, out: out ?? 0 }),
  };
}

/**
 * Takes rows pasted or saved from elsewhere: a moment with its offset, then the count, or in and
 * out. A first row of names is passed over; commas and semicolons both part.
 */
export async function importReadings(
  ctx: Context,
  { deviceId, rows }: { deviceId: string; rows: string },
): Promise<Receipt> {
  const device = await managedDevice(ctx, deviceId);
  const lines = rows.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = /\d/.test(lines[0] ?? "") ? 0 : 1;
  const items = lines.slice(names).map((line) => {
    const [observedAt, one, other] = line
      .split(/[;,]/)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const { kind, sensorId } = device;
    return {
      sensorId,
      kind,
      observedAt,
      ...(kind === "count"
        ? { count: toNumber(one) }
        : { in: toNumber(one), out: toNumber(other) }),
    };
  });
  const receipt = await recordReadings(ctx, device, { items, isHistory: true });
  return {
    ...receipt,
    refused: receipt.refused.map(({ index, code }) => ({ index: index + 1 + names, code })),
  };
}

/** An empty cell is no nought. */
function toNumber(cell: string | undefined): number | undefined {
  return cell ? Number(cell) : undefined;
}

async function store(
  { db, now }: Context,
  device: Device,
  good: Keyed[],
  sent: Pick<Sent, "isHistory" | "sentAt">,
) {
  if (good.length === 0) return { accepted: 0, duplicates: 0, misdated: 0 };
  const clocks = clocked(
    good.map(({ reading: { observedAt } }) => observedAt),
    { ...sent, now, addedAt: device.createdAt },
  );
  const rows = good.map(({ key, reading: read }, index) => ({
    key,
    observed_at: clocks[index]?.observedAt.toString(),
    clock: clocks[index]?.clock,
    ...(read.kind === "count" ? { count: read.count } : { in: read.in, out: read.out }),
  }));
  // The same sensor with a new token is another counter here, and may send its queue once more.
  const earlier = await earlierOf({ db }, device);
  const stored = await rowsOf<{ accepted: number; misdated: number }>(
    db,
    sql`
      with stored as (
        insert into reading (device_id, space_id, received_at, key, observed_at, clock, count, "in",
          "out")
        select ${device.id}::uuid, ${device.spaceId}::uuid, ${now.toString()}::timestamptz, said.*
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as said(key text, observed_at timestamptz, clock text, count int, "in" int, "out" int)
        ${earlier.length > 0 ? sql`where not exists (select from reading known where known.device_id in ${earlier} and known.key = said.key)` : sql``}
        on conflict do nothing returning clock)
      select count(*)::int as accepted, count(*) filter (where clock = 'receiver')::int as misdated from stored`,
  );
  const [{ accepted, misdated } = { accepted: 0, misdated: 0 }] = stored;
  return { accepted, duplicates: good.length - accepted, misdated };
}

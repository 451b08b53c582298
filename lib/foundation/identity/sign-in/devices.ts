import { timingSafeEqual } from "node:crypto";
import { keyedHash, newToken } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";

/** How long a device is known after somebody signed in on it. */
export const DEVICE_DAYS = 180;
const MOST_PEOPLE = 4;

/**
 * The cookie that says who has signed in here before. It opens nothing: it keeps strangers'
 * failures from counting.
 */
export const DEVICE_COOKIE = "trivium-device";

/**
 * What a device keeps after somebody signed in on it: a number of its own, until when it counts,
 * and our seal over both and the account. It names nobody. Others who signed in on the same device
 * before are kept beside.
 *
 * @param account address in small letters
 * @param stamp what ends it when it changes, such as the hash of a password
 */
export function deviceProof(ctx: Context, account: string, stamp: string): string {
  const ends = ctx.now.add({ hours: DEVICE_DAYS * 24 }).epochMilliseconds.toString(36);
  const number = newToken().slice(0, 16);
  const own = `${number}.${ends}.${seal({ account, stamp, number, ends })}`;
  const others = proofsOf(ctx).filter((proof) => numberIn(ctx, proof, account, stamp) === null);
  return [own, ...others].slice(0, MOST_PEOPLE).join("~");
}

/** The number of the device, when this account has signed in on it; else null. */
export function knownDevice(ctx: Context, account: string, stamp: string): string | null {
  for (const proof of proofsOf(ctx)) {
    const number = numberIn(ctx, proof, account, stamp);
    if (number) return number;
  }
  return null;
}

function proofsOf(ctx: Context): string[] {
  return (ctx.client?.devices ?? "").split("~").slice(0, MOST_PEOPLE).filter(Boolean);
}

function numberIn(ctx: Context, proof: string, account: string, stamp: string): string | null {
  const [number = "", ends = "", given = ""] = proof.split(".");
  if (!(Number.parseInt(ends, 36) > ctx.now.epochMilliseconds)) return null;
  const [one, other] = [given, seal({ account, stamp, number, ends })].map((text) =>
    Buffer.from(text),
  );
  return one && other && one.length === other.length && timingSafeEqual(one, other) ? number : null;
}

function seal({
  account,
  stamp,
  number,
  ends,
}: Record<"account" | "stamp" | "number" | "ends", string>): string {
  return keyedHash(authSecret(), `device:${number}:${ends}:${account}:${stamp}`).slice(0, 32);
}

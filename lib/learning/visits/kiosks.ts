import { constants, generateKeyPair, privateDecrypt } from "node:crypto";
import { promisify } from "node:util";
import {
  and,
  desc,
  eq,
  getViewSelectedFields,
  gt,
  inArray,
  isNull,
  lt,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { kioskDevices } from "#db/schema/presence.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, DEVICE_TOKEN } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import type { Place } from "./visits.ts";

const LINK_HOURS = 24;
const KEY_BITS = 2048;
const KEYS_TRIED = 5;

export type Kiosk = Place & { deviceId: string; publicKey: string };

export type KioskView = {
  id: string;
  name: string;
  spaceName: string;
  isOpened: boolean;
  lastSeenAt: Temporal.Instant | null;
};

/**
 * Makes a tablet the kiosk of a space.
 *
 * @returns its link's secret, which opens one tablet, once, within a day
 */
export async function addKiosk(
  ctx: Context,
  { spaceId, name }: { spaceId: string; name: string },
): Promise<{ slug: string; link: string }> {
  authorise(ctx.actor, "space.manage", { spaceId });
  const [space] = await ctx.db
    .select({ slug: spaceView.slug })
    .from(spaceView)
    .where(eq(spaceView.id, spaceId));
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  const keys = await promisify(generateKeyPair)("rsa", { modulusLength: KEY_BITS });
  const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const link = newToken();
  await ctx.db.transaction(async (db) => {
    const [device] = await db
      .insert(kioskDevices)
      .values({
        spaceId,
        name,
        linkHash: sha256(link),
        linkEndsAt: ctx.now.add({ hours: LINK_HOURS }),
        publicKey: keys.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
        privateKey: seal(authSecret(), privateKey),
        createdAt: ctx.now,
      })
      .returning({ id: kioskDevices.id });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "presence.kiosk_added",
      spaceId,
      subject: device?.id ?? "",
    });
  });
  return { slug: space.slug, link };
}

/** The tablets of the spaces the actor manages, the newest first. */
export async function listKiosks(ctx: Context): Promise<KioskView[]> {
  const own = (await spacesWhere(ctx, "space.manage")).map(({ id }) => id);
  const found = await ctx.db
    .select({
      id: kioskDevices.id,
      name: kioskDevices.name,
      spaceName: spaceView.name,
      tokenHash: kioskDevices.tokenHash,
      lastSeenAt: kioskDevices.lastSeenAt,
    })
    .from(kioskDevices)
    .innerJoin(spaceView, eq(spaceView.id, kioskDevices.spaceId))
    .where(and(inArray(kioskDevices.spaceId, own), isNull(kioskDevices.revokedAt)))
    .orderBy(desc(kioskDevices.createdAt), desc(kioskDevices.id));
  return found.map(({ tokenHash, ...kiosk }) => ({ ...kiosk, isOpened: tokenHash !== null }));
}

/** A tablet that is lost or put away: from now on it is nobody's. */
export async function revokeKiosk(ctx: Context, id: string): Promise<void> {
  const [device] = await ctx.db
    .select({ spaceId: kioskDevices.spaceId })
    .from(kioskDevices)
    .where(eq(kioskDevices.id, id));
  if (!device) throw new DomainError("not_found", { code: "common.no_address" });
  const { spaceId } = device;
  authorise(ctx.actor, "space.manage", { spaceId });
  await ctx.db.transaction(async (db) => {
    await db
      .update(kioskDevices)
      .set({ revokedAt: ctx.now, linkHash: null, tokenHash: null })
      .where(eq(kioskDevices.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "presence.kiosk_revoked",
      spaceId,
      subject: id,
    });
  });
}

/** The link opens a tablet once. @returns what the tablet keeps, never shown again */
export async function openKiosk(ctx: Context, slug: string, link: string): Promise<string> {
  const token = `${DEVICE_TOKEN}${newToken()}`;
  const space = ctx.db.select({ id: spaceView.id }).from(spaceView).where(eq(spaceView.slug, slug));
  const opened = await ctx.db
    .update(kioskDevices)
    .set({ linkHash: null, tokenHash: sha256(token), lastSeenAt: ctx.now })
    .where(
      and(
        eq(kioskDevices.linkHash, sha256(link)),
        gt(kioskDevices.linkEndsAt, ctx.now),
        isNull(kioskDevices.revokedAt),
        inArray(kioskDevices.spaceId, space),
      ),
    )
    .returning({ id: kioskDevices.id });
  if (opened.length === 0) throw new DomainError("gone", { code: "presence.link_used" });
  return token;
}

/** The kiosk that keeps this token, or null when it was revoked. Notes that it was seen. */
export async function kioskByToken(ctx: Context, token: string): Promise<Kiosk | null> {
  const [found] = await ctx.db
    .select({
      id: kioskDevices.id,
      publicKey: kioskDevices.publicKey,
      space: getViewSelectedFields(spaceView),
    })
    .from(kioskDevices)
    .innerJoin(spaceView, eq(spaceView.id, kioskDevices.spaceId))
    .where(and(eq(kioskDevices.tokenHash, sha256(token)), isNull(kioskDevices.revokedAt)));
  if (!found) return null;
  await ctx.db
    .update(kioskDevices)
    .set({ lastSeenAt: ctx.now })
    .where(
      and(
        eq(kioskDevices.id, found.id),
        or(
          isNull(kioskDevices.lastSeenAt),
          lt(kioskDevices.lastSeenAt, ctx.now.subtract({ minutes: 1 })),
        ),
      ),
    );
  return { space: found.space, source: "kiosk", deviceId: found.id, publicKey: found.publicKey };
}

/** @throws DomainError unauthenticated for a token that was revoked or never was */
export async function kioskOf(ctx: Context, token: string | null | undefined): Promise<Kiosk> {
  const kiosk = token ? await kioskByToken(ctx, token) : null;
  if (!kiosk) throw new DomainError("unauthenticated", { code: "presence.no_kiosk" });
  return kiosk;
}

/**
 * What a tablet sealed, with its own key or with an earlier one of the space: a tablet that was
 * ended and opened again still keeps what it saw before. Null for what was sealed with none of
 * them.
 */
export async function unsealedCard(
  db: Database,
  deviceId: string,
  sealed: string,
): Promise<string | null> {
  const own = db
    .select({ spaceId: kioskDevices.spaceId })
    .from(kioskDevices)
    .where(eq(kioskDevices.id, deviceId));
  const devices = await db
    .select({ privateKey: kioskDevices.privateKey })
    .from(kioskDevices)
    .where(inArray(kioskDevices.spaceId, own))
    .orderBy(sql`${kioskDevices.id} <> ${deviceId}`, desc(kioskDevices.createdAt))
    .limit(KEYS_TRIED);
  for (const { privateKey } of devices) {
    const card = unsealedWith(privateKey, sealed);
    if (card !== null) return card;
  }
  return null;
}

function unsealedWith(privateKey: string, sealed: string): string | null {
  try {
    return privateDecrypt(
      {
        key: unseal(authSecret(), privateKey),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: "sha256",
      },
      Buffer.from(sealed, "base64"),
    ).toString("utf8");
  } catch {
    return null;
  }
}

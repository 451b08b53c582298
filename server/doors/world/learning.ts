import { randomUUID } from "node:crypto";
import { kioskDevices } from "#db/schema/presence.ts";
import { enrolments, schemes } from "#db/schema/sessions.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { seal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { type Ground, hourOf, type Site, type Things } from "./ground.ts";

/** Two sessions in a space, one with somebody enrolled, and the screen at its door. */
export async function taughtAt(
  { db, ctx, now, date }: Ground,
  { id, slug, free, learner, staff }: Site,
): Promise<Things> {
  const at = (hour: number) => hourOf(date, hour);
  const { id: session } = await planSession(
    { ...ctx, actor: staff },
    {
      spaceSlug: slug,
      roomId: free,
      title: { nl: "Mailen" },
      topic: "communication",
      modality: "in_person",
      language: "nl",
      places: 8,
      start: at(18),
      end: at(19),
      equipment: [],
    },
  );
  await db
    .insert(enrolments)
    .values({ sessionId: session, spaceId: id, personId: learner.personId, status: "enrolled" });
  const { id: placed } = await planSession(
    { ...ctx, actor: staff },
    {
      spaceSlug: slug,
      roomId: free,
      title: { nl: "Bellen" },
      topic: "communication",
      modality: "in_person",
      language: "nl",
      places: 50,
      start: at(16),
      end: at(17),
      equipment: [],
    },
  );
  const kioskToken = `kiosk_${newToken()}`;
  const [kiosk] = await db
    .insert(kioskDevices)
    .values({
      spaceId: id,
      name: "Door",
      linkEndsAt: now,
      tokenHash: sha256(kioskToken),
      publicKey: "none",
      privateKey: seal(authSecret(), "none"),
    })
    .returning();
  return { ownSession: placed, placed: session, session, kiosk: kiosk?.id ?? "", kioskToken };
}

/** Somebody's seat in the session of a space, where it has one. */
export async function enrolledIn(
  { db }: Ground,
  { personId }: PersonActor,
  { space = "", ownSession }: Things,
): Promise<Things> {
  if (!ownSession) return {};
  await db
    .insert(enrolments)
    .values({ sessionId: ownSession, spaceId: space, personId, status: "enrolled" });
  return { placed: ownSession };
}

export async function schemeOf({ db }: Ground): Promise<string> {
  const [scheme] = await db
    .insert(schemes)
    .values({ code: randomUUID().slice(0, 8), name: "Scheme", project: "Project" })
    .returning();
  return scheme?.id ?? "";
}

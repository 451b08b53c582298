import { and, eq, isNull, type SQL } from "drizzle-orm";
import { credentialShares } from "#db/schema/credentials.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { sharedAddress } from "./addresses.ts";

/** A link that was just made. Its address, with its token, is known now and never again. */
export type MadeLink = { id: string; address: string };

/**
 * @property spaceId whose audit log says so: of staff who act on behalf of the holder
 * @property onPaper staff make it for a sheet of paper
 */
type Linked = { credentialId: string; spaceId: string | null; onPaper: boolean };

/** Makes a link to a badge, in the caller's transaction; who may is the caller's to ask. */
export async function makeLink(
  { actor, db, now }: Context,
  { credentialId, spaceId, onPaper }: Linked,
): Promise<MadeLink> {
  const token = newToken();
  const [made] = await db
    .insert(credentialShares)
    .values({ credentialId, tokenHash: sha256(token), onPaper, createdAt: now })
    .returning({ id: credentialShares.id });
  if (!made) throw new Error("no link was made");
  await recordAudit(db, { actor, action: "badge.shared", spaceId, subject: credentialId });
  return { id: made.id, address: sharedAddress(settings().publicUrl, credentialId, token) };
}

/** Ends those links of a badge that are still open and of which `which` is true. Likewise. */
export async function endLinks(
  { actor, db, now }: Context,
  { credentialId, spaceId }: Omit<Linked, "onPaper">,
  which: SQL,
): Promise<void> {
  await db
    .update(credentialShares)
    .set({ revokedAt: now })
    .where(
      and(
        eq(credentialShares.credentialId, credentialId),
        isNull(credentialShares.revokedAt),
        which,
      ),
    );
  await recordAudit(db, { actor, action: "badge.share_ended", spaceId, subject: credentialId });
}

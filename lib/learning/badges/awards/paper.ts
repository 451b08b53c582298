import { and, eq, sql } from "drizzle-orm";
import { awards } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { badgeIn, SHARE_PARAMETER } from "../credentials/addresses.ts";
import { endLinks, type MadeLink, makeLink } from "../credentials/links.ts";
import { awardOfCredential, type OpenLink, openLinks } from "../credentials/queries.ts";
import { onPaperHere, readableBadge } from "./queries.ts";

/**
 * Makes a link for a sheet of paper, because the learner wants one: whoever holds the sheet can
 * check the badge. Only for a badge that its learner said yes to on paper, in a space where the
 * actor may award.
 *
 * @throws DomainError not_found for any other badge
 */
export async function sharePaperBadge(ctx: Context, credentialId: string): Promise<MadeLink> {
  const badge = await paperBadge(ctx, credentialId);
  return transaction(ctx.db, (db) => makeLink({ ...ctx, db }, { ...badge, onPaper: true }));
}

/**
 * Ends the links that staff made for sheets of this badge, or one of them. Those that its holder
 * made stay.
 *
 * @throws DomainError not_found as above
 */
export async function endPaperLinks(
  ctx: Context,
  credentialId: string,
  linkId?: string,
): Promise<void> {
  const badge = await paperBadge(ctx, credentialId);
  const which = linkId ? sql`on_paper and id = ${linkId}` : sql`on_paper`;
  await transaction(ctx.db, (db) => endLinks({ ...ctx, db }, badge, which));
}

/** Links on sheets of this badge that are open; null for whoever may make none. */
export async function paperLinks(ctx: Context, credentialId: string): Promise<OpenLink[] | null> {
  const badge = await orNothing(paperBadge(ctx, credentialId));
  return badge && (await openLinks(ctx, credentialId)).filter(({ onPaper }) => onPaper);
}

async function paperBadge(ctx: Context, credentialId: string) {
  const signed = await awardOfCredential(ctx, credentialId);
  const isTheirs =
    signed !== undefined &&
    (await ctx.db.$count(awards, and(eq(awards.id, signed.awardId), onPaperHere(ctx)))) > 0;
  if (!isTheirs) throw new DomainError("not_found", { code: "credentials.unknown" });
  return { credentialId, spaceId: signed.spaceId };
}

/** The badge at the plain address that stands in it, for whoever may see it without one of its links. */
export async function signedAt(ctx: Context, { pathname, searchParams }: URL) {
  const id = badgeIn(pathname);
  if (!id || searchParams.has(SHARE_PARAMETER)) return null;
  return (await orNothing(readableBadge(ctx, id, null)))?.signed ?? null;
}

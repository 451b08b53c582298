import { and, eq, sql } from "drizzle-orm";
import { prototypeObservations, prototypeVariants } from "#db/schema/prototypes.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authenticated, can } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { prototypeFor } from "./commands.ts";

const NOTED_AN_HOUR = 60;

type Noted = { slug: string; day: string; variant: string | null; words: string };

/**
 * Notes what was seen of a prototype that runs.
 *
 * @throws DomainError not_found; forbidden; invalid for a day that is still to come or a variant of
 *   another prototype; conflict where nothing runs; rate_limited
 */
export async function noteObservation(
  ctx: Context,
  { slug, day, variant, words }: Noted,
): Promise<void> {
  const { id: prototypeId, state, startsOn } = await prototypeFor(ctx, slug, "prototype.write");
  const { personId } = authenticated(ctx.actor, "prototype.write");
  await limit(ctx, { key: `observation:${personId}`, attempts: NOTED_AN_HOUR, windowMinutes: 60 });
  if (state !== "running") throw new DomainError("conflict", { code: "prototypes.not_running" });
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString();
  if (day > today || (startsOn !== null && day < startsOn))
    throw new DomainError("invalid", { code: "prototypes.day_outside" });
  if (variant !== null) {
    const [own] = await ctx.db
      .select({ id: prototypeVariants.id })
      .from(prototypeVariants)
      .where(
        and(eq(prototypeVariants.id, variant), eq(prototypeVariants.prototypeId, prototypeId)),
      );
    if (!own) throw new DomainError("invalid", { code: "prototypes.unknown_variant" });
  }
  await ctx.db.insert(prototypeObservations).values({
    prototypeId,
    variantId: variant,
    authorId: personId,
    seenOn: day,
    language: languageOf(ctx),
    words,
  });
}

/**
 * Takes away what was noted: one's own, or anything for whoever decides.
 *
 * @throws DomainError not_found; forbidden
 */
export async function removeObservation(ctx: Context, slug: string, id: string): Promise<void> {
  const { id: prototypeId, spaceId } = await prototypeFor(ctx, slug, "prototype.write");
  const { personId } = authenticated(ctx.actor, "prototype.write");
  const gone = await ctx.db
    .delete(prototypeObservations)
    .where(
      and(
        eq(prototypeObservations.id, id),
        eq(prototypeObservations.prototypeId, prototypeId),
        can(ctx.actor, "prototype.decide", { spaceId })
          ? sql`true`
          : eq(prototypeObservations.authorId, personId),
      ),
    )
    .returning({ id: prototypeObservations.id });
  if (gone.length === 0) throw new DomainError("not_found", { code: "prototypes.unknown" });
}

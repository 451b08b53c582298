import { eq } from "drizzle-orm";
import { awards } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { spacesAttended } from "#lib/learning/attendance/hours.ts";
import { spacesOfMyPlaces } from "#lib/learning/sessions/my-places.ts";
import { type NamedSpace, spacesByName } from "#lib/places/spaces/queries.ts";

/**
 * Every space that can be asked for a badge. The actor's own come first: where they were at
 * sessions, where they asked before, and where they have places. All the others follow by name.
 */
export async function spacesToAsk(
  ctx: Context,
): Promise<{ own: NamedSpace[]; others: NamedSpace[] }> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  const asked = await ctx.db
    .selectDistinct({ spaceId: awards.spaceId })
    .from(awards)
    .where(eq(awards.personId, personId));
  const ids = new Set([
    ...(await spacesAttended(ctx, personId)),
    ...asked.map(({ spaceId }) => spaceId),
    ...(await spacesOfMyPlaces(ctx)),
  ]);
  const spaces = await spacesByName(ctx);
  return {
    own: [...ids].flatMap((id) => spaces.find((space) => space.id === id) ?? []),
    others: spaces.filter(({ id }) => !ids.has(id)),
  };
}

import { makeRelease } from "#lib/evidence/research/commands.ts";
import { closedPeriods, quarterName } from "#lib/evidence/research/periods.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import { demonstrationActor } from "./identity.ts";

/**
 * The two newest closed quarters stay as they are: somebody may want to try their figures, or lines
 * of them.
 */
const LEFT_ALONE = 2;
const PUBLISHED = 2;

const PURPOSE = "Yearly report of the network: whom do the places reach?";

/**
 * A researcher made files of figures of two quarters: what everybody reads of them from outside is
 * published. A quarter of which too little is invented stays unpublished.
 */
export async function seedPublished(ctx: Context): Promise<void> {
  const actor = await demonstrationActor(ctx.db, "researcher");
  const quarters = closedPeriods(ctx.now).filter(({ name, from }) => name === quarterName(from));
  for (const { from, to } of quarters.slice(LEFT_ALONE, LEFT_ALONE + PUBLISHED))
    await orRefusal(
      makeRelease({ ...ctx, actor }, { dataset: "table", from, to, spaces: [] }, PURPOSE),
    );
}

import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { connect } from "#db/client.ts";
import { people } from "#db/schema/identity.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { lockNumbered } from "#lib/foundation/platform/database/locks.ts";
import { seedActivity } from "./activity.ts";
import { seedActors } from "./actors.ts";
import { seedAwards } from "./awards.ts";
import { seedBackpack } from "./backpack.ts";
import { seedBadgeFigures } from "./badge-figures.ts";
import { seedBadges } from "./badges.ts";
import { seedBenchmark } from "./benchmark.ts";
import { seedEndorsements } from "./endorsements.ts";
import { seedIdentity, seedRoles } from "./identity.ts";
import { seedJournal } from "./journal.ts";
import { seedLent } from "./lent.ts";
import { seedListedPlaces } from "./listed-places.ts";
import { seedOccupancy } from "./occupancy.ts";
import { seedOverlays } from "./overlays.ts";
import { seedOwn } from "./own.ts";
import { seedPartners } from "./partners.ts";
import { seedPast } from "./past.ts";
import { seedPhotos } from "./photos.ts";
import { seedPractices } from "./practices.ts";
import { seedProgramme } from "./programme.ts";
import { seedPrototypes } from "./prototypes.ts";
import { seedPublished } from "./published.ts";
import { seedSpaces } from "./spaces.ts";
import { seedStudied } from "./studied.ts";
import { seedWeek } from "./week.ts";

/**
 * Fills an empty database with the demonstration network: real places, invented rooms and people.
 *
 * @param onBegin called before it is filled, which takes a minute or more
 * @returns false when somebody is there already: nothing is touched
 */
export async function seedDemonstration(url: string, onBegin?: () => void): Promise<boolean> {
  const { db, close } = connect(url, { max: 1 });
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select ${lockNumbered("demonstration")}`);
      if ((await tx.$count(people)) > 0) return false;
      onBegin?.();
      const ctx: Context = {
        actor: { kind: "system", name: "demonstration" },
        now: Temporal.Now.instant(),
        db: tx,
        requestId: randomUUID(),
      };
      await seedIdentity(ctx);
      await seedSpaces(ctx);
      await seedPhotos(ctx);
      await seedRoles(ctx);
      await seedActivity(ctx);
      await seedProgramme(ctx);
      await seedBadges(ctx);
      await seedPractices(ctx);
      await seedAwards(ctx);
      await seedBackpack(ctx);
      await seedBadgeFigures(ctx);
      await seedActors(ctx);
      await seedListedPlaces(ctx);
      await seedOverlays(ctx);
      await seedEndorsements(ctx);
      await seedPartners(ctx);
      await seedBenchmark(ctx);
      await seedPast(ctx);
      await seedLent(ctx);
      await seedWeek(ctx);
      await seedOwn(ctx);
      await seedOccupancy(ctx);
      await seedPublished(ctx);
      await seedStudied(ctx);
      await seedPrototypes(ctx);
      await seedJournal(ctx);
      return true;
    });
  } finally {
    await close();
  }
}

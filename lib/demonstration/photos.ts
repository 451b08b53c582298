import { and, asc, eq, inArray } from "drizzle-orm";
import sharp from "sharp";
import { photos, resources, spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { redraw } from "#lib/places/spaces/picture.ts";

/**
 * Enough to show what photos are for; the rooms are invented, so these are drawings, and say so.
 */
const DRAWN_SPACES = 4;
const SHOWN = "hangar-k";

/** A drawing of each room of a few spaces: a table with as many chairs as the room has seats. */
export async function seedPhotos({ db }: Context): Promise<void> {
  const first = await db
    .select({ slug: spaces.slug })
    .from(spaces)
    .orderBy(asc(spaces.slug))
    .limit(DRAWN_SPACES);
  const rooms = await db
    .select({
      spaceId: resources.spaceId,
      resourceId: resources.id,
      name: resources.name,
      capacity: resources.capacity,
      features: resources.features,
    })
    .from(resources)
    .innerJoin(spaces, eq(spaces.id, resources.spaceId))
    .where(
      and(
        eq(resources.kind, "room"),
        inArray(spaces.slug, [...first.map(({ slug }) => slug), SHOWN]),
      ),
    );
  for (const { spaceId, resourceId, name, capacity, features } of rooms) {
    const drawing = drawingOf(capacity, features.includes("projector"));
    const picture = await redraw(await sharp(Buffer.from(drawing)).png().toBuffer());
    const alt = {
      nl: `Tekening van ${name}: een tafel met ${capacity} stoelen.`,
      fr: `Dessin de ${name} : une table et ${capacity} chaises.`,
      en: `Drawing of ${name}: a table with ${capacity} chairs.`,
    };
    await db.insert(photos).values({ ...picture, spaceId, resourceId, alt });
  }
}

function drawingOf(seats: number, hasScreen: boolean): string {
  const perSide = Math.ceil(seats / 2);
  const chairs = Array.from({ length: seats }, (_, at) => {
    const x = 180 + (((at % perSide) + 0.5) * 440) / perSide;
    return `<circle cx="${x.toFixed(0)}" cy="${at < perSide ? 285 : 475}" r="${Math.min(20, 180 / perSide).toFixed(0)}" fill="#b5603c"/>`;
  });
  const screen =
    '<rect x="290" y="70" width="220" height="110" fill="#fff" stroke="#4a5568" stroke-width="6"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="#efe7da"/><rect width="800" height="215" fill="#d6e2e4"/>
    <rect x="60" y="55" width="130" height="130" fill="#f7fbff" stroke="#7a8a94" stroke-width="6"/>
    ${hasScreen ? screen : ""}<rect x="170" y="310" width="460" height="140" rx="16" fill="#c9a26b"/>${chairs.join("")}</svg>`;
}

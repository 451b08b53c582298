import type { Cluster } from "./listed.ts";

export type CountedSpot = {
  slug: string;
  name: string;
  city: string;
  /** In whose colour it is drawn: a source does not say it, a map may read it off its land. */
  region: string | null;
  lat: number;
  lon: number;
  count?: number;
  area?: Cluster["area"];
  /** The page of one place, after the language. */
  href?: string;
};

/** What the map draws of some places, or of one. */
export function spotFrom({ id, name, city, count, lat, lon, area }: Cluster): CountedSpot {
  if (id && name && city)
    return { slug: id, name, city, region: null, lat, lon, href: `/places/${id}` };
  const slug = `at-${lat.toFixed(4)}-${lon.toFixed(4)}`;
  return { slug, name: "", city: "", region: null, lat, lon, count, area };
}

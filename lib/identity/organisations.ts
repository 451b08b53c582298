import { asc } from "drizzle-orm";
import { organisations } from "#db/schema/identity.ts";
import type { Context } from "./context.ts";

export type NamedOrganisation = { id: string; name: string };

/** The partners of the network, by name: for choices. */
export async function organisationsByName({ db }: Context): Promise<NamedOrganisation[]> {
  return db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .orderBy(asc(organisations.name), asc(organisations.id));
}

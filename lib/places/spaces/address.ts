import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

type Addressed = { address: SQLWrapper; postcode: SQLWrapper; city: SQLWrapper };

/** The address of a space on one line, where a statement of the builder asks for it. */
export function addressOf({ address, postcode, city }: Addressed): SQL<string> {
  return sql<string>`concat_ws(', ', ${address}, concat_ws(' ', ${postcode}, ${city}))`;
}

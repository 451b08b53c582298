import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { endorsementRequests, endorsements } from "#db/schema/endorsements.ts";
import { withoutWords } from "#lib/foundation/platform/queues/outbox.ts";
import type { Erase, Retention } from "#lib/module.ts";
import { addressHash } from "./rules.ts";

export const retention: Retention = ({ db, now, over }) => ({
  traces: {
    // The address goes with the link that was sent to it.
    recognitionLinks: db
      .update(endorsementRequests)
      .set({ state: "ended", address: null, answeredAt: now })
      .where(and(eq(endorsementRequests.state, "open"), lt(endorsementRequests.expiresAt, now))),
  },
  sessions: {
    recognitionRequests: db
      .delete(endorsementRequests)
      .where(
        and(
          inArray(endorsementRequests.state, ["refused", "withdrawn", "ended"]),
          lt(endorsementRequests.answeredAt, over("sessions")),
        ),
      ),
  },
});

/** What an organisation said stays said; that it was they who asked or answered does not. */
export const erase: Erase = ({ db, personId, reached }) => {
  const theirs = reached.map(addressHash);
  return [
    // Their words stand in the mail as well, which goes to somebody else.
    withoutWords(
      "endorsement-request",
      db
        .select({ id: sql`${endorsementRequests.id}::text` })
        .from(endorsementRequests)
        .where(eq(endorsementRequests.askedBy, personId)),
    ),
    db
      .update(endorsementRequests)
      .set({ askedBy: null, message: "" })
      .where(eq(endorsementRequests.askedBy, personId)),
    db
      .delete(endorsementRequests)
      .where(
        and(
          eq(endorsementRequests.state, "open"),
          inArray(endorsementRequests.addressHash, theirs),
        ),
      ),
    db
      .update(endorsementRequests)
      .set({ addressHash: null })
      .where(inArray(endorsementRequests.addressHash, theirs)),
    db
      .update(endorsements)
      .set({ signerName: "", signerRole: "", addressHash: null })
      .where(inArray(endorsements.addressHash, theirs)),
  ];
};

import { and, inArray, isNotNull, or } from "drizzle-orm";
import { hasEndedBefore } from "#db/expressions.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  wishes: {
    // What somebody needed for a session has served when it is over; that they had a place stays.
    forgotten: db
      .update(enrolments)
      .set({ companion: false, interpreter: null, childcare: false })
      .where(
        and(
          or(enrolments.companion, isNotNull(enrolments.interpreter), enrolments.childcare),
          inArray(
            enrolments.sessionId,
            db
              .select({ id: sessions.id })
              .from(sessions)
              .where(hasEndedBefore(sessions.during, over("wishes"))),
          ),
        ),
      ),
  },
});

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/outbox.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { sessionInvitation } from "./invitation.ts";
import { datesOf, readSession } from "./queries.ts";
import { titleIn } from "./rules.ts";

const told = z.object({ sessionId: z.uuid(), status: z.string().default("enrolled") });

type Event = "enrolled" | "waiting" | "moved-up" | "moved" | "withdrawn" | "cancelled";

/**
 * One letter for each thing that happens to a place in a session or a course, in the reader's language. Whoever has a place
 * gets an invitation that updates or cancels what their calendar had; whoever waits has none.
 */
export function composeSessionMail(what: Event): Compose {
  return async (db, { data, locale, to, personId }) => {
    const { sessionId, status } = told.parse(data);
    const session = await readSession(db, sessionId);
    // Somebody who gave their place back and took it again, or the other way round, hears the last of it only.
    if (session?.status === "planned" && (await isOvertaken(db, { what, sessionId, personId }))) return null;
    // Whoever had a place in a session that is cancelled by now gets a letter that says so.
    if (!session || (what !== "withdrawn" && (session.status === "cancelled") !== (what === "cancelled")))
      return null;

    const t = translator(locale, "sessions");
    const title = titleIn(session.title, locale).text;
    const when = (during: { start: Temporal.Instant; end: Temporal.Instant }) =>
      formatDateTimeRange(locale, during, session.timeZone);
    const dates = session.courseId ? await datesOf(db, session.courseId) : [session];
    const kept = dates.filter((date) => date.status === "planned");
    const isOneDate = what === "cancelled" && kept.length > 0;
    const first = t(`mail.${isOneDate ? "dateCancelled" : what}`, { title });
    const lines = [
      `${isolated(session.spaceName)}${session.roomName ? ` – ${isolated(session.roomName)}` : ""}`,
      session.address,
      ...(isOneDate ? [t("mail.notOn", { when: when(session.during) }), ""] : []),
      ...(kept.length > 0 && session.courseId ? [t("dates"), ...kept.map((date) => when(date.during))] : []),
      ...(session.courseId && kept.length > 0 ? [] : [when(session.during)]),
      `${settings().publicUrl}/${locale}/sessions/${session.id}`,
    ];
    const isCertain = status === "enrolled" && what !== "waiting";
    return {
      subject: first,
      text: [first, "", ...lines, "", translator(locale, "booking")("mail.bye")].join("\n"),
      ...(isCertain
        ? {
            invitation: await sessionInvitation(db, session, {
              locale,
              to,
              personId,
              description: lines.join("\n"),
              gone: what === "withdrawn",
            }),
          }
        : {}),
    };
  };
}

async function isOvertaken(
  db: Database,
  { what, sessionId, personId }: { what: Event; sessionId: string; personId?: string | null | undefined },
): Promise<boolean> {
  if (!personId) return false;
  const rows = await rowsOf<{ status: string }>(
    db,
    sql`
      select status from enrolment where session_id = ${sessionId} and person_id = ${personId}`,
  );
  const isIn = rows[0]?.status === "enrolled";
  if (what === "withdrawn") return isIn;
  return (what === "enrolled" || what === "moved-up") && !isIn;
}

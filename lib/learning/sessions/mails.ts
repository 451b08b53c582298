import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { plainDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { sessionInvitation } from "./invitation.ts";
import { datesOf, readSession, type SessionView } from "./queries.ts";
import { titleIn } from "./rules.ts";

const letterData = z.object({ sessionId: z.uuid(), status: z.string().default("enrolled") });

type Dated = Pick<SessionView, "during">;
type Event = "enrolled" | "waiting" | "moved-up" | "moved" | "withdrawn" | "cancelled";

/**
 * One letter for each thing that happens to a place in a session or a course, in the reader's
 * language. Whoever has a place gets an invitation that updates or cancels what their calendar had;
 * whoever waits has none.
 */
export function composeSessionMail(what: Event): Compose {
  return async (db, { data, locale, to, personId }) => {
    const { sessionId, status } = letterData.parse(data);
    const session = await readSession(db, sessionId);
    if (!session || !(await isNews(db, session, { what, personId }))) return null;

    const t = translator(locale, "sessions");
    const dates = session.courseId ? await datesOf(db, session.courseId) : [session];
    const kept = dates.filter((date) => date.status === "planned");
    const isOneDate = what === "cancelled" && kept.length > 0;
    const subject = t(`mail.${isOneDate ? "dateCancelled" : what}`, {
      title: titleIn(session.title, locale).text,
    });
    const lines = [
      ...placeAndTimes(session, { kept, isOneDate, locale }),
      `${settings().publicUrl}/${locale}/sessions/${session.id}`,
    ];
    const text = [subject, "", ...lines, "", translator(locale, "booking")("mail.bye")].join("\n");
    const isCertain = status === "enrolled" && what !== "waiting";
    if (!isCertain) return { subject, text };
    const gone = what === "withdrawn";
    const known = { locale, to, personId, description: lines.join("\n"), gone };
    return { subject, text, invitation: await sessionInvitation(db, session, known) };
  };
}

/**
 * Where a session is, and when: each date of a course that still stands.
 *
 * @param isOneDate one of several is cancelled
 */
function placeAndTimes(
  session: SessionView,
  { kept, isOneDate, locale }: { kept: Dated[]; isOneDate: boolean; locale: Locale },
): string[] {
  const t = translator(locale, "sessions");
  const when = ({ during }: Dated) => plainDateTimeRange(locale, during, session.timeZone);
  const isCourse = session.courseId !== null && kept.length > 0;
  return [
    `${isolated(session.spaceName)}${session.roomName ? ` – ${isolated(session.roomName)}` : ""}`,
    session.address,
    ...(isOneDate ? [t("mail.notOn", { when: when(session) }), ""] : []),
    ...(isCourse ? [t("dates"), ...kept.map(when)] : [when(session)]),
  ];
}

/** Whether what happened is still what its reader should hear. */
async function isNews(
  db: Database,
  session: SessionView,
  { what, personId }: { what: Event; personId?: string | null | undefined },
): Promise<boolean> {
  // Somebody who gave their place back and took it again, or the other way round, hears the last of
  // it only.
  if (
    session.status === "planned" &&
    (await isOvertaken(db, { what, sessionId: session.id, personId }))
  )
    return false;
  // Whoever had a place in a session that is cancelled by now gets a letter that says so.
  return what === "withdrawn" || (session.status === "cancelled") === (what === "cancelled");
}

async function isOvertaken(
  db: Database,
  {
    what,
    sessionId,
    personId,
  }: { what: Event; sessionId: string; personId?: string | null | undefined },
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

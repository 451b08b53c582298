import { z } from "zod";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Compose } from "#lib/platform/outbox.ts";
import { settings } from "#lib/platform/settings.ts";
import { readSession } from "./queries.ts";
import { titleIn } from "./rules.ts";

const told = z.object({ sessionId: z.uuid() });

/** One letter for each thing that happens to a place in a session. */
export function composeSessionMail(what: "enrolled" | "waiting" | "moved-up" | "cancelled"): Compose {
  return async (db, { data, locale }) => {
    const session = await readSession(db, told.parse(data).sessionId);
    // Whoever had a place in a session that is cancelled by now gets a letter that says so.
    if (!session || (session.status === "cancelled") !== (what === "cancelled")) return null;

    const t = translator(locale, "sessions");
    const title = titleIn(session.title, locale).text;
    return {
      subject: t(`mail.${what}`, { title }),
      text: [
        t(`mail.${what}`, { title }),
        "",
        `${session.spaceName}${session.roomName ? ` – ${session.roomName}` : ""}`,
        session.address,
        formatDateTimeRange(locale, session.during, session.timeZone),
        `${settings().publicUrl}/${locale}/sessions/${session.id}`,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
    };
  };
}

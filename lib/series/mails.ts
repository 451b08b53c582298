import { z } from "zod";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Compose } from "#lib/platform/outbox.ts";
import { settings } from "#lib/platform/settings.ts";
import { readSeries } from "./queries.ts";
import { ruleWords } from "./words.ts";

const told = z.object({ seriesId: z.uuid(), sequence: z.int() });

/** One letter for all the dates of a series that was booked, changed or cancelled. */
export function composeSeriesMail(what: "booked" | "changed" | "cancelled"): Compose {
  return async (db, { data, locale }) => {
    const { seriesId, sequence } = told.parse(data);
    const series = await readSeries(db, seriesId);
    // A later change has queued a letter of its own.
    if (!series || series.sequence > sequence) return null;

    const t = translator(locale, "series");
    const { spaceName, roomName, rule, timeZone, dates } = series;
    const kept = dates.filter(({ status }) => status === "confirmed");
    return {
      subject: t(`mail.${what}`, { space: spaceName }),
      text: [
        t(`mail.${what}`, { space: spaceName }),
        "",
        `${spaceName} – ${roomName}`,
        ruleWords(locale, rule, timeZone),
        "",
        ...kept.map(
          ({ during, roomName: room }) =>
            `${formatDateTimeRange(locale, during, timeZone)}${room === roomName ? "" : ` – ${room}`}`,
        ),
        "",
        `${settings().publicUrl}/${locale}/desk/series/${seriesId}`,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
    };
  };
}

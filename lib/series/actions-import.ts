"use server";

import { z } from "zod";
import { partySize } from "#lib/booking/schema.ts";
import { isLocale } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import { requestContext } from "#lib/identity/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/platform/forms.ts";
import { type ImportedEvent, importCalendar } from "./import.ts";
import type { ImportState } from "./schema.ts";

const importForm = z.object({
  roomId: z.uuid("booking.unknown_room"),
  people: partySize,
  run: z.enum(["look", "book"]),
  file: z.instanceof(File).optional(),
  /** What was read of the file at the first look. */
  text: z.string().optional(),
});

/** A calendar file looked at first, and then booked: it travels along, so that it is chosen once. */
export async function importCalendarAction(_: ImportState, form: FormData): Promise<ImportState> {
  const wanted = form.get("locale");
  const locale = isLocale(wanted) ? wanted : "en";
  let seen: Omit<ImportState, keyof FormState> = { text: null, booked: false, events: null };
  const state = await submit(form, importForm, async ({ roomId, people, run, file, text }) => {
    const content = run === "look" && file ? await file.text() : (text ?? "");
    const dryRun = run === "look";
    const events = await importCalendar(await requestContext(), content, { roomId, people, dryRun });
    seen = { text: dryRun ? content : null, booked: !dryRun, events: events.map(inWords) };
    return { ...EMPTY_FORM, values: { roomId, people: String(people) } };
  });
  return { ...state, values: { ...state.values, text: "" }, ...seen };

  function inWords({ summary, outcome, booked, left, reason }: ImportedEvent) {
    const t = translator(locale, "series");
    return {
      summary: summary || t("import.nameless"),
      result: t(`import.${outcome}`, { count: booked, left }),
      reason: reason ? messageFor(locale, reason) : "",
    };
  }
}

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { partySize } from "#lib/booking/allocation/schema.ts";
import { isLocale } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/foundation/platform/forms/forms.ts";
import { calendarTextOf } from "./calendar-bytes.ts";
import { askForImport, importAs, isLongImport, takeLookedAt } from "./import-task.ts";
import { eventInWords } from "./import-words.ts";
import { IMPORTS, type ImportState } from "./schema.ts";

const importForm = z.object({
  as: z.enum(IMPORTS).default("bookings"),
  space: z.string().max(120),
  timeZone: z.string().max(60),
  /** Of this form: a file that is left to the worker twice is one task. */
  key: z.string().max(60).default(""),
  /** Empty for the whole space, which can only be closed. */
  roomId: z.uuid("booking.unknown_room").or(z.literal("")).default(""),
  people: partySize,
  run: z.enum(["look", "book"]),
  file: z.instanceof(File).optional(),
  /** What was read of the file at the first look, and the bookings that a closure may cancel. */
  text: z.string().optional(),
  seen: z.string().default(""),
  cancel: z.string().optional(),
  /** Whether what was cancelled since is booked again. */
  anew: z.string().optional(),
});

/**
 * A calendar file looked at first, and then booked or closed: it travels along, so that it is
 * chosen once. A long one is left to the worker, and a page of its own says how far it is.
 */
export async function importCalendarAction(_: ImportState, form: FormData): Promise<ImportState> {
  const wanted = form.get("locale");
  const locale = isLocale(wanted) ? wanted : "en";
  let seen: Omit<ImportState, keyof FormState> = NOTHING_SEEN;
  const state = await submit(form, importForm, async (asked) => {
    const { as, space, timeZone, key, roomId, people, run, file } = asked;
    const dryRun = run === "look";
    const text =
      dryRun && file
        ? calendarTextOf(new Uint8Array(await file.arrayBuffer()))
        : (asked.text ?? "");
    const input = {
      text,
      as,
      space,
      roomId,
      people,
      dryRun,
      seen: asked.cancel === "on" ? asked.seen.split(" ").filter(Boolean) : [],
      anew: asked.anew === "on",
    };
    const ctx = await requestContext();
    if (isLongImport(input))
      redirect(`/${locale}/desk/tasks/${await askForImport(ctx, input, key)}`);
    const report = await importAs(ctx, input);
    const displaced = report.flatMap((event) => ("displaced" in event ? event.displaced : []));
    seen = {
      text: dryRun ? text : null,
      done: !dryRun,
      as,
      displaced: displaced.map(({ id }) => id),
      wasCancelled: report.some(({ reason }) => reason?.code === "series.event_known_cancelled"),
      events: report.map((event) => eventInWords(locale, event, { as, timeZone })),
    };
    return { ...EMPTY_FORM, values: { as, roomId, people: String(people) } };
  });
  return { ...state, values: { ...state.values, text: "" }, ...seen };
}

const NOTHING_SEEN = {
  text: null,
  done: false,
  as: "bookings",
  displaced: [],
  wasCancelled: false,
  events: null,
} as const;

const takeForm = z.object({
  id: z.uuid(),
  cancel: z.string().optional(),
  anew: z.string().optional(),
});

/** Takes a file that the worker looked at. */
export async function takeLookedAtAction(_: FormState, form: FormData): Promise<FormState> {
  return submit(form, takeForm, async ({ id, cancel, anew }, locale) => {
    const ctx = await requestContext();
    const taken = await takeLookedAt(ctx, id, { cancel: cancel === "on", anew: anew === "on" });
    redirect(`/${locale}/desk/tasks/${taken}`);
  });
}

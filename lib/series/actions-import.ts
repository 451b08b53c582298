"use server";

import { z } from "zod";
import { partySize } from "#lib/booking/schema.ts";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { isLocale, type Locale } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { EMPTY_FORM, type FormState, submit } from "#lib/platform/forms.ts";
import { calendarTextOf } from "./calendar-bytes.ts";
import { type ImportedEvent, importCalendar } from "./import.ts";
import { type ImportedClosure, importClosures } from "./import-closures.ts";
import { type EventInWords, IMPORTS, type ImportState } from "./schema.ts";

const importForm = z.object({
  as: z.enum(IMPORTS).default("bookings"),
  space: z.string().max(120),
  timeZone: z.string().max(60),
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

type ImportForm = z.output<typeof importForm>;

/** A calendar file looked at first, and then booked or closed: it travels along, so that it is chosen once. */
export async function importCalendarAction(_: ImportState, form: FormData): Promise<ImportState> {
  const wanted = form.get("locale");
  const locale = isLocale(wanted) ? wanted : "en";
  let seen: Omit<ImportState, keyof FormState> = NOTHING_SEEN;
  const state = await submit(form, importForm, async (asked) => {
    const { as, roomId, people, run, file, text } = asked;
    const content =
      run === "look" && file ? calendarTextOf(new Uint8Array(await file.arrayBuffer())) : (text ?? "");
    const report = await importAs(await requestContext(), content, asked);
    const displaced = report.flatMap((event) => ("displaced" in event ? event.displaced : []));
    seen = {
      text: run === "look" ? content : null,
      done: run === "book",
      as,
      displaced: displaced.map(({ id }) => id),
      wasCancelled: report.some(({ reason }) => reason?.code === "series.event_known_cancelled"),
      events: report.map((event) => inWords(locale, event, asked)),
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

async function importAs(
  ctx: Context,
  content: string,
  { as, space, roomId, people, run, seen, cancel, anew }: ImportForm,
): Promise<(ImportedEvent | ImportedClosure)[]> {
  const dryRun = run === "look";
  if (as === "bookings" && !roomId) throw new DomainError("invalid", { code: "series.import_needs_room" });
  if (as === "bookings") return importCalendar(ctx, content, { roomId, people, dryRun, anew: anew === "on" });
  return importClosures(ctx, content, {
    space,
    roomIds: roomId ? [roomId] : [],
    seen: cancel === "on" ? seen.split(" ") : [],
    dryRun,
  });
}

function inWords(
  locale: Locale,
  event: ImportedEvent | ImportedClosure,
  { as, timeZone }: ImportForm,
): EventInWords {
  const t = translator(locale, "series");
  const { summary, outcome, booked, left, reason } = event;
  const none = as === "closures" && outcome === "none" ? "noneClosed" : outcome;
  return {
    summary: summary || t("import.nameless"),
    result: t(`import.${none}`, { count: booked, left }),
    reason: reason ? messageFor(locale, reason) : "",
    inTheWay: ("displaced" in event ? event.displaced : []).map(
      ({ during, roomName, title }) =>
        `${formatDateTimeRange(locale, during, timeZone)}, ${roomName}: ${title}`,
    ),
  };
}
